import { getWord } from './words.ts';

/** The eight chaining words of SHA-256. FIPS 180-4 §6.2 */
export type Sha256State = Int32Array;

/** Fractional parts of the square roots of the first 8 primes. FIPS 180-4 §5.3.3 */
export const INITIAL_STATE: Sha256State = firstPrimes(8, prime => fraction32(Math.sqrt(prime)));

const K = firstPrimes(64, prime => fraction32(Math.cbrt(prime)));
const w = new Int32Array(64);

/** Works one block of 64 octets at `at` into `state`. */
export function compress(state: Sha256State, block: Uint8Array, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = getWord(block, at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (sigma1 + w[t - 7]! + sigma0 + w[t - 16]!) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + sum1 + choice + K[t]! + w[t]!) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + sum0 + majority) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function firstPrimes(count: number, map: (prime: number) => number): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every(prime => n % prime !== 0)) primes.push(n);
  return Int32Array.from(primes, map);
}

function fraction32(x: number): number {
  return ((x - Math.floor(x)) * 2 ** 32) | 0;
}
