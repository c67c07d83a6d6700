import { resolve } from 'node:path';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import {
  type Bench,
  type LoadedFiles,
  makeReporter,
  parseReporter,
  type Reporter,
  type ReporterChoice,
  RUN_EXIT,
  type RunResult,
} from '../../../../scenarios/runner/index.ts';
import { openBench } from '../../../benches/open-bench.ts';
import { redactorFor } from '../../../scenarios/case-secrets.ts';
import { type Chosen, chooseScenarios } from '../../../scenarios/choose-scenarios.ts';
import { findingsText } from '../../../scenarios/read-scenarios.ts';
import { runOnBench, type ScenarioRunOptions } from '../../../scenarios/scenario-run.ts';
import type { Redactor } from '../../../trace/index.ts';
import { choiceOf, count, namedValues, tellChoice } from '../../choice-options.ts';
import type { Cli } from '../../context.ts';
import { paint } from '../../paint.ts';
import { reportContext } from '../../report-context.ts';
import { benchChoice } from './bench-choice.ts';
import { holdAgainstExpected } from './expected.ts';
import { keepLab } from './keep-lab.ts';
import { lastFailedIds } from './last-failed.ts';
import { type RunCommandOptions, readSecrets, wholeNumber } from './options.ts';
import { shuffled } from './shuffled.ts';

/** Runs `mvnolab run`. */
export async function runScenarios(cli: Cli, paths: readonly string[], options: RunCommandOptions): Promise<void> {
  const plan = parsePlan(cli, options);
  const choice = choiceOf(paths, options);
  const ids = options.lastFailed === undefined ? {} : { ids: lastFailedIds(options.artefacts) };
  const chosen = chooseScenarios({ ...choice, selection: { ...choice.selection, ...ids } });
  const { loaded, cases } = chosen;
  if (await refuseMistakes(cli, chosen)) return;
  if (await tellChoice(cli, chosen, paths)) return;
  // keys that a scenario writes in the open would show in its frames, notes and titles
  const redactor = redactorFor(plan.run.revealKeys === true ? [] : loaded.cases, plan.secrets);
  const bench = await openBench(benchChoice(cli, options));
  cli.cleanUps.add('the lab', () => bench.close());
  const result = await runOnBench({
    ...plan.run,
    bench,
    cases: options.order === 'random' ? shuffled(cases, plan.run.seed ?? '') : cases,
    warnings: chosen.linted.findings.filter(({ severity }) => severity === 'warning'),
    workers: options.workers === undefined ? defaultWorkers(bench) : wholeNumber('--workers', options.workers, 1, 64),
    secrets: plan.secrets,
    vars: plan.vars,
    env: cli.env,
    signal: cli.signal,
    reporters: ({ folder }) => plan.reporters(folder).map(choice => reporterOf(choice, cli, loaded, redactor)),
    ...(options.keepOnFailure === undefined ? {} : { beforeClose: keepLab(cli) }),
    ...(cli.stdout.isTty && process.stdin.isTTY ? { pause: (text, signal) => waitForKey(cli, text, signal) } : {}),
  });
  await conclude(cli, result, options, cases.length === loaded.cases.length);
}

interface Plan {
  readonly vars: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly reporters: (folder: string | undefined) => readonly ReporterChoice[];
  readonly run: Pick<
    ScenarioRunOptions,
    'artefacts' | 'seed' | 'retries' | 'repeatEach' | 'maxFailures' | 'failOnFlaky' | 'revealKeys'
  >;
}

/** Everything that can be wrong with the options is found before anything is opened. */
function parsePlan(cli: Cli, options: RunCommandOptions): Plan {
  const { seed, maxFailures } = options;
  if (!['file', 'random'].includes(options.order)) {
    throw new UserError('option-invalid', `'${options.order}' is no order`, {
      place: '--order',
      expected: 'file or random',
    });
  }
  const chosen = options.reporter?.map(parseReporter);
  return {
    vars: namedValues('--var', options.var),
    secrets: readSecrets(options.secrets, cli.env),
    reporters: folder => chosen ?? defaultReporters(cli, folder),
    run: {
      artefacts: options.artefacts,
      seed: seed ?? Math.random().toString(36).slice(2, 10),
      retries: wholeNumber('--retries', options.retries, 0, 100),
      repeatEach: wholeNumber('--repeat-each', options.repeatEach, 1, 10_000),
      failOnFlaky: options.failOnFlaky ?? false,
      revealKeys: options.revealKeys ?? false,
      ...(maxFailures === undefined ? {} : { maxFailures: wholeNumber('--max-failures', maxFailures, 1, 1_000_000) }),
    },
  };
}

function defaultReporters(cli: Cli, folder: string | undefined): ReporterChoice[] {
  const files = folder === undefined ? [] : (['json', 'junit', 'ctrf', 'html'] as const).map(name => ({ name }));
  const github = cli.env.GITHUB_ACTIONS === 'true' ? [{ name: 'github' } as const] : [];
  return [{ name: 'list' }, ...github, ...files];
}

/** Cases mostly wait for one another's timers, so more of them fit than the machine has cores. */
const EMBEDDED_WORKERS = 4;

function defaultWorkers(bench: Bench): number {
  return bench.core.bench === 'embedded' ? EMBEDDED_WORKERS : 1;
}

/** Prints what is wrong, with frames, and sets the exit code; false when nothing is. */
async function refuseMistakes(cli: Cli, { loaded, linted }: Chosen): Promise<boolean> {
  const mistakes = linted.findings.filter(({ severity }) => severity === 'error');
  if (mistakes.length === 0) return false;
  const { color, columns } = cli.stderr;
  const text = findingsText(mistakes, loaded, { color, ...(columns === undefined ? {} : { columns }) });
  await cli.stderr.write(`${text}\n\n${count(mistakes.length, 'mistake')} in the scenarios; nothing was run\n`);
  cli.exitCode = RUN_EXIT.usage;
  return true;
}

function reporterOf(choice: ReporterChoice, cli: Cli, loaded: LoadedFiles, redaction: Redactor): Reporter {
  return makeReporter(choice, reportContext(cli, { linesOf: loaded.linesOf, redaction }));
}

async function waitForKey(cli: Cli, text: string, signal: AbortSignal): Promise<void> {
  await cli.stdout.write(`\n${paint('bold', text, cli.stdout.color)}  (Enter goes on) `);
  const { stdin } = process;
  await new Promise<void>(done => {
    const end = (): void => {
      stdin.off('data', end);
      signal.removeEventListener('abort', end);
      stdin.pause();
      done();
    };
    stdin.once('data', end);
    signal.addEventListener('abort', end, { once: true });
    stdin.resume();
  });
}

async function conclude(cli: Cli, result: RunResult, options: RunCommandOptions, isWhole: boolean): Promise<void> {
  cli.exitCode = result.exitCode;
  if (options.expected === undefined || cli.signal.aborted) return;
  const path = resolve(cli.cwd, options.expected);
  const asExpected = await holdAgainstExpected(cli, result, path, {
    update: options.updateExpected ?? false,
    isWhole,
  });
  cli.exitCode = asExpected ? RUN_EXIT.passed : RUN_EXIT.failed;
}
