import { holdsExpression } from '../expression/index.ts';
import { CAPABILITIES } from '../port/index.ts';
import type { NameKind, Reading } from '../shape/index.ts';
import type { Findings } from '../source/finding.ts';

/** Names of fixtures, as far as they are known. */
export type KnownFixtures = Partial<Readonly<Record<NameKind, readonly string[]>>>;

/** How a file is read before a run: texts with expressions in them have no value yet. Capabilities are always known. */
export function readingOf(findings: Findings, names: KnownFixtures = {}): Reading {
  const known: KnownFixtures = { capability: Object.keys(CAPABILITIES), ...names };
  return {
    findings,
    names: kind => known[kind],
    isDeferred: node => node.type === 'text' && holdsExpression(node.text),
  };
}
