import { join } from 'node:path';
import type { Verdict } from '../../../emulator/vocabulary/index.ts';
import type { ScenarioCase } from '../cases/index.ts';
import { resolve } from '../expression/index.ts';
import type { Bench, BenchSession } from '../port/index.ts';
import type { AttemptResult, CaseResult, Problem, Reporter, RunResult } from '../results/index.ts';
import type { Finding } from '../source/finding.ts';
import { plainOf } from '../source/source-node.ts';
import { fixedScope, type ScopeSources } from './case-scope.ts';
import { caseSlug } from './case-slug.ts';
import { exitCodeOf } from './exit-code.ts';
import { thrown, worst } from './problems.ts';
import { type Limits, runAttempt } from './run-attempt.ts';
import type { StepsHelp } from './run-steps.ts';

export interface RunCasesOptions {
  readonly id: string;
  readonly version: string;
  readonly cases: readonly ScenarioCase[];
  readonly bench: Bench;
  readonly seed: string;
  /** Cases at the same time. */
  readonly workers: number;
  /** Further attempts at a case that did not pass, with fresh fixtures; a pass then is flaky. */
  readonly retries: number;
  readonly repeatEach: number;
  /** End the run after so many cases that failed. */
  readonly maxFailures: number | undefined;
  readonly failOnFlaky: boolean;
  /** The run's folder; undefined = no artefacts. */
  readonly folder: string | undefined;
  readonly revealKeys: boolean;
  readonly reporter: Reporter;
  /** Ctrl-C: running cases are ended and cleaned up, others do not begin. */
  readonly signal: AbortSignal;
  readonly sources: ScopeSources;
  /** Waits for a person at a checkpoint; returns at once when nobody watches. */
  readonly pause: StepsHelp['pause'];
  /** Called before the lab of a case that did not pass is taken down. */
  readonly beforeClose?: (test: ScenarioCase, session: BenchSession, problems: readonly Problem[]) => Promise<void>;
  readonly warnings: readonly Finding[];
  readonly limits?: Limits;
}

/** Runs cases, several at a time when asked, and tells the reporter. Resolves when everything is over and removed. */
export async function runCases(options: RunCasesOptions): Promise<RunResult> {
  const { bench, reporter, signal, id, version, seed, workers, warnings } = options;
  const startedAt = new Date();
  const began = performance.now();
  const queue = repeated(options.cases, options.repeatEach);
  const order = queue.map(test => test.id);
  const results = new Map<string, CaseResult>();
  let endedEarly: string | undefined;
  reporter.begin?.({ id, version, core: bench.core, seed, workers, cases: order, warnings, folder: options.folder });
  const locks = new Set<string>();
  const waiting = [...queue];
  let wake: (() => void)[] = [];
  const worker = async (number: number): Promise<void> => {
    for (;;) {
      if (signal.aborted || endedEarly !== undefined || waiting.length === 0) return;
      const at = waiting.findIndex(test => !test.exclusive.some(resource => locks.has(resource)));
      if (at < 0) {
        await new Promise<void>(resume => wake.push(resume));
        continue;
      }
      const [test] = waiting.splice(at, 1) as [ScenarioCase];
      for (const resource of test.exclusive) locks.add(resource);
      const result = await runCase(test, number, options);
      for (const resource of test.exclusive) locks.delete(resource);
      for (const resume of wake) resume();
      wake = [];
      results.set(test.id, result);
      reporter.caseEnds?.(result);
      const failures = [...results.values()].filter(({ verdict }) => isFailure(verdict)).length;
      if (options.maxFailures !== undefined && failures >= options.maxFailures && waiting.length > 0) {
        endedEarly ??= `--max-failures: ${failures} case${failures === 1 ? '' : 's'} did not pass`;
      }
    }
  };
  await Promise.all(
    Array.from({ length: Math.max(1, Math.min(workers, queue.length)) }, (_, number) => worker(number)),
  );
  if (signal.aborted) endedEarly = 'interrupted';
  const cases = order.flatMap(name => results.get(name) ?? []);
  const verdict = runVerdict(cases);
  return {
    v: 1,
    id,
    version,
    core: bench.core,
    seed,
    startedAt: startedAt.toISOString(),
    durationMs: performance.now() - began,
    workers,
    verdict,
    exitCode: exitCodeOf(cases, { interrupted: signal.aborted, failOnFlaky: options.failOnFlaky }),
    cases,
    ...(endedEarly === undefined ? {} : { endedEarly }),
    notRun: order.filter(name => !results.has(name)),
    warnings,
  };
}

