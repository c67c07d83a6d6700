import type { Millis } from './machine.ts';

/** The running timers of one machine by name; earliest first. A machine has few, so a Map that is scanned is fastest. */
export class Timers<Name extends string> {
  private readonly deadlines = new Map<Name, Millis>();

  start(name: Name, at: Millis): void {
    this.deadlines.set(name, at);
  }

  stop(name: Name): void {
    this.deadlines.delete(name);
  }

  stopAll(): void {
    this.deadlines.clear();
  }

  isRunning(name: Name): boolean {
    return this.deadlines.has(name);
  }

  next(): Millis | undefined {
    let earliest: Millis | undefined;
    for (const at of this.deadlines.values()) if (earliest === undefined || at < earliest) earliest = at;
    return earliest;
  }

  /** Removes and returns the names whose time has come, in order of their deadlines. */
  expire(now: Millis): Name[] {
    if (this.deadlines.size === 0) return [];
    const due = [...this.deadlines].filter(([, at]) => at <= now).sort((a, b) => a[1] - b[1]);
    for (const [name] of due) this.deadlines.delete(name);
    return due.map(([name]) => name);
  }
}
