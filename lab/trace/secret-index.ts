import { toHex } from '../../emulator/bytes/index.ts';

/** A secret of the index as the search needs it. */
export interface IndexedSecret {
  readonly octets: Uint8Array;
  /** Two values 0 … 15 for each octet. */
  readonly nibbles: Uint8Array;
  /** The sextets of its base64 text for each of the three places in a group of 3 octets, those that hold nothing else. */
  readonly sextets: readonly [Uint8Array, Uint8Array, Uint8Array];
}

/** How many values of a form make its anchor, by which candidates are looked up. */
export const NIBBLES_IN_ANCHOR = 8;
export const SEXTETS_IN_ANCHOR = 5;
/** Below this a value would be found everywhere. */
export const LEAST_SECRET_OCTETS = 8;

/** Candidates by anchor, with a bit table in front that tells most misses without a look-up. */
export class AnchorTable {
  private readonly candidates = new Map<number, IndexedSecret[]>();
  private readonly bits = new Uint8Array(1 << 17);

  find(anchor: number): readonly IndexedSecret[] | undefined {
    const slot = (Math.imul(anchor, 0x9e3779b1) >>> 12) & 0xfffff;
    if ((this.bits[slot >> 3]! & (1 << (slot & 7))) === 0) return undefined;
    return this.candidates.get(anchor);
  }

  add(anchor: number, secret: IndexedSecret): void {
    const slot = (Math.imul(anchor, 0x9e3779b1) >>> 12) & 0xfffff;
    this.bits[slot >> 3]! |= 1 << (slot & 7);
    const others = this.candidates.get(anchor);
    if (others === undefined) this.candidates.set(anchor, [secret]);
    else if (!others.includes(secret)) others.push(secret);
  }

  remove(anchor: number, secret: IndexedSecret): void {
    const left = (this.candidates.get(anchor) ?? []).filter(other => other !== secret);
    if (left.length === 0) this.candidates.delete(anchor);
    else this.candidates.set(anchor, left);
  }
}

/** Secrets by the anchors of their hex, base64 and decimal forms; one that was added twice must be removed twice. */
export class SecretIndex {
  readonly byNibbles = new AnchorTable();
  readonly bySextets = new AnchorTable();
  readonly byOctets = new AnchorTable();
  private readonly entries = new Map<string, { readonly secret: IndexedSecret; uses: number }>();

  get size(): number {
    return this.entries.size;
  }

  /** @throws RangeError below 8 octets */
  add(octets: Uint8Array): void {
    if (octets.length < LEAST_SECRET_OCTETS)
      throw new RangeError(`a secret of ${octets.length} octets: at least ${LEAST_SECRET_OCTETS} are needed`);
    const name = toHex(octets);
    const entry = this.entries.get(name);
    if (entry !== undefined) {
      entry.uses++;
      return;
    }
    const secret = index(octets.slice());
    this.entries.set(name, { secret, uses: 1 });
    this.byNibbles.add(nibbleAnchor(secret.nibbles), secret);
    for (const sextets of secret.sextets) this.bySextets.add(sextetAnchor(sextets), secret);
    this.byOctets.add(octetAnchor(secret.octets), secret);
  }

  remove(octets: Uint8Array): void {
    const name = toHex(octets);
    const entry = this.entries.get(name);
    if (entry === undefined || --entry.uses > 0) return;
    this.entries.delete(name);
    const { secret } = entry;
    this.byNibbles.remove(nibbleAnchor(secret.nibbles), secret);
    for (const sextets of secret.sextets) this.bySextets.remove(sextetAnchor(sextets), secret);
    this.byOctets.remove(octetAnchor(secret.octets), secret);
  }
}

function nibbleAnchor(nibbles: Uint8Array): number {
  let anchor = 0;
  for (let i = 0; i < NIBBLES_IN_ANCHOR; i++) anchor = (anchor << 4) | nibbles[i]!;
  return anchor;
}

function sextetAnchor(sextets: Uint8Array): number {
  let anchor = 0;
  for (let i = 0; i < SEXTETS_IN_ANCHOR; i++) anchor = (anchor << 6) | sextets[i]!;
  return anchor;
}

/** The first four octets as one number. */
export function octetAnchor(octets: ArrayLike<number>, at = 0): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}

function index(octets: Uint8Array): IndexedSecret {
  const nibbles = new Uint8Array(octets.length * 2);
  for (const [at, octet] of octets.entries()) {
    nibbles[2 * at] = octet >> 4;
    nibbles[2 * at + 1] = octet & 0xf;
  }
  return { octets, nibbles, sextets: [sextetsFrom(octets, 0), sextetsFrom(octets, 4), sextetsFrom(octets, 2)] };
}

/** Whole sextets from bit `firstBit` on: behind 0, 1 or 2 foreign octets the first whole one begins at bit 0, 4 or 2. */
function sextetsFrom(octets: Uint8Array, firstBit: number): Uint8Array {
  const sextets = new Uint8Array(Math.floor((octets.length * 8 - firstBit) / 6));
  for (let i = 0; i < sextets.length; i++) {
    const bit = firstBit + 6 * i;
    const word = (octets[bit >> 3]! << 8) | (octets[(bit >> 3) + 1] ?? 0);
    sextets[i] = (word >> (10 - (bit & 7))) & 0x3f;
  }
  return sextets;
}
