import test from 'ava';
import { lintFiles, STEP_CHECKER } from '../../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../../benches/index.ts';
import { LINT_NAMES } from '../lint-names.ts';
import { findingsText, readScenarios } from '../read-scenarios.ts';
import { runScenario } from '../run-scenario.ts';
import { TEMPLATES } from './index.ts';

const textOf = (name: string) => TEMPLATES[name]!.text(`my-${name}`);

for (const name of Object.keys(TEMPLATES)) {
  test(`${name}: no finding, and it has the name that was asked for`, t => {
    const loaded = readScenarios({ text: textOf(name), path: `${name}.yaml` });
    const { findings } = lintFiles(loaded, { checker: STEP_CHECKER, names: LINT_NAMES });
    t.is(findingsText(findings, loaded), '');
    t.true(loaded.cases.length > 0);
    for (const { id } of loaded.cases) t.true(id.startsWith(`my-${name}`), id);
  });
}

test('each template has a line that fits a terminal', t => {
  for (const [name, { about }] of Object.entries(TEMPLATES)) t.true(name.length + about.length < 100, name);
});

test('each template passes on the embedded core, or says what the core lacks', async t => {
  const bench = await openEmbeddedBench();
  t.teardown(() => bench.close());
  for (const name of Object.keys(TEMPLATES)) {
    const { cases } = await runScenario({ text: textOf(name) }, { bench, env: {} });
    for (const { id, verdict, reason } of cases) {
      if (verdict === 'skipped') t.regex(reason ?? '', /this lab lacks/, id);
      else t.is(verdict, 'passed', `${id}: ${reason}`);
    }
  }
});
