import { DecodeError } from './decode-error.ts';

/** Reads big-endian (network order) fields from octets; every read past the end is a DecodeError. */
export class ByteReader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  /** Reads `bytes` from `start` (inclusive) to `end` (exclusive); offsets in errors count from the start of `bytes`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  u8(): number {
    if (this.position >= this.end) this.need(1);
    return this.bytes[this.position++]!;
  }

  u16(): number {
    if (this.end - this.position < 2) this.need(2);
    const at = this.position;
    this.position = at + 2;
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u24(): number {
    if (this.end - this.position < 3) this.need(3);
    const at = this.position;
    this.position = at + 3;
    return (this.bytes[at]! << 16) | (this.bytes[at + 1]! << 8) | this.bytes[at + 2]!;
  }

  /** Unsigned 32 bit. */
  u32(): number {
    if (this.end - this.position < 4) this.need(4);
    const at = this.position;
    this.position = at + 4;
    const b = this.bytes;
    return b[at]! * 0x1000000 + ((b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!);
  }

  /** A view (not a copy) of the next `length` octets. */
  take(length: number): Uint8Array {
    if (this.end - this.position < length) this.need(length);
    const at = this.position;
    this.position = at + length;
    return this.bytes.subarray(at, at + length);
  }

  /** A view of all that remains. */
  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  /** A reader limited to the next `length` octets, which this reader skips. Offsets keep counting from the outermost start. */
  sub(length: number): ByteReader {
    if (this.end - this.position < length) this.need(length);
    const inner = new ByteReader(this.bytes, this.position, this.position + length);
    this.position += length;
    return inner;
  }

  skip(length: number): void {
    if (this.end - this.position < length) this.need(length);
    this.position += length;
  }

  fail(reason: string): never {
    throw new DecodeError(reason, this.position);
  }

  private need(length: number): never {
    throw new DecodeError(`needs ${length} more octet${length === 1 ? '' : 's'}, has ${this.remaining}`, this.position);
  }
}
