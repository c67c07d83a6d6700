import { BsonType, equalValues, identicalValues, showValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { type Collection, type IndexSpec, parseIndexSpec } from '../store/index.ts';
import type { CommandContext, CommandTable, Reply } from './context.ts';
import { openCursor } from './cursor-reply.ts';
import { ListSource } from './cursor-table.ts';
import type { Request } from './request.ts';

export const INDEX_COMMANDS: CommandTable = {
  createIndexes: { fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'], run: createIndexes },
  listIndexes: { fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'], run: listIndexes },
  dropIndexes: { fields: ['index'], run: dropIndexes },
  deleteIndexes: { fields: ['index'], run: dropIndexes },
};

function createIndexes(request: Request, context: CommandContext): Reply {
  const existed = context.store.find(request.database, request.collection) !== undefined;
  const specifications = request.documents('indexes');
  if (specifications.length === 0) throw new CommandError('BadValue', 'Must specify at least one index to create');
  const parsed = specifications.map(specification => ({ specification, spec: parseIndexSpec(specification) }));
  const collection = context.store.need(request.database, request.collection);
  const before = collection.indexes.size + 1;
  for (const { specification, spec } of parsed) {
    if (isKnown(collection, spec)) continue;
    context.store.createIndex(collection, specification);
  }
  const after = collection.indexes.size + 1;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: !existed,
    ...(before === after ? { note: 'all indexes already exist' } : {}),
  };
}

/** Whether the same index is there. @throws {CommandError} when its name or its key is taken by a different one. */
function isKnown(collection: Collection, spec: IndexSpec): boolean {
  if (spec.parts.length === 1 && spec.parts[0]!.path.text === '_id') return true;
  const sameName = collection.indexes.get(spec.name)?.spec;
  if (sameName !== undefined) {
    if (identicalValues(sameName.keyPattern, spec.keyPattern) && equalValues(sameName.description, spec.description))
      return true;
    const [code, what] = identicalValues(sameName.keyPattern, spec.keyPattern)
      ? (['IndexOptionsConflict', 'options'] as const)
      : (['IndexKeySpecsConflict', 'key spec'] as const);
    throw new CommandError(
      code,
      `An existing index has the same name as the requested index but a different ${what}. Requested index: ${showValue(spec.description)}, existing index: ${showValue(sameName.description)}`,
    );
  }
  for (const { spec: other } of collection.indexes.values()) {
    if (!identicalValues(other.keyPattern, spec.keyPattern)) continue;
    if (other.partial !== undefined || spec.partial !== undefined) continue;
    throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${other.name}`);
  }
  return false;
}

function listIndexes(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  if (collection === undefined) {
    throw new CommandError('NamespaceNotFound', `ns does not exist: ${request.database}.${request.collection}`);
  }
  const documents = [
    collection.idSpec.description,
    ...[...collection.indexes.values()].map(index => index.spec.description),
  ];
  const batchSize = request.document('cursor')?.field('batchSize');
  return openCursor(
    new ListSource(documents),
    { namespace: collection.namespace, batchSize: batchSize?.number() },
    context,
  );
}

function dropIndexes(request: Request, context: CommandContext): Reply {
  const collection = context.store.find(request.database, request.collection);
  if (collection === undefined) {
    throw new CommandError('NamespaceNotFound', `ns not found ${request.database}.${request.collection}`);
  }
  const was = collection.indexes.size + 1;
  const wanted = request.value('index');
  const specs = [...collection.indexes.values()].map(index => index.spec);
  for (const item of wanted === undefined ? [] : wanted.isArray ? wanted.items() : [wanted]) {
    for (const spec of chosen(specs, item, collection)) context.store.dropIndex(collection, spec);
  }
  return { nIndexesWas: was };
}

function chosen(specs: readonly IndexSpec[], wanted: Value, collection: Collection): readonly IndexSpec[] {
  if (wanted.type === BsonType.string) {
    const name = wanted.text();
    if (name === '*') return specs;
    if (name === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index');
    const spec = collection.indexes.get(name)?.spec;
    if (spec === undefined) throw new CommandError('IndexNotFound', `index not found with name [${name}]`);
    return [spec];
  }
  const found = specs.filter(spec => equalValues(spec.keyPattern, wanted));
  if (found.length === 0) throw new CommandError('IndexNotFound', `can't find index with key: ${showValue(wanted)}`);
  return found;
}

/** @throws {CommandError} BadValue when a hint names no index of the collection. */
export function checkHint(hint: Value | undefined, collection: Collection | undefined): void {
  if (hint === undefined || collection === undefined) return;
  if (hint.type === BsonType.string) {
    const name = hint.text();
    if (name === '' || name === '_id_' || name === '$natural' || collection.indexes.has(name)) return;
  } else if (hint.isObject) {
    if (hint.isEmpty() || hint.field('$natural') !== undefined || equalValues(hint, collection.idSpec.keyPattern))
      return;
    for (const { spec } of collection.indexes.values()) if (equalValues(hint, spec.keyPattern)) return;
  } else throw new CommandError('FailedToParse', 'Hint must be a string or an object');
  throw new CommandError(
    'BadValue',
    `error processing query: ns=${collection.namespace} planner returned error :: caused by :: hint provided does not correspond to an existing index`,
  );
}
