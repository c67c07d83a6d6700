import { BsonType, typeRank } from './element-type.ts';
import { compareNumbers } from './numbers.ts';
import { readInt32, type Value } from './value.ts';

/** Compares two texts in UTF-8: the order of bytes, or a collation's. */
export type TextOrder = (a: string, b: string) => number;

/**
 * BSON's order of all values: first by rank of type, then by value. Documents compare field by field in their order: type
 * rank, then name, then value; arrays item by item. `textOrder` replaces the byte order of strings (collation).
 */
export function compareValues(a: Value, b: Value, textOrder?: TextOrder): number {
  if (a.type !== b.type) {
    const rank = typeRank(a.type) - typeRank(b.type);
    if (rank !== 0) return rank < 0 ? -1 : 1;
  }
  switch (a.type) {
    case BsonType.double:
    case BsonType.int32:
    case BsonType.int64:
    case BsonType.decimal:
      return compareNumbers(a, b);
    case BsonType.string:
    case BsonType.symbol:
    case BsonType.code:
      if (textOrder !== undefined && a.type !== BsonType.code) return textOrder(a.text(), b.text());
      return compareSpans(a, a.start + 4, a.end - 1, b, b.start + 4, b.end - 1);
    case BsonType.object:
      return compareDocuments(a, b, textOrder, true);
    case BsonType.array:
      return compareDocuments(a, b, textOrder, false);
    case BsonType.binary: {
      const lengths = readInt32(a.bytes, a.start) - readInt32(b.bytes, b.start);
      if (lengths !== 0) return lengths < 0 ? -1 : 1;
      return compareSpans(a, a.start + 4, a.end, b, b.start + 4, b.end);
    }
    case BsonType.bool:
      return a.bytes[a.start]! - b.bytes[b.start]!;
    case BsonType.date:
      return compareHalves(readInt32(a.bytes, a.start + 4), readInt32(b.bytes, b.start + 4), a, b);
    case BsonType.timestamp:
      return compareHalves(readInt32(a.bytes, a.start + 4) >>> 0, readInt32(b.bytes, b.start + 4) >>> 0, a, b);
    case BsonType.objectId:
    case BsonType.regex:
    case BsonType.dbPointer:
      return compareSpans(a, a.start, a.end, b, b.start, b.end);
    case BsonType.codeWithScope:
      return compareSpans(a, a.start + 4, a.end, b, b.start + 4, b.end);
    default:
      return 0;
  }
}

export function equalValues(a: Value, b: Value, textOrder?: TextOrder): boolean {
  return compareValues(a, b, textOrder) === 0;
}

/** Whether both are the same type and the same bytes: what decides if an update changed anything. */
export function identicalValues(a: Value, b: Value): boolean {
  return (
    a.type === b.type &&
    a.end - a.start === b.end - b.start &&
    a.bytes.compare(b.bytes, b.start, b.end, a.start, a.end) === 0
  );
}

function compareDocuments(a: Value, b: Value, textOrder: TextOrder | undefined, named: boolean): number {
  const left = a.fields();
  const right = b.fields();
  for (;;) {
    const moreLeft = left.next();
    const moreRight = right.next();
    if (!moreLeft || !moreRight) return moreLeft === moreRight ? 0 : moreLeft ? 1 : -1;
    const rank = typeRank(left.type) - typeRank(right.type);
    if (rank !== 0) return rank < 0 ? -1 : 1;
    if (named) {
      const names = compareSpans(a, left.nameStart, left.nameEnd, b, right.nameStart, right.nameEnd);
      if (names !== 0) return names;
    }
    const values = compareValues(left.value(), right.value(), textOrder);
    if (values !== 0) return values;
  }
}

function compareSpans(a: Value, startA: number, endA: number, b: Value, startB: number, endB: number): number {
  const left = a.bytes;
  const right = b.bytes;
  const length = Math.min(endA - startA, endB - startB);
  for (let index = 0; index < length; index++) {
    const difference = left[startA + index]! - right[startB + index]!;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  const lengths = endA - startA - (endB - startB);
  return lengths < 0 ? -1 : lengths > 0 ? 1 : 0;
}

function compareHalves(highA: number, highB: number, a: Value, b: Value): number {
  if (highA !== highB) return highA < highB ? -1 : 1;
  const lowA = readInt32(a.bytes, a.start) >>> 0;
  const lowB = readInt32(b.bytes, b.start) >>> 0;
  return lowA < lowB ? -1 : lowA > lowB ? 1 : 0;
}
