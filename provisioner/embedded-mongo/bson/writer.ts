import { BsonType } from './element-type.ts';
import { fieldNameBytes } from './names.ts';
import { readInt32, Value } from './value.ts';

/** Up to so many octets a loop copies faster than a call. */
const SHORT = 24;

/** Writes BSON into one growing buffer; documents nest by `open…` and `close`, their lengths are filled in at `close`. */
export class BsonWriter {
  #bytes: Buffer;
  #at = 0;
  readonly #starts: number[] = [];

  constructor(capacity = 512) {
    // From Node's pool: what is kept for long is a `copy`, never what a writer holds.
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Octets written so far. */
  get length(): number {
    return this.#at;
  }

  /** Begins the outermost document. */
  openRoot(): this {
    this.#need(5);
    this.#starts.push(this.#at);
    this.#at += 4;
    return this;
  }

  open(name: string): this {
    this.#element(BsonType.object, name, 4);
    return this.#push();
  }

  openArray(name: string): this {
    this.#element(BsonType.array, name, 4);
    return this.#push();
  }

  /** Ends the innermost open document or array. */
  close(): this {
    this.#need(1);
    this.#bytes[this.#at++] = 0;
    const start = this.#starts.pop()!;
    this.#bytes.writeInt32LE(this.#at - start, start);
    return this;
  }

  int32(name: string, value: number): this {
    this.#element(BsonType.int32, name, 4);
    this.#at = this.#bytes.writeInt32LE(value | 0, this.#at);
    return this;
  }

  double(name: string, value: number): this {
    this.#element(BsonType.double, name, 8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    return this;
  }

  int64(name: string, value: bigint): this {
    this.#element(BsonType.int64, name, 8);
    this.#at = this.#bytes.writeBigInt64LE(value, this.#at);
    return this;
  }

  date(name: string, ms: number): this {
    this.#element(BsonType.date, name, 8);
    this.#at = this.#bytes.writeBigInt64LE(BigInt(ms), this.#at);
    return this;
  }

  bool(name: string, value: boolean): this {
    this.#element(BsonType.bool, name, 1);
    this.#bytes[this.#at++] = value ? 1 : 0;
    return this;
  }

  null(name: string): this {
    this.#element(BsonType.null, name, 0);
    return this;
  }

  string(name: string, value: string): this {
    const length = Buffer.byteLength(value, 'utf8');
    this.#element(BsonType.string, name, length + 5);
    this.#at = this.#bytes.writeInt32LE(length + 1, this.#at);
    this.#at += this.#bytes.write(value, this.#at, 'utf8');
    this.#bytes[this.#at++] = 0;
    return this;
  }

  value(name: string, value: Value): this {
    return this.span(value.type, name, value.bytes, value.start, value.end);
  }

  /** A whole document under a name, as it stands in its buffer. */
  document(name: string, bytes: Buffer): this {
    return this.span(BsonType.object, name, bytes, 0, bytes.length);
  }

  /** Any payload, spliced in as it is. */
  span(type: number, name: string, bytes: Buffer, start: number, end: number): this {
    const length = end - start;
    this.#element(type, name, length);
    if (length > SHORT) bytes.copy(this.#bytes, this.#at, start, end);
    else for (let index = 0; index < length; index++) this.#bytes[this.#at + index] = bytes[start + index]!;
    this.#at += length;
    return this;
  }

  /** Octets without element header: whole elements copied from another document, or a frame header. */
  raw(bytes: Buffer, start = 0, end = bytes.length): this {
    this.#need(end - start);
    bytes.copy(this.#bytes, this.#at, start, end);
    this.#at += end - start;
    return this;
  }

  /** A little-endian 32-bit word outside any element. */
  word(value: number): this {
    this.#need(4);
    this.#at = this.#bytes.writeInt32LE(value | 0, this.#at);
    return this;
  }

  octet(value: number): this {
    this.#need(1);
    this.#bytes[this.#at++] = value;
    return this;
  }

  /** Overwrites a word that was written before. */
  patchWord(at: number, value: number): void {
    this.#bytes.writeInt32LE(value | 0, at);
  }

  /** What was written, in a view of the writer's own buffer: the writer must not be used again. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  /** What was written, in a buffer of exactly its size. */
  copy(): Buffer {
    const copy = Buffer.allocUnsafeSlow(this.#at);
    this.#bytes.copy(copy, 0, 0, this.#at);
    return copy;
  }

  /** Starts afresh in the same buffer. */
  reset(): void {
    this.#at = 0;
    this.#starts.length = 0;
  }

  #push(): this {
    this.#starts.push(this.#at);
    this.#at += 4;
    return this;
  }

  #element(type: number, name: string, payload: number): void {
    const bytes = fieldNameBytes(name);
    const length = bytes.length;
    this.#need(length + 2 + payload);
    const target = this.#bytes;
    let at = this.#at;
    target[at++] = type;
    for (let index = 0; index < length; index++) target[at++] = bytes[index]!;
    target[at++] = 0;
    this.#at = at;
  }

  #need(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more + 64));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

/** Concatenates documents' elements into a new document; the caller sees to it that no name comes twice. */
export function joinDocuments(parts: readonly Value[]): Value {
  const writer = new BsonWriter(parts.reduce((sum, part) => sum + part.end - part.start, 16));
  writer.openRoot();
  for (const part of parts) writer.raw(part.bytes, part.start + 4, part.start + readInt32(part.bytes, part.start) - 1);
  const bytes = writer.close().take();
  return new Value(BsonType.object, bytes, 0, bytes.length);
}
