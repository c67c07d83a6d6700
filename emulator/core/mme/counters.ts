/** What the MME has counted since it started; the names follow Open5GS's metrics where it has one. */
export class Counters {
  private readonly values = new Map<string, number>();

  add(name: string, more = 1): void {
    this.values.set(name, (this.values.get(name) ?? 0) + more);
  }

  get(name: string): number {
    return this.values.get(name) ?? 0;
  }

  /** All that were ever counted, by name. */
  all(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
