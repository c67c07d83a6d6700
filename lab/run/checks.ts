/** One thing that was expected, and what came instead of it. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen. */
  readonly detail: string;
}

/** Expectations of a run, in the order in which they were looked at. */
export class Checks {
  readonly all: Check[] = [];

  expect(name: string, ok: boolean, detail: string): boolean {
    this.all.push({ name, ok, detail });
    return ok;
  }

  /** Nothing is green because nothing was looked at. */
  get passed(): boolean {
    return this.all.length > 0 && this.all.every(check => check.ok);
  }

  get failures(): Check[] {
    return this.all.filter(check => !check.ok);
  }
}
