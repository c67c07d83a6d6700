/** A small MongoDB-compatible server for one machine: what the lab uses when no MongoDB is given. */
export { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from './server.ts';
export { spawnEmbeddedMongo } from './spawn.ts';
