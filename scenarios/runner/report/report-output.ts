import type { SourceLines } from '../source/code-frame.ts';
import type { ReportDisplay } from './text/display.ts';

/** Where text reporters write. */
export interface ReportOutput {
  /** Resolves when the text is taken. */
  write(text: string): Promise<void>;
  /** A terminal, on which lines can be drawn anew. */
  readonly isTty: boolean;
}

/** The time, for what moves on a terminal. */
export interface ReportClock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls again and again; returns what ends it. */
  every(ms: number, call: () => void): () => void;
}

/** Removes secrets by value; lab's Redactor is one. */
export interface Redaction {
  redact(text: string): string;
  /** Of every string of a JSON-like value. */
  redactValue<Value>(value: Value): Value;
}

/** What reporters get from whoever starts a run. */
export interface ReportContext {
  readonly out: ReportOutput;
  readonly display: ReportDisplay;
  /** Lines of scenario files, for frames. */
  readonly linesOf: SourceLines;
  readonly redaction?: Redaction;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of artefacts and reports count from here. */
  readonly cwd: string;
  readonly clock?: ReportClock;
}

export const SYSTEM_CLOCK: ReportClock = {
  now: () => performance.now(),
  every(ms, call) {
    const timer = setInterval(call, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Writes in order, whoever is slow; `done` resolves when everything is taken. */
export class OrderedOutput {
  private readonly out: ReportOutput;
  private last: Promise<void> = Promise.resolve();

  constructor(out: ReportOutput) {
    this.out = out;
  }

  write(text: string): void {
    if (text !== '') this.last = this.last.then(() => this.out.write(text));
  }

  done(): Promise<void> {
    return this.last;
  }
}
