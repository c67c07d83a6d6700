import { BsonType, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { Change, ChangeFeed, Store } from '../store/index.ts';
import { changeEvent, invalidateEvent } from './change-event.ts';
import { type EventOptions, parseEventOptions, parseToken, tokenOf } from './change-stream-options.ts';
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

const PLAIN_KINDS = new Set(['insert', 'update', 'replace', 'delete', 'drop', 'rename', 'dropDatabase']);

/** The events of a change stream, from now or from a resume token on. */
export class ChangeStreamSource implements DocumentSource {
  readonly #options: ChangeStreamOptions;
  readonly #feed: ChangeFeed;
  readonly #eventOptions: EventOptions;
  #position: number;
  #invalidated = false;
  #ended = false;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
    this.#feed = options.store.feed;
    this.#feed.beginReading();
    const { stage } = options;
    this.#eventOptions = parseEventOptions(stage);
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
        this.#push(invalidateEvent(this.#position), events);
        this.#ended = true;
        break;
      }
      if (!this.#feed.reaches(this.#position)) throw historyLost();
      const change = this.#feed.after(this.#position);
      if (change === undefined) break;
      const before = this.#position;
      this.#position = change.sequence;
      if (!this.#concerns(change)) continue;
      this.#push(changeEvent(change, this.#eventOptions, this.#options.store), events);
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
    if (!this.#eventOptions.expanded && !PLAIN_KINDS.has(change.kind)) return false;
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
}

function historyLost(): CommandError {
  return new CommandError(
    'ChangeStreamHistoryLost',
    'Resume of change stream was not possible, as the resume point may no longer be in the change log.',
  );
}
