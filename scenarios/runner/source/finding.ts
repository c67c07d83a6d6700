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

  add(finding: Finding): void {
    const { code, place } = finding;
    const isKnown = this.all.some(
      other => other.code === code && other.place.file === place.file && samePoint(other.place, place),
    );
    if (!isKnown) this.all.push(finding);
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

function samePoint(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column;
}
