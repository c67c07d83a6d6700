import { equalBytes } from '../../emulator/bytes/index.ts';

/** A secret of the index. */
export interface IndexedSecret {
  readonly octets: Uint8Array;
  /** How often it was added and not removed. */
  uses: number;
}

/** How many sextets make the anchor by which a base64 form is looked up; hex and decimal forms are by 4 octets. */
export const SEXTETS_IN_ANCHOR = 5;
/** Below this a value would be found everywhere. */
export const LEAST_SECRET_OCTETS = 8;
/** The bit of a secret with which its first whole base64 character begins, behind 0, 1 or 2 foreign octets. */
export const FIRST_BITS: readonly number[] = [0, 4, 2];

const NONE: readonly IndexedSecret[] = [];

/** Secrets by anchors, with a bit table in front that tells most misses without a look-up. */
export class AnchorTable {
  private readonly candidates = new Map<number, IndexedSecret | readonly IndexedSecret[]>();
  private readonly bits = new Uint8Array(1 << 17);

  find(anchor: number): readonly IndexedSecret[] {
    const slot = (Math.imul(anchor, 0x9e3779b1) >>> 12) & 0xfffff;
    if ((this.bits[slot >> 3]! & (1 << (slot & 7))) === 0) return NONE;
    return this.at(anchor);
  }

  add(anchor: number, secret: IndexedSecret): void {
    const slot = (Math.imul(anchor, 0x9e3779b1) >>> 12) & 0xfffff;
    this.bits[slot >> 3]! |= 1 << (slot & 7);
    const others = this.at(anchor);
    if (!others.includes(secret)) this.candidates.set(anchor, others.length === 0 ? secret : [...others, secret]);
  }

  remove(anchor: number, secret: IndexedSecret): void {
    const left = this.at(anchor).filter(other => other !== secret);
    if (left.length === 0) this.candidates.delete(anchor);
    else this.candidates.set(anchor, left.length === 1 ? left[0]! : left);
  }

  private at(anchor: number): readonly IndexedSecret[] {
    const found = this.candidates.get(anchor);
    if (found === undefined) return NONE;
    return 'octets' in found ? [found] : found;
  }
}

/** Secrets by the anchors of their forms; one that was added twice must be removed twice. */
export class SecretIndex {
  readonly byOctets = new AnchorTable();
  readonly bySextets = new AnchorTable();
  size = 0;
  /** Octets of the shortest secret that was ever added. */
  leastOctets = Number.POSITIVE_INFINITY;
  /** Some secret's base64 characters are all hex digits, too. */
  hasHexLikeBase64 = false;

  /** @throws RangeError below 8 octets */
  add(octets: Uint8Array): void {
    if (octets.length < LEAST_SECRET_OCTETS)
      throw new RangeError(`a secret of ${octets.length} octets: at least ${LEAST_SECRET_OCTETS} are needed`);
    const known = this.find(octets);
    if (known !== undefined) {
      known.uses++;
      return;
    }
    const secret = { octets: octets.slice(), uses: 1 };
    this.size++;
    this.leastOctets = Math.min(this.leastOctets, octets.length);
    this.hasHexLikeBase64 ||= FIRST_BITS.some(firstBit => isHexLike(octets, firstBit));
    this.byOctets.add(octetAnchor(octets), secret);
    for (const firstBit of FIRST_BITS) this.bySextets.add(sextetAnchor(octets, firstBit), secret);
  }

  remove(octets: Uint8Array): void {
    const known = this.find(octets);
    if (known === undefined || --known.uses > 0) return;
    this.size--;
    this.byOctets.remove(octetAnchor(octets), known);
    for (const firstBit of FIRST_BITS) this.bySextets.remove(sextetAnchor(octets, firstBit), known);
  }

  private find(octets: Uint8Array): IndexedSecret | undefined {
    if (octets.length < LEAST_SECRET_OCTETS) return undefined;
    return this.byOctets.find(octetAnchor(octets)).find(secret => equalBytes(secret.octets, octets));
  }
}

/** Four octets as one number: also eight hex digits. */
export function octetAnchor(octets: ArrayLike<number>, at = 0): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

/** Hex digit `i` of the secret. */
export function nibbleOf(octets: Uint8Array, i: number): number {
  const octet = octets[i >> 1]!;
  return (i & 1) === 0 ? octet >> 4 : octet & 0xf;
}

/** The `i`-th whole base64 character's value, the first beginning at `firstBit`. */
export function sextetOf(octets: Uint8Array, firstBit: number, i: number): number {
  const bit = firstBit + 6 * i;
  const word = (octets[bit >> 3]! << 8) | (octets[(bit >> 3) + 1] ?? 0);
  return (word >> (10 - (bit & 7))) & 0x3f;
}

function sextetAnchor(octets: Uint8Array, firstBit: number): number {
  let anchor = 0;
  for (let i = 0; i < SEXTETS_IN_ANCHOR; i++) anchor = (anchor << 6) | sextetOf(octets, firstBit, i);
  return anchor;
}

const HEX_DIGITS = /^[0-9A-Fa-f]$/;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function isHexLike(octets: Uint8Array, firstBit: number): boolean {
  for (let i = 0; i < wholeSextets(octets, firstBit); i++)
    if (!HEX_DIGITS.test(BASE64[sextetOf(octets, firstBit, i)]!)) return false;
  return true;
}

/** How many base64 characters hold bits of the secret alone, the first beginning at `firstBit`. */
export function wholeSextets(octets: Uint8Array, firstBit: number): number {
  return Math.floor((octets.length * 8 - firstBit) / 6);
}
