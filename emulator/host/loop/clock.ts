import type { Millis } from '../../machine/index.ts';

/** A clock with one alarm: the host loop sets the alarm to the earliest deadline of all its machines. */
export interface Clock {
  now(): Millis;
  /** Calls `ring` once at or after `at`; a new alarm replaces the old one, `undefined` removes it. */
  setAlarm(at: Millis | undefined, ring: () => void): void;
}

/** The machine's monotonic clock, milliseconds with fractions. `unref`: waiting for it alone does not keep the process alive. */
export class SystemClock implements Clock {
  private timer: NodeJS.Timeout | undefined;
  private at: Millis | undefined;

  now(): Millis {
    return performance.now();
  }

  setAlarm(at: Millis | undefined, ring: () => void): void {
    if (at === this.at) return;
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.at = at;
    this.timer = undefined;
    if (at === undefined) return;
    // setTimeout counts whole milliseconds and may ring up to one early.
    const delayMs = Math.min(Math.max(0, Math.ceil(at - this.now())), 0x7fffffff);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.at = undefined;
      ring();
    }, delayMs);
  }
}

/**
 * The machine's clock made to run `speed` times as fast while this process waits: a protocol timer of 15 s ends after 1.5 s at speed 10.
 * While the process computes, it runs as the machine's does, so that work takes no more of this time than it takes of the wall's and no
 * timer runs out because the computer is slow. It begins at the machine's time.
 */
export class ScaledClock implements Clock {
  readonly speed: number;
  private readonly pace: Pace;
  private readonly clock = new SystemClock();

  constructor(speed: number, pace: Pace = { idleMs: idleTime(), heldAtMs: undefined, holds: 0 }) {
    this.speed = speed;
    this.pace = pace;
  }

  /** Another one that shows the same time, with an alarm of its own. */
  sibling(): ScaledClock {
    return new ScaledClock(this.speed, this.pace);
  }

  now(): Millis {
    return this.clock.now() + (this.speed - 1) * ((this.pace.heldAtMs ?? idleTime()) - this.pace.idleMs);
  }

  /** Its time, and that of its siblings, passes as the machine's until the hold is given back: somebody in another process computes. */
  hold(): () => void {
    const { pace } = this;
    if (pace.holds++ === 0) pace.heldAtMs = idleTime();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--pace.holds > 0) return;
      pace.idleMs += idleTime() - (pace.heldAtMs ?? 0);
      pace.heldAtMs = undefined;
    };
  }

  setAlarm(at: Millis | undefined, ring: () => void): void {
    if (at === undefined) return this.clock.setAlarm(undefined, ring);
    const leftMs = Math.max(0, at - this.now()) / this.speed;
    this.clock.setAlarm(this.clock.now() + leftMs, () => {
      // the process was busy meanwhile: less time has passed here than on the wall
      if (this.now() < at) this.setAlarm(at, ring);
      else ring();
    });
  }
}

/** What a clock and its siblings share. */
interface Pace {
  /** How long the process had waited when this time began, later holds included. */
  idleMs: Millis;
  /** The same when the hold began; undefined = nobody holds. */
  heldAtMs: Millis | undefined;
  holds: number;
}

/** How long this thread's event loop has waited for something to do, ms. */
function idleTime(): Millis {
  return performance.nodeTiming.idleTime;
}

/** Time that stands still until a test moves it. */
export class VirtualClock implements Clock {
  private time: Millis = 0;
  private alarm: { readonly at: Millis; readonly ring: () => void } | undefined;

  now(): Millis {
    return this.time;
  }

  setAlarm(at: Millis | undefined, ring: () => void): void {
    this.alarm = at === undefined ? undefined : { at, ring };
  }

  /** Moves time by `ms`, ringing every alarm on the way at its own time. */
  advance(ms: Millis): void {
    const end = this.time + ms;
    while (this.alarm !== undefined && this.alarm.at <= end) {
      const { at, ring } = this.alarm;
      this.alarm = undefined;
      this.time = Math.max(this.time, at);
      ring();
    }
    this.time = end;
  }
}
