import {
  arrayIndex,
  BsonType,
  BsonWriter,
  documentOf,
  make,
  nodeValue,
  type Plain,
  stringValue,
  timestampValue,
  type Value,
} from '../bson/index.ts';
import { binaryValue } from '../bson/make.ts';
import { CommandError } from '../errors.ts';
import type { Change, ChangeFeed, Store } from '../store/index.ts';
import type { DocumentSource } from './cursor-table.ts';

/** What a `$changeStream` stage asks for. */
export interface ChangeStreamOptions {
  readonly store: Store;
  readonly database: string;
  /** Undefined: all collections of the database; with `allDatabases`, of every one. */
  readonly collection: string | undefined;
  readonly allDatabases: boolean;
  readonly stage: Value;
  /** The rest of the pipeline for each event; undefined drops it. */
  readonly transform: (event: Value) => Value | undefined;
}

type FullDocument = 'default' | 'updateLookup' | 'whenAvailable' | 'required';
type BeforeChange = 'off' | 'whenAvailable' | 'required';

const PLAIN_KINDS = new Set(['insert', 'update', 'replace', 'delete', 'drop', 'rename', 'dropDatabase']);

/** The events of a change stream, from now or from a resume token on. */
export class ChangeStreamSource implements DocumentSource {
  readonly #options: ChangeStreamOptions;
  readonly #feed: ChangeFeed;
  readonly #fullDocument: FullDocument;
  readonly #beforeChange: BeforeChange;
  readonly #expanded: boolean;
  #position: number;
  #invalidated = false;
  #ended = false;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
    this.#feed = options.store.feed;
    this.#feed.beginReading();
    const { stage } = options;
    checkFields(stage);
    this.#fullDocument = choice(stage, 'fullDocument', ['default', 'updateLookup', 'whenAvailable', 'required']);
    this.#beforeChange = choice(stage, 'fullDocumentBeforeChange', ['off', 'whenAvailable', 'required']);
    const expanded = stage.field('showExpandedEvents');
    this.#expanded = expanded?.type === BsonType.bool && expanded.bool();
    this.#position = this.#startPosition(stage);
  }

  get exhausted(): boolean {
    return this.#ended;
  }

  get resumeToken(): Value {
    return tokenOf(this.#position, this.#invalidated);
  }

  take(most: number, octets: number): readonly Value[] {
    const events: Value[] = [];
    let size = 0;
    while (events.length < most && !this.#ended) {
      if (this.#invalidated) {
        this.#push(this.#invalidate(), events);
        this.#ended = true;
        break;
      }
      if (!this.#feed.reaches(this.#position)) throw historyLost();
      const change = this.#feed.after(this.#position);
      if (change === undefined) break;
      const before = this.#position;
      this.#position = change.sequence;
      if (!this.#concerns(change)) continue;
      this.#push(this.#event(change), events);
      if (this.#invalidates(change)) this.#invalidated = true;
      const last = events.at(-1);
      size += last === undefined ? 0 : last.end - last.start;
      if (events.length > 1 && size > octets) {
        events.pop();
        this.#position = before;
        this.#invalidated = false;
        break;
      }
    }
    return events;
  }

  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        giveUp();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      const giveUp = this.#feed.onNext(done);
      signal.addEventListener('abort', done);
    });
  }

  #push(event: Value, events: Value[]): void {
    const transformed = this.#options.transform(event);
    if (transformed === undefined) return;
    const id = transformed.field('_id');
    if (id === undefined || !id.isObject) {
      throw new CommandError(
        'ChangeStreamFatalError',
        'Encountered an event whose _id field, which contains the resume token, was modified by the pipeline. Modifying the _id field of an event makes it impossible to resume the stream from that point. Only transformations that retain the unmodified _id field are allowed.',
      );
    }
    events.push(transformed);
  }

  #startPosition(stage: Value): number {
    const resume = stage.field('resumeAfter') ?? stage.field('startAfter');
    if (resume !== undefined) {
      const { sequence, invalidated } = parseToken(resume);
      if (invalidated && stage.field('resumeAfter') !== undefined) {
        throw new CommandError(
          260,
          'Attempting to resume a change stream using resumeAfter is not allowed from an invalidate notification.',
        );
      }
      if (!this.#feed.reaches(sequence)) throw historyLost();
      return sequence;
    }
    const start = stage.field('startAtOperationTime');
    if (start === undefined) return this.#feed.last;
    if (start.type !== BsonType.timestamp)
      throw new CommandError('TypeMismatch', 'startAtOperationTime must be a timestamp');
    const seconds = Number(BigInt.asUintN(64, start.int64()) >> 32n);
    if (!this.#feed.reachesTime(seconds)) throw historyLost();
    const change = this.#feed.firstSince(seconds);
    return change === undefined ? this.#feed.last : change.sequence - 1;
  }

  #concerns(change: Change): boolean {
    const { allDatabases, database, collection } = this.#options;
    if (!this.#expanded && !PLAIN_KINDS.has(change.kind)) return false;
    if (change.collection.startsWith('system.')) return false;
    if (allDatabases) return change.database !== 'admin' && change.database !== 'local' && change.database !== 'config';
    const here = change.database === database || change.to?.database === database;
    if (!here) return false;
    if (collection === undefined) return true;
    if (change.kind === 'dropDatabase') return true;
    return (
      (change.database === database && change.collection === collection) ||
      (change.to?.database === database && change.to.collection === collection)
    );
  }

  #invalidates(change: Change): boolean {
    const { allDatabases, collection } = this.#options;
    if (allDatabases) return false;
    if (change.kind === 'dropDatabase') return true;
    return collection !== undefined && (change.kind === 'drop' || change.kind === 'rename');
  }

  #invalidate(): Value {
    return make({
      _id: tokenOf(this.#position, true),
      operationType: 'invalidate',
      clusterTime: timestampValue(Math.floor(Date.now() / 1000), 1),
      wallTime: new Date(),
    });
  }

  #event(change: Change): Value {
    const event: Record<string, Plain | undefined> = {
      _id: tokenOf(change.sequence, false),
      operationType: change.kind,
      clusterTime: timestampValue(Math.floor(change.wallMs / 1000), (change.sequence % 0x7fff_ffff) + 1),
      wallTime: new Date(change.wallMs),
    };
    if (change.kind === 'insert' || change.kind === 'replace') event.fullDocument = change.after;
    if (change.kind === 'update') this.#addUpdatedDocument(change, event);
    event.ns = change.collection === '' ? { db: change.database } : { db: change.database, coll: change.collection };
    if (this.#expanded && change.uuid !== undefined) event.collectionUUID = binaryValue(change.uuid, 4);
    if (change.to !== undefined) {
      event.to = { db: change.to.database, coll: change.to.collection };
      const { dropped } = change.to;
      if (this.#expanded) {
        event.operationDescription = {
          to: { db: change.to.database, coll: change.to.collection },
          ...(dropped === undefined ? {} : { dropTarget: binaryValue(dropped, 4) }),
        };
      }
    }
    if (change.id !== undefined) event.documentKey = { _id: change.id };
    if (change.kind === 'update') event.updateDescription = describeUpdate(change, this.#expanded);
    if (this.#expanded && change.description !== undefined) event.operationDescription = change.description;
    if (change.kind === 'update' || change.kind === 'replace' || change.kind === 'delete')
      this.#addBefore(change, event);
    return make(event);
  }

  #addUpdatedDocument(change: Change, event: Record<string, Plain | undefined>): void {
    if (this.#fullDocument === 'default') return;
    if (this.#fullDocument === 'updateLookup') {
      const collection = this.#options.store.find(change.database, change.collection);
      event.fullDocument = collection?.findByValue(change.id!)?.document ?? null;
      return;
    }
    if (this.#keepsImages(change)) event.fullDocument = change.after;
    else if (this.#fullDocument === 'required') throw noImage('fullDocument', 'post-image', change);
    else event.fullDocument = null;
  }

  #addBefore(change: Change, event: Record<string, Plain | undefined>): void {
    if (this.#beforeChange === 'off') return;
    if (this.#keepsImages(change)) event.fullDocumentBeforeChange = change.before;
    else if (this.#beforeChange === 'required') throw noImage('fullDocumentBeforeChange', 'pre-image', change);
    else event.fullDocumentBeforeChange = null;
  }

  /** Whether the collection was made with `changeStreamPreAndPostImages: {enabled: true}`. */
  #keepsImages(change: Change): boolean {
    const options = this.#options.store.find(change.database, change.collection)?.options;
    const enabled = options?.field('changeStreamPreAndPostImages')?.field('enabled');
    return enabled?.type === BsonType.bool && enabled.bool();
  }
}

const STAGE_FIELDS = new Set([
  'fullDocument',
  'fullDocumentBeforeChange',
  'resumeAfter',
  'startAfter',
  'startAtOperationTime',
  'allChangesForCluster',
  'showExpandedEvents',
]);

function checkFields(stage: Value): void {
  if (!stage.isObject) throw new CommandError(50808, '$changeStream stage expects a document as argument');
  const reader = stage.fields();
  const starts: string[] = [];
  while (reader.next()) {
    if (!STAGE_FIELDS.has(reader.name)) {
      throw new CommandError(40415, `BSON field '$changeStream.${reader.name}' is an unknown field.`);
    }
    if (/^(resumeAfter|startAfter|startAtOperationTime)$/.test(reader.name)) starts.push(reader.name);
  }
  if (starts.length > 1) {
    throw new CommandError(50865, 'Only one type of resume option is allowed, but multiple were found.');
  }
}

function choice<T extends string>(stage: Value, name: string, allowed: readonly [T, ...T[]]): T {
  const value = stage.field(name);
  if (value === undefined) return allowed[0];
  const word = value.type === BsonType.string ? value.text() : '';
  const found = allowed.find(option => option === word);
  if (found === undefined) {
    throw new CommandError(
      'BadValue',
      `Enumeration value '${word}' for field '$changeStream.${name}' is not a valid value.`,
    );
  }
  return found;
}

/** A resume token: hexadecimal, so that tokens of one stream sort as text. 16 digits of sequence, 2 that tell invalidate. */
function tokenOf(sequence: number, invalidated: boolean): Value {
  return make({
    _data: stringValue(`82${sequence.toString(16).toUpperCase().padStart(16, '0')}${invalidated ? '01' : '00'}`),
  });
}

function parseToken(token: Value): { readonly sequence: number; readonly invalidated: boolean } {
  const data = token.isObject ? token.field('_data') : undefined;
  const match = data?.type === BsonType.string ? /^82([0-9A-F]{16})(0[01])$/.exec(data.text()) : null;
  if (match === null) throw new CommandError('FailedToParse', 'Bad resume token: it is not one of this server');
  return { sequence: Number.parseInt(match[1]!, 16), invalidated: match[2] === '01' };
}

function describeUpdate(change: Change, expanded: boolean): Value {
  const writer = new BsonWriter(128).openRoot().open('updatedFields');
  const { updated, removed, truncated } = change.log!;
  for (const [path, node] of updated) writer.value(path, nodeValue(node));
  writer.close();
  writer.value('removedFields', make([...removed]));
  writer.value('truncatedArrays', make(truncated.map(({ field, newSize }) => ({ field, newSize }))));
  if (expanded) writer.value('disambiguatedPaths', disambiguatedPaths(change));
  return documentOf(writer.close().take());
}

/** For paths with a part that may be an index or a name: which it is, integer or string. */
function disambiguatedPaths(change: Change): Value {
  const { updated, removed } = change.log!;
  const found: Record<string, (string | number)[]> = {};
  for (const path of [...updated.keys(), ...removed]) {
    const parts = path.split('.');
    const typed: (string | number)[] = [];
    let ambiguous = false;
    let holder = change.before;
    for (const part of parts) {
      const indexed = holder?.isArray === true;
      if (arrayIndex(part) >= 0 && !indexed && typed.length > 0) ambiguous = true;
      typed.push(indexed ? Number(part) : part);
      holder = holder?.isObject || holder?.isArray ? holder.field(part) : undefined;
    }
    if (ambiguous) found[path] = typed;
  }
  return make(found);
}

function historyLost(): CommandError {
  return new CommandError(
    'ChangeStreamHistoryLost',
    'Resume of change stream was not possible, as the resume point may no longer be in the change log.',
  );
}

function noImage(option: string, image: string, change: Change): CommandError {
  return new CommandError(
    47,
    `Change stream was configured to require a ${image} for all update events (${option}), but the ${image} was not found for event: ${change.kind} in ${change.database}.${change.collection}`,
  );
}
