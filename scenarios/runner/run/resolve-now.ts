import { referencesIn, resolve } from '../expression/index.ts';
import type { SourceNode, Value } from '../source/source-node.ts';
import type { CaseState } from './case-state.ts';

/** Resolves the expressions of a piece of source with what is known now. @throws ScenarioError at the place of one that cannot be */
export async function resolveNow(node: SourceNode, state: CaseState): Promise<SourceNode> {
  const sims = new Set(
    referencesIn(node).flatMap(({ namespace, path }) =>
      namespace === 'aka' && path[0] !== undefined ? [String(path[0])] : [],
    ),
  );
  const aka: Record<string, Value> = {};
  for (const sim of sims) {
    const facts = state.names.sims.includes(sim) ? await state.session.aka(sim) : undefined;
    aka[sim] = (facts ?? {
      rand: undefined,
      autn: undefined,
      mac: undefined,
      xres: undefined,
      sqn: undefined,
      amf: undefined,
    }) as Value;
  }
  return resolve(node, { ...state.scope, aka });
}
