/** BSON element types by their number on the wire (bsonspec.org, version 1.1). */
export const BsonType = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal: 0x13,
  maxKey: 0x7f,
  minKey: 0xff,
} as const;

/** The alias that `$type` knows for each type, and its number there (minKey is -1). */
export const TYPE_ALIASES: ReadonlyMap<string, number> = new Map([
  ['double', BsonType.double],
  ['string', BsonType.string],
  ['object', BsonType.object],
  ['array', BsonType.array],
  ['binData', BsonType.binary],
  ['undefined', BsonType.undefined],
  ['objectId', BsonType.objectId],
  ['bool', BsonType.bool],
  ['date', BsonType.date],
  ['null', BsonType.null],
  ['regex', BsonType.regex],
  ['dbPointer', BsonType.dbPointer],
  ['javascript', BsonType.code],
  ['symbol', BsonType.symbol],
  ['javascriptWithScope', BsonType.codeWithScope],
  ['int', BsonType.int32],
  ['timestamp', BsonType.timestamp],
  ['long', BsonType.int64],
  ['decimal', BsonType.decimal],
  ['maxKey', BsonType.maxKey],
  ['minKey', BsonType.minKey],
]);

const ALIAS_OF = new Map([...TYPE_ALIASES].map(([alias, type]) => [type, alias]));

/** The server's word for a type: 'int', 'binData', 'objectId' … */
export function typeAlias(type: number): string {
  return ALIAS_OF.get(type) ?? `type ${type}`;
}

export function isNumberType(type: number): boolean {
  return type === BsonType.int32 || type === BsonType.double || type === BsonType.int64 || type === BsonType.decimal;
}

/**
 * Where a type stands in BSON's order of all values: MinKey, null, numbers, strings, objects, arrays, binary, ObjectId,
 * bool, date, timestamp, regex, DBPointer, code, code with scope, MaxKey. Types with one rank compare by value.
 */
export function typeRank(type: number): number {
  return RANKS[type] ?? 0;
}

const RANKS: number[] = new Array(256).fill(0);
for (const [rank, types] of [
  [1, [BsonType.minKey]],
  [5, [BsonType.undefined, BsonType.null]],
  [10, [BsonType.double, BsonType.int32, BsonType.int64, BsonType.decimal]],
  [15, [BsonType.string, BsonType.symbol]],
  [20, [BsonType.object]],
  [25, [BsonType.array]],
  [30, [BsonType.binary]],
  [35, [BsonType.objectId]],
  [40, [BsonType.bool]],
  [45, [BsonType.date]],
  [47, [BsonType.timestamp]],
  [50, [BsonType.regex]],
  [55, [BsonType.dbPointer]],
  [60, [BsonType.code]],
  [65, [BsonType.codeWithScope]],
  [127, [BsonType.maxKey]],
] as const) {
  for (const type of types) RANKS[type] = rank;
}
