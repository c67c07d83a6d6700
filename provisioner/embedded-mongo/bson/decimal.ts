import { BsonType } from './element-type.ts';
import { Value } from './value.ts';

/**
 * Decimal128 (IEEE 754-2008, BID encoding as BSON uses it) with exact arithmetic, rounded half to even to 34 digits.
 * A finite number is sign × coefficient × 10^exponent.
 */
export type Decimal =
  | { readonly kind: 'finite'; readonly negative: boolean; readonly coefficient: bigint; readonly exponent: number }
  | { readonly kind: 'infinite'; readonly negative: boolean }
  | { readonly kind: 'nan' };

const DIGITS = 34;
const LEAST_EXPONENT = -6176;
const MOST_EXPONENT = 6111;
const BIAS = 6176;
const MOST_COEFFICIENT = 10n ** BigInt(DIGITS) - 1n;
const NAN: Decimal = { kind: 'nan' };

export function readDecimal(bytes: Buffer, at: number): Decimal {
  const high = bytes.readBigUInt64LE(at + 8);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 0x1fn);
  if (combination === 0x1f) return NAN;
  if (combination === 0x1e) return { kind: 'infinite', negative };
  // A coefficient that starts with binary 100 would exceed 34 digits: such encodings read as zero.
  const large = combination >> 3 === 3;
  const exponent = Number((high >> (large ? 47n : 49n)) & 0x3fffn) - BIAS;
  const coefficient = large ? 0n : ((high & 0x1_ffff_ffff_ffffn) << 64n) | bytes.readBigUInt64LE(at);
  return { kind: 'finite', negative, coefficient: coefficient > MOST_COEFFICIENT ? 0n : coefficient, exponent };
}

export function decimalValue(decimal: Decimal): Value {
  const bytes = Buffer.alloc(16);
  let high: bigint;
  let low = 0n;
  const rounded = decimal.kind === 'finite' ? roundDecimal(decimal) : decimal;
  if (rounded.kind === 'nan') high = 0x1fn << 58n;
  else if (rounded.kind === 'infinite') high = (rounded.negative ? 1n << 63n : 0n) | (0x1en << 58n);
  else {
    high =
      (rounded.negative ? 1n << 63n : 0n) | (BigInt(rounded.exponent + BIAS) << 49n) | (rounded.coefficient >> 64n);
    low = rounded.coefficient & 0xffff_ffff_ffff_ffffn;
  }
  bytes.writeBigUInt64LE(low, 0);
  bytes.writeBigUInt64LE(high, 8);
  return new Value(BsonType.decimal, bytes, 0, 16);
}

export function decimalFromBigInt(value: bigint): Decimal {
  return { kind: 'finite', negative: value < 0n, coefficient: value < 0n ? -value : value, exponent: 0 };
}

/** The decimal with 15 significant digits nearest to a double, which is how the server widens double to decimal. */
export function decimalFromDouble(value: number): Decimal {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return { kind: 'infinite', negative: value < 0 };
  return parseDecimal(value.toPrecision(15)) ?? NAN;
}

/** Exactly the double's value, all its binary digits: for comparing. */
export function exactDecimalFromDouble(value: number): Decimal {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return { kind: 'infinite', negative: value < 0 };
  let shift = 0;
  let mantissa = Math.abs(value);
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    shift++;
  }
  // m / 2^s = m × 5^s / 10^s
  return { kind: 'finite', negative: value < 0, coefficient: BigInt(mantissa) * 5n ** BigInt(shift), exponent: -shift };
}

