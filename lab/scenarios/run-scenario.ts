import type { Bench, RunResult } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../benches/index.ts';
import { readScenarios, refuseMistakes, type ScenarioSource } from './read-scenarios.ts';
import { runOnBench, type ScenarioRunOptions } from './scenario-run.ts';

export interface RunScenarioOptions extends Omit<ScenarioRunOptions, 'bench' | 'cases' | 'warnings'> {
  /** Where to run; by default an embedded lab is opened for this run, and closed after it. One that is given stays open. */
  readonly bench?: Bench;
  /** Only cases whose id it fits. */
  readonly grep?: RegExp;
}

/**
 * Runs the scenarios of a file, a folder or a text and resolves with their results: `result.verdict`, `result.cases`. No artefacts are
 * written unless `artefacts` names a folder. Environment variables that scenarios name come from `env`, by default the process's.
 * @throws UserError with every mistake in its place, when the scenarios cannot be read; LabError when the lab does not come up
 */
export async function runScenario(source: ScenarioSource, options: RunScenarioOptions = {}): Promise<RunResult> {
  const { bench: given, grep, ...rest } = options;
  const loaded = readScenarios(source, options.vars === undefined ? {} : { vars: options.vars });
  refuseMistakes(loaded);
  const cases = grep === undefined ? loaded.cases : loaded.cases.filter(({ id }) => grep.test(id));
  const bench = given ?? (await openEmbeddedBench());
  try {
    return await runOnBench({
      artefacts: false,
      env: process.env,
      ...rest,
      bench,
      cases,
      warnings: loaded.findings.all.filter(({ severity }) => severity === 'warning'),
    });
  } finally {
    if (given === undefined) await bench.close();
  }
}
