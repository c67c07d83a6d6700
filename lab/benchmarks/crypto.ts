import { createCipheriv, createHmac } from 'node:crypto';
import {
  applyEea,
  computeEia,
  generateEpsVector,
  generateUmtsVector,
  hmacSha256,
  Milenage,
  UPLINK,
} from '../../emulator/crypto/index.ts';
import { Secret } from '../../emulator/vocabulary/index.ts';

/** One line of `npm run bench`. */
export interface BenchFigure {
  readonly name: string;
  readonly figure: number;
  readonly unit: string;
  /** The same work done by something else, measured in the same run, in the same unit. */
  readonly reference?: { readonly name: string; readonly figure: number };
}

const ROUND_MS = 60;
const ROUNDS = 5;
const NAS_OCTETS = 60;

/**
 * How fast `emulator/crypto` is. About five seconds; each figure is the best of five rounds, ours and the reference's in
 * turn, so that a busy machine slows both.
 * @throws Error when ours and the reference do not compute the same
 */
export function benchCrypto(): BenchFigure[] {
  const k = octetsFrom(1, 16);
  const opc = octetsFrom(2, 16);
  const rand = octetsFrom(3, 16);
  const amfField = Uint8Array.of(0x80, 0x00);
  const snId = Uint8Array.of(0x00, 0xf1, 0x10);
  const kasme = octetsFrom(4, 32);
  const kdfInput = octetsFrom(5, 7);
  const message = octetsFrom(6, NAS_OCTETS);
  const open = (key: Uint8Array) => new Milenage(new Secret('Ki', key), new Secret('OPc', opc));
  const milenage = open(k);

  const block = blockCipherEach(k);
  const stream = blockCipherKept(k);
  requireSame('Milenage', referenceVector(block, opc, rand, 5, amfField), vector(5));
  requireSame('Milenage', referenceVector(stream, opc, rand, 5, amfField), vector(5));
  requireSame('HMAC-SHA-256', nodeHmac(), hmacSha256(kasme, kdfInput));
  requireSame('128-EEA2', nodeCtr(7), applyEea(2, k, 7, 0, UPLINK, message));

  function vector(sqn: number): Uint8Array {
    const { autn, xres, ck, ik } = generateUmtsVector(milenage, { rand, sqn, amfField });
    return Buffer.concat([autn, xres, ck, ik]);
  }
  function nodeHmac(): Uint8Array {
    return createHmac('sha256', kasme).update(kdfInput).digest();
  }
  function nodeCtr(count: number): Uint8Array {
    const iv = Buffer.alloc(16);
    iv.writeUInt32BE(count);
    return createCipheriv('aes-128-ctr', k, iv).update(message);
  }

  const figures = [
    compare(
      'Milenage vector, one subscriber',
      'vectors/s',
      sqn => generateUmtsVector(milenage, { rand, sqn, amfField }),
      'node:crypto, one cipher kept',
      sqn => referenceVector(stream, opc, rand, sqn, amfField),
    ),
    compare(
      'Milenage vector, a new subscriber each',
      'vectors/s',
      sqn => {
        k[0] = sqn;
        return generateUmtsVector(open(k), { rand, sqn, amfField });
      },
      'node:crypto, a cipher a block',
      sqn => {
        k[0] = sqn;
        return referenceVector(block, opc, rand, sqn, amfField);
      },
    ),
    measure('EPS vector with KASME, one subscriber', 'vectors/s', sqn =>
      generateEpsVector(milenage, { rand, sqn, amfField, snId }),
    ),
    compare(
      'HMAC-SHA-256 of a key derivation',
      'keys/s',
      () => hmacSha256(kasme, kdfInput),
      'node:crypto createHmac',
      nodeHmac,
    ),
    compare(
      `128-EEA2, ${NAS_OCTETS} octets, a new key each`,
      'messages/s',
      count => {
        k[0] = count;
        return applyEea(2, k, count, 0, UPLINK, message);
      },
      'node:crypto aes-128-ctr',
      count => {
        k[0] = count;
        return nodeCtr(count);
      },
    ),
  ];
  for (const algorithm of [1, 2, 3] as const) {
    figures.push(
      measure(`128-EIA${algorithm} + 128-EEA${algorithm}, ${NAS_OCTETS} octets`, 'messages/s', count => {
        const ciphered = applyEea(algorithm, k, count, 0, UPLINK, message);
        return computeEia(algorithm, k, count, 0, UPLINK, ciphered);
      }),
    );
  }
  return figures;
}

type Work = (index: number) => unknown;

function measure(name: string, unit: string, work: Work): BenchFigure {
  rate(work);
  return { name, figure: best(work), unit };
}

function compare(name: string, unit: string, work: Work, referenceName: string, reference: Work): BenchFigure {
  rate(work);
  rate(reference);
  let ours = 0;
  let theirs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    ours = Math.max(ours, rate(work));
    theirs = Math.max(theirs, rate(reference));
  }
  return { name, figure: ours, unit, reference: { name: referenceName, figure: theirs } };
}

function best(work: Work): number {
  return Math.max(...Array.from({ length: ROUNDS }, () => rate(work)));
}

/** Calls a second, whole. */
function rate(work: Work): number {
  const started = performance.now();
  let calls = 0;
  let elapsedMs = 0;
  do {
    for (let i = 0; i < 200; i++) work(calls + i);
    calls += 200;
    elapsedMs = performance.now() - started;
  } while (elapsedMs < ROUND_MS);
  return Math.round((1000 * calls) / elapsedMs);
}

type BlockCipher = (block: Uint8Array) => Uint8Array;

/** How code without a block cipher of its own does it: a cipher object for each block. Reads the key at each call. */
function blockCipherEach(key: Uint8Array): BlockCipher {
  return block => createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block);
}

/** The best that node:crypto offers while the key stays: one ECB cipher that is never finished. */
function blockCipherKept(key: Uint8Array): BlockCipher {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return block => cipher.update(block);
}

/** AUTN ‖ RES ‖ CK ‖ IK by TS 35.206 §4.1 over a block cipher. */
function referenceVector(
  encrypt: BlockCipher,
  opc: Uint8Array,
  rand: Uint8Array,
  sqn: number,
  amfField: Uint8Array,
): Uint8Array {
  const temp = encrypt(xor(rand, opc));
  const sqnOctets = Buffer.alloc(6);
  sqnOctets.writeUIntBE(sqn, 0, 6);
  const in1 = Buffer.concat([sqnOctets, amfField, sqnOctets, amfField]);
  const out1 = xor(encrypt(xor(temp, rotate(xor(in1, opc), 8))), opc);
  const out = (octets: number, constant: number) => {
    const input = rotate(xor(temp, opc), octets);
    input[15]! ^= constant;
    return xor(encrypt(input), opc);
  };
  const out2 = out(0, 1);
  const masked = xor(sqnOctets, out2.subarray(0, 6));
  return Buffer.concat([masked, amfField, out1.subarray(0, 8), out2.subarray(8), out(4, 2), out(8, 4)]);
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i]! ^ b[i]!;
  return out;
}

/** Cyclic rotation of 16 octets towards the first. */
function rotate(block: Uint8Array, octets: number): Uint8Array {
  const out = new Uint8Array(16);
  for (let i = 0; i < 16; i++) out[i] = block[(i + octets) & 15]!;
  return out;
}

function octetsFrom(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => 37 * seed + 101 * i);
}

function requireSame(what: string, reference: Uint8Array, ours: Uint8Array): void {
  if (!Buffer.from(reference).equals(ours))
    throw new Error(`${what}: the benchmark's reference computes something else`);
}
