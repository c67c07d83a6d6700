import test from 'ava';
import { fromHex, toHex } from '../bytes/index.ts';
import { computeUia2 } from './eea1-eia1.ts';
import { applyEea, computeEia, type Direction, DOWNLINK, type EeaId, type EiaId, UPLINK } from './index.ts';
import { snow3gKeystream } from './snow3g.ts';
import { referenceEia3, referenceUia2 } from './testing/reference-macs.ts';
import { seededBytes } from './testing/seeded-bytes.ts';
import { EEA_VECTORS } from './vectors/eea.ts';
import { EIA_VECTORS, UIA2_VECTORS } from './vectors/eia.ts';
import { SNOW_3G_VECTORS, ZUC_VECTORS } from './vectors/keystreams.ts';
import { zucKeystream } from './zuc.ts';

const ALGORITHMS = [1, 2, 3] as const;
const hex32 = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
const word = (octets: Uint8Array, index: number) => new DataView(octets.buffer).getInt32(4 * index);

for (const { source, key, iv, words } of SNOW_3G_VECTORS) {
  test(source, t => {
    const [k, v] = [fromHex(key), fromHex(iv)];
    const keystream = new Int32Array(2500);
    const [k0, k1, k2, k3] = [word(k, 0), word(k, 1), word(k, 2), word(k, 3)];
    snow3gKeystream(k0, k1, k2, k3, word(v, 0), word(v, 1), word(v, 2), word(v, 3), keystream, keystream.length);
    for (const [index, expected] of Object.entries(words)) t.is(hex32(keystream[Number(index)]!), expected);
  });
}

for (const { source, key, iv, words } of ZUC_VECTORS) {
  test(source, t => {
    const keystream = new Int32Array(2000);
    zucKeystream(fromHex(key), fromHex(iv), keystream, keystream.length);
    for (const [index, expected] of Object.entries(words)) t.is(hex32(keystream[Number(index)]!), expected);
  });
}

for (const { source, algorithm, key, count, bearer, direction, lengthBits, ...vector } of EEA_VECTORS) {
  test(source, t => {
    const [k, plaintext, ciphertext] = [fromHex(key), fromHex(vector.plaintext), fromHex(vector.ciphertext)];
    t.is(plaintext.length, Math.ceil(lengthBits / 8));
    const apply = (data: Uint8Array) => applyEea(algorithm, k, count, bearer, direction, data, lengthBits);
    t.is(toHex(apply(plaintext)), toHex(firstBits(ciphertext, lengthBits)));
    t.is(toHex(apply(ciphertext)), toHex(firstBits(plaintext, lengthBits)));
  });
}

for (const { source, algorithm, key, count, bearer, direction, lengthBits, message, mac } of EIA_VECTORS) {
  test(source, t => {
    const octets = fromHex(message);
    t.is(octets.length, Math.ceil(lengthBits / 8));
    t.is(toHex(computeEia(algorithm, fromHex(key), count, bearer, direction, octets, lengthBits)), mac);
  });
}

for (const { source, key, count, fresh, direction, lengthBits, message, mac } of UIA2_VECTORS) {
  test(source, t => {
    t.is(hex32(computeUia2(fromHex(key), count, fresh, direction, fromHex(message), lengthBits)), mac);
  });
}

test('every published set is there', t => {
  const sets = (vectors: readonly { readonly source: string }[], ...starts: string[]) =>
    starts.map(start => vectors.filter(vector => vector.source.startsWith(start)).length);
  const ciphering = ['TS 33.401 C.1.', 'TS 35.217 UEA2', 'TS 35.218 UEA2', 'TS 35.223 128-EEA3'];
  t.deepEqual(sets(EEA_VECTORS, ...ciphering), [6, 5, 6, 5]);
  t.deepEqual(sets(EIA_VECTORS, 'TS 33.401 C.2.', 'TS 33.401 C.4.', 'TS 35.223 128-EIA3'), [8, 7, 5]);
  t.deepEqual(sets(UIA2_VECTORS, 'TS 35.217', 'TS 35.218'), [5, 7]);
  t.deepEqual(sets(SNOW_3G_VECTORS, 'TS 35.217'), [4]);
  t.deepEqual(sets(ZUC_VECTORS, 'TS 35.223'), [4]);
});

test('128-EIA1 and 128-EIA3 agree with the formulas of their specifications at every length in bits', t => {
  const random = seededBytes(6);
  for (let lengthBits = 0; lengthBits <= 330; lengthBits++) {
    const [key, message] = [random(16), random(Math.ceil(lengthBits / 8))];
    const count = word(random(4), 0);
    const bearer = lengthBits & 31;
    const direction = ((lengthBits >> 5) & 1) as Direction;
    const eia1 = computeEia(1, key, count, bearer, direction, message, lengthBits);
    t.is(toHex(eia1), hex32(referenceUia2(key, count, bearer << 27, direction, message, lengthBits)));
    const eia3 = computeEia(3, key, count, bearer, direction, message, lengthBits);
    t.is(toHex(eia3), hex32(referenceEia3(key, count, bearer, direction, message, lengthBits)));
  }
});

