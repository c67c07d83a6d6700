/** A small MongoDB-compatible server for one machine: what the lab uses when no MongoDB is given. */
import type { EmbeddedMongo, EmbeddedMongoOptions } from './server.ts';

export type { EmbeddedMongo, EmbeddedMongoOptions } from './server.ts';
export { spawnEmbeddedMongo } from './spawn.ts';

/**
 * Starts the server in this thread; its code is loaded here only then.
 * @throws {LabError} when the port is taken or the folder cannot be used.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const server = await import('./server.ts');
  return server.startEmbeddedMongo(options);
}
