import { resolve } from 'node:path';
import type { Collection } from 'mongodb';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../../mongodb-connection.ts';
import { INVENTORY_DATABASE, isDuplicate } from '../card-store.ts';
import type { EventHandler } from './event-handler.ts';
import { FileHandler } from './file-handler.ts';
import { HSS_HANDLER } from './hss-handler.ts';
import { WebhookHandler } from './webhook-handler.ts';

/** A handler as it is kept in the database: everything but the HSS's own, which is always there. */
export type HandlerSpec =
  | {
      readonly name: string;
      readonly type: 'webhook';
      readonly url: string /** Environment variable with the secret that signs. */;
      readonly secretEnv?: string;
    }
  | { readonly name: string; readonly type: 'text' | 'xml'; readonly folder: string };

type HandlerDocument = { readonly _id: string } & Record<string, unknown>;

/** Who gets the events beside the HSS. One that is added gets those from then on; one that is removed leaves its own undelivered. */
export class HandlerRegistry {
  readonly #connection: MongoConnection;
  readonly #handlers: Collection<HandlerDocument>;
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(
    connection: MongoConnection,
    env: Readonly<Record<string, string | undefined>>,
    databaseName = INVENTORY_DATABASE,
  ) {
    this.#connection = connection;
    this.#env = env;
    this.#handlers = connection.collection('handlers', databaseName) as unknown as Collection<HandlerDocument>;
  }

  async list(): Promise<HandlerSpec[]> {
    const found = await this.#connection.attempt('read the handlers', () =>
      this.#handlers.find({}, { sort: { _id: 1 } }).toArray(),
    );
    return found.map(({ _id, ...spec }) => ({ name: _id, ...spec }) as unknown as HandlerSpec);
  }

  /** @throws UserError handler-invalid, handler-exists, webhook-url-invalid */
  async add(spec: HandlerSpec): Promise<void> {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(spec.name) || spec.name === HSS_HANDLER)
      throw new UserError('handler-invalid', `'${spec.name}' is not a name of a handler`, {
        place: 'name',
        expected: `a small letter, then small letters, digits and hyphens, 32 at most; not ${HSS_HANDLER}`,
      });
    if (spec.type === 'webhook') new WebhookHandler(spec.name, spec);
    const { name, ...rest } = spec.type === 'webhook' ? spec : { ...spec, folder: resolve(spec.folder) };
    await this.#connection.attempt('add a handler', async () => {
      try {
        await this.#handlers.insertOne({ _id: name, ...rest } as never);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        throw new UserError('handler-exists', `there is a handler '${name}' already`, {
          place: 'name',
          expected: 'another name',
          hint: `mvnolab sim handlers remove ${name} removes it first`,
        });
      }
    });
  }

  /** False when there was none of this name. */
  async remove(name: string): Promise<boolean> {
    const { deletedCount } = await this.#connection.attempt('remove a handler', () =>
      this.#handlers.deleteOne({ _id: name }),
    );
    return deletedCount > 0;
  }

  async names(): Promise<string[]> {
    return (await this.list()).map(({ name }) => name);
  }

  /** Ready to work. @throws UserError when a webhook's secret is not in the environment */
  async open(): Promise<EventHandler[]> {
    return (await this.list()).map(spec => {
      if (spec.type !== 'webhook') return new FileHandler(spec.name, { folder: spec.folder, format: spec.type });
      const secret = spec.secretEnv === undefined ? undefined : this.#env[spec.secretEnv];
      if (spec.secretEnv !== undefined && secret === undefined)
        throw new UserError('handler-secret-missing', `the secret of handler '${spec.name}' is not there`, {
          place: spec.secretEnv,
          expected: `the environment variable ${spec.secretEnv}`,
        });
      return new WebhookHandler(spec.name, { url: spec.url, ...(secret !== undefined && { secret }) });
    });
  }
}
