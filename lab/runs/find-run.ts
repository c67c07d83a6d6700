import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../emulator/vocabulary/index.ts';

/** A run that left files behind. */
export interface RecordedRun {
  readonly id: string;
  readonly folder: string;
  /** When its newest file was written, ms since 1970. */
  readonly writtenAt: number;
  /** `results.json` of a run of scenarios; undefined for demo and attach. */
  readonly results: string | undefined;
  /** `events.ndjson` of demo and attach; scenarios have one in each case's folder. */
  readonly events: string | undefined;
}

/** The runs below a folder, the newest first; none when there is no such folder. */
export function listRuns(parent: string): RecordedRun[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => recordedRun(join(parent, name), name))
    .sort((a, b) => b.writtenAt - a.writtenAt || (a.id < b.id ? 1 : -1));
}

function recordedRun(folder: string, id: string): RecordedRun {
  const file = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : undefined);
  const results = file('results.json');
  const events = file('events.ndjson');
  const writtenAt = Math.max(...[folder, results, events].flatMap(path => (path === undefined ? [] : [timeOf(path)])));
  return { id, folder, writtenAt, results, events };
}

function timeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0; // removed meanwhile
  }
}

/**
 * The run of that id, of its beginning, or the newest one for `last`; also the path of a run's folder.
 * @throws UserError `run-unknown`, `run-ambiguous`
 */
export function findRun(parent: string, id: string): RecordedRun {
  if (/[\\/]/.test(id) && existsSync(id))
    return recordedRun(
      id,
      id
        .split(/[\\/]+/)
        .filter(Boolean)
        .at(-1) ?? id,
    );
  const runs = listRuns(parent);
  if (id === 'last' && runs[0] !== undefined) return runs[0];
  const exact = runs.find(run => run.id === id);
  const fitting = exact === undefined && id !== '' ? runs.filter(run => run.id.startsWith(id)) : [exact];
  const [found, another] = fitting;
  if (another !== undefined)
    throw new UserError('run-ambiguous', `several runs begin with '${id}': ${listed(fitting as RecordedRun[])}`, {
      place: parent,
      hint: 'type more of the id',
    });
  if (found !== undefined) return found;
  throw new UserError('run-unknown', runs.length === 0 ? `there are no runs in ${parent}` : `there is no run '${id}'`, {
    place: parent,
    expected: runs.length === 0 ? 'the id of a run' : `last, or one of ${listed(runs)}`,
    hint: runs.length === 0 ? 'mvnolab demo makes one' : 'an id may be abbreviated',
  });
}

function listed(runs: readonly RecordedRun[]): string {
  const ids = runs.slice(0, 5).map(({ id }) => id);
  return `${ids.join(', ')}${runs.length > ids.length ? ` and ${runs.length - ids.length} more` : ''}`;
}
