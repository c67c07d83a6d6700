/**
 * Reads BSON values as strictly as Open5GS does: a value of another BSON type than the one it looks for is as if it were not
 * there. Numbers arrive as the driver's typed objects (promoteValues: false), recognised by their `_bsontype` tag.
 */

/** An int32, or undefined for any other BSON type (a double or a long is ignored). */
export function readInt32(value: unknown): number | undefined {
  return isTagged<{ value: number }>(value, 'Int32') ? Number(value.value) : undefined;
}

/** An int64 as a number (exact up to 2^53), or undefined for any other BSON type. */
export function readInt64(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  if (!isTagged<{ high: number; low: number }>(value, 'Long')) return undefined;
  return value.high * 0x1_0000_0000 + (value.low >>> 0);
}

export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The fields of an embedded document; an empty object for anything else. */
export function readDocument(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('_bsontype' in value)
    ? (value as Record<string, unknown>)
    : {};
}

export function readArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Octets of a hex text, white space skipped, `length` at most; what is missing stays zero and a character that is no hex digit counts
 * as 0, as Open5GS reads keys.
 */
export function readHex(value: unknown, length: number): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  const digits = value.replace(/\s/g, '');
  const octets = new Uint8Array(length);
  for (let i = 0; i < length; i++) octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16) || 0;
  return octets;
}

function isTagged<Shape>(value: unknown, tag: string): value is Shape {
  return typeof value === 'object' && value !== null && (value as { _bsontype?: unknown })._bsontype === tag;
}
