import {
  type ChangeStream,
  type ChangeStreamDocument,
  type ChangeStreamOptions,
  type Collection,
  Db,
  type FindCursor,
  type MongoClient,
} from 'mongodb';
import { openStream } from './open-stream.ts';
import type { Document, Operation } from './unified-format.ts';

export type Entities = Map<string, unknown>;

type Run = (entities: Entities, object: unknown, args: Document) => Promise<unknown>;

/** Runs one operation of a test; the result is in the format's own terms. */
export async function runOperation(entities: Entities, operation: Operation): Promise<unknown> {
  const run = OPERATIONS[operation.name];
  if (run === undefined) throw new Error(`the runner does not know operation ${operation.name}`);
  const object = operation.object === 'testRunner' ? undefined : entities.get(operation.object);
  if (object === undefined && operation.object !== 'testRunner') throw new Error(`no entity ${operation.object}`);
  return run(entities, object, operation.arguments ?? {});
}

const OPERATIONS: Readonly<Record<string, Run>> = {
  failPoint: async (entities, _, { client, failPoint }) => {
    await (entities.get(client as string) as MongoClient).db('admin').command(failPoint as Document);
  },
  insertOne: (_, object, { document, ...options }) => coll(object).insertOne(document as Document, options),
  insertMany: (_, object, { documents, ...options }) => coll(object).insertMany(documents as Document[], options),
  updateOne: (_, object, { filter, update, ...options }) =>
    coll(object).updateOne(filter as Document, update as Document, options),
  updateMany: (_, object, { filter, update, ...options }) =>
    coll(object).updateMany(filter as Document, update as Document, options),
  replaceOne: (_, object, { filter, replacement, ...options }) =>
    coll(object).replaceOne(filter as Document, replacement as Document, options),
  deleteOne: (_, object, { filter, ...options }) => coll(object).deleteOne(filter as Document, options),
  deleteMany: (_, object, { filter, ...options }) => coll(object).deleteMany(filter as Document, options),
  bulkWrite: (_, object, { requests, ...options }) => coll(object).bulkWrite(requests as never[], options),
  clientBulkWrite: (_, object, { models, ...options }) =>
    (object as MongoClient).bulkWrite((models as Document[]).map(bulkModel) as never[], options).then(bulkResult),
  find: (_, object, { filter, ...options }) =>
    coll(object)
      .find(filter as Document, options)
      .toArray(),
  findOne: (_, object, { filter, ...options }) => coll(object).findOne(filter as Document, options),
  findOneAndUpdate: (_, object, { filter, update, ...options }) =>
    coll(object).findOneAndUpdate(filter as Document, update as Document, returning(options)),
  findOneAndReplace: (_, object, { filter, replacement, ...options }) =>
    coll(object).findOneAndReplace(filter as Document, replacement as Document, returning(options)),
  findOneAndDelete: (_, object, { filter, ...options }) => coll(object).findOneAndDelete(filter as Document, options),
  aggregate: (_, object, { pipeline, ...options }) =>
    source(object)
      .aggregate(pipeline as Document[], options)
      .toArray(),
  distinct: (_, object, { fieldName, filter, ...options }) =>
    coll(object).distinct(fieldName as string, filter as Document, options),
  count: (_, object, { filter, ...options }) => coll(object).count(filter as Document, options),
  countDocuments: (_, object, { filter, ...options }) => coll(object).countDocuments(filter as Document, options),
  estimatedDocumentCount: (_, object, options) => coll(object).estimatedDocumentCount(options),
  runCommand: (_, object, { command }) => db(object).command(command as Document),
  createCollection: (_, object, { collection, ...options }) =>
    db(object).createCollection(collection as string, options),
  dropCollection: (_, object, { collection, ...options }) => db(object).dropCollection(collection as string, options),
  modifyCollection: (_, object, { collection, ...options }) => db(object).command({ collMod: collection, ...options }),
  createIndex: (_, object, { keys, ...options }) =>
    coll(object).createIndex(keys as Document as Record<string, 1>, options),
  dropIndex: (_, object, { name }) => coll(object).dropIndex(name as string),
  rename: (_, object, { to, ...options }) => coll(object).rename(to as string, options),
  createChangeStream: async (_, object, { pipeline, ...options }) => {
    // The driver opens the stream lazily; the format wants it open now.
    return openStream(watch(object, pipeline as Document[], options));
  },
  iterateUntilDocumentOrError: (_, object) => (object as ChangeStream | FindCursor).next(),
};

function watch(
  object: unknown,
  pipeline: Document[],
  options: ChangeStreamOptions,
): ChangeStream<Document, ChangeStreamDocument> {
  return (object as { watch(pipeline: Document[], options: ChangeStreamOptions): ChangeStream }).watch(
    pipeline,
    options,
  );
}

function coll(object: unknown): Collection {
  return object as Collection;
}

function db(object: unknown): Db {
  return object as Db;
}

function source(object: unknown): Collection | Db {
  return object instanceof Db ? object : coll(object);
}

function returning(options: Document): Document {
  const { returnDocument } = options;
  return returnDocument === undefined
    ? options
    : { ...options, returnDocument: (returnDocument as string).toLowerCase() };
}

/** `{insertOne: {namespace, …}}` of the format as the driver's `{name: 'insertOne', namespace, …}`. */
function bulkModel(model: Document): Document {
  const [name, rest] = Object.entries(model)[0]!;
  return { name, ...(rest as Document) };
}

/** The driver's maps of results as the documents that the format expects; `didUpsert` is the driver's own addition. */
export function bulkResult(result: object): Document {
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [key, value instanceof Map ? plainResults(value) : value]),
  );
}

function plainResults(results: ReadonlyMap<unknown, Document>): Document {
  return Object.fromEntries([...results].map(([index, { didUpsert: _, ...rest }]) => [String(index), rest]));
}