function isFailure(verdict: Verdict): boolean {
  return verdict === 'failed' || verdict === 'error' || verdict === 'inconclusive';
}

function runVerdict(cases: readonly CaseResult[]): Verdict {
  if (cases.length > 0 && cases.every(({ verdict }) => verdict === 'skipped')) return 'skipped';
  return worst(cases.map(({ verdict }) => (verdict === 'skipped' ? 'passed' : verdict)));
}

function repeated(cases: readonly ScenarioCase[], times: number): ScenarioCase[] {
  if (times <= 1) return [...cases];
  return cases.flatMap(test =>
    Array.from({ length: times }, (_, round) => ({ ...test, id: `${test.id}#${round + 1}` })),
  );
}

async function runCase(test: ScenarioCase, worker: number, options: RunCasesOptions): Promise<CaseResult> {
  const { bench, reporter, signal } = options;
  reporter.caseBegins?.({ id: test.id, title: test.title, worker });
  const began = performance.now();
  const result = (verdict: Verdict, attempts: readonly AttemptResult[], reason?: string): CaseResult => ({
    id: test.id,
    title: test.title,
    ...(test.notes === undefined ? {} : { notes: test.notes }),
    place: test.namePlace,
    tags: test.tags,
    ...(test.matrix === undefined ? {} : { matrix: test.matrix }),
    ...(Object.keys(test.properties).length === 0 ? {} : { properties: test.properties }),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    durationMs: performance.now() - began,
    attempts,
  });
  try {
    const skip = skipReason(test, options);
    if (skip !== undefined) return result('skipped', [], skip);
  } catch (error) {
    return result('error', [], `skip: ${thrown(error, test.namePlace).message}`);
  }
  const attempts: AttemptResult[] = [];
  for (let attempt = 1; attempt <= options.retries + 1; attempt++) {
    const slug = attempt === 1 ? caseSlug(test.id) : `${caseSlug(test.id)}-${attempt}`;
    const made = await runAttempt({
      bench,
      test,
      attempt,
      seed: `${options.seed}/${test.id}/${attempt}`,
      worker,
      folder: options.folder === undefined ? undefined : join(options.folder, slug),
      revealKeys: options.revealKeys,
      reporter,
      signal,
      sources: options.sources,
      help: { fragments: test.fragments, pause: options.pause },
      ...(options.beforeClose === undefined ? {} : { beforeClose: options.beforeClose }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
    });
    attempts.push(made);
    reporter.attemptEnds?.(test.id, made);
    if (made.verdict === 'passed' || signal.aborted) break;
  }
  const last = attempts.at(-1)!;
  const verdict = last.verdict === 'passed' && attempts.length > 1 ? 'flaky' : last.verdict;
  const [problem] = verdict === 'flaky' ? attempts[0]!.problems : last.problems;
  return result(verdict, attempts, problem?.message);
}

function skipReason(test: ScenarioCase, { bench, sources }: RunCasesOptions): string | undefined {
  const lacking = test.requires.filter(capability => !(bench.capabilities as ReadonlySet<string>).has(capability));
  if (lacking.length > 0) return `this lab lacks ${lacking.join(', ')}`;
  for (const skip of test.skips) {
    if (skip.if === undefined) return skip.reason;
    const lab = { bench: bench.core.bench, product: bench.core.product, version: bench.core.version };
    const value = plainOf(resolve(skip.if, { ...fixedScope(test, sources), lab }));
    if (value === true || value === 'true') return skip.reason;
  }
  return undefined;
}
