import test from 'ava';
import { DecodeError, toHex } from '../../bytes/index.ts';
import { decodeS1ap, describeS1ap, encodeS1ap, errorIndicationOf, explainS1ap, receiveS1ap } from './index.ts';
import { independentMessages, recordedMessages } from './testing/fixtures.ts';

const MESSAGES = [...recordedMessages(), ...independentMessages()].map(({ bytes }) => bytes);

/** mulberry32: the same numbers in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function hold(bytes: Uint8Array): 'decoded' | 'refused' {
  try {
    return judge(bytes);
  } catch (error) {
    throw new Error(`octets ${toHex(bytes)}`, { cause: error });
  }
}

/** Whatever the octets, only a DecodeError comes out; what decodes can be told, explained, and encoded again. */
function judge(bytes: Uint8Array): 'decoded' | 'refused' {
  const received = receiveS1ap(bytes);
  if (received.type === 'fault') encodeS1ap(errorIndicationOf(received.report));
  explainS1ap(bytes);
  let pdu: ReturnType<typeof decodeS1ap>;
  try {
    pdu = decodeS1ap(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return 'refused';
    throw error;
  }
  describeS1ap(pdu);
  // Padding bits and lengths may differ (X.691 lets a decoder take what an encoder must not make), the values may not.
  const again = encodeS1ap(pdu);
  if (toHex(encodeS1ap(decodeS1ap(again))) !== toHex(again)) throw new Error(`no fixed point: ${toHex(bytes)}`);
  return 'decoded';
}

test('random octets', t => {
  const random = seeded(1);
  const outcomes = { decoded: 0, refused: 0 };
  for (let round = 0; round < 10_000; round++) {
    const bytes = Uint8Array.from({ length: random(80) }, () => random(256));
    outcomes[hold(bytes)]++;
  }
  t.true(outcomes.refused > 9_900, JSON.stringify(outcomes));
});

test('random octets behind the head of a real message', t => {
  const random = seeded(2);
  const outcomes = { decoded: 0, refused: 0 };
  for (let round = 0; round < 10_000; round++) {
    const message = MESSAGES[random(MESSAGES.length)]!;
    const length = 3 + random(60);
    const head = [message[0]!, message[1]!, message[2]!, Math.min(127, length), 0, 0, 1 + random(6)];
    const bytes = Uint8Array.of(...head, ...Array.from({ length: length - 3 }, () => random(256)));
    outcomes[hold(bytes)]++;
  }
  t.is(outcomes.decoded + outcomes.refused, 10_000);
});

test('mutations of real messages', t => {
  const random = seeded(3);
  const outcomes = { decoded: 0, refused: 0 };
  for (let round = 0; round < 15_000; round++) {
    const bytes = mutate(MESSAGES[random(MESSAGES.length)]!, random);
    outcomes[hold(bytes)]++;
  }
  t.true(outcomes.decoded > 1500 && outcomes.refused > 1500, JSON.stringify(outcomes));
});

function mutate(message: Uint8Array, random: (below: number) => number): Uint8Array {
  const octets = Array.from(message);
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const at = random(octets.length);
    const kind = random(4);
    if (kind === 0) octets[at]! ^= 1 << random(8);
    else if (kind === 1) octets[at] = random(256);
    else if (kind === 2) octets.splice(at, 1 + random(3));
    else octets.splice(at, 0, random(256));
    if (octets.length === 0) octets.push(0);
  }
  return Uint8Array.from(octets);
}
