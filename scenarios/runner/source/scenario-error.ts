import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { Finding } from './finding.ts';
import { formatPlace } from './source-node.ts';

/** A mistake in a scenario file that shows itself only in a run: an expression without a value, a fixture that cannot be read. */
export class ScenarioError extends UserError {
  override readonly name = 'ScenarioError';
  readonly finding: Finding;

  constructor(finding: Finding) {
    const { expected, hint } = finding;
    super(finding.code, finding.message, {
      place: formatPlace(finding.place),
      ...(expected === undefined ? {} : { expected }),
      ...(hint === undefined ? {} : { hint }),
    });
    this.finding = finding;
  }
}
