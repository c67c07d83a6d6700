import type { Millis } from '../../machine/index.ts';
import type { Soon } from '../links/index.ts';
import type { Clock } from '../loop/clock.ts';

interface Event {
  readonly at: Millis;
  readonly order: number;
  callback: (() => void) | undefined;
}

/** Time that moves only from event to event, for tests that replay hours in milliseconds and always the same way. */
export class VirtualTime {
  private time: Millis;
  private order = 0;
  private readonly heap: Event[] = [];

  constructor(start: Millis = 0) {
    this.time = start;
  }

  now(): Millis {
    return this.time;
  }

  /** Calls back at `at`, events of the same moment in the order of their planning. Returns how to take it back. */
  at(at: Millis, callback: () => void): () => void {
    const event: Event = { at: Math.max(at, this.time), order: this.order++, callback };
    this.push(event);
    return () => {
      event.callback = undefined;
    };
  }

  /** Calls back at this moment, after what is planned for it already. */
  readonly soon: Soon = callback => {
    this.at(this.time, callback);
  };

  /** A clock with one alarm that follows this time: one for each socket or loop. */
  clock(): Clock {
    let cancel: (() => void) | undefined;
    return {
      now: () => this.time,
      setAlarm: (at, ring) => {
        cancel?.();
        cancel = at === undefined ? undefined : this.at(at, ring);
      },
    };
  }

  /** Moves time by `ms` through all events on the way. */
  advance(ms: Millis): void {
    const end = this.time + ms;
    for (let next = this.peek(); next !== undefined && next.at <= end; next = this.peek()) this.step();
    this.time = end;
  }

  /** Moves time until `done()`, `ms` at most. Returns whether it is done. */
  advanceUntil(done: () => boolean, ms: Millis): boolean {
    const end = this.time + ms;
    while (!done()) {
      const next = this.peek();
      if (next === undefined || next.at > end) {
        this.time = end;
        return done();
      }
      this.step();
    }
    return true;
  }

  private step(): void {
    const event = this.pop()!;
    this.time = event.at;
    event.callback?.();
  }

  private peek(): Event | undefined {
    while (this.heap[0] !== undefined && this.heap[0].callback === undefined) this.pop();
    return this.heap[0];
  }

  private push(event: Event): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent]!, event)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
