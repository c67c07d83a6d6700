import type { Verdict } from '../../../emulator/vocabulary/index.ts';
import type { ScenarioCase } from '../cases/index.ts';
import type { Bench, BenchSession } from '../port/index.ts';
import type { AttemptResult, Problem, Reporter, StepResult } from '../results/index.ts';
import type { SourceNode } from '../source/source-node.ts';
import { caseScope, type ScopeSources } from './case-scope.ts';
import { CaseState } from './case-state.ts';
import { alarm } from './clock.ts';
import { makeFixtures } from './make-fixtures.ts';
import { thrown } from './problems.ts';
import { redacted } from './redacted.ts';
import { runSteps, type StepsHelp, withState } from './run-steps.ts';
import { settingsOf } from './settings.ts';

export interface AttemptOptions {
  readonly bench: Bench;
  readonly test: ScenarioCase;
  /** 1 … */
  readonly attempt: number;
  readonly seed: string;
  readonly worker: number;
  /** Where its artefacts go; undefined = none. */
  readonly folder: string | undefined;
  readonly revealKeys: boolean;
  readonly reporter: Reporter;
  /** Aborted by Ctrl-C: what was made is still removed. */
  readonly signal: AbortSignal;
  readonly sources: ScopeSources;
  readonly help: StepsHelp;
  /** Called before the lab of an attempt that did not pass is taken down. */
  readonly beforeClose?: (test: ScenarioCase, session: BenchSession, problems: readonly Problem[]) => Promise<void>;
  readonly limits?: Limits;
}

/** What may be waited for on the wall, ms: a lab that does not do as it is told must not hold a run up. */
export interface Limits {
  /** For a command to end after its signal. */
  readonly obeyMs: number;
  /** For all steps of a teardown together. */
  readonly teardownMs: number;
}

const LIMITS: Limits = { obeyMs: 5000, teardownMs: 30_000 };

/** One go at a case: a fresh lab, its fixtures, its steps, its teardown, and everything removed again. Never throws. */
export async function runAttempt(options: AttemptOptions): Promise<AttemptResult> {
  const { bench, test, attempt } = options;
  const startedAt = performance.now();
  const problems: Problem[] = [];
  const steps: StepResult[] = [];
  const ended = (session: BenchSession | undefined): AttemptResult => ({
    attempt,
    verdict:
      problems.find(({ code }) => code !== 'soft-expectation')?.verdict ?? (problems.length > 0 ? 'failed' : 'passed'),
    durationMs: performance.now() - startedAt,
    steps,
    problems: session === undefined ? problems : problems.map(problem => redacted(problem, session)),
    artefacts: session?.artefacts() ?? [],
    events: session?.events() ?? [],
    nodes: [...test.given.ues.keys(), ...test.given.bts.keys(), 'mme', 'hss', 'gateway'],
  });
  let session: BenchSession;
  try {
    session = await bench.open({
      caseId: test.id,
      title: test.title,
      folder: options.folder,
      seed: options.seed,
      worker: options.worker,
      lab: await settingsOf(test, options.sources),
      revealKeys: options.revealKeys,
      secrets: Object.values(options.sources.secrets),
    });
  } catch (error) {
    problems.push(options.signal.aborted ? interrupted(test) : thrown(error, test.namePlace));
    return ended(undefined);
  }
  await runInside(session, options, problems, steps);
  if (problems.length > 0 && !options.signal.aborted) {
    const told = problems.map(problem => redacted(problem, session));
    try {
      await options.beforeClose?.(test, session, told);
    } catch (error) {
      problems.push(thrown(error, test.namePlace));
    }
  }
  for (const text of await closeSession(session, problems)) {
    problems.push({ verdict: 'error', code: 'teardown', message: `clean-up: ${text}`, place: test.namePlace });
  }
  return ended(session);
}

async function closeSession(session: BenchSession, problems: readonly Problem[]): Promise<readonly string[]> {
  const [first] = problems;
  const verdict: Verdict = first?.verdict ?? 'passed';
  session.tell({ type: 'verdict', verdict, ...(first === undefined ? {} : { reason: first.message }) });
  try {
    return await session.close();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function runInside(
  session: BenchSession,
  options: AttemptOptions,
  problems: Problem[],
  steps: StepResult[],
): Promise<void> {
  const { test, bench, help, limits: { obeyMs, teardownMs } = LIMITS } = options;
  const names = { ues: [...test.given.ues.keys()], sims: [...test.given.sims.keys()], bts: [...test.given.bts.keys()] };
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, options.signal]);
  let isLate = false;
  const stop = alarm(session, session.nowMs() + test.timeoutMs, () => {
    isLate = true;
    ending.abort();
  });
  try {
    const state = new CaseState(session, bench.core, names, await caseScope(test, options.sources, bench));
    const base = {
      caseId: test.id,
      capabilities: bench.capabilities as ReadonlySet<never>,
      reporter: options.reporter,
      obeyMs,
      problem: (problem: Problem) => void problems.push(problem),
    };
    const inCase = withState({ ...base, signal }, state, 'steps', help);
    if (await makeFixtures(test, inCase, steps)) await runSteps(test.steps, '', 'steps', inCase, steps);
    if (isLate) problems.push(late(test));
    else if (options.signal.aborted) problems.push(interrupted(test));
    // the teardown runs whatever happened; only a second interruption ends it
    const after = withState({ ...base, signal: AbortSignal.timeout(teardownMs) }, state, 'teardown', help);
    await runTeardown(test.teardown, after, steps);
    if (problems.length === 0) problems.push(...unfired(state), ...nothingSeen(state, test, steps));
  } catch (error) {
    problems.push(thrown(error, test.namePlace));
  } finally {
    stop();
    ending.abort();
  }
}

async function runTeardown(
  nodes: readonly SourceNode[],
  run: Parameters<typeof runSteps>[3],
  steps: StepResult[],
): Promise<void> {
  // each by itself: one that fails does not keep the others from cleaning up
  for (const [index, node] of nodes.entries()) await runSteps([node], `t${index + 1}.`, 'teardown', run, steps);
}

function late({ timeoutMs, namePlace }: ScenarioCase): Problem {
  return {
    verdict: 'failed',
    code: 'deadline',
    message: `the case did not end within ${timeoutMs / 1000} s`,
    place: namePlace,
    hint: 'give it more time with timeout:, or its slow step a deadline of its own with within:',
  };
}

function interrupted({ namePlace }: ScenarioCase): Problem {
  return { verdict: 'inconclusive', code: 'interrupted', message: 'the run was interrupted', place: namePlace };
}

function unfired(state: CaseState): Problem[] {
  return state.tally.armed
    .filter(({ name }) => state.session.armed(name) === 0)
    .map(({ name, place }) => ({
      verdict: 'inconclusive',
      code: 'trigger-never-fired',
      message: `the trigger '${name}' never fired: its message did not come`,
      place,
    }));
}

/** Nothing is green because nothing was looked at. */
function nothingSeen(state: CaseState, test: ScenarioCase, steps: readonly StepResult[]): Problem[] {
  if (state.tally.evaluated > 0) return [];
  const skipped = steps.filter(({ verdict }) => verdict === 'skipped').length;
  const detail = skipped > 0 ? `, ${skipped} of its steps were skipped` : '';
  return [
    {
      verdict: 'error',
      code: 'nothing-expected',
      message: `the case looked at nothing${detail}`,
      place: test.namePlace,
    },
  ];
}
