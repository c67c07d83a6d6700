import { equalBytes, toHex } from '../../bytes/index.ts';
import { decodeSqn, generateAuts, Milenage } from '../../crypto/index.ts';
import { type Ki, type Opc, Secret } from '../../vocabulary/index.ts';
import type { AkaOutcome, CardTampering, UsimConfig } from '../port.ts';
import { SqnArray } from './sqn-array.ts';

/** What the card answers to a challenge (TS 31.102 §7.1.2); `outcome` tells a reader why, without any key. */
export type UsimAnswer =
  | {
      readonly type: 'accepted';
      readonly outcome: AkaOutcome;
      /** 8 octets. */
      readonly res: Uint8Array;
      /** 16 octets each; secret. */
      readonly ck: Uint8Array;
      readonly ik: Uint8Array;
    }
  | { readonly type: 'mac-failure'; readonly outcome: AkaOutcome }
  /** `auts`: 14 octets. */
  | { readonly type: 'synch-failure'; readonly outcome: AkaOutcome; readonly auts: Uint8Array };

/** The USIM application of a card: Milenage, and the sequence numbers that it has seen. TS 33.102 §6.3.3 */
export class Usim {
  readonly sqn: SqnArray;
  private readonly config: UsimConfig;
  private tampering: CardTampering | undefined;

  constructor(config: UsimConfig) {
    this.config = config;
    this.sqn = new SqnArray(config.memory?.sqnArray, config.sqnAgeLimit);
  }

  /** Makes the card misbehave from now on; undefined heals it, but SQN_MS stays where it was put. */
  tamper(tampering: CardTampering | undefined): void {
    this.tampering = tampering;
    if (tampering?.sqnMs !== undefined) this.sqn.preset(tampering.sqnMs);
  }

  /**
   * Judges a challenge: the MAC first, then freshness. RAND and AUTN: 16 octets each, else it is a MAC failure. `trusting`: a
   * card that a lab made answer whatever it thinks of the challenge; its verdict stays honest.
   */
  authenticate(rand: Uint8Array, autn: Uint8Array, trusting = false): UsimAnswer {
    if (rand.length !== 16 || autn.length !== 16) return { type: 'mac-failure', outcome: malformed(rand, autn) };
    const milenage = this.newMilenage();
    const { res, ck, ik, ak } = milenage.f2345(rand);
    const concealed = autn.slice(0, 6);
    for (let i = 0; i < 6; i++) concealed[i]! ^= ak[i]!;
    const sqn = decodeSqn(concealed);
    const amfField = autn.slice(6, 8);
    const xmac = milenage.f1(rand, sqn, amfField);
    const { sqnMs } = this.sqn;
    const outcome = (verdict: AkaOutcome['verdict'], sent: Pick<AkaOutcome, 'res' | 'auts'>): AkaOutcome => ({
      rand: toHex(rand),
      autn: toHex(autn),
      amfField: toHex(amfField),
      verdict,
      mac: toHex(autn.subarray(8)),
      xmac: toHex(xmac),
      sqn,
      sqnMs,
      ...sent,
    });
    const answer = this.tampering?.res ?? this.tampered(res, this.tampering?.resFlipBits, 0);
    const accepted = (verdict: AkaOutcome['verdict']): UsimAnswer => {
      return { type: 'accepted', res: answer, ck, ik, outcome: outcome(verdict, { res: toHex(answer) }) };
    };
    if (!equalBytes(xmac, autn.subarray(8)))
      return trusting ? accepted('mac-failure') : { type: 'mac-failure', outcome: outcome('mac-failure', {}) };
    if (!this.sqn.isFresh(sqn)) {
      if (trusting) return accepted('synch-failure');
      const auts = this.tampered(generateAuts(milenage, rand, this.sqn.sqnMs), this.tampering?.autsMacFlipBits, 6);
      return { type: 'synch-failure', auts, outcome: outcome('synch-failure', { auts: toHex(auts) }) };
    }
    this.sqn.accept(sqn);
    return accepted('accepted');
  }

  /** Made for each challenge: the key schedule of a card that is seldom asked is not worth its 700 octets. */
  private newMilenage(): Milenage {
    const { ki, opc } = this.config;
    if (this.tampering === undefined) return new Milenage(ki, opc);
    const { kiFlipBits, opcFlipBits } = this.tampering;
    const cardKi: Ki = kiFlipBits === undefined ? ki : new Secret('Ki', flip(ki.reveal(), kiFlipBits, 0));
    const cardOpc: Opc = opcFlipBits === undefined ? opc : new Secret('OPc', flip(opc.reveal(), opcFlipBits, 0));
    return new Milenage(cardKi, cardOpc);
  }

  private tampered(octets: Uint8Array, bits: readonly number[] | undefined, from: number): Uint8Array {
    return bits === undefined ? octets : flip(octets, bits, from);
  }
}

/** A copy with bits flipped; bit 0 is the most significant of the octet at `from`. Bits past the end flip nothing. */
function flip(octets: Uint8Array, bits: readonly number[], from: number): Uint8Array {
  const copy = octets.slice();
  for (const bit of bits) {
    const at = from + (bit >> 3);
    if (at < copy.length) copy[at]! ^= 0x80 >> (bit & 7);
  }
  return copy;
}

function malformed(rand: Uint8Array, autn: Uint8Array): AkaOutcome {
  return {
    rand: toHex(rand),
    autn: toHex(autn),
    amfField: toHex(autn.subarray(6, 8)),
    verdict: 'mac-failure',
    mac: toHex(autn.subarray(8)),
    xmac: '',
    sqn: 0,
    sqnMs: 0,
  };
}
