/** Writes bits, aligned octets and lengths of aligned PER (X.691 §11) into a buffer that grows. */
export class PerWriter {
  private buffer: Uint8Array;
  /** The octet that takes the next bit. */
  private at = 0;
  /** Bits taken in that octet, 0 … 7. */
  private used = 0;

  constructor(capacity = 512) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Forgets what was written; the buffer stays for the next message. */
  reset(): void {
    this.at = 0;
    this.used = 0;
  }

  /** Octets begun so far. */
  get octetLength(): number {
    return this.used === 0 ? this.at : this.at + 1;
  }

  /** The low `count` bits (0 … 32) of a non-negative number. */
  bits(value: number, count: number): void {
    if (this.at + 5 > this.buffer.length) this.room(5);
    let left = count;
    while (left > 0) {
      const free = 8 - this.used;
      const take = left < free ? left : free;
      left -= take;
      const chunk = ((value >>> left) & ((1 << take) - 1)) << (free - take);
      if (this.used === 0) this.buffer[this.at] = chunk;
      else this.buffer[this.at]! |= chunk;
      this.used += take;
      if (this.used === 8) {
        this.used = 0;
        this.at++;
      }
    }
  }

  /** Fills the octet begun with zero bits. */
  align(): void {
    if (this.used === 0) return;
    this.used = 0;
    this.at++;
  }

  /** An unsigned number of `count` octets (0 … 6), after alignment. */
  uint(value: number, count: number): void {
    this.align();
    if (this.at + count > this.buffer.length) this.room(count);
    let rest = value;
    for (let index = this.at + count - 1; index >= this.at; index--) {
      this.buffer[index] = rest;
      rest = rest > 0xffffffff ? Math.floor(rest / 256) : rest >>> 8;
    }
    this.at += count;
  }

  /** Octets, after alignment. */
  octets(bytes: Uint8Array): void {
    this.align();
    const length = bytes.length;
    if (this.at + length > this.buffer.length) this.room(length);
    if (length <= 32) {
      let at = this.at;
      for (let index = 0; index < length; index++) this.buffer[at++] = bytes[index]!;
      this.at = at;
    } else {
      this.buffer.set(bytes, this.at);
      this.at += length;
    }
  }

  /** A general length determinant below 16384 (X.691 §11.9.3.6, 7), after alignment. */
  length(length: number): void {
    if (length < 0x80) this.uint(length, 1);
    else this.uint(0x8000 | length, 2);
  }

  /**
   * `total` units behind general length determinants, in fragments from 16384 units on (X.691 §11.9.3.8).
   * `write` is called for each run of units and writes them.
   */
  fragments(total: number, write: (from: number, count: number) => void): void {
    let from = 0;
    while (total - from >= 16384) {
      const multiple = Math.min(4, Math.floor((total - from) / 16384));
      this.uint(0xc0 | multiple, 1);
      write(from, multiple * 16384);
      from += multiple * 16384;
    }
    this.length(total - from);
    if (total > from) write(from, total - from);
  }

  /** Octets behind their length. */
  lengthAndOctets(bytes: Uint8Array): void {
    if (bytes.length < 16384) {
      this.length(bytes.length);
      this.octets(bytes);
    } else {
      this.fragments(bytes.length, (from, count) => this.octets(bytes.subarray(from, from + count)));
    }
  }

  /** A normally small non-negative whole number (X.691 §11.6). */
  small(value: number): void {
    if (value < 64) {
      this.bits(value, 7);
      return;
    }
    this.bits(1, 1);
    const octets = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4;
    this.length(octets);
    this.uint(value, octets);
  }

  /** A normally small length, 1 … 16383 (X.691 §11.9.3.4). */
  smallLength(length: number): void {
    if (length <= 64) {
      this.bits(length - 1, 7);
      return;
    }
    this.bits(1, 1);
    this.length(length);
  }

  /** Leaves room for a two-octet number that is known later; returns the mark that `closeUint16` takes. */
  openUint16(): number {
    this.uint(0, 2);
    return this.at - 2;
  }

  closeUint16(mark: number, value: number): void {
    this.buffer[mark] = value >>> 8;
    this.buffer[mark + 1] = value;
  }

  /** Begins an open type: leaves room for a one-octet length and returns the mark that `closeOpenType` takes. */
  openOpenType(): number {
    this.align();
    if (this.at + 1 > this.buffer.length) this.room(1);
    return this.at++;
  }

  /** Ends an open type: pads it to octets (one at least, X.691 §11.1.3), writes its length, fragments it if it must be. */
  closeOpenType(mark: number): void {
    this.align();
    if (this.at === mark + 1) this.uint(0, 1);
    const length = this.at - mark - 1;
    if (length < 0x80) {
      this.buffer[mark] = length;
    } else if (length < 16384) {
      this.room(1);
      this.buffer.copyWithin(mark + 2, mark + 1, this.at);
      this.buffer[mark] = 0x80 | (length >>> 8);
      this.buffer[mark + 1] = length;
      this.at++;
    } else {
      const content = this.buffer.slice(mark + 1, this.at);
      this.at = mark;
      this.lengthAndOctets(content);
    }
  }

  /** A copy of what was written, padded to octets. A complete encoding has one octet at least (X.691 §11.1.3). */
  finish(): Uint8Array {
    this.align();
    if (this.at === 0) this.uint(0, 1);
    return this.buffer.slice(0, this.at);
  }

  private room(more: number): void {
    const needed = this.at + more + 8;
    if (needed <= this.buffer.length) return;
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, needed));
    bigger.set(this.buffer);
    this.buffer = bigger;
  }
}
