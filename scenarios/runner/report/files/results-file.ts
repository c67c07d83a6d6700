import { readFileSync } from 'node:fs';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { RunResult } from '../../results/index.ts';
import { writeReport } from './write-report.ts';

const VERSION = 1;

/** The run as `results.json`: everything but the events, which are in each attempt's events.ndjson. */
export function renderResults(run: RunResult): string {
  const cases = run.cases.map(each => ({
    ...each,
    attempts: each.attempts.map(({ events: _, ...attempt }) => attempt),
  }));
  return `${JSON.stringify({ ...run, v: VERSION, cases }, undefined, 2)}\n`;
}

/** @throws LabError `report-not-writable` */
export function writeResults(path: string, run: RunResult): void {
  writeReport(path, renderResults(run));
}

/**
 * A run read back; its events are empty.
 * @throws UserError `results-missing`, `results-corrupt`, `results-newer`
 */
export function readResults(path: string): RunResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError('results-missing', `${path} cannot be read: ${(error as Error).message}`, {
      expected: 'the results.json of a run of scenarios',
    });
  }
  return parseResults(text, path);
}

/** @throws UserError `results-corrupt`, `results-newer`; `place` names the file */
export function parseResults(text: string, place: string): RunResult {
  const corrupt = (what: string) =>
    new UserError('results-corrupt', what, { place, expected: 'the results.json that mvnolab run writes' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(`not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || !('v' in value)) throw corrupt('not the results of a run');
  const { v } = value;
  if (typeof v === 'number' && v > VERSION)
    throw new UserError('results-newer', `the results have version ${v}, this mvnolab reads up to ${VERSION}`, {
      place,
      hint: 'read them with the release of mvnolab that wrote them',
    });
  const run = value as Partial<RunResult>;
  const isWhole =
    v === VERSION &&
    typeof run.id === 'string' &&
    typeof run.core?.product === 'string' &&
    Array.isArray(run.cases) &&
    run.cases.every(
      each => typeof each?.id === 'string' && typeof each.verdict === 'string' && Array.isArray(each.attempts),
    );
  if (!isWhole) throw corrupt('members of a run are missing');
  const { cases: read } = run as RunResult;
  const cases = read.map(each => ({
    ...each,
    attempts: each.attempts.map(attempt => ({ ...attempt, events: [] })),
  }));
  return { ...(run as RunResult), cases };
}
