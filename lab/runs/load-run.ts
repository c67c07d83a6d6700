import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, type TraceEvent, type TraceNode, UserError } from '../../emulator/vocabulary/index.ts';
import {
  type AttemptResult,
  type CaseResult,
  caseSlug,
  type RunResult,
  readResults,
} from '../../scenarios/runner/index.ts';
import { readEventFile } from '../trace/index.ts';
import type { RecordedRun } from './find-run.ts';

/** What a run left of one attempt at one case, or of demo and attach as a whole. */
export interface RecordedPart {
  /** The case; undefined for demo and attach. */
  readonly result: CaseResult | undefined;
  readonly attempt: AttemptResult | undefined;
  readonly events: readonly TraceEvent[];
  /** Folder with its files. */
  readonly folder: string;
}

/**
 * The results of a run of scenarios with the events of each attempt.
 * @throws UserError `run-without-results`, or when a file cannot be read
 */
export async function loadResults(run: RecordedRun): Promise<RunResult> {
  if (run.results === undefined)
    throw new UserError('run-without-results', `run ${run.id} has no results.json`, {
      place: run.folder,
      expected: 'a run of scenarios that came to its end',
      hint: `mvnolab explain run ${run.id} shows its messages`,
    });
  const result = readResults(run.results);
  const cases: CaseResult[] = [];
  for (const each of result.cases) {
    const attempts: AttemptResult[] = [];
    for (const attempt of each.attempts)
      attempts.push({ ...attempt, events: await eventsOf(attemptFolder(run, each, attempt)) });
    cases.push({ ...each, attempts });
  }
  return { ...result, cases };
}

/** The parts of a run whose events can be shown: every attempt of the wanted cases, or the whole of demo and attach. */
export async function loadParts(run: RecordedRun, caseId?: string): Promise<RecordedPart[]> {
  if (run.results === undefined) {
    if (caseId !== undefined && run.events !== undefined)
      throw new UserError('case-unknown', `run ${run.id} has no cases`, { place: '--case', hint: 'leave --case out' });
    return [{ result: undefined, attempt: undefined, events: await eventsOf(run.folder), folder: run.folder }];
  }
  const results = await loadResults(run);
  const cases = caseId === undefined ? results.cases : [findCase(results, caseId)];
  return cases.flatMap(result =>
    result.attempts.map(attempt => ({
      result,
      attempt,
      events: attempt.events,
      folder: attemptFolder(run, result, attempt),
    })),
  );
}

/** The case of that id, or the only one whose id holds it. @throws UserError `case-unknown`, `case-ambiguous` */
export function findCase(results: RunResult, id: string): CaseResult {
  const exact = results.cases.find(each => each.id === id);
  if (exact !== undefined) return exact;
  const fitting = results.cases.filter(each => each.id.includes(id));
  const [found, another] = fitting;
  if (another !== undefined)
    throw new UserError('case-ambiguous', `several cases fit '${id}'`, {
      place: '--case',
      expected: `one of ${fitting
        .slice(0, 8)
        .map(each => each.id)
        .join(', ')}`,
    });
  if (found !== undefined) return found;
  const ids = results.cases.map(each => each.id);
  const guess = didYouMean(id, ids);
  throw new UserError('case-unknown', `run ${results.id} has no case '${id}'`, {
    place: '--case',
    expected: `one of ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ' …' : ''}`,
    ...(guess === undefined ? {} : { hint: `did you mean ${guess}?` }),
  });
}

/** Where the files of an attempt are: below the run's folder, wherever that was moved, else where they were written. */
export function attemptFolder(run: RecordedRun, { id }: CaseResult, { attempt, artefacts }: AttemptResult): string {
  const slug = attempt === 1 ? caseSlug(id) : `${caseSlug(id)}-${attempt}`;
  const folder = join(run.folder, slug);
  const written = artefacts.find(({ path }) => existsSync(path))?.path;
  return existsSync(folder) || written === undefined ? folder : join(written, '..');
}

async function eventsOf(folder: string): Promise<readonly TraceEvent[]> {
  const path = join(folder, 'events.ndjson');
  return existsSync(path) ? withNodes((await readEventFile(path)).events) : [];
}

const CORE: readonly TraceNode[] = [
  { name: 'mme', role: 'mme' },
  { name: 'hss', role: 'hss' },
  { name: 'gateway', role: 'gateway' },
];

/** Events whose header names no nodes get them from who says what, so that diagrams stand in the order of the network. */
function withNodes(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const [header, ...rest] = events;
  if (header?.kind !== 'run' || header.nodes !== undefined) return events;
  const speaking = (protocol: RegExp): string[] => {
    const messages = rest.filter(event => event.kind === 'message').filter(event => protocol.test(event.protocol));
    const names = new Set(messages.flatMap(({ from, to }) => [from, to]));
    return [...names].filter(name => !CORE.some(node => node.name === name));
  };
  const ues = speaking(/^nas|^ip$/);
  const bts = speaking(/^s1ap$/).filter(name => !ues.includes(name));
  const nodes: TraceNode[] = [
    ...ues.map(name => ({ name, role: 'ue' }) as const),
    ...bts.map(name => ({ name, role: 'bts' }) as const),
    ...CORE,
  ];
  return [{ ...header, nodes }, ...rest];
}