/** Reads '12.5', '-1E+3', 'Infinity', 'NaN' …; undefined when the text is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const special = /^([+-]?)(?:inf(?:inity)?)$/i.exec(text);
  if (special) return { kind: 'infinite', negative: special[1] === '-' };
  if (/^[+-]?nan$/i.test(text)) return NAN;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const fraction = match[3] ?? '';
  const coefficient = BigInt(`${match[2]}${fraction}`);
  const exponent = Number(match[4] ?? 0) - fraction.length;
  return { kind: 'finite', negative: match[1] === '-', coefficient, exponent };
}

/** Plain digits where they are few, scientific notation elsewhere (the `to-scientific-string` of the specification). */
export function formatDecimal(decimal: Decimal): string {
  if (decimal.kind === 'nan') return 'NaN';
  const sign = decimal.negative ? '-' : '';
  if (decimal.kind === 'infinite') return `${sign}Infinity`;
  const digits = decimal.coefficient.toString();
  const adjusted = decimal.exponent + digits.length - 1;
  if (decimal.exponent > 0 || adjusted < -6) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}E${adjusted < 0 ? '' : '+'}${adjusted}`;
  }
  if (decimal.exponent === 0) return sign + digits;
  const padded = digits.padStart(1 - decimal.exponent, '0');
  return `${sign}${padded.slice(0, decimal.exponent)}.${padded.slice(decimal.exponent)}`;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  if (a.kind === 'infinite') return b.kind === 'infinite' && b.negative !== a.negative ? NAN : a;
  if (b.kind === 'infinite') return b;
  const exponent = Math.min(a.exponent, b.exponent);
  // An operand that lies wholly below the other's last digit only decides the rounding.
  if (Math.abs(a.exponent - b.exponent) > 4 * DIGITS) {
    const [large, small] = a.exponent > b.exponent ? [a, b] : [b, a];
    if (large.coefficient !== 0n) {
      const sticky = small.coefficient === 0n ? 0n : small.negative === large.negative ? 1n : -1n;
      return roundDecimal({
        kind: 'finite',
        negative: large.negative,
        coefficient: large.coefficient * 10n ** BigInt(2 * DIGITS) + sticky,
        exponent: large.exponent - 2 * DIGITS,
      });
    }
  }
  const sum = scaled(a, exponent) + scaled(b, exponent);
  const negative = sum === 0n ? a.negative && b.negative : sum < 0n;
  return roundDecimal({ kind: 'finite', negative, coefficient: sum < 0n ? -sum : sum, exponent });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite' || b.kind === 'infinite') {
    const zero = (a.kind === 'finite' && a.coefficient === 0n) || (b.kind === 'finite' && b.coefficient === 0n);
    return zero ? NAN : { kind: 'infinite', negative };
  }
  return roundDecimal({
    kind: 'finite',
    negative,
    coefficient: a.coefficient * b.coefficient,
    exponent: a.exponent + b.exponent,
  });
}

/** Quotient rounded to 34 digits; a zero divisor gives NaN or an infinity. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinite') return b.kind === 'infinite' ? NAN : { kind: 'infinite', negative };
  if (b.kind === 'infinite') return { kind: 'finite', negative, coefficient: 0n, exponent: 0 };
  if (b.coefficient === 0n) return a.coefficient === 0n ? NAN : { kind: 'infinite', negative };
  const shift = 2 * DIGITS;
  const numerator = a.coefficient * 10n ** BigInt(shift);
  let coefficient = numerator / b.coefficient;
  let exponent = a.exponent - b.exponent - shift;
  if (numerator % b.coefficient !== 0n) coefficient = coefficient * 10n + 1n;
  else coefficient *= 10n;
  exponent -= 1;
  // Exact quotients keep the shortest form down to the ideal exponent.
  const ideal = a.exponent - b.exponent;
  while (exponent < ideal && coefficient % 10n === 0n && coefficient !== 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return roundDecimal({ kind: 'finite', negative, coefficient, exponent });
}

/** Order of two numbers; NaN is smallest and equal to itself, as BSON orders numbers. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.kind === 'nan' || b.kind === 'nan') return a.kind === b.kind ? 0 : a.kind === 'nan' ? -1 : 1;
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB || signA === 0) return signA - signB < 0 ? -1 : signA - signB > 0 ? 1 : 0;
  if (a.kind === 'infinite') return b.kind === 'infinite' ? 0 : signA;
  if (b.kind === 'infinite') return -signA;
  const magnitudeA = a.exponent + digitsOf(a.coefficient);
  const magnitudeB = b.exponent + digitsOf(b.coefficient);
  if (magnitudeA !== magnitudeB) return magnitudeA < magnitudeB ? -signA : signA;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = scaled(a, exponent);
  const right = scaled(b, exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function decimalToNumber(decimal: Decimal): number {
  if (decimal.kind === 'nan') return Number.NaN;
  if (decimal.kind === 'infinite') return decimal.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(`${decimal.negative ? '-' : ''}${decimal.coefficient}e${decimal.exponent}`);
}

/** The whole part of a finite decimal, cut towards zero. */
export function truncateDecimal(decimal: Decimal & { kind: 'finite' }): bigint {
  const whole =
    decimal.exponent >= 0
      ? decimal.coefficient * 10n ** BigInt(decimal.exponent)
      : decimal.coefficient / 10n ** BigInt(Math.min(-decimal.exponent, 8000));
  return decimal.negative ? -whole : whole;
}

/** Fits coefficient and exponent into 34 digits and the exponent range: half to even, overflow to infinity. */
export function roundDecimal(decimal: Decimal & { kind: 'finite' }): Decimal {
  let { coefficient, exponent } = decimal;
  const excess = Math.max(digitsOf(coefficient) - DIGITS, LEAST_EXPONENT - exponent);
  if (excess > 0) {
    coefficient = divideHalfEven(coefficient, excess);
    exponent += excess;
    if (coefficient > MOST_COEFFICIENT) {
      coefficient /= 10n;
      exponent++;
    }
  }
  if (exponent > MOST_EXPONENT) {
    if (coefficient === 0n) exponent = MOST_EXPONENT;
    else {
      const room = DIGITS - digitsOf(coefficient);
      if (exponent - MOST_EXPONENT > room) return { kind: 'infinite', negative: decimal.negative };
      coefficient *= 10n ** BigInt(exponent - MOST_EXPONENT);
      exponent = MOST_EXPONENT;
    }
  }
  return { kind: 'finite', negative: decimal.negative, coefficient, exponent };
}

function divideHalfEven(coefficient: bigint, places: number): bigint {
  if (places > digitsOf(coefficient) + 1) return 0n;
  const divisor = 10n ** BigInt(places);
  const quotient = coefficient / divisor;
  const twice = (coefficient % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function scaled(decimal: Decimal & { kind: 'finite' }, exponent: number): bigint {
  const coefficient = decimal.coefficient * 10n ** BigInt(decimal.exponent - exponent);
  return decimal.negative ? -coefficient : coefficient;
}

function signOf(decimal: Exclude<Decimal, { kind: 'nan' }>): number {
  if (decimal.kind === 'finite' && decimal.coefficient === 0n) return 0;
  return decimal.negative ? -1 : 1;
}

function digitsOf(coefficient: bigint): number {
  return coefficient.toString().length;
}
