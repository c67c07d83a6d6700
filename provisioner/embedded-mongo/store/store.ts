import { documentOf, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { ChangeLog } from '../update/index.ts';
import { Catalog } from './catalog.ts';
import { type CatalogEntry, decodeCatalogEntry, encodeCatalogEntry } from './catalog-entry.ts';
import { ChangeFeed, type NewChange } from './change-feed.ts';
import { Collection, type WriteListener } from './collection.ts';
import { DurableLog } from './durable-log.ts';
import { type Operation, patched } from './frames.ts';
import { type IndexSpec, parseIndexSpec } from './index-spec.ts';
import { checkNamespace } from './namespace.ts';
import type { Picture } from './snapshot.ts';
import type { Stored } from './stored.ts';

const NO_OPTIONS = make({});

/** All databases, the feed of their changes, and the journal when a folder was given. */
export class Store implements WriteListener {
  readonly feed = new ChangeFeed();
  readonly #catalog = new Catalog();
  readonly #log: DurableLog | undefined;
  #numbers = 0;

  /** Opens the store in a folder, or an empty one in memory. @throws {LabError} when the folder cannot be used. */
  constructor(folder?: string) {
    if (folder === undefined) return;
    this.#log = new DurableLog(folder, operation => this.#replay(operation));
    this.feed.resumeAt(this.#log.sequence);
  }

  /** What was found amiss when the folder was opened. */
  get warnings(): readonly string[] {
    return this.#log?.warnings ?? [];
  }

  get isDurable(): boolean {
    return this.#log !== undefined;
  }

  databases(): string[] {
    return this.#catalog.databases();
  }

  collections(database: string): Collection[] {
    return this.#catalog.collections(database);
  }

  find(database: string, name: string): Collection | undefined {
    return this.#catalog.find(database, name);
  }

  /** The collection, made when it is not there: as any first write does. */
  need(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name, NO_OPTIONS);
  }

  /** @throws {CommandError} NamespaceExists, InvalidNamespace. */
  create(database: string, name: string, options: Value): Collection {
    this.beforeWrite();
    checkNamespace(database, name);
    if (this.find(database, name) !== undefined) {
      throw new CommandError('NamespaceExists', `Collection ${database}.${name} already exists.`);
    }
    const collection = new Collection(database, name, ++this.#numbers, documentOf(options.ownBytes()), this);
    this.#catalog.add(collection);
    const { number, uuid } = collection;
    this.#tell(
      { op: 'create', number, database, name, options: collection.options, uuid },
      { kind: 'create', database, collection: name, uuid },
    );
    return collection;
  }

  drop(collection: Collection): void {
    this.beforeWrite();
    this.#catalog.remove(collection);
    const { database, name, number, uuid } = collection;
    this.#tell({ op: 'drop', number }, { kind: 'drop', database, collection: name, uuid });
  }

  dropDatabase(database: string): void {
    if (!this.#catalog.has(database)) return;
    for (const collection of this.collections(database)) this.drop(collection);
    this.#tell({ op: 'dropDatabase' }, { kind: 'dropDatabase', database, collection: '' });
  }

  /** Moves a collection under another name. @throws {CommandError} NamespaceExists unless the target is dropped. */
  rename(collection: Collection, database: string, name: string, dropTarget: boolean): void {
    this.beforeWrite();
    checkNamespace(database, name);
    if (database !== collection.database) {
      throw new CommandError('CommandNotSupported', 'renaming across databases is not supported by the embedded store');
    }
    const target = this.find(database, name);
    if (target === collection) throw new CommandError('IllegalOperation', "Can't rename a collection to itself");
    if (target !== undefined && !dropTarget) throw new CommandError('NamespaceExists', 'target namespace exists');
    if (target !== undefined) this.drop(target);
    const { name: from, number, uuid } = collection;
    this.#catalog.rename(collection, name);
    const to = { database, collection: name, dropped: target?.uuid };
    this.#tell({ op: 'rename', number, name }, { kind: 'rename', database, collection: from, uuid, to });
  }

  /** Changes the options of a collection. */
  modify(collection: Collection, options: Value): void {
    this.beforeWrite();
    collection.setOptions(documentOf(options.ownBytes()));
    const { database, name, number, uuid } = collection;
    this.#tell(
      { op: 'options', number, options: collection.options },
      { kind: 'modify', database, collection: name, uuid },
    );
  }

  /** @throws {CommandError} DuplicateKey when the documents there break the index's uniqueness. */
  createIndex(collection: Collection, specification: Value): IndexSpec {
    this.beforeWrite();
    const spec = parseIndexSpec(documentOf(specification.ownBytes()));
    collection.createIndex(spec, true);
    const { database, name, number, uuid } = collection;
    this.#tell(
      { op: 'createIndex', number, specification: spec.description },
      { kind: 'createIndexes', database, collection: name, uuid, description: spec.description },
    );
    return spec;
  }

  dropIndex(collection: Collection, spec: IndexSpec): void {
    this.beforeWrite();
    collection.indexes.delete(spec.name);
    const { database, name, number, uuid } = collection;
    this.#tell(
      { op: 'dropIndex', number, name: spec.name },
      { kind: 'dropIndexes', database, collection: name, uuid, description: spec.description },
    );
  }

  /** @throws {CommandError} OutOfDiskSpace once the journal cannot be written: what is stored would not last. */
  beforeWrite(): void {
    const failure = this.#log?.failure;
    if (failure !== undefined) throw journalFailure(failure);
  }

  inserted(collection: Collection, stored: Stored): void {
    const after = stored.document;
    this.#log?.frames.put(collection.number, after.bytes);
    this.#publish(collection, { kind: 'insert', id: after.field('_id'), after });
  }

  updated(collection: Collection, stored: Stored, before: Value, kind: 'update' | 'replace', log: ChangeLog): void {
    const after = stored.document;
    this.#log?.frames.change(collection.number, stored.idKey, before.bytes, after.bytes);
    this.#publish(collection, { kind, id: after.field('_id'), before, after, log });
  }

  deleted(collection: Collection, stored: Stored): void {
    const before = stored.document;
    this.#log?.frames.delete(collection.number, stored.idKey);
    this.#publish(collection, { kind: 'delete', id: before.field('_id'), before });
  }

  /**
   * Writes what the journal has gathered: to be called before a reply says that it is done. With `durable`, resolves when the
   * disk has it.
   *
   * @throws {CommandError} OutOfDiskSpace when that failed.
   */
  commit(durable: boolean): void | Promise<void> {
    const log = this.#log;
    if (log === undefined) return;
    const pending = log.frames.length > 0;
    log.write();
    if (pending) this.beforeWrite();
    if (log.isBloated(this.#catalog.octets)) void log.compact(() => this.#picture()).catch(() => {});
    if (durable) return log.sync().then(() => this.beforeWrite());
  }

  /** Writes what is left and frees the folder. */
  async close(): Promise<void> {
    await this.#log?.close(() => this.#picture());
  }

  #publish(collection: Collection, change: Pick<NewChange, 'kind' | 'id' | 'before' | 'after' | 'log'>): void {
    this.#log?.relieve();
    this.feed.append({
      database: collection.database,
      collection: collection.name,
      uuid: collection.uuid,
      ...change,
    });
  }

  /** Every change is one frame and one step of the sequence, so that the count goes on after a restart. */
  #tell(entry: CatalogEntry, change: NewChange): void {
    this.#log?.frames.catalog(encodeCatalogEntry(entry));
    this.feed.append(change);
  }

  #picture(): Picture {
    const collections = this.#catalog.all();
    return {
      sequence: this.feed.last,
      catalog: collections.flatMap(collection => {
        const { number, database, name, options, uuid } = collection;
        const indexes = [...collection.indexes.values()].map(({ spec }) =>
          encodeCatalogEntry({ op: 'createIndex', number, specification: spec.description }),
        );
        return [encodeCatalogEntry({ op: 'create', number, database, name, options, uuid }), ...indexes];
      }),
      collections: collections.map(collection => ({
        number: collection.number,
        documents: Array.from(collection.documents(), stored => stored.document.bytes),
      })),
    };
  }

  #replay(operation: Operation): void {
    switch (operation.kind) {
      case 'put':
        this.#catalog.byNumber(operation.collection)?.restore(documentOf(Buffer.from(operation.document)));
        return;
      case 'patch': {
        const collection = this.#catalog.byNumber(operation.collection);
        const before = collection?.findById(operation.key)?.document.bytes;
        if (before === undefined) return;
        const { prefix, suffix, middle } = operation;
        collection?.restore(documentOf(patched(before, prefix, suffix, middle)));
        return;
      }
      case 'delete':
        this.#catalog.byNumber(operation.collection)?.forget(operation.key);
        return;
      case 'catalog':
        this.#replayCatalog(decodeCatalogEntry(operation.entry));
    }
  }

  #replayCatalog(entry: CatalogEntry): void {
    if (entry.op === 'create') {
      const { database, name, number, options, uuid } = entry;
      this.#numbers = Math.max(this.#numbers, number);
      this.#catalog.add(new Collection(database, name, number, options, this, uuid));
      return;
    }
    const collection = entry.op === 'dropDatabase' ? undefined : this.#catalog.byNumber(entry.number);
    if (collection === undefined) return;
    switch (entry.op) {
      case 'drop':
        this.#catalog.remove(collection);
        return;
      case 'rename':
        this.#catalog.rename(collection, entry.name);
        return;
      case 'options':
        collection.setOptions(entry.options);
        return;
      case 'createIndex':
        collection.createIndex(parseIndexSpec(entry.specification), false);
        return;
      case 'dropIndex':
        collection.indexes.delete(entry.name);
    }
  }
}

function journalFailure(failure: Error): CommandError {
  const full = (failure as NodeJS.ErrnoException).code === 'ENOSPC';
  return new CommandError(
    full ? 'OutOfDiskSpace' : 'InternalError',
    `the journal of the embedded store cannot be written, so it takes no more changes: ${failure.message}`,
  );
}
