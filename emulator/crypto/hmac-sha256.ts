import { compress, INITIAL_STATE, type Sha256State } from './sha256.ts';
import { putWord } from './words.ts';

const BLOCK = 64;
const DIGEST = 32;
const inner: Sha256State = new Int32Array(8);
const outer: Sha256State = new Int32Array(8);
const block = new Uint8Array(BLOCK);

/**
 * HMAC-SHA-256 of `message` under a key of at most 64 octets: 32 octets. RFC 2104, FIPS 198-1
 *
 * Written here because a call into node:crypto costs more than the four or so compressions of a key derivation
 * (figures in lab/benchmarks/crypto.ts).
 * @throws RangeError when the key is longer (no 3GPP derivation has one)
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  computeHmac(key, message);
  const digest = new Uint8Array(DIGEST);
  putState(outer, digest, 0);
  return digest;
}

/** The last 128 bits of the HMAC, 16 octets: how 3GPP shortens a derived key. TS 33.401 §A.1 */
export function hmacSha256LastHalf(key: Uint8Array, message: Uint8Array): Uint8Array {
  computeHmac(key, message);
  const half = new Uint8Array(DIGEST / 2);
  putState(outer, half, 4);
  return half;
}

/** Leaves the HMAC in `outer`. */
function computeHmac(key: Uint8Array, message: Uint8Array): void {
  if (key.length > BLOCK) throw new RangeError(`an HMAC key here has at most ${BLOCK} octets, not ${key.length}`);
  startWithKey(inner, key, 0x36);
  startWithKey(outer, key, 0x5c);
  let at = 0;
  for (; at + BLOCK <= message.length; at += BLOCK) compress(inner, message, at);
  for (let i = 0; i < BLOCK; i++) block[i] = at + i < message.length ? message[at + i]! : 0;
  finish(inner, message.length - at, BLOCK + message.length);
  block.fill(0);
  putState(inner, block, 0);
  finish(outer, DIGEST, BLOCK + DIGEST);
}

function startWithKey(state: Sha256State, key: Uint8Array, pad: number): void {
  for (let i = 0; i < BLOCK; i++) block[i] = (i < key.length ? key[i]! : 0) ^ pad;
  state.set(INITIAL_STATE);
  compress(state, block, 0);
}

/** Pads `block`, which holds the last `filled` octets and zeros, with a 1 bit and the length of all. FIPS 180-4 §5.1.1 */
function finish(state: Sha256State, filled: number, totalOctets: number): void {
  block[filled] = 0x80;
  if (filled >= BLOCK - 8) {
    compress(state, block, 0);
    block.fill(0);
  }
  putWord(block, BLOCK - 8, Math.floor(totalOctets / 2 ** 29));
  putWord(block, BLOCK - 4, totalOctets << 3);
  compress(state, block, 0);
}

/** Writes the state from word `first` to the last. */
function putState(state: Sha256State, octets: Uint8Array, first: number): void {
  for (let i = first; i < 8; i++) putWord(octets, 4 * (i - first), state[i]!);
}
