import type { Place } from './source-node.ts';

/** Something wrong, or doubtful, in a scenario file. `code` is stable and kebab-case. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly place: Place;
  /** What would have been right. */
  readonly expected?: string;
  /** What mends it; a nearest name as `did you mean 'attach'?`. */
  readonly hint?: string;
}

/** Findings in the order in which they were made; a finding that repeats another at the same place is left out. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #known = new Set<string>();

  add(finding: Finding): void {
    const { code, place } = finding;
    const key = `${code} ${place.line}:${place.column} ${place.file}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.all.push(finding);
  }

  error(code: string, message: string, place: Place, help: Pick<Finding, 'expected' | 'hint'> = {}): void {
    this.add({ severity: 'error', code, message, place, ...help });
  }

  warning(code: string, message: string, place: Place, help: Pick<Finding, 'expected' | 'hint'> = {}): void {
    this.add({ severity: 'warning', code, message, place, ...help });
  }

  get hasErrors(): boolean {
    return this.all.some(finding => finding.severity === 'error');
  }
}
