import { BsonType, integerOf, readInt32, showValue, toNumber, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { ValueTest } from './value-tests.ts';

type BitsOperator = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear';

/** `$bitsAllSet` and its kin: the mask is an integer, binary data or a list of bit positions. */
export function bitsTest(operator: BitsOperator, argument: Value): ValueTest {
  const positions = maskPositions(operator, argument);
  const wanted = operator.endsWith('Set');
  const every = operator.startsWith('$bitsAll');
  return value => {
    const bits = value === undefined ? undefined : bitsOf(value);
    if (bits === undefined) return false;
    return every ? positions.every(at => bits(at) === wanted) : positions.some(at => bits(at) === wanted);
  };
}

function maskPositions(operator: BitsOperator, argument: Value): number[] {
  if (argument.isArray) {
    return argument.items().map(item => {
      const at = integerOf(item);
      if (at === undefined || at < 0)
        throw new CommandError('BadValue', `bit positions must be >= 0: ${showValue(item)}`);
      return at;
    });
  }
  if (argument.isNumber) {
    const mask = integerOf(argument);
    if (mask === undefined || mask < 0) {
      throw new CommandError('FailedToParse', `Expected a non-negative integer in ${operator}: ${showValue(argument)}`);
    }
    const bits = BigInt(mask);
    return Array.from({ length: 64 }, (_, at) => at).filter(at => (bits >> BigInt(at)) & 1n);
  }
  if (argument.type === BsonType.binary) {
    const length = readInt32(argument.bytes, argument.start);
    const bits = bitsOf(argument)!;
    return Array.from({ length: length * 8 }, (_, at) => at).filter(bits);
  }
  throw new CommandError(
    'BadValue',
    `${operator} takes an Array, a number, or a BinData but received: ${showValue(argument)}`,
  );
}

/** Reads single bits of an integer (sign-extended) or of binary data (little-endian); undefined for other values. */
function bitsOf(value: Value): ((at: number) => boolean) | undefined {
  if (value.type === BsonType.binary) {
    const length = readInt32(value.bytes, value.start);
    return at => at >> 3 < length && ((value.bytes[value.start + 5 + (at >> 3)]! >> (at & 7)) & 1) === 1;
  }
  if (!value.isNumber) return undefined;
  if (value.type !== BsonType.int64 && !Number.isSafeInteger(toNumber(value))) return undefined;
  const bits = value.type === BsonType.int64 ? value.int64() : BigInt(toNumber(value));
  return at => ((bits >> BigInt(Math.min(at, 63))) & 1n) === 1n;
}
