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
 * The machine's clock made to run `speed` times as fast: protocol timers of 15 s end after 1.5 s at speed 10. It begins at the
 * machine's time, so that all scaled clocks of one `origin` agree.
 */
export class ScaledClock implements Clock {
  readonly speed: number;
  private readonly origin: Millis;
  private readonly clock = new SystemClock();

  constructor(speed: number, origin: Millis = performance.now()) {
    this.speed = speed;
    this.origin = origin;
  }

  /** Another one that shows the same time, with an alarm of its own. */
  sibling(): ScaledClock {
    return new ScaledClock(this.speed, this.origin);
  }

  now(): Millis {
    return this.origin + (this.clock.now() - this.origin) * this.speed;
  }

  setAlarm(at: Millis | undefined, ring: () => void): void {
    this.clock.setAlarm(at === undefined ? undefined : this.origin + (at - this.origin) / this.speed, ring);
  }
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
