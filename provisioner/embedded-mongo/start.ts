import type { EmbeddedMongo, EmbeddedMongoOptions } from './embedded-mongo.ts';

/**
 * Starts the server on this thread: for tests, and where nothing else needs the thread. Its code is loaded only now, so that
 * importing the door costs nothing.
 *
 * @throws {LabError} when the port is taken or the folder cannot be used.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const { startServer } = await import('./server.ts');
  return startServer(options);
}
