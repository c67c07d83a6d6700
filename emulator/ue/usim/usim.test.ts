import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import { generateUmtsVector, Milenage, verifyAuts } from '../../crypto/index.ts';
import { type Imsi, parseSecret } from '../../vocabulary/index.ts';
import type { UsimConfig } from '../port.ts';
import { SEQ_DELTA } from './sqn-array.ts';
import { Usim } from './usim.ts';

// TS 35.208 test set 1
const ki = parseSecret('Ki', '465b5ce8b199b49faa5f0a2ee238a6bc');
const opc = parseSecret('OPc', 'cd63cb71954a9f4e48a5994e37a02baf');
const rand = fromHex('23553cbe9637a89d218ae64dae47bf35');
const config: UsimConfig = { imsi: '001010000000001' as Imsi, ki, opc, homePlmn: { mcc: '001', mnc: '01' } };
const home = new Milenage(ki, opc);

const challenge = (sqn: number, amf = '8000') => generateUmtsVector(home, { rand, sqn, amfField: fromHex(amf) }).autn;

test('the challenge of TS 35.208 test set 1 is answered with its RES, CK and IK', t => {
  // The set's SQN is more than delta away from 0, so the card must have been used before.
  const sqnArray = new Array(32).fill(0xff9bb4d0b607 - 32);
  const usim = new Usim({ ...config, memory: { v: 1, imsi: config.imsi, sqnArray } });
  const answer = usim.authenticate(rand, fromHex('55f328b43577 b9b9 4a9ffac354dfafb3'));
  t.is(answer.type, 'accepted');
  if (answer.type !== 'accepted') return;
  t.is(toHex(answer.res), 'a54211d5e3ba50bf');
  t.is(toHex(answer.ck), 'b40ba9a3c58b2a05bbf0d987b21bf8cb');
  t.is(toHex(answer.ik), 'f769bcd751044604127672711c6d3441');
  t.is(answer.outcome.sqn, 0xff9bb4d0b607);
  t.is(answer.outcome.amfField, 'b9b9');
});

test('a home network that steps SQN by 32 is followed; a repeated challenge is a synch failure', t => {
  const usim = new Usim(config);
  for (let sqn = 32; sqn < 32 * 100; sqn += 32) t.is(usim.authenticate(rand, challenge(sqn)).type, 'accepted');
  const again = usim.authenticate(rand, challenge(32 * 99));
  t.is(again.type, 'synch-failure');
  if (again.type === 'synch-failure') t.is(verifyAuts(home, rand, again.auts), 32 * 99);
});

test('a card fresh from the factory has SQN_MS 0 and refuses SQN 0', t => {
  const answer = new Usim(config).authenticate(rand, challenge(0));
  t.is(answer.type, 'synch-failure');
  if (answer.type === 'synch-failure') t.is(verifyAuts(home, rand, answer.auts), 0);
});

test('vectors of other IND values may arrive out of order, of the same IND not', t => {
  const usim = new Usim(config);
  t.is(usim.authenticate(rand, challenge(32 * 50 + 1)).type, 'accepted');
  t.is(usim.authenticate(rand, challenge(32 * 40 + 2)).type, 'accepted');
  t.is(usim.authenticate(rand, challenge(32 * 40 + 1)).type, 'synch-failure');
  t.is(usim.authenticate(rand, challenge(32 * 41 + 2)).type, 'accepted');
  t.is(usim.sqn.sqnMs, 32 * 50 + 1);
});

test('SEQ further ahead than delta is refused', t => {
  const usim = new Usim(config);
  t.is(usim.authenticate(rand, challenge(32 * (SEQ_DELTA + 1))).type, 'synch-failure');
  t.is(usim.authenticate(rand, challenge(32 * SEQ_DELTA)).type, 'accepted');
});

test('an age limit refuses what is too old in every slot', t => {
  const usim = new Usim({ ...config, sqnAgeLimit: 10 });
  t.is(usim.authenticate(rand, challenge(32 * 100)).type, 'accepted');
  t.is(usim.authenticate(rand, challenge(32 * 89 + 1)).type, 'synch-failure');
  t.is(usim.authenticate(rand, challenge(32 * 90 + 1)).type, 'accepted');
});

test('a wrong MAC is told from a stale SQN, with the evidence for both', t => {
  const autn = challenge(32);
  autn[15]! ^= 1;
  const answer = new Usim(config).authenticate(rand, autn);
  t.is(answer.type, 'mac-failure');
  t.not(answer.outcome.mac, answer.outcome.xmac);
  t.is(answer.outcome.sqn, 32);
  t.is(new Usim(config).authenticate(rand, autn.subarray(0, 15)).type, 'mac-failure');
});

test('what the card has seen survives in its memory', t => {
  const first = new Usim(config);
  first.authenticate(rand, challenge(32 * 9));
  first.authenticate(rand, challenge(32 * 7 + 5));
  const sqnArray = first.sqn.toArray();
  t.is(sqnArray.length, 32);
  const second = new Usim({ ...config, memory: { v: 1, imsi: config.imsi, sqnArray } });
  t.is(second.sqn.sqnMs, 32 * 9);
  t.is(second.authenticate(rand, challenge(32 * 7 + 5)).type, 'synch-failure');
  t.is(second.authenticate(rand, challenge(32 * 10)).type, 'accepted');
});

test('tampering with Ki or OPc hits the card only, and heals', t => {
  const usim = new Usim(config);
  for (const card of [{ kiFlipBits: [0] }, { opcFlipBits: [127] }]) {
    usim.tamper(card);
    t.is(usim.authenticate(rand, challenge(32)).type, 'mac-failure');
  }
  t.is(toHex(ki.reveal()).slice(0, 2), '46');
  usim.tamper(undefined);
  t.is(usim.authenticate(rand, challenge(32)).type, 'accepted');
});

test('tampering with SQN_MS puts the card ahead in every slot', t => {
  const usim = new Usim(config);
  usim.tamper({ sqnMs: 0x1000 });
  for (const ind of [0, 1, 31]) {
    const answer = usim.authenticate(rand, challenge(0x1000 + ind));
    t.is(answer.type, 'synch-failure');
    if (answer.type === 'synch-failure') t.is(verifyAuts(home, rand, answer.auts), 0x1000);
  }
  t.is(usim.authenticate(rand, challenge(0x1000 + 32 + 1)).type, 'accepted');
});

test('tampering with the MAC-S of AUTS, with RES and a RES of one’s own', t => {
  const usim = new Usim(config);
  usim.tamper({ autsMacFlipBits: [63], resFlipBits: [0] });
  const stale = usim.authenticate(rand, challenge(0));
  t.is(stale.type === 'synch-failure' ? verifyAuts(home, rand, stale.auts) : 'no AUTS', undefined);
  const wrong = usim.authenticate(rand, challenge(32));
  t.is(wrong.type === 'accepted' && toHex(wrong.res), '254211d5e3ba50bf');
  usim.tamper({ res: fromHex('00112233') });
  const forged = usim.authenticate(rand, challenge(64));
  t.is(forged.type === 'accepted' && toHex(forged.res), '00112233');
});

test('no key is in an outcome', t => {
  const told = JSON.stringify(new Usim(config).authenticate(rand, challenge(32)).outcome);
  for (const secret of [ki, opc]) t.false(told.includes(toHex(secret.reveal())));
});
