import { documentOf, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { ChangeLog } from '../update/index.ts';
import { ChangeFeed } from './change-feed.ts';
import { Collection, type WriteListener } from './collection.ts';
import { type IndexSpec, parseIndexSpec } from './index-spec.ts';
import type { Stored } from './stored.ts';

const NO_OPTIONS = make({});

/** All databases, the feed of their changes, and the journal when there is one. */
export class Store implements WriteListener {
  readonly feed = new ChangeFeed();
  readonly #databases = new Map<string, Map<string, Collection>>();
  #numbers = 0;

  databases(): string[] {
    return [...this.#databases.keys()].sort();
  }

  collections(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  /** The collection, made when it is not there: as any first write does. */
  need(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name, NO_OPTIONS);
  }

  /** @throws {CommandError} NamespaceExists, InvalidNamespace. */
  create(database: string, name: string, options: Value): Collection {
    checkNamespace(database, name);
    if (this.find(database, name) !== undefined) {
      throw new CommandError('NamespaceExists', `Collection ${database}.${name} already exists.`);
    }
    const collection = new Collection(database, name, ++this.#numbers, documentOf(options.ownBytes()), this);
    this.#put(collection);
    this.feed.append({ kind: 'create', database, collection: name, uuid: collection.uuid });
    return collection;
  }

  drop(collection: Collection): void {
    this.#take(collection);
    const { database, name, uuid } = collection;
    this.feed.append({ kind: 'drop', database, collection: name, uuid });
  }

  dropDatabase(database: string): void {
    if (!this.#databases.has(database)) return;
    for (const collection of this.collections(database)) this.drop(collection);
    this.feed.append({ kind: 'dropDatabase', database, collection: '' });
  }

  /** Moves a collection under another name. @throws {CommandError} NamespaceExists unless the target is dropped. */
  rename(collection: Collection, database: string, name: string, dropTarget: boolean): void {
    checkNamespace(database, name);
    if (database !== collection.database) {
      throw new CommandError('CommandNotSupported', 'renaming across databases is not supported by the embedded store');
    }
    const target = this.find(database, name);
    if (target === collection) throw new CommandError('IllegalOperation', "Can't rename a collection to itself");
    if (target !== undefined && !dropTarget) throw new CommandError('NamespaceExists', 'target namespace exists');
    if (target !== undefined) this.drop(target);
    const from = collection.name;
    this.#take(collection);
    collection.name = name;
    this.#put(collection);
    this.feed.append({
      kind: 'rename',
      database,
      collection: from,
      uuid: collection.uuid,
      to: { database, collection: name, dropped: target?.uuid },
    });
  }

  /** Changes the options of a collection. */
  modify(collection: Collection, options: Value): void {
    collection.setOptions(documentOf(options.ownBytes()));
    const { database, name, uuid } = collection;
    this.feed.append({ kind: 'modify', database, collection: name, uuid });
  }

  createIndex(collection: Collection, specification: Value): IndexSpec {
    const spec = parseIndexSpec(documentOf(specification.ownBytes()));
    collection.createIndex(spec, true);
    const { database, name, uuid } = collection;
    this.feed.append({ kind: 'createIndexes', database, collection: name, uuid, description: spec.description });
    return spec;
  }

  dropIndex(collection: Collection, spec: IndexSpec): void {
    collection.indexes.delete(spec.name);
    const { database, name, uuid } = collection;
    this.feed.append({ kind: 'dropIndexes', database, collection: name, uuid, description: spec.description });
  }

  inserted(collection: Collection, stored: Stored): void {
    const after = stored.document;
    this.feed.append({
      kind: 'insert',
      database: collection.database,
      collection: collection.name,
      uuid: collection.uuid,
      id: after.field('_id'),
      after,
    });
  }

  updated(collection: Collection, stored: Stored, before: Value, kind: 'update' | 'replace', log: ChangeLog): void {
    const after = stored.document;
    this.feed.append({
      kind,
      database: collection.database,
      collection: collection.name,
      uuid: collection.uuid,
      id: after.field('_id'),
      before,
      after,
      log,
    });
  }

  deleted(collection: Collection, stored: Stored): void {
    const before = stored.document;
    this.feed.append({
      kind: 'delete',
      database: collection.database,
      collection: collection.name,
      uuid: collection.uuid,
      id: before.field('_id'),
      before,
    });
  }

  #put(collection: Collection): void {
    let database = this.#databases.get(collection.database);
    if (database === undefined) this.#databases.set(collection.database, (database = new Map()));
    database.set(collection.name, collection);
  }

  #take(collection: Collection): void {
    const database = this.#databases.get(collection.database);
    database?.delete(collection.name);
    if (database?.size === 0) this.#databases.delete(collection.database);
  }
}

/** @throws {CommandError} InvalidNamespace for a name that MongoDB would not take. */
export function checkNamespace(database: string, name: string): void {
  if (database === '' || /[/\\. "$*<>:|?\0]/.test(database) || Buffer.byteLength(database) > 63) {
    throw new CommandError('InvalidNamespace', `Invalid database name: '${database}'`);
  }
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.includes('$') || name.length > 235) {
    throw new CommandError('InvalidNamespace', `Invalid collection name: ${name}`);
  }
}
