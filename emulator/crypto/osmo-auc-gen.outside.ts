import { spawnSync } from 'node:child_process';
import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import { type Ki, type Op, type Opc, Secret } from '../vocabulary/index.ts';
import {
  checkAutn,
  decodeSqn,
  deriveOpc,
  encodeSqn,
  generateAuts,
  generateUmtsVector,
  Milenage,
  SQN_MAX,
  verifyAuts,
} from './index.ts';
import { seededBytes } from './testing/seeded-bytes.ts';
import { TS_35_207_SET_2, TS_35_208 } from './vectors/milenage.ts';

// Osmocom's authentication centre as judge. It needs the Debian package libosmocore-utils.
// To repeat a run: MVNOLAB_SEED=… npx ava dist/emulator/crypto/osmo-auc-gen.outside.js

const CASES = 120;
const seed = Number(process.env.MVNOLAB_SEED ?? Date.now() % 0x7fffffff);
const random = seededBytes(seed);

interface Subscriber {
  readonly k: Uint8Array;
  readonly op: Uint8Array;
  readonly milenage: Milenage;
  readonly opc: Uint8Array;
}

const cases = Array.from({ length: CASES }, (_, index) => ({
  subscriber: randomSubscriber(),
  rand: random(16),
  amfField: random(2),
  sqn: [0, 1, 31, 32, 2 ** 32 - 1, 2 ** 32, SQN_MAX][index] ?? decodeSqn(random(6)),
}));

test.serial(`${CASES} random subscribers: AUTN, RES, CK and IK`, t => {
  t.log(`MVNOLAB_SEED=${seed}`);
  for (const [index, { subscriber, rand, amfField, sqn }] of cases.entries()) {
    // Every other case gives the judge OP instead of OPc, which judges deriveOpc too.
    const operator = index % 2 === 0 ? ['-o', toHex(subscriber.opc)] : ['-O', toHex(subscriber.op)];
    const theirs = osmoAucGen(subscriber, operator, amfField, sqn, rand);
    const ours = generateUmtsVector(subscriber.milenage, { rand, sqn, amfField });
    t.deepEqual(
      { AUTN: toHex(ours.autn), RES: toHex(ours.xres), CK: toHex(ours.ck), IK: toHex(ours.ik), SQN: String(sqn) },
      pick(theirs, 'AUTN', 'RES', 'CK', 'IK', 'SQN'),
      `case ${index}, MVNOLAB_SEED=${seed}`,
    );
    const check = checkAutn(subscriber.milenage, rand, fromHex(theirs.get('AUTN') ?? ''));
    t.is(check.type === 'authentic' ? check.sqn : undefined, sqn);
  }
});

test.serial(`${CASES} random resynchronisations: AUTS and the vector after it`, t => {
  t.log(`MVNOLAB_SEED=${seed}`);
  for (const [index, { subscriber, rand, amfField, sqn }] of cases.entries()) {
    const sqnMs = Math.min(sqn, SQN_MAX - 64); // the judge steps SQN past what AUTS says, and must not run over
    const auts = generateAuts(subscriber.milenage, rand, sqnMs);
    t.is(verifyAuts(subscriber.milenage, rand, auts), sqnMs);
    const theirs = osmoAucGen(subscriber, ['-o', toHex(subscriber.opc)], amfField, 0, rand, ['-A', toHex(auts)]);
    t.is(theirs.get('SQN.MS'), String(sqnMs), `case ${index}, MVNOLAB_SEED=${seed}`);
    const ours = generateUmtsVector(subscriber.milenage, { rand, sqn: Number(theirs.get('SQN')), amfField });
    t.is(toHex(ours.autn), theirs.get('AUTN') ?? 'no AUTN');
  }
});

test.serial('a forged AUTS is refused by both', t => {
  for (const { subscriber, rand, amfField, sqn } of cases.slice(0, 20)) {
    const auts = generateAuts(subscriber.milenage, rand, sqn);
    auts[random(1)[0]! % 14]! ^= 0x10;
    t.is(verifyAuts(subscriber.milenage, rand, auts), undefined);
    const operator = ['-o', toHex(subscriber.opc), '-A', toHex(auts)];
    t.not(run(subscriber, operator, amfField, 0, rand).status, 0);
  }
});

test.serial('the published Milenage sets', t => {
  for (const set of [...TS_35_208, TS_35_207_SET_2]) {
    const subscriber = subscriberOf(fromHex(set.k), fromHex(set.op));
    const sqn = decodeSqn(fromHex(set.sqn));
    const theirs = osmoAucGen(subscriber, ['-O', set.op], fromHex(set.amf), sqn, fromHex(set.rand));
    const masked = encodeSqn(sqn).map((octet, i) => octet ^ fromHex(set.f5)[i]!);
    t.deepEqual(pick(theirs, 'AUTN', 'RES', 'CK', 'IK'), {
      AUTN: toHex(masked) + set.amf + set.f1,
      RES: set.f2,
      CK: set.f3,
      IK: set.f4,
    });
  }
});

function randomSubscriber(): Subscriber {
  return subscriberOf(random(16), random(16));
}

function subscriberOf(k: Uint8Array, op: Uint8Array): Subscriber {
  const ki: Ki = new Secret('Ki', k);
  const opc: Opc = deriveOpc(ki, new Secret('OP', op) satisfies Op);
  return { k, op, opc: opc.reveal(), milenage: new Milenage(ki, opc) };
}

/** What osmo-auc-gen prints, by label. */
function osmoAucGen(
  subscriber: Subscriber,
  operator: readonly string[],
  amfField: Uint8Array,
  sqn: number,
  rand: Uint8Array,
  more: readonly string[] = [],
): Map<string, string> {
  const { status, stdout, stderr } = run(subscriber, [...operator, ...more], amfField, sqn, rand);
  if (status !== 0) throw new Error(`osmo-auc-gen ended with ${status}: ${stderr}`);
  return new Map([...stdout.matchAll(/^([^:\n]+):\s+(\S+)$/gm)].map(match => [match[1]!, match[2]!]));
}

function run(subscriber: Subscriber, more: readonly string[], amfField: Uint8Array, sqn: number, rand: Uint8Array) {
  const args = ['-3', '-a', 'milenage', '-k', toHex(subscriber.k), '-f', toHex(amfField)];
  args.push('-s', String(sqn), '-r', toHex(rand), ...more);
  const result = spawnSync('osmo-auc-gen', args, { encoding: 'utf8' });
  if (result.error) {
    throw new Error(`osmo-auc-gen did not start; install the Debian package libosmocore-utils`, {
      cause: result.error,
    });
  }
  return result;
}

function pick(from: ReadonlyMap<string, string>, ...labels: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(labels.map(label => [label, from.get(label)]));
}
