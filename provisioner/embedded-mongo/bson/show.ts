import { formatDecimal, readDecimal } from './decimal.ts';
import { BsonType, typeAlias } from './element-type.ts';
import type { Value } from './value.ts';

/** A value as the shell would write it, for error messages; long ones are cut. */
export function showValue(value: Value, room = 200): string {
  const text = show(value);
  return text.length > room ? `${text.slice(0, room)}…` : text;
}

function show(value: Value): string {
  switch (value.type) {
    case BsonType.double: {
      const number = value.double();
      return Number.isInteger(number) ? number.toFixed(1) : String(number);
    }
    case BsonType.int32:
      return String(value.int32());
    case BsonType.int64:
      return String(value.int64());
    case BsonType.decimal:
      return formatDecimal(readDecimal(value.bytes, value.start));
    case BsonType.string:
    case BsonType.symbol:
      return JSON.stringify(value.text());
    case BsonType.bool:
      return String(value.bool());
    case BsonType.null:
      return 'null';
    case BsonType.undefined:
      return 'undefined';
    case BsonType.objectId:
      return `ObjectId('${value.bytes.toString('hex', value.start, value.end)}')`;
    case BsonType.date:
      return `new Date(${value.dateMs()})`;
    case BsonType.array:
      return `[ ${value.items().map(show).join(', ')} ]`;
    case BsonType.object: {
      const reader = value.fields();
      const parts: string[] = [];
      while (reader.next()) parts.push(`${reader.name}: ${show(reader.value())}`);
      return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
    }
    case BsonType.minKey:
      return 'MinKey';
    case BsonType.maxKey:
      return 'MaxKey';
    case BsonType.regex: {
      const [pattern, flags] = value.bytes.toString('utf8', value.start, value.end).split('\0');
      return `/${pattern}/${flags}`;
    }
    case BsonType.binary:
      return `BinData(${value.bytes[value.start + 4]}, ${value.bytes.toString('hex', value.start + 5, value.end)})`;
    case BsonType.timestamp:
      return `Timestamp(${value.int64() >> 32n}, ${value.int64() & 0xffff_ffffn})`;
    default:
      return typeAlias(value.type);
  }
}
