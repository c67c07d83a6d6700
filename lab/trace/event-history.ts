import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import type { EventLog } from './event-log.ts';

/**
 * The latest events of a log in memory, for who asks afterwards: expectations ("since the step began"), a page that
 * was opened late. Holds `capacity` events at most; the oldest go first.
 */
export class EventHistory {
  private readonly capacity: number;
  private readonly unsubscribe: () => void;
  private events: TraceEvent[] = [];
  /** Index in `events` of the oldest that still counts. */
  private first = 0;

  constructor(log: EventLog, capacity = 100_000) {
    this.capacity = capacity;
    this.events.push(log.header);
    this.unsubscribe = log.subscribe(event => this.keep(event));
  }

  /** Where the log stands: hand it to `since` later. */
  get mark(): number {
    return (this.events.at(-1)?.seq ?? -1) + 1;
  }

  /** The events with `seq` ≥ `mark`, oldest first. */
  since(mark: number): TraceEvent[] {
    let low = this.first;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle]!.seq < mark) low = middle + 1;
      else high = middle;
    }
    return this.events.slice(low);
  }

  /** Stops listening; what is held stays. */
  close(): void {
    this.unsubscribe();
  }

  private keep(event: TraceEvent): void {
    this.events.push(event);
    if (this.events.length - this.first > this.capacity) this.first++;
    // moving the rest forward only now and then keeps this constant for each event
    if (this.first > this.capacity) {
      this.events = this.events.slice(this.first);
      this.first = 0;
    }
  }
}
