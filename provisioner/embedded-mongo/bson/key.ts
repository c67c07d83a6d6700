import { compareDecimals, type Decimal, decimalToNumber, exactDecimalFromDouble } from './decimal.ts';
import { BsonType, typeRank } from './element-type.ts';
import { exactDecimal } from './numbers.ts';
import { readInt32, type Value } from './value.ts';

/**
 * An index key: a string of characters 0–255 whose order is BSON's order of the values and which is the same for equal
 * values of different number types. So one string serves as hash key and as sort key. Keys of several fields are joined.
 *
 * Layout: one character of type rank, then
 * - numbers: 8 octets of an order-preserving double, then what an int64 or decimal has beyond that double (below)
 * - text and names: the UTF-8 octets with 00 escaped as 00 FF, closed by 00 00
 * - documents and arrays: each element as 01, (name,) key; closed by 00
 * - the rest: their fixed octets
 */
export function indexKey(value: Value): string {
  if (value.type === BsonType.string) return stringKey(value);
  return RANK_CHARACTERS[typeRank(value.type)] + payloadKey(value);
}

function payloadKey(value: Value): string {
  const { bytes, start, end } = value;
  switch (value.type) {
    case BsonType.int32:
    case BsonType.double:
    case BsonType.int64:
    case BsonType.decimal:
      return numberKey(value);
    case BsonType.symbol:
    case BsonType.code:
      return escaped(bytes.toString('latin1', start + 4, end - 1));
    case BsonType.codeWithScope:
      return escaped(bytes.toString('latin1', start + 4, end));
    case BsonType.objectId:
      return bytes.toString('latin1', start, end);
    case BsonType.bool:
      return bytes[start] === 1 ? '\x01' : '\x00';
    case BsonType.date:
      return octets(readInt32(bytes, start + 4) ^ 0x8000_0000) + octets(readInt32(bytes, start));
    case BsonType.timestamp:
      return octets(readInt32(bytes, start + 4)) + octets(readInt32(bytes, start));
    case BsonType.binary:
      return octets(readInt32(bytes, start)) + bytes.toString('latin1', start + 4, end);
    case BsonType.regex:
    case BsonType.dbPointer:
      return escaped(bytes.toString('latin1', start, end));
    case BsonType.object:
    case BsonType.array: {
      const reader = value.fields();
      const named = value.type === BsonType.object;
      let key = '';
      while (reader.next()) {
        key += RANK_CHARACTERS[typeRank(reader.type)]!;
        if (named) key += escaped(bytes.toString('latin1', reader.nameStart, reader.nameEnd));
        key += payloadKey(reader.value());
      }
      return `${key}\x00`;
    }
    case BsonType.string:
      return escaped(bytes.toString('latin1', start + 4, end - 1));
    default:
      return '';
  }
}

function stringKey(value: Value): string {
  return `${STRING_RANK}${escaped(value.bytes.toString('latin1', value.start + 4, value.end - 1))}`;
}

function escaped(text: string): string {
  return text.includes('\x00') ? `${text.replaceAll('\x00', '\x00\xff')}\x00\x00` : `${text}\x00\x00`;
}

/**
 * The double next to the number towards zero decides first; what remains (only int64 beyond 2^53 and decimals have a rest)
 * follows as decimal exponent and digits. Negative rests are complemented, so that the larger magnitude sorts first.
 */
function numberKey(value: Value): string {
  if (value.type === BsonType.int32) return doubleKey(value.int32());
  if (value.type === BsonType.double) return doubleKey(value.double());
  if (value.type === BsonType.int64) {
    const number = value.number();
    if (Number.isSafeInteger(number)) return doubleKey(number);
  }
  const exact = exactDecimal(value);
  if (exact.kind !== 'finite') return doubleKey(decimalToNumber(exact));
  const near = towardsZero(exact);
  if (!Number.isFinite(near)) return doubleKey(near);
  const rest = remainder(exact, near);
  const key = doubleKey(near, exact.negative);
  if (rest.coefficient === 0n) return key;
  const digits = rest.coefficient.toString().replace(/0+$/, '');
  const magnitude = rest.exponent + rest.coefficient.toString().length;
  const tail = `${octets((magnitude + 0x4000) << 16).slice(0, 2)}${digits}`;
  return key.slice(0, 8) + (exact.negative ? complemented(`\xff${tail}\x00`) : `\xff${tail}\x00`);
}

function doubleKey(value: number, negativeZero = false): string {
  if (Number.isNaN(value)) return '\x00\x00\x00\x00\x00\x00\x00\x00\x80';
  scratch.setFloat64(0, value === 0 ? 0 : value);
  const high = scratch.getInt32(0);
  const low = scratch.getInt32(4);
  const bits = high < 0 ? octets(~high) + octets(~low) : octets(high ^ 0x8000_0000) + octets(low);
  // The rest of a negative number must sort below no rest at all, that of a positive one above: 80 stands between.
  return negativeZero && value === 0 ? `${octets(0x7fff_ffff)}${octets(-1)}\x80` : `${bits}\x80`;
}

function towardsZero(exact: Decimal & { kind: 'finite' }): number {
  const near = decimalToNumber({ ...exact, negative: false });
  const limit = Number.isFinite(near) ? near : Number.MAX_VALUE;
  const magnitude: Decimal = { ...exact, negative: false };
  const below = compareDecimals(exactDecimalFromDouble(limit), magnitude) > 0 ? doubleBelow(limit) : limit;
  return exact.negative ? -below : below;
}

function doubleBelow(value: number): number {
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) - 1n);
  return scratch.getFloat64(0);
}

function remainder(exact: Decimal & { kind: 'finite' }, near: number): { coefficient: bigint; exponent: number } {
  const base = exactDecimalFromDouble(Math.abs(near)) as Decimal & { kind: 'finite' };
  const exponent = Math.min(exact.exponent, base.exponent);
  const coefficient =
    exact.coefficient * 10n ** BigInt(exact.exponent - exponent) -
    base.coefficient * 10n ** BigInt(base.exponent - exponent);
  return { coefficient, exponent };
}

function complemented(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index++) result += String.fromCharCode(255 - text.charCodeAt(index));
  return result;
}

/** Four octets, most significant first. */
function octets(word: number): string {
  return String.fromCharCode((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
}

const scratch = new DataView(new ArrayBuffer(8));
const RANK_CHARACTERS = Array.from({ length: 128 }, (_, rank) => String.fromCharCode(rank));
const STRING_RANK = RANK_CHARACTERS[typeRank(BsonType.string)]!;
