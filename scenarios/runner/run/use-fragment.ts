import { bindFragment, type Fragment, fragmentOf } from '../cases/index.ts';
import { resolve } from '../expression/index.ts';
import { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import { plainOf, type SourceNode, type Value } from '../source/source-node.ts';
import type { CaseState } from './case-state.ts';
import { resolveNow } from './resolve-now.ts';

/** The steps of a fragment, and what `vars` is in them. */
export interface UsedFragment {
  readonly steps: readonly SourceNode[];
  readonly vars: Value;
}

/** Gives a fragment the parameters of a `use`. @throws ScenarioError when there is no such fragment, or a parameter is wrong */
export async function useFragment(
  fragments: ReadonlyMap<string, Fragment>,
  file: SourceNode,
  parameters: SourceNode | undefined,
  state: CaseState,
): Promise<UsedFragment> {
  const fragment = fragmentOf(fragments, file);
  if (fragment === undefined) {
    const message = `there is no fragment at ${String(plainOf(file))}`;
    throw new ScenarioError({ severity: 'error', code: 'fragment-unknown', message, place: file.place });
  }
  const findings = new Findings();
  const given = parameters === undefined ? undefined : await resolveNow(parameters, state);
  const bound = bindFragment(fragment, { file, ...(given === undefined ? {} : { with: given }) }, findings);
  const mistake = findings.all.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new ScenarioError(mistake);
  const vars: Record<string, Value> = {};
  for (const { key, value } of bound.vars.entries) vars[key] = plainOf(resolve(value, { ...state.scope, vars }));
  return { steps: bound.steps, vars };
}
