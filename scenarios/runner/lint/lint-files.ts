import type { LoadedFile, LoadedFiles } from '../cases/index.ts';
import type { Finding } from '../source/finding.ts';
import { Findings } from '../source/finding.ts';
import type { CheckedCase, LintOptions } from './checked-case.ts';
import { lintCase } from './lint-case.ts';
import { lintFragment } from './lint-fragment.ts';
import { lintTexts } from './lint-texts.ts';
import { lintUnused } from './lint-unused.ts';

export interface Linted {
  /** Errors and warnings in the order of the files. */
  readonly findings: readonly Finding[];
  readonly cases: readonly CheckedCase[];
  readonly hasErrors: boolean;
}

/** Finds everything that can be known to be wrong or doubtful in scenario files without running them. */
export function lintFiles(loaded: LoadedFiles, options: LintOptions): Linted {
  const findings = new Findings();
  const cases = loaded.files.flatMap(file => {
    const own = new Findings();
    for (const finding of file.findings.all) own.add(finding);
    const checked = lintOne(file, options, own);
    for (const finding of withoutEchoes(own.all)) findings.add(finding);
    return checked;
  });
  for (const finding of loaded.findings.all) findings.add(finding);
  return { findings: inOrder(findings.all, loaded), cases, hasErrors: findings.hasErrors };
}

function lintOne(file: LoadedFile, options: LintOptions, findings: Findings): CheckedCase[] {
  const cases = file.cases.map(each => lintCase(each, options, findings));
  for (const fragment of file.fragments) lintFragment(fragment, file, options, findings);
  lintTexts(file, findings);
  // What a file with mistakes does not use may be what the mistakes hide.
  if (!findings.hasErrors && cases.every(isWhole)) lintUnused(file, findings);
  return cases;
}

function isWhole({ steps, teardown }: CheckedCase): boolean {
  return ![...steps, ...teardown].includes(undefined);
}

/** An alias that leads nowhere leaves nothing behind, and nothing is not what any key takes: told once is enough. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const at = ({ place }: Finding) => `${place.file} ${place.line}:${place.column}`;
  const aliases = new Set(findings.filter(({ code }) => code.startsWith('alias-')).map(at));
  return findings.filter(finding => finding.code.startsWith('alias-') || !aliases.has(at(finding)));
}

function inOrder(findings: readonly Finding[], { files }: LoadedFiles): Finding[] {
  const order = new Map(files.map(({ file }, i) => [file, i]));
  const rank = ({ place }: Finding) => order.get(place.file) ?? files.length;
  return [...findings].sort(
    (a, b) => rank(a) - rank(b) || a.place.line - b.place.line || a.place.column - b.place.column,
  );
}