test('the keystream does not depend on the length, and deciphering is ciphering', t => {
  const random = seededBytes(7);
  const key = random(16);
  const long = random(700);
  for (const algorithm of ALGORITHMS) {
    const whole = applyEea(algorithm, key, 5, 0, UPLINK, long);
    for (let length = 0; length <= long.length; length += length < 70 ? 1 : 37) {
      const data = long.slice(0, length);
      const ciphered = applyEea(algorithm, key, 5, 0, UPLINK, data);
      t.is(toHex(ciphered), toHex(whole.subarray(0, length)));
      t.is(toHex(applyEea(algorithm, key, 5, 0, UPLINK, ciphered)), toHex(data));
      t.is(toHex(data), toHex(long.subarray(0, length)), 'the input is left alone');
    }
  }
});

test('every input of EEA and EIA counts: key, COUNT, BEARER, DIRECTION, message', t => {
  const random = seededBytes(8);
  const [key, message] = [random(16), random(45)];
  const flip = (octets: Uint8Array, bit: number) =>
    octets.map((o, i) => (i === bit >> 3 ? o ^ (0x80 >> (bit & 7)) : o));
  for (const algorithm of ALGORITHMS) {
    const inputs: [Uint8Array, number, number, Direction, Uint8Array][] = [[key, 0, 0, UPLINK, message]];
    for (let bit = 0; bit < 128; bit++) inputs.push([flip(key, bit), 0, 0, UPLINK, message]);
    for (let bit = 0; bit < 32; bit++) inputs.push([key, 1 << bit, 0, UPLINK, message]);
    for (let bit = 0; bit < 5; bit++) inputs.push([key, 0, 1 << bit, UPLINK, message]);
    inputs.push([key, 0, 0, DOWNLINK, message]);
    for (let bit = 0; bit < 8 * message.length; bit++) inputs.push([key, 0, 0, UPLINK, flip(message, bit)]);
    t.is(new Set(inputs.map(input => toHex(computeEia(algorithm, ...input)))).size, inputs.length);
    t.is(new Set(inputs.map(input => toHex(applyEea(algorithm, ...input)))).size, inputs.length);
  }
});

test('a message that is a view into a larger buffer is read where it stands', t => {
  const buffer = seededBytes(9)(100);
  const view = buffer.subarray(7, 60);
  const copy = buffer.slice(7, 60);
  const key = buffer.subarray(60, 76);
  for (const algorithm of ALGORITHMS) {
    t.is(
      toHex(computeEia(algorithm, key, 1, 0, UPLINK, view)),
      toHex(computeEia(algorithm, key.slice(), 1, 0, UPLINK, copy)),
    );
    t.is(
      toHex(applyEea(algorithm, key, 1, 0, UPLINK, view)),
      toHex(applyEea(algorithm, key.slice(), 1, 0, UPLINK, copy)),
    );
  }
});

test('bits after the length do not count and come out zero', t => {
  const random = seededBytes(10);
  const key = random(16);
  for (const algorithm of ALGORITHMS) {
    for (let lengthBits = 0; lengthBits <= 200; lengthBits++) {
      const message = random(30);
      const cleaned = firstBits(message, lengthBits);
      const mac = (of: Uint8Array) => toHex(computeEia(algorithm, key, 9, 3, DOWNLINK, of, lengthBits));
      t.is(mac(message), mac(cleaned));
      const ciphered = applyEea(algorithm, key, 9, 3, DOWNLINK, message, lengthBits);
      t.is(toHex(firstBits(ciphered, lengthBits)), toHex(ciphered));
    }
  }
});

test('EIA0 gives zeros and EEA0 leaves the data as it is', t => {
  const data = Uint8Array.of(1, 2, 3);
  t.is(toHex(computeEia(0, new Uint8Array(16), 1, 0, UPLINK, data)), '00000000');
  t.is(applyEea(0, new Uint8Array(16), 1, 0, UPLINK, data), data);
});

test('arguments of a wrong size are refused', t => {
  const [key, data] = [new Uint8Array(16), new Uint8Array(4)];
  const both = (call: (run: typeof computeEia | typeof applyEea, algorithm: EeaId & EiaId) => void) => {
    for (const algorithm of ALGORITHMS)
      for (const run of [computeEia, applyEea]) t.throws(() => call(run, algorithm), { instanceOf: RangeError });
  };
  both((run, algorithm) => run(algorithm, new Uint8Array(32), 0, 0, UPLINK, data));
  both((run, algorithm) => run(algorithm, key, 0, 32, UPLINK, data));
  both((run, algorithm) => run(algorithm, key, 0, -1, UPLINK, data));
  both((run, algorithm) => run(algorithm, key, 0, 0, UPLINK, data, 33));
  both((run, algorithm) => run(algorithm, key, 0, 0, UPLINK, data, -1));
});

/** The first bits; the others zero. */
function firstBits(octets: Uint8Array, lengthBits: number): Uint8Array {
  return octets.map((octet, i) => {
    const bits = Math.max(0, Math.min(8, lengthBits - 8 * i));
    return octet & (0xff00 >> bits);
  });
}
