import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Collection } from 'mongodb';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { MongoConnection } from '../../mongodb-connection.ts';
import { INVENTORY_DATABASE, isDuplicate } from '../card-store.ts';
import { canonical } from '../history-chain.ts';

/** What became of one line of a file. */
export interface LineResult {
  readonly line: number;
  readonly result: 'accepted' | 'duplicate' | 'rejected';
  readonly iccid?: string;
  readonly imsi?: string;
  /** Stable; with duplicate and rejected. */
  readonly code?: string;
  readonly reason?: string;
}

export interface BatchCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

/** A batch as `mvnolab.batches` keeps it: how far its import has come, so that it can go on. */
export interface BatchRecord {
  readonly batch: string;
  readonly state: 'importing' | 'done';
  /** SHA-256 of the file. */
  readonly digest: string;
  readonly format: string;
  readonly settings: object;
  /** Every line before this one is accounted for. */
  readonly nextLine: number;
  readonly counts: BatchCounts;
  readonly startedAt: Date;
  readonly endedAt?: Date;
}

interface BatchDocument extends Omit<BatchRecord, 'batch'> {
  readonly _id: string;
  readonly by: string;
  readonly until: Date;
}

interface LineDocument extends LineResult {
  readonly _id: string;
  readonly batch: string;
}

const LEASE_MS = 30_000;
const NONE: BatchCounts = { accepted: 0, duplicate: 0, rejected: 0 };

/** The batches and the lines of them that were not accepted. */
export class BatchRecords {
  readonly #connection: MongoConnection;
  readonly #batches: Collection<BatchDocument>;
  readonly #lines: Collection<LineDocument>;
  readonly #running = new Set<string>();
  readonly #me = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;

  constructor(connection: MongoConnection, databaseName = INVENTORY_DATABASE) {
    this.#connection = connection;
    this.#batches = connection.collection('batches', databaseName) as unknown as Collection<BatchDocument>;
    this.#lines = connection.collection('batch_lines', databaseName) as unknown as Collection<LineDocument>;
  }

  /**
   * Begins an import, or goes on with one that was interrupted.
   * @throws UserError batch-exists, batch-differs, batch-busy
   */
  async begin(record: Pick<BatchRecord, 'batch' | 'digest' | 'format' | 'settings'>, now: Date): Promise<BatchRecord> {
    if (this.#running.has(record.batch)) throw busy(record.batch);
    this.#running.add(record.batch);
    try {
      return await this.#begin(record, now);
    } catch (error) {
      this.#running.delete(record.batch);
      throw error;
    }
  }

  async #begin(record: Pick<BatchRecord, 'batch' | 'digest' | 'format' | 'settings'>, now: Date): Promise<BatchRecord> {
    const { batch: _id, ...rest } = record;
    const lease = { by: this.#me, until: new Date(now.getTime() + LEASE_MS) };
    const fresh: BatchDocument = {
      _id,
      ...rest,
      state: 'importing',
      nextLine: 0,
      counts: NONE,
      startedAt: now,
      ...lease,
    };
    return this.#connection.attempt('begin a batch', async () => {
      await this.#lines.createIndex({ batch: 1, line: 1 });
      try {
        await this.#batches.insertOne(fresh as never);
        return recordOf(fresh);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const known = (await this.#batches.findOne({ _id })) as BatchDocument | null;
      if (known === null) return this.#begin(record, now);
      refuse(known, record, this.#me, now);
      const taken = await this.#batches.updateOne({ _id, by: known.by, until: known.until }, { $set: lease });
      if (taken.modifiedCount === 0) throw busy(_id);
      return recordOf(known);
    });
  }

  /** Accounts for a chunk: its lines that were not accepted, then how far the batch is. @throws LabError batch-taken */
  async checkpoint(
    batch: string,
    nextLine: number,
    counts: BatchCounts,
    lines: readonly LineResult[],
    now: Date,
    isEnd = false,
  ): Promise<void> {
    const kept = lines
      .filter(({ result }) => result !== 'accepted')
      .map(line => ({ _id: `${batch}/${line.line}`, batch, ...line }));
    await this.#connection.attempt('note a batch', async () => {
      try {
        if (kept.length > 0) await this.#lines.insertMany(kept as never[], { ordered: false });
      } catch (error) {
        const all = [(error as { writeErrors?: unknown[] }).writeErrors ?? error].flat();
        if (!all.every(isDuplicate)) throw error;
      }
      const $set = {
        nextLine,
        counts,
        ...(isEnd ? { state: 'done', endedAt: now, until: now } : { until: new Date(now.getTime() + LEASE_MS) }),
      };
      const { matchedCount } = await this.#batches.updateOne({ _id: batch, by: this.#me }, { $set } as never);
      if (matchedCount === 0)
        throw new LabError('batch-taken', `another process goes on with batch ${batch}`, {
          hint: 'leave it to that one',
        });
    });
  }

