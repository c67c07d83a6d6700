/**
 * Field names come again and again, so each is decoded and encoded once. Both tables are bounded: a client that invents
 * names only makes them start afresh.
 */
const MOST_NAMES = 4096;
const LONGEST_CACHED = 64;

const encoded = new Map<string, Buffer>();
const decoded: (CachedName | undefined)[] = new Array(MOST_NAMES);

interface CachedName {
  readonly bytes: Buffer;
  readonly text: string;
}

/** A field name in UTF-8, without its NUL. */
export function fieldNameBytes(name: string): Buffer {
  const known = encoded.get(name);
  if (known !== undefined) return known;
  if (encoded.size >= MOST_NAMES) encoded.clear();
  const bytes = Buffer.from(name, 'utf8');
  encoded.set(name, bytes);
  return bytes;
}

/** The field name in `bytes` from `start` to `end`, its NUL. */
export function readFieldName(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST_CACHED) return bytes.toString('utf8', start, end);
  let hash = length;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
  const slot = (hash ^ (hash >>> 12)) & (MOST_NAMES - 1);
  const known = decoded[slot];
  if (known !== undefined && sameBytes(known.bytes, bytes, start, length)) return known.text;
  const own = Buffer.allocUnsafeSlow(length);
  bytes.copy(own, 0, start, end);
  const name: CachedName = { bytes: own, text: own.toString('utf8', 0, length) };
  decoded[slot] = name;
  return name.text;
}

function sameBytes(known: Buffer, bytes: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}
