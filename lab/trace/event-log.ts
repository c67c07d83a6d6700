import type { RunTraceEvent, TraceEvent, TraceRecord, TraceSink } from '../../emulator/vocabulary/index.ts';
import { Redactor } from './redactor.ts';

/** What the header of a run says. */
export type RunDescription = Omit<RunTraceEvent, 'v' | 'seq' | 't' | 'kind' | 'at'>;

export interface EventLogOptions {
  readonly run: RunDescription;
  /** Milliseconds on the run's clock, monotonic; `t` counts from its value now. performance.now when it is left out. */
  readonly now?: () => number;
  /** When the run began; now when it is left out. */
  readonly startedAt?: Date;
  /** Its secrets are removed from every event before anybody sees it. */
  readonly redactor?: Redactor;
}

export type TraceListener = (event: TraceEvent) => void;

/**
 * The one ordered event log of a run. Every event is stamped, redacted and then handed to the listeners (file, ladder, live
 * view, expectations) in order. While nobody listens, `append` does nothing, and `listening` spares the caller the work of decoding.
 */
export class EventLog {
  /** First event of the run; a listener that comes later reads it here. */
  readonly header: RunTraceEvent;
  readonly redactor: Redactor;
  private readonly now: () => number;
  private readonly start: number;
  private listeners: readonly TraceListener[] = [];
  private readonly undelivered: TraceEvent[] = [];
  private delivering = false;
  private seq = 1;

  constructor(options: EventLogOptions) {
    this.redactor = options.redactor ?? new Redactor();
    this.now = options.now ?? (() => performance.now());
    this.start = this.now();
    const at = (options.startedAt ?? new Date()).toISOString();
    this.header = this.redactor.redactValue({ v: 1, seq: 0, t: 0, kind: 'run', at, ...options.run });
  }

  /** True while somebody listens. */
  get listening(): boolean {
    return this.listeners.length > 0;
  }

  /** Tells an event; `append` as a value, for whoever takes a TraceSink. */
  readonly append: TraceSink = record => {
    if (this.listeners.length === 0) return;
    this.undelivered.push(this.stamp(record));
    // an event that a listener tells waits until all have got the one before
    if (this.delivering) return;
    this.delivering = true;
    try {
      for (let event = this.undelivered.shift(); event !== undefined; event = this.undelivered.shift())
        for (const listener of this.listeners) listener(event);
    } finally {
      this.delivering = false;
    }
  };

  /** Milliseconds since the run began, as the `t` of an event told now. */
  elapsedMs(): number {
    return this.now() - this.start;
  }

  /** Calls `listener` with every later event, in order, synchronously; returns what ends it. A listener must not throw. */
  subscribe(listener: TraceListener): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter(other => other !== listener);
    };
  }

  private stamp(record: TraceRecord): TraceEvent {
    // microseconds are enough and keep the lines short
    const t = Math.round(this.elapsedMs() * 1000) / 1000;
    const event = { v: 1, seq: this.seq++, t, ...record } as TraceEvent;
    return this.redactor.empty ? event : this.redactor.redactValue(event);
  }
}
