import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { UserError } from '../../emulator/vocabulary/index.ts';
import {
  type Bench,
  type BenchSession,
  type Finding,
  type Problem,
  type Reporter,
  type RunResult,
  runCases,
  type ScenarioCase,
} from '../../scenarios/runner/index.ts';
import { makeFolders, RUNS_FOLDER } from '../run/run.ts';
import { VERSION } from '../version.ts';

/** How selected cases are run. */
export interface ScenarioRunOptions {
  readonly bench: Bench;
  readonly cases: readonly ScenarioCase[];
  readonly warnings?: readonly Finding[];
  /** Parent of the run's folder; false = no artefacts. */
  readonly artefacts?: string | false;
  readonly seed?: string;
  readonly workers?: number;
  readonly retries?: number;
  readonly repeatEach?: number;
  readonly maxFailures?: number;
  readonly failOnFlaky?: boolean;
  readonly revealKeys?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Made for this run, whose id and folder are known by then. */
  readonly reporters?: (run: { readonly id: string; readonly folder: string | undefined }) => readonly Reporter[];
  readonly signal?: AbortSignal;
  readonly pause?: (text: string, signal: AbortSignal) => Promise<void>;
  readonly beforeClose?: (test: ScenarioCase, session: BenchSession, problems: readonly Problem[]) => Promise<void>;
}

/** Runs cases on a bench and writes what the run leaves behind. @throws LabError when the artefacts cannot be written */
export async function runOnBench(options: ScenarioRunOptions): Promise<RunResult> {
  const id = randomBytes(4).toString('hex');
  const { artefacts = RUNS_FOLDER } = options;
  const folder = artefacts === false ? undefined : join(artefacts, id);
  if (folder !== undefined) makeRunFolder(folder);
  const reporter = joinReporters(options.reporters?.({ id, folder }) ?? []);
  const result = await runCases({
    id,
    version: VERSION,
    cases: options.cases,
    bench: options.bench,
    seed: options.seed ?? randomBytes(4).toString('hex'),
    workers: options.workers ?? 1,
    retries: options.retries ?? 0,
    repeatEach: options.repeatEach ?? 1,
    maxFailures: options.maxFailures,
    failOnFlaky: options.failOnFlaky ?? false,
    folder,
    revealKeys: options.revealKeys ?? false,
    reporter,
    signal: options.signal ?? new AbortController().signal,
    sources: { env: options.env ?? {}, secrets: options.secrets ?? {}, vars: options.vars ?? {} },
    pause: options.pause ?? (async () => {}),
    warnings: options.warnings ?? [],
    ...(options.beforeClose === undefined ? {} : { beforeClose: options.beforeClose }),
  });
  await reporter.end?.(result);
  return result;
}

function makeRunFolder(folder: string): void {
  try {
    makeFolders(resolve(folder));
  } catch (error) {
    throw new UserError('artefacts-not-writable', `the folder ${folder} cannot be made: ${(error as Error).message}`, {
      place: '--artefacts',
      hint: 'choose another folder with --artefacts, or --no-artefacts for none',
    });
  }
}

/** One reporter that tells several, in order. All get their end, even when one cannot write; the first failure is thrown then. */
export function joinReporters(reporters: readonly Reporter[]): Reporter {
  const tell = (what: (reporter: Reporter) => void): void => {
    for (const each of reporters) what(each);
  };
  return {
    begin: run => tell(each => each.begin?.(run)),
    caseBegins: announced => tell(each => each.caseBegins?.(announced)),
    stepBegins: (caseId, step) => tell(each => each.stepBegins?.(caseId, step)),
    waiting: waiting => tell(each => each.waiting?.(waiting)),
    stepEnds: (caseId, step) => tell(each => each.stepEnds?.(caseId, step)),
    attemptEnds: (caseId, attempt) => tell(each => each.attemptEnds?.(caseId, attempt)),
    caseEnds: result => tell(each => each.caseEnds?.(result)),
    async end(result) {
      const failures: unknown[] = [];
      for (const each of reporters) {
        try {
          await each.end?.(result);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
