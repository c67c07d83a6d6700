import type { ScenarioCase } from '../cases/index.ts';
import { resolve } from '../expression/index.ts';
import type { Bench } from '../port/index.ts';
import { plainOf, type Value } from '../source/source-node.ts';

/** Where expressions get what the scenario does not say itself. */
export interface ScopeSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** `-e K=V`: variables of the run, before those of the file. */
  readonly vars: Readonly<Record<string, string>>;
}

/** What expressions of a case find: vars, matrix, secret, env, lab; `given` and `step` fill up while it runs. */
export async function caseScope(
  test: ScenarioCase,
  sources: ScopeSources,
  bench: Bench,
): Promise<Record<string, Value>> {
  const scope: Record<string, Value> = {
    ...fixedScope(test, sources),
    given: {},
    step: {},
    lab: {
      bench: bench.core.bench,
      product: bench.core.product,
      version: bench.core.version,
      can: Object.fromEntries([...bench.capabilities].map(capability => [capability, true])),
    },
  };
  scope.vars = varsOf(test, scope, sources);
  return scope;
}

/** What is known before a lab is open. */
export function fixedScope(test: ScenarioCase, sources: ScopeSources): Record<string, Value> {
  return {
    matrix: test.matrix ?? {},
    env: sources.env as Readonly<Record<string, Value>>,
    secret: sources.secrets,
    vars: sources.vars,
  };
}

/** Variables in their order, each may name earlier ones; `-e` goes before the file. */
function varsOf(test: ScenarioCase, scope: Readonly<Record<string, Value>>, sources: ScopeSources): Value {
  const vars: Record<string, Value> = { ...sources.vars };
  for (const { key, value } of test.vars.entries) {
    if (Object.hasOwn(sources.vars, key)) continue;
    vars[key] = plainOf(resolve(value, { ...scope, vars }));
  }
  return vars;
}
