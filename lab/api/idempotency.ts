import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { MongoConnection } from '../../provisioner/index.ts';
import { Problem } from './problem.ts';

/** The answer of a request that was made before. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Begun =
  /** Nobody has made this request, or whoever did never ended (`repeated`): make it, under this trace. */
  | { readonly type: 'new'; readonly repeated: boolean; readonly traceId: string; readonly startedAt: Date }
  | { readonly type: 'answered'; readonly answer: StoredAnswer };

interface RequestDocument {
  readonly _id: string;
  readonly fingerprint: string;
  readonly traceId: string;
  readonly startedAt: Date;
  /** Whose it is until then; after that whoever repeats it takes it over. */
  readonly until: Date;
  readonly by: string;
  readonly answer?: StoredAnswer;
  readonly expiresAt: Date;
}

const DUPLICATE_KEY = 11000;
const LEASE_MS = 30_000;
const DAY_MS = 86_400_000;
const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * Requests that carry an Idempotency-Key, in the collection `api_requests` of the lab's database, for a day. The first is made and its answer
 * kept; a repetition gets that answer; the same key with another request is refused. What a killed process had begun is made again under
 * the trace of the first attempt, so that operations see what that one had done. Answers hold no secret.
 */
export class IdempotencyStore {
  readonly #connection: MongoConnection;
  readonly #requests: Collection<RequestDocument>;
  readonly #me = randomUUID();
  #indexed: Promise<unknown> | undefined;

  constructor(connection: MongoConnection, databaseName: string) {
    this.#connection = connection;
    this.#requests = connection.collection('api_requests', databaseName) as unknown as Collection<RequestDocument>;
  }

  /** @throws Problem idempotency-key-reused, idempotency-key-busy */
  async begin(key: string, actor: string, fingerprint: string, traceId: string, now: Date): Promise<Begun> {
    this.#indexed ??= this.#connection
      .attempt('index the requests', () => this.#requests.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }))
      .catch(error => {
        this.#indexed = undefined;
        throw error;
      });
    await this.#indexed;
    const _id = idOf(key, actor);
    const lease = { by: this.#me, until: new Date(now.getTime() + LEASE_MS) };
    const fresh = { _id, fingerprint, traceId, startedAt: now, ...lease, expiresAt: new Date(now.getTime() + DAY_MS) };
    return this.#connection.attempt('note a request', async () => {
      for (let attempt = 0; attempt < 3; attempt++) {
        try {
          await this.#requests.insertOne(fresh as never);
          return { type: 'new', repeated: false, traceId, startedAt: now } as const;
        } catch (error) {
          if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
        }
        const known = (await this.#requests.findOne({ _id })) as RequestDocument | null;
        if (known === null) continue; // it has just expired, or was given back
        if (known.expiresAt <= now) {
          await this.#requests.deleteOne({ _id, expiresAt: known.expiresAt });
          continue;
        }
        if (known.fingerprint !== fingerprint)
          throw new Problem('idempotency-key-reused', 'another request was made with this Idempotency-Key');
        if (known.answer !== undefined) return { type: 'answered', answer: known.answer } as const;
        if (known.until > now) throw busy();
        const { modifiedCount } = await this.#requests.updateOne(
          { _id, by: known.by, until: known.until, answer: { $exists: false } },
          { $set: lease } as never,
        );
        if (modifiedCount === 0) throw busy();
        return { type: 'new', repeated: true, traceId: known.traceId, startedAt: known.startedAt } as const;
      }
      throw busy();
    });
  }

  /** Keeps the answer for repetitions. */
  async finish(key: string, actor: string, answer: StoredAnswer): Promise<void> {
    await this.#connection.attempt('note an answer', () =>
      this.#requests.updateOne({ _id: idOf(key, actor), by: this.#me }, { $set: { answer } } as never),
    );
  }

  /** It came to nothing for a reason that passes: the next attempt is as the first, under the first one's trace. */
  async giveBack(key: string, actor: string): Promise<void> {
    await this.#connection.attempt('give a request back', () =>
      this.#requests.updateOne({ _id: idOf(key, actor), by: this.#me }, { $set: { until: new Date(0) } } as never),
    );
  }
}

/** @throws Problem header-invalid */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  // A structured-field string has quotes; most clients send none. draft-ietf-httpapi-idempotency-key-header §2.1
  const key = /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim();
  if (KEY.test(key)) return key;
  throw new Problem('header-invalid', 'this is no Idempotency-Key', {
    expected: '1 … 128 visible ASCII characters, such as a UUID',
    errors: [{ parameter: 'Idempotency-Key', detail: 'not 1 … 128 visible ASCII characters' }],
  });
}

/** What makes two requests the same one; keyed, so that it tells nothing of the secrets of a body. */
export function fingerprintOf(key: string, method: string, url: string, body: string): string {
  return createHmac('sha256', key).update(`${method}\n${url}\n${body}`).digest('hex');
}

/** Keys of one caller are none of another's business. */
function idOf(key: string, actor: string): string {
  return createHash('sha256').update(`${actor}\n${key}`).digest('hex');
}

function busy(): Problem {
  return new Problem('idempotency-key-busy', 'a request with this Idempotency-Key is under way', {
    headers: { 'Retry-After': '1' },
  });
}
