/** A small MongoDB-compatible server for one machine: what the lab uses when no MongoDB is given. */
export type { EmbeddedMongo, EmbeddedMongoOptions } from './embedded-mongo.ts';
export { spawnEmbeddedMongo } from './spawn.ts';
export { startEmbeddedMongo } from './start.ts';
