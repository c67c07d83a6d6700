import type { Millis } from './machine.ts';

/** Something with a deadline that can move while it waits in the heap. */
export interface Deadlined {
  /** When it wants to be called next; undefined = not at all. Read again when its entry comes up. */
  deadline(): Millis | undefined;
  /** Owned by the heap: the time of its earliest entry there. */
  queuedAt: Millis;
}

/**
 * A binary heap of deadlines for 10,000 and more machines. Restarting a timer to a later time, which protocols do at every message,
 * costs nothing: the old entry stays and is asked again when it comes up.
 */
export class Deadlines<T extends Deadlined> {
  private readonly heap: { readonly at: Millis; readonly item: T }[] = [];

  /** Tells the heap that `item`'s deadline may have changed. */
  arm(item: T): void {
    const at = item.deadline();
    if (at === undefined || at >= item.queuedAt) return;
    item.queuedAt = at;
    this.push({ at, item });
  }

  /** When the earliest entry comes up; it may turn out to have been moved. */
  next(): Millis | undefined {
    return this.heap[0]?.at;
  }

  /** Takes out one item whose deadline has come, or undefined. */
  takeDue(now: Millis): T | undefined {
    for (;;) {
      const top = this.heap[0];
      if (top === undefined || top.at > now) return undefined;
      this.pop();
      const { item, at } = top;
      if (at !== item.queuedAt) continue; // an earlier entry was pushed after this one and has been handled
      item.queuedAt = Number.POSITIVE_INFINITY;
      const deadline = item.deadline();
      if (deadline === undefined) continue;
      if (deadline <= now) return item;
      this.arm(item);
    }
  }

  private push(entry: { readonly at: Millis; readonly item: T }): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.at <= entry.at) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[child + 1]!.at < heap[child]!.at) child++;
      if (heap[child]!.at >= last.at) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}
