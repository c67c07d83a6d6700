import type { BtsSpec, SimSpec, UeSpec } from '../port/index.ts';
import type { Reading, Shape } from '../shape/index.ts';
import type { Place } from '../source/source-node.ts';
import { GIVEN_SHAPES } from './given-shapes.ts';
import type { GivenGroup, GivenNode, GivenNodes } from './scenario-case.ts';

export interface GivenSpecs {
  readonly sims: ReadonlyMap<string, SimSpec>;
  readonly bts: ReadonlyMap<string, BtsSpec>;
  readonly ues: ReadonlyMap<string, UeSpec>;
}

/** Names of the fixtures of a case, for a reading. */
export function fixtureNames(given: GivenNodes): Readonly<Record<'sim' | 'bts' | 'ue', readonly string[]>> {
  return { sim: [...given.sims.keys()], bts: [...given.bts.keys()], ue: [...given.ues.keys()] };
}

/** Reads all fixtures of a case; those that are wrong, or not known yet, are left out. Before a run: for the findings. */
export function readGiven(given: GivenNodes, reading: Reading): GivenSpecs {
  checkNamesDiffer(given, reading);
  checkConflicts(given, reading);
  return {
    sims: readGroup(given.sims, GIVEN_SHAPES.sims, reading),
    bts: readGroup(given.bts, GIVEN_SHAPES.bts, reading),
    ues: readGroup(given.ues, GIVEN_SHAPES.ues, reading),
  };
}

function readGroup<T>(group: ReadonlyMap<string, GivenNode>, shape: Shape<T>, reading: Reading): Map<string, T> {
  const specs = new Map<string, T>();
  for (const { name, node } of group.values()) {
    const spec = shape.read(node, reading);
    if (spec !== undefined) specs.set(name, spec);
  }
  return specs;
}

/** Expectations find SIMs, base stations and phones by their names alone. */
function checkNamesDiffer(given: GivenNodes, reading: Reading): void {
  const seen = new Map<string, Place>();
  for (const group of ['sims', 'bts', 'ues'] as const satisfies readonly GivenGroup[]) {
    for (const { name, namePlace } of given[group].values()) {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, namePlace);
      else
        reading.findings.error('name-taken', `'${name}' is the name of another fixture too`, namePlace, {
          expected: 'a name of its own: expectations look fixtures up by name',
          hint: `the other is in line ${first.line}`,
        });
    }
  }
}

const EXCLUDING: readonly (readonly [GivenGroup, string, string])[] = [
  ['bts', 'tac', 'tacs'],
  ['sims', 'op', 'opc'],
];

function checkConflicts(given: GivenNodes, reading: Reading): void {
  for (const [group, first, second] of EXCLUDING) {
    for (const { node } of given[group].values()) {
      const entries = node.type === 'map' ? node.entries.filter(({ key }) => key === first || key === second) : [];
      const [earlier, later] = entries;
      if (earlier === undefined || later === undefined) continue;
      const message = `'${later.key}' and '${earlier.key}' exclude each other`;
      reading.findings.error('keys-conflict', message, later.keyPlace, { expected: `${first} or ${second}` });
    }
  }
}
