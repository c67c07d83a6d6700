import { resolve } from 'node:path';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import {
  type Bench,
  type LoadedFiles,
  lintFiles,
  makeReporter,
  parsePathLine,
  parseReporter,
  type Reporter,
  type ReporterChoice,
  RUN_EXIT,
  type RunResult,
  type ScenarioCase,
  type Selection,
  STEP_CHECKER,
  selectCases,
} from '../../../../scenarios/runner/index.ts';
import { type BenchChoice, openBench } from '../../../benches/open-bench.ts';
import { LINT_NAMES } from '../../../scenarios/lint-names.ts';
import { findingsText, readScenarios } from '../../../scenarios/read-scenarios.ts';
import { runOnBench, type ScenarioRunOptions } from '../../../scenarios/scenario-run.ts';
import { Redactor } from '../../../trace/index.ts';
import type { Cli } from '../../context.ts';
import { paint } from '../../paint.ts';
import { reportContext } from '../../report-context.ts';
import { holdAgainstExpected } from './expected.ts';
import { keepLab } from './keep-lab.ts';
import { lastFailedIds } from './last-failed.ts';
import { pairs, type RunCommandOptions, readSecrets, wholeNumber } from './options.ts';
import { shuffled } from './shuffled.ts';

/** Runs `mvnolab run`. */
export async function runScenarios(cli: Cli, paths: readonly string[], options: RunCommandOptions): Promise<void> {
  const plan = parsePlan(cli, options);
  const { files, lines } = splitLines(paths);
  const loaded = readScenarios(files, { vars: plan.vars });
  const warnings = await lint(cli, loaded, plan.vars);
  if (warnings === undefined) return;
  const { cases, remarks } = selectCases(loaded.cases, selectionOf(options, lines));
  for (const remark of remarks) await cli.stderr.write(`${paint('yellow', 'note:', cli.stderr.color)} ${remark}\n`);
  if (cases.length === 0) {
    await cli.stderr.write(
      `nothing was selected: ${loaded.cases.length} cases in ${paths.join(', ')}, none of them fits\n`,
    );
    cli.exitCode = RUN_EXIT.nothing;
    return;
  }
  const redactor = new Redactor();
  for (const secret of Object.values(plan.secrets)) redactor.addText(secret);
  const bench = await openBench(benchChoice(cli, options));
  cli.cleanUps.add('the lab', () => bench.close());
  const result = await runOnBench({
    ...plan.run,
    bench,
    cases: options.order === 'random' ? shuffled(cases, plan.run.seed ?? '') : cases,
    warnings,
    workers: options.workers === undefined ? defaultWorkers(bench) : wholeNumber('--workers', options.workers, 1, 64),
    secrets: plan.secrets,
    vars: plan.vars,
    env: cli.env,
    signal: cli.signal,
    reporters: ({ folder }) => plan.reporters(folder).map(choice => reporterOf(choice, cli, loaded, redactor)),
    ...(options.keepOnFailure === undefined ? {} : { beforeClose: keepLab(cli) }),
    ...(cli.stdout.isTty && process.stdin.isTTY ? { pause: (text, signal) => waitForKey(cli, text, signal) } : {}),
  });
  await conclude(cli, result, options, { loaded, cases, isWhole: cases.length === loaded.cases.length });
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
    vars: pairs('--var', options.var),
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

function splitLines(paths: readonly string[]): {
  readonly files: readonly string[];
  readonly lines: Map<string, number[]>;
} {
  const lines = new Map<string, number[]>();
  const files = paths.map(text => {
    const { path, line } = parsePathLine(text);
    if (line !== undefined) lines.set(path, [...(lines.get(path) ?? []), line]);
    return path;
  });
  return { files, lines };
}

/** Prints what is wrong, with frames; undefined when there are mistakes: the exit code is set then. */
async function lint(
  cli: Cli,
  loaded: LoadedFiles,
  vars: Plan['vars'],
): Promise<LoadedFiles['findings']['all'] | undefined> {
  const { findings, hasErrors } = lintFiles(loaded, {
    checker: STEP_CHECKER,
    names: LINT_NAMES,
    vars: Object.keys(vars),
  });
  const display = { color: cli.stderr.color, columns: cli.stderr.columns };
  if (!hasErrors) return findings.filter(({ severity }) => severity === 'warning');
  const mistakes = findings.filter(({ severity }) => severity === 'error');
  await cli.stderr.write(
    `${findingsText(mistakes, loaded, display)}\n\n${count(mistakes.length, 'mistake')} in the scenarios; nothing was run\n`,
  );
  cli.exitCode = RUN_EXIT.usage;
  return undefined;
}

function selectionOf(options: RunCommandOptions, lines: ReadonlyMap<string, readonly number[]>): Selection {
  const { tags, grep, matrix, shard, lastFailed } = options;
  const rows: Record<string, string[]> = {};
  for (const text of matrix ?? []) {
    for (const [name, value] of Object.entries(pairs('--matrix', [text]))) rows[name] = [...(rows[name] ?? []), value];
  }
  return {
    ...(lines.size === 0 ? {} : { lines }),
    ...(tags === undefined ? {} : { tags }),
    ...(grep === undefined ? {} : { grep }),
    ...(matrix === undefined ? {} : { matrix: rows }),
    ...(shard === undefined ? {} : { shard }),
    ...(lastFailed === undefined ? {} : { ids: lastFailedIds(options.artefacts) }),
  };
}

function benchChoice(cli: Cli, options: RunCommandOptions): BenchChoice {
  const { core, mme, plmn, local, gateway, metrics, coreVersion } = options;
  const isExternal = mme !== undefined || (core !== undefined && core !== 'embedded');
  const mongodb = options.mongodb ?? (isExternal ? cli.env.MONGODB_URI : undefined);
  const choice = { core, mme, plmn, local, gateway, metrics, coreVersion, mongodb };
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
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

async function conclude(
  cli: Cli,
  result: RunResult,
  options: RunCommandOptions,
  ran: { readonly loaded: LoadedFiles; readonly cases: readonly ScenarioCase[]; readonly isWhole: boolean },
): Promise<void> {
  cli.exitCode = result.exitCode;
  if (options.expected === undefined || cli.signal.aborted) return;
  const path = resolve(cli.cwd, options.expected);
  const asExpected = await holdAgainstExpected(cli, result, path, {
    update: options.updateExpected ?? false,
    isWhole: ran.isWhole,
  });
  cli.exitCode = asExpected ? RUN_EXIT.passed : RUN_EXIT.failed;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
