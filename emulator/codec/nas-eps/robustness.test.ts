import test from 'ava';
import { DecodeError, toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { type Direction, decodeNasEps, decodeNasHeader, describeNas, encodeNasEps, explainNas } from './index.ts';
import { recordedPdus } from './testing/open5gs.ts';
import { directionOf, optionalRows, sample, TABLES } from './testing/samples.ts';

/** xorshift32: the same octets in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const next = seeded(0x24301);
const CORPUS: readonly { readonly octets: Uint8Array; readonly direction: Direction }[] = [
  ...TABLES.flatMap(table => [
    { octets: encodeNasEps(sample(table)), direction: directionOf(table) },
    { octets: encodeNasEps(sample(table, optionalRows(table))), direction: directionOf(table) },
  ]),
  ...recordedPdus(),
  ...recordedPdus().flatMap(({ octets, direction }) => {
    const header = decodeNasHeader(octets);
    return header.type === 'protected' ? [{ octets: header.nasMessage, direction }] : [];
  }),
];

/** Every node lies within its parent. */
function assertNested(tree: FieldTree): void {
  for (const child of tree.children ?? []) {
    const inside = child.offset >= tree.offset && child.offset + child.length <= tree.offset + tree.length;
    if (!inside || child.length < 0) throw new Error(`${child.name} is outside ${tree.name}`);
    assertNested(child);
  }
}

/** Decodes; when that succeeds, what encoding and decoding again gives must be the same. Returns whether it did. */
function survives(octets: Uint8Array, direction: Direction): boolean {
  assertNested(explainNas(octets, direction));
  try {
    decodeNasHeader(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  let message: ReturnType<typeof decodeNasEps>;
  try {
    message = decodeNasEps(octets, direction);
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
  describeNas(message);
  const again = encodeNasEps(message);
  const once = decodeNasEps(again, direction);
  if (toHex(encodeNasEps(once)) !== toHex(again)) throw new Error(`unstable: ${toHex(octets)}`);
  return true;
}

test('20,000 random messages: a message that stays the same, or a DecodeError', t => {
  let whole = 0;
  const rounds = 20_000;
  for (let round = 0; round < rounds; round++) {
    const octets = Uint8Array.from({ length: next() % 40 }, () => next() & 0xff);
    // Most first octets are no NAS: help half of them to be a message of the tables.
    if (round % 2 === 0 && octets.length > 2) {
      const table = TABLES[next() % TABLES.length]!;
      octets[0] = table.protocolDiscriminator === 7 ? 0x07 : 0x52;
      octets[table.protocolDiscriminator === 7 ? 1 : 2] = table.messageType;
    }
    if (survives(octets, round % 4 < 2 ? 'uplink' : 'downlink')) whole++;
  }
  t.true(whole > rounds / 100, `${whole} decoded`);
  t.true(whole < rounds, `${whole} decoded`);
});

test('every message with mutations: a message that stays the same, or a DecodeError', t => {
  let whole = 0;
  let rounds = 0;
  for (const { octets, direction } of CORPUS) {
    for (let round = 0; round < 40; round++, rounds++) {
      let mutant: Uint8Array = octets.slice();
      for (let times = 1 + (next() % 3); times > 0; times--) mutant = mutate(mutant);
      if (survives(mutant, direction)) whole++;
    }
  }
  t.true(whole > rounds / 10 && whole < rounds, `${whole} of ${rounds} decoded`);
});

function mutate(octets: Uint8Array): Uint8Array {
  const at = octets.length === 0 ? 0 : next() % octets.length;
  switch (next() % 5) {
    case 0:
      octets[at] = next() & 0xff;
      return octets;
    case 1:
      octets[at]! ^= 1 << (next() % 8);
      return octets;
    case 2:
      return Uint8Array.of(...octets.subarray(0, at), ...octets.subarray(at + 1));
    case 3:
      return Uint8Array.of(...octets.subarray(0, at), next() & 0xff, ...octets.subarray(at));
    default:
      octets[at] = [0, 1, 0x7f, 0x80, 0xff][next() % 5]!;
      return octets;
  }
}
