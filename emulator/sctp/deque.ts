/** A queue with access by position: a ring that doubles. Outstanding chunks are found by their distance from the oldest. */
export class Deque<Item> {
  private ring: (Item | undefined)[] = new Array(16);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** The item at `index` from the front; `index` must be below `length`. */
  at(index: number): Item {
    return this.ring[(this.head + index) & (this.ring.length - 1)]!;
  }

  first(): Item | undefined {
    return this.count === 0 ? undefined : this.ring[this.head];
  }

  push(item: Item): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count++) & (this.ring.length - 1)] = item;
  }

  shift(): Item | undefined {
    if (this.count === 0) return undefined;
    const item = this.ring[this.head];
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.count--;
    return item;
  }

  private grow(): void {
    const bigger: (Item | undefined)[] = new Array(this.ring.length * 2);
    for (let i = 0; i < this.count; i++) bigger[i] = this.at(i);
    this.ring = bigger;
    this.head = 0;
  }
}
