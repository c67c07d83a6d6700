import { existsSync } from 'node:fs';
import {
  type BaselineRow,
  compareWithExpected,
  NO_EXPECTED_RESULTS,
  type RunResult,
  readExpectedResults,
  withRun,
  writeExpectedResults,
} from '../../../../scenarios/runner/index.ts';
import type { Cli } from '../../context.ts';
import { paint } from '../../paint.ts';

const WORDS: Readonly<Record<BaselineRow['kind'], string>> = {
  'new-failure': 'used to pass',
  'new-pass': 'passes now',
  'other-verdict': 'ends otherwise',
  missing: 'did not run',
  unexpected: 'is new',
};

/**
 * Prints how a run differs from the baseline, and writes it there when asked. True when nothing got worse: cases that are new, or that
 * pass now, are told but are no failure.
 * @throws UserError when the file is no baseline
 */
export async function holdAgainstExpected(
  cli: Cli,
  result: RunResult,
  path: string,
  options: { readonly update: boolean; readonly isWhole: boolean },
): Promise<boolean> {
  const expected = existsSync(path) || !options.update ? readExpectedResults(path) : NO_EXPECTED_RESULTS;
  if (options.update) {
    writeExpectedResults(path, withRun(expected, result));
    await cli.stdout.write(`written to ${path}\n`);
    return true;
  }
  const { key, rows, asExpected } = compareWithExpected(result, expected, options.isWhole);
  if (key === undefined) {
    await cli.stdout.write(`${path} says nothing of this core; --update-expected writes this run into it\n`);
    return result.verdict === 'passed';
  }
  await cli.stdout.write(`\nagainst the baseline of '${key}': ${asExpected} as expected, ${rows.length} otherwise\n`);
  const worse = rows.filter(({ kind }) => kind === 'new-failure' || kind === 'other-verdict' || kind === 'missing');
  for (const { id, kind, expected: should, actual, reason } of rows) {
    const mark = paint(kind === 'new-pass' || kind === 'unexpected' ? 'yellow' : 'red', WORDS[kind], cli.stdout.color);
    const change = `${should ?? '–'} → ${actual ?? '–'}`;
    await cli.stdout.write(`  ${id}  ${mark}  ${change}${reason === undefined ? '' : `  (expected: ${reason})`}\n`);
  }
  return worse.length === 0;
}
