import { hasExpression, resolveKnown, type Scope } from '../expression/index.ts';
import type { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import { type MapEntry, type MapNode, nodeOf, plainOf, type SourceNode, type Value } from '../source/source-node.ts';

/**
 * Puts in what is known before a run: the row of the matrix and variables without unknown parts. So the checker sees `prepaid-100mb`
 * where the file says `${{ matrix.plan }}`, and the executor has less to do.
 */
export class KnownValues {
  readonly #scope: Scope;
  readonly #findings: Findings;

  constructor(scope: Scope, findings: Findings) {
    this.#scope = scope;
    this.#findings = findings;
  }

  /** The tree with known values in it; what is wrong is a finding, and the tree stays as it was. */
  in<Node extends SourceNode>(node: Node): Node {
    try {
      return resolveKnown(node, this.#scope) as Node;
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      this.#findings.add(error.finding);
      return node;
    }
  }

  inAll(nodes: readonly SourceNode[]): SourceNode[] {
    return nodes.map(node => this.in(node));
  }

  inEntries(entries: readonly MapEntry[]): MapEntry[] {
    return entries.map(entry => ({ ...entry, value: this.in(entry.value) }));
  }
}

/** Variables with what is known of them; each may name those above it. `fixed` values come from the command line and win. */
export function knownVars(
  entries: readonly MapEntry[],
  scope: Scope,
  findings: Findings,
  fixed: Readonly<Record<string, string>> = {},
): { readonly entries: readonly MapEntry[]; readonly known: { readonly [name: string]: Value } } {
  const known: Record<string, Value> = {};
  const all = entries.map((entry): MapEntry => {
    const given = Object.hasOwn(fixed, entry.key) ? fixed[entry.key] : undefined;
    const value =
      given === undefined
        ? new KnownValues({ ...scope, vars: { ...known } }, findings).in(entry.value)
        : nodeOf(given, entry.value.place);
    if (!hasExpression(value)) Object.defineProperty(known, entry.key, { value: plainOf(value), enumerable: true });
    return { ...entry, value };
  });
  return { entries: all, known };
}

export function mapOf(entries: readonly MapEntry[], like: Pick<MapNode, 'place'>): MapNode {
  return { type: 'map', entries, place: like.place };
}
