import { DecodeError } from '../../bytes/index.ts';

/** Hears of each named field as it is read; trace.ts makes a tree of it. Positions are bits in the outermost buffer. */
export interface TraceSink {
  /** How many fields are open. */
  readonly depth: number;
  open(name: string, position: number): void;
  /** Ends the innermost open field. `text` is the value in words, where the schema has words of its own. */
  close(position: number, value: unknown, text?: string, clause?: string): void;
  /** Ends all open fields where decoding failed, with a field that says so. */
  fail(name: string, reason: string, position: number): void;
  /** Ends what a value that was not understood left open, down to `depth`. */
  unwind(depth: number): void;
}

/** Reads bits, aligned octets and lengths of aligned PER (X.691 §11). Every read past the end is a DecodeError. */
export class PerReader {
  readonly bytes: Uint8Array;
  /** The next bit, counted from the first bit of `bytes`. */
  position = 0;
  /** One past the last bit that may be read; an open type lowers it while its value is read. */
  end: number;
  /** Offset of `bytes[0]` in the outermost buffer, for errors and trees. */
  readonly base: number;
  /** Set when an IE was kept undecoded, came twice, or came out of order: then the message needs a closer look. */
  irregular = false;
  /** Collects the tree of fields when somebody wants it. */
  trace: TraceSink | undefined;

  constructor(bytes: Uint8Array, base = 0, trace?: TraceSink) {
    this.bytes = bytes;
    this.end = bytes.length * 8;
    this.base = base;
    this.trace = trace;
  }

  /** The octet that holds the next bit, counted in the outermost buffer. */
  get offset(): number {
    return this.base + (this.position >>> 3);
  }

  /** The next bit, counted in the outermost buffer. */
  get absolute(): number {
    return this.base * 8 + this.position;
  }

  bit(): number {
    const at = this.position;
    if (at >= this.end) this.need(1);
    this.position = at + 1;
    return (this.bytes[at >>> 3]! >>> (7 - (at & 7))) & 1;
  }

  /** An unsigned number of `count` bits, 0 … 32. */
  bits(count: number): number {
    const at = this.position;
    if (this.end - at < count) this.need(count);
    this.position = at + count;
    const shift = at & 7;
    let index = at >>> 3;
    let left = count - (8 - shift);
    let value = this.bytes[index]! & (0xff >>> shift);
    if (left <= 0) return count === 0 ? 0 : value >>> -left;
    while (left >= 8) {
      value = value * 256 + this.bytes[++index]!;
      left -= 8;
    }
    return left === 0 ? value : value * (1 << left) + (this.bytes[index + 1]! >>> (8 - left));
  }

  /** Skips to the next octet. */
  align(): void {
    this.position = (this.position + 7) & ~7;
  }

  /** An unsigned number of `count` octets (0 … 6), after alignment. */
  uint(count: number): number {
    this.align();
    if (this.end - this.position < count * 8) this.need(count * 8);
    let index = this.position >>> 3;
    this.position += count * 8;
    let value = 0;
    for (let left = count; left > 0; left--) value = value * 256 + this.bytes[index++]!;
    return value;
  }

  /** A copy of the next `count` octets, after alignment: decoded values own their octets. */
  octets(count: number): Uint8Array {
    this.align();
    if (this.end - this.position < count * 8) this.need(count * 8);
    const index = this.position >>> 3;
    this.position += count * 8;
    return this.bytes.slice(index, index + count);
  }

  /**
   * A general length determinant (X.691 §11.9.3.5 … 8), after alignment. A fragment's length comes back as
   * -16384 … -65536: that many units follow, and then another length.
   */
  length(): number {
    this.align();
    const at = this.position;
    if (this.end - at < 8) this.need(8);
    this.position = at + 8;
    const first = this.bytes[at >>> 3]!;
    if (first < 0x80) return first;
    if (first < 0xc0) {
      if (this.end - at < 16) this.need(8);
      this.position = at + 16;
      return ((first & 0x3f) << 8) | this.bytes[(at >>> 3) + 1]!;
    }
    const fragments = first & 0x3f;
    if (fragments < 1 || fragments > 4) this.fail(`a fragment of ${fragments} × 16K`, -8);
    return -fragments * 16384;
  }

  /** Octets behind a general length determinant, their fragments joined. A copy. */
  lengthAndOctets(): Uint8Array {
    let length = this.length();
    if (length >= 0) return this.octets(length);
    const parts: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const part = this.octets(Math.abs(length));
      parts.push(part);
      total += part.length;
      if (length >= 0) break;
      length = this.length();
    }
    const joined = new Uint8Array(total);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  /** A normally small non-negative whole number (X.691 §11.6). */
  small(): number {
    if (this.bit() === 0) return this.bits(6);
    const octets = this.length();
    if (octets < 1 || octets > 4) this.fail(`a normally small number of ${octets} octets`);
    return this.uint(octets);
  }

  /** A normally small length (X.691 §11.9.3.4): 1 or more. */
  smallLength(): number {
    if (this.bit() === 0) return this.bits(6) + 1;
    const length = this.length();
    if (length < 1) this.fail(length === 0 ? 'a normally small length of 0' : 'a normally small length above 16K');
    return length;
  }

  /** @throws DecodeError at the next bit, or `back` bits from it */
  fail(reason: string, back = 0): never {
    throw new DecodeError(reason, this.base + ((this.position + back) >>> 3));
  }

  private need(bits: number): never {
    const has = Math.max(0, this.end - this.position);
    throw new DecodeError(`needs ${bits} more bit${bits === 1 ? '' : 's'}, has ${has}`, this.offset);
  }
}
