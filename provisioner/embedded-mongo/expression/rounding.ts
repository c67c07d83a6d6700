import { type Decimal, decimalToNumber, decimalValue, readDecimal } from '../bson/decimal.ts';
import { BsonType, doubleValue, int64Value, type Value } from '../bson/index.ts';
import { exactDecimal, integerValue, toBigInt } from '../bson/numbers.ts';

/** `half-even` to the nearest, `cut` towards zero, `up` and `down` towards the infinities. */
export type RoundingMode = 'half-even' | 'cut' | 'up' | 'down';

/** Rounds a number to so many decimal places (negative: left of the point), keeping its type. */
export function roundTo(value: Value, places: number, mode: RoundingMode): Value {
  if (value.type === BsonType.int32 || value.type === BsonType.int64) {
    if (places >= 0) return value;
    const rounded = roundInteger(toBigInt(value), -places, mode);
    const small = Number(rounded);
    return Number.isSafeInteger(small) ? integerValue(small, value.type) : int64Value(rounded);
  }
  const exact = value.type === BsonType.decimal ? readDecimal(value.bytes, value.start) : exactDecimal(value);
  if (exact.kind !== 'finite' || exact.exponent >= -places) return value;
  const drop = -places - exact.exponent;
  const magnitude = exact.negative ? -exact.coefficient : exact.coefficient;
  const coefficient = roundInteger(magnitude, drop, mode) / 10n ** BigInt(drop);
  const rounded: Decimal = {
    kind: 'finite',
    negative: exact.negative,
    coefficient: coefficient < 0n ? -coefficient : coefficient,
    exponent: -places,
  };
  return value.type === BsonType.decimal ? decimalValue(rounded) : doubleValue(decimalToNumber(rounded));
}

/** Rounds away the last so many decimal digits of an integer, leaving zeros. */
function roundInteger(value: bigint, digits: number, mode: RoundingMode): bigint {
  const unit = 10n ** BigInt(digits);
  const cut = (value / unit) * unit;
  const rest = value - cut;
  if (rest === 0n || mode === 'cut') return cut;
  const away = value < 0n ? cut - unit : cut + unit;
  if (mode === 'up') return value > 0n ? away : cut;
  if (mode === 'down') return value < 0n ? away : cut;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const odd = (cut / unit) % 2n !== 0n;
  return twice > unit || (twice === unit && odd) ? away : cut;
}
