import { type Fragment, type LoadedFile, readingOf } from '../cases/index.ts';
import type { Findings } from '../source/finding.ts';
import type { LintOptions } from './checked-case.ts';
import { checkFragmentExpressions } from './lint-case.ts';
import type { StepReading } from './step-checker.ts';

/** Checks a fragment by itself, whoever may use it: its fixtures are not known. */
export function lintFragment(fragment: Fragment, file: LoadedFile, options: LintOptions, findings: Findings): void {
  const verb = Object.keys(options.checker.verbs);
  const reading: StepReading = { ...readingOf(findings, { verb, ...options.names }), used: () => undefined };
  for (const step of fragment.steps) options.checker.check(step, reading);
  // A case of the file that uses it has checked its expressions, and knows more.
  if (file.cases.some(each => [...each.fragments.values()].includes(fragment))) return;
  const known = {
    matrix: 'any',
    secret: 'any',
    env: 'any',
    given: 'any',
    step: 'any',
    aka: 'any',
    lab: 'any',
  } as const;
  checkFragmentExpressions(fragment, known, findings);
}
