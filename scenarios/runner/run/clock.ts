import type { BenchSession } from '../port/index.ts';

type LabClock = Pick<BenchSession, 'nowMs' | 'after'>;

/** Rings once when the lab's time reaches `atMs`; returns what stops it. */
export function alarm(session: LabClock, atMs: number, ring: () => void): () => void {
  return session.after(Math.max(0, atMs - session.nowMs()), ring);
}

/** Waits in the lab's time; ends early, without an error, when the signal is aborted. */
export function sleep(labMs: number, session: LabClock, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = alarm(session, session.nowMs() + labMs, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Intervals between looks, ms of the wall's time; the last one goes on. Events of the log wake earlier. */
const LOOK_INTERVALS_MS = [5, 10, 25, 50, 100, 250, 500, 1000];

/** Wakes whoever waits for something to hold: at every turn with new events, and now and then without. */
export class Waker {
  private readonly session: BenchSession;
  private readonly unsubscribe: () => void;
  private wake: (() => void) | undefined;
  private hasNews = false;
  private looks = 0;

  constructor(session: BenchSession) {
    this.session = session;
    this.unsubscribe = session.subscribe(() => {
      this.hasNews = true;
      this.wake?.();
    });
  }

  /** Resolves at news, when the next look is due, when `labMs` are over, or when the signal is aborted. */
  next(labMs: number, signal: AbortSignal): Promise<void> {
    const interval = LOOK_INTERVALS_MS[Math.min(this.looks++, LOOK_INTERVALS_MS.length - 1)]!;
    if (this.hasNews) {
      this.hasNews = false;
      // the events of one turn are one piece of news
      return new Promise(resolve => setImmediate(resolve));
    }
    return new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.wake = undefined;
        this.hasNews = false;
        setImmediate(resolve);
      };
      const timer = setTimeout(end, Math.max(0, Math.min(interval, labMs / this.session.speed)));
      this.wake = end;
      signal.addEventListener('abort', end, { once: true });
    });
  }

  close(): void {
    this.unsubscribe();
  }
}
