import { BsonType } from './element-type.ts';
import { Value } from './value.ts';
import { BsonWriter } from './writer.ts';

/** What `make` turns into BSON: integers within 32 bits become int32, bigint int64, other numbers double. */
export type Plain =
  | Value
  | Buffer
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

const NOTHING = Buffer.alloc(0);

export const NULL = new Value(BsonType.null, NOTHING, 0, 0);
export const MIN_KEY = new Value(BsonType.minKey, NOTHING, 0, 0);
export const MAX_KEY = new Value(BsonType.maxKey, NOTHING, 0, 0);
export const TRUE = new Value(BsonType.bool, Buffer.from([1]), 0, 1);
export const FALSE = new Value(BsonType.bool, Buffer.from([0]), 0, 1);

export function boolValue(value: boolean): Value {
  return value ? TRUE : FALSE;
}

export function int32Value(value: number): Value {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value, 0);
  return new Value(BsonType.int32, bytes, 0, 4);
}

export function int64Value(value: bigint): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value), 0);
  return new Value(BsonType.int64, bytes, 0, 8);
}

/** An int64 from its two halves, exact without bigint. */
export function int64FromHalves(high: number, low: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeInt32LE(low | 0, 0);
  bytes.writeInt32LE(high | 0, 4);
  return new Value(BsonType.int64, bytes, 0, 8);
}

export function doubleValue(value: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(value, 0);
  return new Value(BsonType.double, bytes, 0, 8);
}

export function dateValue(ms: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(BigInt(Math.trunc(ms)), 0);
  return new Value(BsonType.date, bytes, 0, 8);
}

/** A timestamp: seconds since 1970 and an ordinal within the second. */
export function timestampValue(seconds: number, ordinal: number): Value {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUInt32LE(ordinal >>> 0, 0);
  bytes.writeUInt32LE(seconds >>> 0, 4);
  return new Value(BsonType.timestamp, bytes, 0, 8);
}

export function stringValue(text: string): Value {
  const length = Buffer.byteLength(text, 'utf8');
  const bytes = Buffer.allocUnsafe(length + 5);
  bytes.writeInt32LE(length + 1, 0);
  bytes.write(text, 4, 'utf8');
  bytes[length + 4] = 0;
  return new Value(BsonType.string, bytes, 0, length + 5);
}

/** A 12-octet ObjectId. */
export function objectIdValue(octets: Buffer): Value {
  return new Value(BsonType.objectId, octets, 0, 12);
}

/** Binary data of subtype 0 unless told. */
export function binaryValue(data: Buffer, subtype = 0): Value {
  const bytes = Buffer.allocUnsafe(data.length + 5);
  bytes.writeInt32LE(data.length, 0);
  bytes[4] = subtype;
  data.copy(bytes, 5);
  return new Value(BsonType.binary, bytes, 0, bytes.length);
}

export function documentValue(entries: Iterable<readonly [string, Value]>): Value {
  const writer = new BsonWriter(128).openRoot();
  for (const [name, value] of entries) writer.value(name, value);
  const bytes = writer.close().take();
  return new Value(BsonType.object, bytes, 0, bytes.length);
}

export function arrayValue(items: readonly Value[]): Value {
  const writer = new BsonWriter(128).openRoot();
  for (let index = 0; index < items.length; index++) writer.value(indexName(index), items[index]!);
  const bytes = writer.close().take();
  return new Value(BsonType.array, bytes, 0, bytes.length);
}

/** The name of an array item: its index in decimal. */
export function indexName(index: number): string {
  return index < INDEX_NAMES.length ? INDEX_NAMES[index]! : String(index);
}

/** Turns JavaScript values into a BSON value; a Buffer is taken as a whole document. */
export function make(plain: Plain): Value {
  if (plain instanceof Value) return plain;
  if (plain instanceof Buffer) return new Value(BsonType.object, plain, 0, plain.length);
  switch (typeof plain) {
    case 'string':
      return stringValue(plain);
    case 'number':
      return (plain | 0) === plain ? int32Value(plain) : doubleValue(plain);
    case 'bigint':
      return int64Value(plain);
    case 'boolean':
      return boolValue(plain);
  }
  if (plain === null) return NULL;
  if (plain instanceof Date) return dateValue(plain.getTime());
  if (Array.isArray(plain)) return arrayValue(plain.map(make));
  const writer = new BsonWriter(128).openRoot();
  writeFields(writer, plain as { readonly [name: string]: Plain | undefined });
  const bytes = writer.close().take();
  return new Value(BsonType.object, bytes, 0, bytes.length);
}

/** Writes each field that is not undefined into the writer's open document. */
export function writeFields(writer: BsonWriter, fields: { readonly [name: string]: Plain | undefined }): void {
  for (const name in fields) {
    const plain = fields[name];
    if (plain !== undefined) writer.value(name, make(plain));
  }
}

const INDEX_NAMES = Array.from({ length: 1024 }, (_, index) => String(index));
