import type { MapEntry, MapNode, SourceNode } from '../source/source-node.ts';
import type { MatrixRow } from './matrix.ts';
import type { Shared } from './read-shared.ts';
import type { GivenGroup, GivenNode, GivenNodes } from './scenario-case.ts';

/** A case with what its suite says: it may add to everything and replace values, fixture by fixture and key by key. */
export function inherit(suite: Shared, own: Shared): Omit<Shared, 'skip'> {
  const lab = mergeMaps(suite.lab, own.lab);
  const timeoutMs = own.timeoutMs ?? suite.timeoutMs;
  const rows = crossRows(suite.rows, own.rows);
  return {
    tags: union(suite.tags, own.tags),
    requires: union(suite.requires, own.requires),
    exclusive: union(suite.exclusive, own.exclusive),
    vars: mergeEntries(suite.vars, own.vars),
    given: mergeGiven(suite.given, own.given),
    teardown: [...own.teardown, ...suite.teardown],
    steps: own.steps,
    properties: { ...suite.properties, ...own.properties },
    entries: own.entries,
    ...(own.title === undefined ? {} : { title: own.title }),
    ...(own.notes === undefined ? {} : { notes: own.notes }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(lab === undefined ? {} : { lab }),
    ...(rows === undefined ? {} : { rows }),
  };
}

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

function crossRows(
  suite: readonly MatrixRow[] | undefined,
  own: readonly MatrixRow[] | undefined,
): readonly MatrixRow[] | undefined {
  if (suite === undefined || own === undefined) return own ?? suite;
  const rows = suite.flatMap(row => own.map(more => ({ ...row, ...more })));
  return [...new Map(rows.map(row => [JSON.stringify(row), row])).values()];
}

function mergeGiven(suite: GivenNodes, own: GivenNodes): GivenNodes {
  const merge = (group: GivenGroup): ReadonlyMap<string, GivenNode> => {
    const all = new Map(suite[group]);
    for (const [name, fixture] of own[group]) {
      const inherited = all.get(name);
      all.set(name, inherited === undefined ? fixture : { ...fixture, node: mergeNodes(inherited.node, fixture.node) });
    }
    return all;
  };
  return { sims: merge('sims'), bts: merge('bts'), ues: merge('ues') };
}

function mergeNodes(inherited: SourceNode, own: SourceNode): SourceNode {
  return inherited.type === 'map' && own.type === 'map' ? mergeMaps(inherited, own)! : own;
}

function mergeMaps(inherited: MapNode | undefined, own: MapNode | undefined): MapNode | undefined {
  if (inherited === undefined || own === undefined) return own ?? inherited;
  return { ...own, entries: mergeEntries(inherited.entries, own.entries) };
}

function mergeEntries(inherited: readonly MapEntry[], own: readonly MapEntry[]): MapEntry[] {
  const all = new Map(inherited.map(entry => [entry.key, entry]));
  for (const entry of own) all.set(entry.key, entry);
  return [...all.values()];
}
