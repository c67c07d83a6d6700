import { type Ki, type Op, type Opc, Secret } from '../vocabulary/index.ts';
import { AesKey } from './aes.ts';
import { writeSqn } from './sqn.ts';
import { getWord } from './words.ts';

/** What f2, f5, f3 and f4 make of one RAND. */
export interface MilenageResponse {
  /** RES (f2), 8 octets. */
  readonly res: Uint8Array;
  /** Cipher key CK (f3), 16 octets. */
  readonly ck: Uint8Array;
  /** Integrity key IK (f4), 16 octets. */
  readonly ik: Uint8Array;
  /** Anonymity key AK (f5), 6 octets. */
  readonly ak: Uint8Array;
}

/**
 * The Milenage functions of one subscriber, with K expanded once. TS 35.206 §4.1
 *
 * The rotations r1 … r5 are the specification's 64, 0, 32, 64 and 96 bit, whole words, so they are done by choosing
 * words; the constants c1 … c5 touch only the last word. Operators may choose others; nobody we interwork with does.
 */
export class Milenage {
  readonly #key: AesKey;
  readonly #opc: Int32Array;

  /** @throws RangeError when Ki or OPc does not have 16 octets */
  constructor(ki: Ki, opc: Opc) {
    this.#key = new AesKey(ki.reveal());
    this.#opc = words('OPc', opc.reveal());
  }

  /** MAC-A, 8 octets: network authentication. `rand`: 16 octets, `amfField`: 2 octets, `sqn`: 48 bit. */
  f1(rand: Uint8Array, sqn: number, amfField: Uint8Array): Uint8Array {
    this.#temp(rand);
    return this.#macs(sqn, amfField, 0);
  }

  /** MAC-S, 8 octets: resynchronisation. */
  f1Star(rand: Uint8Array, sqn: number, amfField: Uint8Array): Uint8Array {
    this.#temp(rand);
    return this.#macs(sqn, amfField, 2);
  }

  /** RES, CK, IK and AK of a RAND of 16 octets. */
  f2345(rand: Uint8Array): MilenageResponse {
    this.#temp(rand);
    return this.#response();
  }

  /** f2345 and MAC-A (f1) together, for the price of one block less. */
  f12345(rand: Uint8Array, sqn: number, amfField: Uint8Array): MilenageResponse & { readonly macA: Uint8Array } {
    this.#temp(rand);
    const { res, ck, ik, ak } = this.#response();
    return { macA: this.#macs(sqn, amfField, 0), res, ck, ik, ak };
  }

  /** AK for resynchronisation, 6 octets. */
  f5Star(rand: Uint8Array): Uint8Array {
    this.#temp(rand);
    this.#out(3, 0x08);
    return octets(0, 6);
  }

  /** TEMP = E[RAND ⊕ OPc] */
  #temp(rand: Uint8Array): void {
    if (rand.length !== 16) throw new RangeError(`RAND has 16 octets, not ${rand.length}`);
    for (let i = 0; i < 4; i++) temp[i] = getWord(rand, 4 * i) ^ this.#opc[i]!;
    this.#key.encryptWords(temp);
  }

  /** Half of OUT1 = E[TEMP ⊕ rot(IN1 ⊕ OPc, 64) ⊕ c1] ⊕ OPc, from `word`: 0 = f1, 2 = f1*. IN1 = SQN AMF SQN AMF, c1 = 0 */
  #macs(sqn: number, amfField: Uint8Array, word: 0 | 2): Uint8Array {
    if (amfField.length !== 2) throw new RangeError(`AMF has 2 octets, not ${amfField.length}`);
    const opc = this.#opc;
    writeSqn(in1, 0, sqn);
    const high = getWord(in1, 0);
    const low = (in1[4]! << 24) | (in1[5]! << 16) | (amfField[0]! << 8) | amfField[1]!;
    block[0] = temp[0]! ^ high ^ opc[2]!;
    block[1] = temp[1]! ^ low ^ opc[3]!;
    block[2] = temp[2]! ^ high ^ opc[0]!;
    block[3] = temp[3]! ^ low ^ opc[1]!;
    this.#key.encryptWords(block);
    for (let i = 0; i < 4; i++) block[i]! ^= opc[i]!;
    return octets(word, 8);
  }

  #response(): MilenageResponse {
    this.#out(0, 0x01);
    const res = octets(2, 8);
    const ak = octets(0, 6);
    this.#out(1, 0x02);
    const ck = octets(0, 16);
    this.#out(2, 0x04);
    const ik = octets(0, 16);
    return { res, ck, ik, ak };
  }

  /** OUTn = E[rot(TEMP ⊕ OPc, 32 · rotation) ⊕ c] ⊕ OPc, into `block`. */
  #out(rotation: number, c: number): void {
    const opc = this.#opc;
    for (let i = 0; i < 4; i++) {
      const from = (i + rotation) & 3;
      block[i] = temp[from]! ^ opc[from]!;
    }
    block[3]! ^= c;
    this.#key.encryptWords(block);
    for (let i = 0; i < 4; i++) block[i]! ^= opc[i]!;
  }
}

/** OPc = E_K[OP] ⊕ OP. TS 35.206 §4.1 */
export function deriveOpc(ki: Ki, op: Op): Opc {
  const opOctets = op.reveal();
  const opc = new AesKey(ki.reveal()).encryptBlock(opOctets);
  for (let i = 0; i < 16; i++) opc[i]! ^= opOctets[i]!;
  return new Secret('OPc', opc);
}

// Shared by all subscribers: each method fills them before it reads them, and nothing here awaits.
const temp = new Int32Array(4);
const block = new Int32Array(4);
const in1 = new Uint8Array(6);

function words(name: string, from: Uint8Array): Int32Array {
  if (from.length !== 16) throw new RangeError(`${name} has 16 octets, not ${from.length}`);
  return Int32Array.of(getWord(from, 0), getWord(from, 4), getWord(from, 8), getWord(from, 12));
}

/** `length` octets of `block` from one of its words. */
function octets(word: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = block[word + (i >>> 2)]! >>> (24 - 8 * (i & 3));
  return out;
}
