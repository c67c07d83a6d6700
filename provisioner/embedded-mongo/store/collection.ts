import { randomBytes } from 'node:crypto';
import { documentOf, documentValue, indexKey, make, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { type Filter, parseFilter } from '../match/index.ts';
import { type ChangeLog, checkId, withIdFirst } from '../update/index.ts';
import { DocumentIndex, duplicateKey } from './document-index.ts';
import { type IndexSpec, idIndexSpec } from './index-spec.ts';
import { Stored } from './stored.ts';

/** The largest document, in octets. */
export const MOST_DOCUMENT_OCTETS = 16 * 1024 * 1024;

/** Hears of each write after it is done: the journal and the change feed. */
export interface WriteListener {
  /** Asked before each write. @throws {CommandError} when nothing may be written now. */
  beforeWrite(): void;
  inserted(collection: Collection, stored: Stored): void;
  updated(collection: Collection, stored: Stored, before: Value, kind: 'update' | 'replace', log: ChangeLog): void;
  deleted(collection: Collection, stored: Stored): void;
}

/** Documents in the order they came, the `_id` hash over them, and further indexes. */
export class Collection {
  readonly database: string;
  name: string;
  readonly uuid: Buffer;
  /** Number in the journal. */
  readonly number: number;
  readonly indexes = new Map<string, DocumentIndex>();
  readonly #documents = new Map<string, Stored>();
  readonly #listener: WriteListener;
  readonly #idSpec = idIndexSpec();
  #options: Value;
  #validator: Filter | undefined;
  #octets = 0;

  constructor(
    database: string,
    name: string,
    number: number,
    options: Value,
    listener: WriteListener,
    uuid: Buffer = randomBytes(16),
  ) {
    this.database = database;
    this.name = name;
    this.number = number;
    this.#options = options;
    this.#validator = validatorOf(options);
    this.uuid = uuid;
    this.#listener = listener;
  }

  get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  /** As given to `create` or `collMod`. */
  get options(): Value {
    return this.#options;
  }

  /** @throws {CommandError} BadValue for a validator that is no filter. */
  setOptions(options: Value): void {
    this.#validator = validatorOf(options);
    this.#options = options;
  }

  get size(): number {
    return this.#documents.size;
  }

  /** Octets of all documents. */
  get octets(): number {
    return this.#octets;
  }

  get idSpec(): IndexSpec {
    return this.#idSpec;
  }

  /** All documents in the order they came; documents may come and go while it is walked. */
  documents(): IterableIterator<Stored> {
    return this.#documents.values();
  }

  findById(idKey: string): Stored | undefined {
    return this.#documents.get(idKey);
  }

  findByValue(id: Value): Stored | undefined {
    return this.#documents.get(indexKey(id));
  }

  /** @throws {CommandError} DuplicateKey, BSONObjectTooLarge, InvalidIdField; then nothing was stored. */
  insert(document: Value, bypassValidation = false): Stored {
    this.#listener.beforeWrite();
    const { bytes, id } = withIdFirst(document);
    checkId(id);
    checkSize(bytes);
    const stored = new Stored(indexKey(id), documentOf(bytes));
    if (!bypassValidation) this.#validate(stored.document);
    if (this.#documents.has(stored.idKey)) {
      throw duplicateKey(this.namespace, this.#idSpec, documentValue([['_id', id]]));
    }
    const keys: (readonly string[])[] = [];
    for (const index of this.indexes.values()) {
      const indexKeys = index.keysOf(stored.document);
      index.check(indexKeys, undefined, stored.document, this.namespace);
      keys.push(indexKeys);
    }
    this.#documents.set(stored.idKey, stored);
    this.#octets += bytes.length;
    let at = 0;
    for (const index of this.indexes.values()) index.add(keys[at++]!, stored);
    this.#listener.inserted(this, stored);
    return stored;
  }

  /** Puts new bytes in a document's place. @throws {CommandError} DuplicateKey, BSONObjectTooLarge. */
  update(stored: Stored, bytes: Buffer, kind: 'update' | 'replace', log: ChangeLog, bypassValidation = false): void {
    this.#listener.beforeWrite();
    checkSize(bytes);
    const before = stored.document;
    const after = documentOf(bytes);
    if (!bypassValidation) this.#validate(after);
    if (this.indexes.size > 0) this.#reindex(stored, before, after);
    stored.document = after;
    this.#octets += bytes.length - (before.end - before.start);
    this.#listener.updated(this, stored, before, kind, log);
  }

  delete(stored: Stored): void {
    this.#listener.beforeWrite();
    if (!this.#documents.delete(stored.idKey)) return;
    this.#octets -= stored.document.end - stored.document.start;
    for (const index of this.indexes.values()) index.remove(index.keysOf(stored.document), stored);
    this.#listener.deleted(this, stored);
  }

  /** Whether the document is still in the collection. */
  holds(stored: Stored): boolean {
    return this.#documents.get(stored.idKey) === stored;
  }

  /** Adds an index. @throws {CommandError} DuplicateKey when the documents there are not unique. */
  createIndex(spec: IndexSpec, build: boolean): void {
    const index = new DocumentIndex(spec, () => this.#documents.values());
    if (build) index.build(this.namespace);
    this.indexes.set(spec.name, index);
  }

  /** Puts a document in as the journal tells it, without checks and without telling the listener. */
  restore(document: Value): void {
    const idKey = indexKey(document.field('_id')!);
    const known = this.#documents.get(idKey);
    if (known !== undefined) {
      this.#octets -= known.document.end - known.document.start;
      known.document = document;
    } else this.#documents.set(idKey, new Stored(idKey, document));
    this.#octets += document.end - document.start;
  }

  /** Takes a document out as the journal tells it. */
  forget(idKey: string): void {
    const known = this.#documents.get(idKey);
    if (known === undefined) return;
    this.#octets -= known.document.end - known.document.start;
    this.#documents.delete(idKey);
  }

  #validate(document: Value): void {
    if (this.#validator === undefined || this.#validator.matches(document)) return;
    throw new CommandError('DocumentValidationFailure', 'Document failed validation', {
      errInfo: make({
        failingDocumentId: document.field('_id'),
        details: { validator: this.#options.field('validator') },
      }),
    });
  }

  #reindex(stored: Stored, before: Value, after: Value): void {
    const changes: { index: DocumentIndex; old: readonly string[]; now: readonly string[] }[] = [];
    for (const index of this.indexes.values()) {
      const old = index.keysOf(before);
      const now = index.keysOf(after);
      if (old.length === now.length && old.every((key, at) => key === now[at])) continue;
      index.check(now, stored, after, this.namespace);
      changes.push({ index, old, now });
    }
    for (const { index, old, now } of changes) {
      index.remove(old, stored);
      index.add(now, stored);
    }
  }
}

function checkSize(bytes: Buffer): void {
  if (bytes.length <= MOST_DOCUMENT_OCTETS) return;
  throw new CommandError(
    'BSONObjectTooLarge',
    `object to insert too large. size in bytes: ${bytes.length}, max size: ${MOST_DOCUMENT_OCTETS}`,
  );
}

function validatorOf(options: Value): Filter | undefined {
  const validator = options.field('validator');
  const action = options.field('validationAction');
  if (validator === undefined || !validator.isObject || validator.isEmpty()) return undefined;
  if (action !== undefined && action.text() !== 'error') return undefined;
  return parseFilter(validator);
}
