import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import type { SubscriberStore } from '../../provisioner/index.ts';
import type { Cli } from './context.ts';

/** Where SIMs are kept when nothing else is said, below the current folder. */
export const DEFAULT_STORE = '.mvnolab/store';

export interface StoreOptions {
  readonly store?: string;
  readonly mongodb?: string;
}

/** Adds `--store` and `--mongodb`. */
export function withStoreOptions(command: Command): Command {
  return command
    .option('--store <folder>', `the lab's own store in this folder (default: ${DEFAULT_STORE})`)
    .option(
      '--mongodb <uri>',
      'a MongoDB instead, mongodb://host[:port][/database] (default: MONGODB_URI; database open5gs)',
    );
}

/** Opens the store for writing: it is made when it is not there yet. Closed by the clean-ups. */
export async function openStore(cli: Cli, options: StoreOptions): Promise<SubscriberStore> {
  const { openSubscriberStore } = await import('../../provisioner/index.ts');
  const store = await openSubscriberStore(await openStoreUri(cli, options));
  cli.cleanUps.add('the database connection', () => store.close());
  return store;
}

/** Where the store answers; the lab's own is started, and closed by the clean-ups. */
export async function openStoreUri(cli: Cli, options: StoreOptions): Promise<string> {
  return mongodbUri(cli, options) ?? (await startOwnStore(cli, storeFolder(cli, options)));
}

/**
 * Opens the store for reading; undefined when the default folder holds none yet, which is an empty store.
 * @throws UserError when --store names a folder without a store
 */
export async function openExistingStore(cli: Cli, options: StoreOptions): Promise<SubscriberStore | undefined> {
  const folder = storeFolder(cli, options);
  if (mongodbUri(cli, options) === undefined && !existsSync(folder)) {
    if (options.store === undefined) return undefined;
    throw new UserError('store-missing', `there is no store in '${options.store}'`, {
      place: '--store',
      expected: 'a folder that mvnolab made',
      hint: `mvnolab sim add --store ${options.store} … makes it`,
    });
  }
  return openStore(cli, options);
}

/** The place of a store for messages, without opening it. */
export function storeFolder(cli: Cli, { store }: StoreOptions): string {
  return resolve(cli.cwd, store ?? DEFAULT_STORE);
}

/** The MongoDB that is named; undefined for the lab's own store. */
export function mongodbUri(cli: Cli, { store, mongodb }: StoreOptions): string | undefined {
  if (store !== undefined && mongodb !== undefined)
    throw new UserError('store-twice', 'both --store and --mongodb are given', {
      expected: 'one of them',
      hint: 'leave out --store to use the MongoDB',
    });
  if (mongodb !== undefined) return mongodb;
  const fromEnvironment = cli.env.MONGODB_URI;
  return store !== undefined || fromEnvironment === '' ? undefined : fromEnvironment;
}

/** Another command on the same folder is soon over; a lab that runs there is not. */
const LOCK_PATIENCE_MS = 3000;
const LOCK_RETRY_MS = 100;

async function startOwnStore(cli: Cli, folder: string): Promise<string> {
  const { spawnEmbeddedMongo } = await import('../../provisioner/embedded-mongo/index.ts');
  for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
    try {
      const server = await spawnEmbeddedMongo({ folder });
      cli.cleanUps.add('the store', () => server.close());
      return server.uri;
    } catch (error) {
      const isLocked = error instanceof LabError && error.code === 'mongo-folder-locked';
      if (!isLocked || waitedMs >= LOCK_PATIENCE_MS || cli.signal.aborted) throw error;
      await setTimeout(LOCK_RETRY_MS);
    }
  }
}
