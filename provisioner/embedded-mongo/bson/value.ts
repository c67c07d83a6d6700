import { BsonType, isNumberType } from './element-type.ts';
import { fieldNameBytes, readFieldName } from './names.ts';

/**
 * One BSON value where it lies: a type and a span of bytes. Nothing is decoded until asked, so a value that only passes
 * through keeps its type and its bytes. The span must be well-formed; `validateDocument` sees to that at the socket.
 */
export class Value {
  readonly type: number;
  readonly bytes: Buffer;
  /** First octet of the payload: after type and name. */
  readonly start: number;
  /** One past the last octet of the payload. */
  readonly end: number;

  constructor(type: number, bytes: Buffer, start: number, end: number) {
    this.type = type;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  get isNumber(): boolean {
    return isNumberType(this.type);
  }

  get isObject(): boolean {
    return this.type === BsonType.object;
  }

  get isArray(): boolean {
    return this.type === BsonType.array;
  }

  /** null and the deprecated undefined. */
  get isNullish(): boolean {
    return this.type === BsonType.null || this.type === BsonType.undefined;
  }

  /** The text of a string, symbol or code. */
  text(): string {
    const length = readInt32(this.bytes, this.start);
    return this.bytes.toString('utf8', this.start + 4, this.start + 3 + length);
  }

  bool(): boolean {
    return this.bytes[this.start] === 1;
  }

  int32(): number {
    return readInt32(this.bytes, this.start);
  }

  double(): number {
    return readDouble(this.bytes, this.start);
  }

  /** The 64 bits of an int64, date or timestamp, as a signed integer. */
  int64(): bigint {
    return readInt64(this.bytes, this.start);
  }

  /** Milliseconds since 1970 of a date. */
  dateMs(): number {
    return readInt64AsNumber(this.bytes, this.start);
  }

  /** An int32, int64 or double as a JavaScript number; an int64 beyond 2^53 loses its last bits. */
  number(): number {
    switch (this.type) {
      case BsonType.int32:
        return readInt32(this.bytes, this.start);
      case BsonType.double:
        return readDouble(this.bytes, this.start);
      case BsonType.int64:
        return readInt64AsNumber(this.bytes, this.start);
      default:
        return Number.NaN;
    }
  }

  /** The named field of a document, or the item of an array by its index in decimal. */
  field(name: string): Value | undefined {
    return findField(this.bytes, this.start, fieldNameBytes(name));
  }

  /** Reads the fields of a document or array one after the other. */
  fields(): FieldReader {
    return new FieldReader(this.bytes, this.start);
  }

  /** The items of an array, or the values of a document, in order. */
  items(): Value[] {
    const items: Value[] = [];
    const reader = this.fields();
    while (reader.next()) items.push(reader.value());
    return items;
  }

  isEmpty(): boolean {
    return this.bytes[this.start + 4] === 0;
  }

  /** The payload in a buffer of its own, so that it does not keep a whole message alive. */
  ownBytes(): Buffer {
    return copyBytes(this.bytes, this.start, this.end);
  }
}

/** A whole document that fills its buffer. */
export function documentOf(bytes: Buffer): Value {
  return new Value(BsonType.object, bytes, 0, bytes.length);
}

/** Walks over the elements of a document: `while (reader.next()) … reader.name … reader.value()`. */
export class FieldReader {
  type = 0;
  /** First octet of the name. */
  nameStart = 0;
  /** The name's closing NUL. */
  nameEnd = 0;
  start = 0;
  end = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, documentStart: number) {
    this.#bytes = bytes;
    this.end = documentStart + 4;
  }

  next(): boolean {
    const bytes = this.#bytes;
    let at = this.end;
    this.type = bytes[at++]!;
    if (this.type === 0) {
      this.end = at - 1;
      return false;
    }
    this.nameStart = at;
    while (bytes[at] !== 0) at++;
    this.nameEnd = at;
    this.start = at + 1;
    this.end = valueEnd(bytes, this.type, this.start);
    return true;
  }

  get name(): string {
    return readFieldName(this.#bytes, this.nameStart, this.nameEnd);
  }

  value(): Value {
    return new Value(this.type, this.#bytes, this.start, this.end);
  }
}

/** Finds a field of the document that starts at `start` by its UTF-8 name. */
export function findField(bytes: Buffer, start: number, name: Buffer): Value | undefined {
  let at = start + 4;
  const length = name.length;
  for (;;) {
    const type = bytes[at++]!;
    if (type === 0) return undefined;
    let same = 0;
    while (same < length && bytes[at + same] === name[same]) same++;
    at += same;
    if (same === length && bytes[at] === 0) return new Value(type, bytes, at + 1, valueEnd(bytes, type, at + 1));
    while (bytes[at] !== 0) at++;
    at = valueEnd(bytes, type, at + 1);
  }
}

/** Where the payload of a value of this type that starts at `at` ends. */
export function valueEnd(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case BsonType.int32:
      return at + 4;
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return at + 4 + readInt32(bytes, at);
    case BsonType.object:
    case BsonType.array:
    case BsonType.codeWithScope:
      return at + readInt32(bytes, at);
    case BsonType.double:
    case BsonType.int64:
    case BsonType.date:
    case BsonType.timestamp:
      return at + 8;
    case BsonType.bool:
      return at + 1;
    case BsonType.objectId:
      return at + 12;
    case BsonType.binary:
      return at + 5 + readInt32(bytes, at);
    case BsonType.decimal:
      return at + 16;
    case BsonType.regex: {
      let end = at;
      while (bytes[end] !== 0) end++;
      end++;
      while (bytes[end] !== 0) end++;
      return end + 1;
    }
    case BsonType.dbPointer:
      return at + 16 + readInt32(bytes, at);
    default:
      return at;
  }
}

export function readInt32(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

export function readDouble(bytes: Buffer, at: number): number {
  for (let index = 0; index < 8; index++) scratchBytes[index] = bytes[at + index]!;
  return scratchDouble[0]!;
}

export function readInt64(bytes: Buffer, at: number): bigint {
  return bytes.readBigInt64LE(at);
}

/** Exact up to 2^53 either side of zero; rounded beyond. */
export function readInt64AsNumber(bytes: Buffer, at: number): number {
  return readInt32(bytes, at + 4) * 0x1_0000_0000 + (readInt32(bytes, at) >>> 0);
}

export function copyBytes(bytes: Buffer, start: number, end: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(end - start);
  bytes.copy(copy, 0, start, end);
  return copy;
}

const scratchBytes = new Uint8Array(8);
const scratchDouble = new Float64Array(scratchBytes.buffer);