  /** Lets a batch that was stopped go: the next import goes on at once. */
  async letGo(batch: string, now: Date): Promise<void> {
    this.#running.delete(batch);
    await this.#connection.attempt('note a batch', () =>
      this.#batches.updateOne({ _id: batch, by: this.#me }, { $set: { until: now } }),
    );
  }

  async find(batch: string): Promise<BatchRecord | undefined> {
    const found = await this.#connection.attempt('read a batch', () => this.#batches.findOne({ _id: batch }));
    return found === null ? undefined : recordOf(found as BatchDocument);
  }

  async list(): Promise<BatchRecord[]> {
    const found = await this.#connection.attempt('list batches', () =>
      this.#batches.find({}, { sort: { startedAt: 1 } }).toArray(),
    );
    return found.map(document => recordOf(document as BatchDocument));
  }

  /** Lines that were not accepted, in their order. */
  async *refused(batch: string): AsyncGenerator<LineResult, void, void> {
    const cursor = this.#lines.find({ batch }, { sort: { line: 1 }, projection: { _id: 0, batch: 0 } });
    try {
      while (true) {
        const line = await this.#connection.attempt('read a batch', () => cursor.next());
        if (line === null) return;
        yield line as LineResult;
      }
    } finally {
      await cursor.close();
    }
  }
}

function refuse(
  known: BatchDocument,
  { digest, settings }: Pick<BatchRecord, 'digest' | 'settings'>,
  me: string,
  now: Date,
): void {
  const { _id, counts } = known;
  if (known.digest !== digest)
    throw new UserError('batch-differs', `batch ${_id} was begun with another file`, {
      place: _id,
      expected: `the file with SHA-256 ${known.digest.slice(0, 16)}…; this one has ${digest.slice(0, 16)}…`,
      hint: 'give this file another name with --batch',
    });
  if (known.state === 'done')
    throw new UserError('batch-exists', `batch ${_id} was imported already, with ${counts.accepted} cards`, {
      place: _id,
      expected: 'a file that was not imported yet',
      hint: `mvnolab sim batches ${_id} shows what became of its lines`,
    });
  if (canonical(known.settings) !== canonical(settings))
    throw new UserError('batch-differs', `batch ${_id} was begun with other settings`, {
      place: _id,
      expected: JSON.stringify(known.settings),
      hint: 'go on with the same options; activate cards that are there with mvnolab sim activate --batch',
    });
  if (known.by !== me && known.until > now && !isDeadHere(known.by)) throw busy(_id);
}

/** A process of this machine that is gone will not go on. */
function isDeadHere(by: string): boolean {
  const [host, pid] = by.split(':');
  if (host !== hostname() || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function busy(batch: string): UserError {
  return new UserError('batch-busy', `another process imports batch ${batch} at this moment`, {
    place: batch,
    expected: 'one import of a batch at a time',
    hint: 'wait until it has ended; if it died, try again in half a minute',
  });
}

function recordOf({ _id, by: _, until: __, ...rest }: BatchDocument): BatchRecord {
  return { batch: _id, ...rest };
}
