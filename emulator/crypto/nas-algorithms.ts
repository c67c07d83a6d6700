import { applyEea1, computeEia1 } from './eea1-eia1.ts';
import { applyEea2, computeEia2 } from './eea2-eia2.ts';
import { applyEea3, computeEia3 } from './eea3-eia3.ts';
import { putWord } from './words.ts';

/** EPS encryption algorithm: EEA0 null, 128-EEA1 SNOW 3G, 128-EEA2 AES, 128-EEA3 ZUC. TS 33.401 §5.1.3.2 */
export type EeaId = 0 | 1 | 2 | 3;

/** EPS integrity algorithm: EIA0 null, 128-EIA1 SNOW 3G, 128-EIA2 AES, 128-EIA3 ZUC. TS 33.401 §5.1.4.2 */
export type EiaId = 0 | 1 | 2 | 3;

/** The DIRECTION bit: 0 uplink, 1 downlink. TS 33.401 §B.1.1 */
export type Direction = 0 | 1;
export const UPLINK: Direction = 0;
export const DOWNLINK: Direction = 1;

/**
 * The MAC of a message, 4 octets; all zero under EIA0.
 *
 * `key`: 16 octets; `count`: 32 bit; `bearer`: 5 bit, 0 for NAS; `lengthBits`: how many bits of `message` count, all
 * by default. TS 33.401 §B.2
 * @throws RangeError when an argument has another size
 */
export function computeEia(
  algorithm: EiaId,
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: Direction,
  message: Uint8Array,
  lengthBits: number = 8 * message.length,
): Uint8Array {
  const mac = new Uint8Array(4);
  if (algorithm === 0) return mac;
  checkInput(key, bearer, message, lengthBits);
  putWord(mac, 0, EIA[algorithm](key, count, bearer, direction, message, lengthBits));
  return mac;
}

/**
 * Encrypts or decrypts (the same): `data` xor the algorithm's keystream, in a new array. EEA0 returns `data` itself.
 *
 * `key`: 16 octets; `count`: 32 bit; `bearer`: 5 bit, 0 for NAS; `lengthBits`: how many bits of `data` count, all by
 * default; the bits after them come out zero. TS 33.401 §B.1
 * @throws RangeError when an argument has another size
 */
export function applyEea(
  algorithm: EeaId,
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: Direction,
  data: Uint8Array,
  lengthBits: number = 8 * data.length,
): Uint8Array {
  if (algorithm === 0) return data;
  checkInput(key, bearer, data, lengthBits);
  const out = EEA[algorithm](key, count, bearer, direction, data, lengthBits);
  const used = lengthBits >>> 3;
  if (used < out.length) {
    out[used]! &= 0xff00 >> (lengthBits & 7);
    out.fill(0, used + 1);
  }
  return out;
}

/** A MAC as a word. */
type Integrity = (
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: Direction,
  message: Uint8Array,
  lengthBits: number,
) => number;

/** Works on all octets that the bits touch. */
type Ciphering = (
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: Direction,
  data: Uint8Array,
  lengthBits: number,
) => Uint8Array;

const EIA: Readonly<Record<1 | 2 | 3, Integrity>> = { 1: computeEia1, 2: computeEia2, 3: computeEia3 };
const EEA: Readonly<Record<1 | 2 | 3, Ciphering>> = { 1: applyEea1, 2: applyEea2, 3: applyEea3 };

function checkInput(key: Uint8Array, bearer: number, message: Uint8Array, lengthBits: number): void {
  if (key.length !== 16) throw new RangeError(`an EEA or EIA key has 16 octets, not ${key.length}`);
  if (bearer >>> 5 !== 0) throw new RangeError(`BEARER has 5 bit, ${bearer} does not fit`);
  if (!(lengthBits >= 0 && lengthBits <= 8 * message.length))
    throw new RangeError(`${lengthBits} bits do not fit ${message.length} octets`);
}
