import { BsonType, documentValue, int64Value, make, type Value } from '../bson/index.ts';
import { binaryValue } from '../bson/make.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import type { Collection } from '../store/index.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
import type { Request } from './request.ts';

const STORED_OPTIONS = new Set([
  'changeStreamPreAndPostImages',
  'validationLevel',
  'validationAction',
  'storageEngine',
  'validator',
]);
const REFUSED_OPTIONS = new Set(['capped', 'timeseries', 'viewOn', 'pipeline', 'clusteredIndex', 'encryptedFields']);

export const CATALOG_COMMANDS: CommandTable = {
  create: {
    fields: [
      ...STORED_OPTIONS,
      ...REFUSED_OPTIONS,
      'size',
      'max',
      'autoIndexId',
      'idIndex',
      'indexOptionDefaults',
      'collation',
      'expireAfterSeconds',
      'flags',
      'temp',
    ],
    run: create,
  },
  drop: { fields: ['encryptedFields'], run: drop },
  dropDatabase: { fields: [], run: dropDatabase },
  listDatabases: { fields: ['filter', 'nameOnly', 'authorizedDatabases'], adminOnly: true, run: listDatabases },
  listCollections: { fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'], run: listCollections },
  renameCollection: { fields: ['to', 'dropTarget', 'stayTemp'], adminOnly: true, run: renameCollection },
  collMod: {
    fields: ['changeStreamPreAndPostImages', 'validationLevel', 'validationAction', 'validator', 'index'],
    run: collMod,
  },
  collStats: { fields: ['scale'], run: collStats },
  dbStats: { fields: ['scale', 'freeStorage'], run: dbStats },
  dbstats: { fields: ['scale', 'freeStorage'], run: dbStats },
  validate: { fields: ['full', 'repair', 'metadata', 'background'], run: validate },
};

function create(request: Request, context: CommandContext): Reply {
  const options: [string, Value][] = [];
  for (const name of REFUSED_OPTIONS) {
    const value = request.value(name);
    if (value === undefined || (value.type === BsonType.bool && !value.bool())) continue;
    throw new CommandError('CommandNotSupported', `create: ${name} is not supported by the embedded store`);
  }
  for (const name of STORED_OPTIONS) {
    const value = request.value(name);
    if (value !== undefined) options.push([name, value]);
  }
  const { collection } = request;
  const known = context.store.find(request.database, collection);
  const wanted = documentValue(options);
  if (known?.options.isEmpty() && wanted.isEmpty()) return {};
  context.store.create(request.database, collection, wanted);
  return {};
}

function drop(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  if (collection === undefined) return { ns: `${request.database}.${request.collection}` };
  context.store.drop(collection);
  return { nIndexesWas: collection.indexes.size + 1, ns: collection.namespace };
}

function dropDatabase(request: Request, context: CommandContext): Reply {
  const known = context.store.databases().includes(request.database);
  context.store.dropDatabase(request.database);
  return known ? { dropped: request.database } : {};
}

function listDatabases(request: Request, context: CommandContext): Reply {
  const filter = request.document('filter');
  const matches = filter === undefined ? () => true : parseFilter(filter).matches;
  const nameOnly = request.bool('nameOnly');
  let total = 0;
  const databases = context.store
    .databases()
    .map(name => {
      const octets = context.store.collections(name).reduce((sum, collection) => sum + collection.octets, 0);
      total += octets;
      return make({ name, sizeOnDisk: int64Value(BigInt(octets)), empty: octets === 0 });
    })
    .filter(document => matches(document))
    .map(document => (nameOnly ? make({ name: document.field('name')! }) : document));
  if (nameOnly) return { databases };
  return {
    databases,
    totalSize: int64Value(BigInt(total)),
    totalSizeMb: int64Value(BigInt(Math.ceil(total / 1_048_576))),
  };
}

function listCollections(request: Request, context: CommandContext): Reply {
  const filter = request.document('filter');
  const matches = filter === undefined ? () => true : parseFilter(filter).matches;
  const nameOnly = request.bool('nameOnly');
  const documents = context.store
    .collections(request.database)
    .map(describe)
    .filter(document => matches(document))
    .map(document => (nameOnly ? make({ name: document.field('name')!, type: document.field('type')! }) : document));
  const batchSize = request.document('cursor')?.field('batchSize');
  return openCursor(
    new ListSource(documents),
    { namespace: `${request.database}.$cmd.listCollections`, batchSize: batchSize?.number() },
    context,
  );
}

function describe(collection: Collection): Value {
  return make({
    name: collection.name,
    type: 'collection',
    options: collection.options,
    info: { readOnly: false, uuid: binaryValue(collection.uuid, 4) },
    idIndex: collection.idSpec.description,
  });
}

function renameCollection(request: Request, context: CommandContext): Reply {
  const from = splitNamespace(request.text('renameCollection') ?? '');
  const to = splitNamespace(request.text('to') ?? '');
  const source = context.store.find(from.database, from.collection);
  if (source === undefined) {
    throw new CommandError('NamespaceNotFound', `Source collection ${from.database}.${from.collection} does not exist`);
  }
  context.store.rename(source, to.database, to.collection, request.bool('dropTarget'));
  return {};
}

function splitNamespace(namespace: string): { database: string; collection: string } {
  const dot = namespace.indexOf('.');
  if (dot <= 0) throw new CommandError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
  return { database: namespace.slice(0, dot), collection: namespace.slice(dot + 1) };
}

function collMod(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  if (collection === undefined) {
    throw new CommandError('NamespaceNotFound', `ns does not exist: ${request.database}.${request.collection}`);
  }
  const options = new Map<string, Value>();
  const reader = collection.options.fields();
  while (reader.next()) options.set(reader.name, reader.value());
  for (const name of STORED_OPTIONS) {
    const value = request.value(name);
    if (value !== undefined) options.set(name, value);
  }
  context.store.modify(collection, documentValue(options));
  return {};
}

function collStats(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  const scale = request.number('scale') ?? 1;
  const octets = collection?.octets ?? 0;
  const count = collection?.size ?? 0;
  return {
    ns: `${request.database}.${request.collection}`,
    size: Math.floor(octets / scale),
    count,
    ...(count === 0 ? {} : { avgObjSize: Math.floor(octets / count) }),
    storageSize: Math.floor(octets / scale),
    capped: false,
    nindexes: (collection?.indexes.size ?? 0) + (collection === undefined ? 0 : 1),
    indexDetails: {},
    totalIndexSize: 0,
    indexSizes: {},
    scaleFactor: scale,
  };
}

function dbStats(request: Request, context: CommandContext): Reply {
  const collections = context.store.collections(request.database);
  const scale = request.number('scale') ?? 1;
  const octets = collections.reduce((sum, collection) => sum + collection.octets, 0);
  const objects = collections.reduce((sum, collection) => sum + collection.size, 0);
  return {
    db: request.database,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects === 0 ? 0 : octets / objects,
    dataSize: octets / scale,
    storageSize: octets / scale,
    indexes: collections.reduce((sum, collection) => sum + collection.indexes.size + 1, 0),
    indexSize: 0,
    totalSize: octets / scale,
    scaleFactor: scale,
  };
}

function validate(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  if (collection === undefined) {
    throw new CommandError(
      'NamespaceNotFound',
      `Collection '${request.database}.${request.collection}' does not exist to validate.`,
    );
  }
  return {
    ns: collection.namespace,
    nInvalidDocuments: 0,
    nrecords: collection.size,
    nIndexes: collection.indexes.size + 1,
    valid: true,
    warnings: [],
    errors: [],
  };
}
