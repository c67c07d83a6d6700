import { randomUUID } from 'node:crypto';
import type {
  BatchCounts,
  BatchSource,
  Caller,
  ImportOptions,
  ImportSummary,
  Inventory,
  LineResult,
} from '../../provisioner/inventory/index.ts';
import { Problem } from './problem.ts';

/** How an import stands. */
export interface ImportStatus extends BatchCounts {
  readonly id: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Known when the file's head was read. */
  readonly batch?: string;
  readonly dryRun: boolean;
  /** Every line up to this one is accounted for. */
  readonly line: number;
  readonly resumedAt?: number;
  readonly warnings: readonly string[];
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly traceId: string;
}

interface Job {
  status: ImportStatus;
  /** Why it failed. */
  error?: unknown;
  /** Lines that were not accepted, the first of them. */
  readonly refused: LineResult[];
  readonly stop: AbortController;
  /** Ends with the import, never with an error. */
  readonly ended: Promise<void>;
  /** Something is known: its first chunk, or its end. */
  readonly begun: Promise<void>;
}

/** Imports that have ended are remembered, so many at most. */
const REMEMBERED = 200;
/** Refused lines of an import that are kept here; those of a batch are all in the database. */
export const KEPT_LINES = 10_000;
/** At a time; each keeps the database busy. */
const AT_ONCE = 4;

/** Imports under way in this process. What they have done is in the database; that they run is only here. */
export class Imports {
  readonly #inventory: Inventory;
  readonly #jobs = new Map<string, Job>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /**
   * Begins an import, and gives how it stands as soon as its file turned out to be one.
   * @throws UserError, LabError of an import that refuses before its first line; Problem batch-busy when many are under way
   */
  async begin(
    source: BatchSource,
    options: ImportOptions,
    caller: Caller & { readonly traceId: string },
    ended: () => Promise<void>,
    waitMs: number,
  ): Promise<ImportStatus> {
    if ([...this.#jobs.values()].filter(({ status }) => status.state === 'running').length >= AT_ONCE) {
      await ended();
      throw new Problem('batch-busy', `${AT_ONCE} imports are under way`, {
        hint: 'wait until one has ended',
        headers: { 'Retry-After': '5' },
      });
    }
    const job = this.#start(source, options, caller, ended);
    await job.begun;
    if (waitMs > 0) await Promise.race([job.ended, after(waitMs)]);
    if (job.status.state === 'failed' && job.status.line === 0) {
      this.#jobs.delete(job.status.id);
      throw job.error;
    }
    return job.status;
  }

  list(): readonly ImportStatus[] {
    return [...this.#jobs.values()].map(({ status }) => status);
  }

  /** @throws Problem import-unknown */
  find(id: string): {
    readonly status: ImportStatus;
    readonly error?: unknown;
    readonly refused: readonly LineResult[];
  } {
    const job = this.#jobs.get(id);
    if (job !== undefined) return job;
    throw new Problem('import-unknown', 'there is no import with this id');
  }

  /** Stops between two chunks; the same file goes on there. @throws Problem import-unknown */
  async stop(id: string): Promise<ImportStatus> {
    this.find(id);
    const job = this.#jobs.get(id)!;
    job.stop.abort();
    await job.ended;
    return job.status;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map(id => this.stop(id)));
  }

  #start(
    source: BatchSource,
    options: ImportOptions,
    caller: Caller & { readonly traceId: string },
    ended: () => Promise<void>,
  ): Job {
    const id = randomUUID();
    const stop = new AbortController();
    const refused: LineResult[] = [];
    let begun = () => {};
    const hasBegun = new Promise<void>(resolve => {
      begun = resolve;
    });
    const update = (change: Partial<ImportStatus>) => {
      job.status = { ...job.status, ...change };
    };
    const run = async () => {
      try {
        const summary = await this.#inventory.import(
          source,
          {
            ...options,
            signal: stop.signal,
            onLine: result => {
              if (result.result !== 'accepted' && refused.length < KEPT_LINES) refused.push(result);
            },
            onProgress: progress => {
              update(progress);
              begun();
            },
          },
          caller,
        );
        update(endOf(summary));
      } catch (error) {
        job.error = error;
        update({ state: 'failed' });
      } finally {
        update({ endedAt: new Date() });
        await ended();
        begun();
      }
    };
    const job: Job = {
      status: {
        id,
        state: 'running',
        ...(options.batch !== undefined && { batch: options.batch }),
        dryRun: options.dryRun === true,
        line: 0,
        accepted: 0,
        duplicate: 0,
        rejected: 0,
        warnings: [],
        startedAt: new Date(),
        traceId: caller.traceId,
      },
      refused,
      stop,
      begun: hasBegun,
      // Not before the job is there for it.
      ended: Promise.resolve().then(run),
    };
    this.#jobs.set(id, job);
    this.#forget();
    return job;
  }

  #forget(): void {
    for (const [id, { status }] of this.#jobs) {
      if (this.#jobs.size <= REMEMBERED) return;
      if (status.state !== 'running') this.#jobs.delete(id);
    }
  }
}

function endOf({
  stopped,
  batch,
  accepted,
  duplicate,
  rejected,
  resumedAt,
  warnings,
}: ImportSummary): Partial<ImportStatus> {
  return {
    state: stopped ? 'stopped' : 'done',
    batch,
    accepted,
    duplicate,
    rejected,
    warnings,
    ...(resumedAt !== undefined && { resumedAt }),
  };
}

function after(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref());
}
