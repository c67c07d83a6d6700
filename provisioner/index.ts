export type { AddManyOptions, AddManyResult } from './add-many.ts';
export { formatBitRate, parseBitRate } from './bit-rate.ts';
export type { Finding } from './bson-codec.ts';
export { type BsonDocument, bsonTypeOf, numberOf } from './bson-values.ts';
export { effectiveOpc, type KeySource, randomKi, randomOpc } from './key-material.ts';
export { type ConnectionOptions, type MongoConnection, openMongoConnection } from './mongodb-connection.ts';
export { redactUri } from './mongodb-errors.ts';
export type { SessionChanges, SimChanges, SliceChanges } from './sim-changes.ts';
export { formatSqn } from './sim-fields.ts';
export { parseSimChanges, parseSimRecord, type SimInput } from './sim-input.ts';
export {
  type Ambr,
  type Arp,
  canAuthenticate,
  FIRST_SQN,
  type PccFlow,
  type PccRule,
  type PdnType,
  type ServingState,
  type Session,
  type SimRecord,
  type Slice,
  type StoredSim,
  type SubscriberProfile,
} from './sim-record.ts';
export { checkSubscriber, decodeSubscriber, encodeSubscriber } from './subscriber-document.ts';
export { checkSubscriberPath, subscriberPaths } from './subscriber-paths.ts';
export {
  openSubscriberStore,
  type StoredSubscriber,
  SUBSCRIBERS,
  type SubscriberQuery,
  SubscriberStore,
  unknownImsi,
} from './subscriber-store.ts';
