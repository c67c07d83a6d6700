import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import { readResults } from '../../../../scenarios/runner/index.ts';
import { RUNS_FOLDER } from '../../../run/run.ts';

/** Ids of the cases that did not pass in the newest run below a folder. @throws UserError when there is none */
export function lastFailedIds(artefacts: string | false): ReadonlySet<string> {
  const folder = artefacts === false ? RUNS_FOLDER : artefacts;
  const newest = resultsBelow(folder)[0];
  if (newest === undefined) {
    throw new UserError('no-run', `there is no run in ${folder}`, {
      place: '--last-failed',
      hint: 'run the scenarios once without it',
    });
  }
  const { cases, notRun } = readResults(newest);
  const failed = cases.filter(({ verdict }) => !['passed', 'flaky', 'skipped'].includes(verdict)).map(({ id }) => id);
  return new Set([...failed, ...notRun]);
}

/** Paths of results.json, the newest first. */
function resultsBelow(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap(name => {
      const path = join(folder, name, 'results.json');
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ path, at: stat.mtimeMs }];
    })
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path);
}
