import { BsonType, compareValues, equalValues, indexKey, isNan, type TextOrder, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';

/** What a match found out besides yes: the place in the array that satisfied it, for the positional `$`. */
export interface Found {
  arrayIndex: number;
}

/** Judges whole documents. */
export type DocumentTest = (document: Value, found?: Found) => boolean;

/** Judges what stands at the end of a path; undefined where the field is missing. */
export type ValueTest = (value: Value | undefined, found?: Found) => boolean;

/** Equal to a value; null also where nothing stands. */
export function equals(wanted: Value, textOrder?: TextOrder): ValueTest {
  if (wanted.isNullish) return value => value === undefined || value.isNullish;
  return value => value !== undefined && equalValues(value, wanted, textOrder);
}

/** Equal to one of many, by one look-up. */
export function equalsOneOf(choices: readonly Value[]): ValueTest {
  const keys = new Set(choices.map(indexKey));
  const orMissing = choices.some(choice => choice.isNullish);
  return value => (value === undefined ? orMissing : keys.has(indexKey(value)));
}

/** `$gt`, `$gte`, `$lt`, `$lte`: only values of the operand's own kind compare, and NaN only with NaN. */
export function ordered(operator: '$gt' | '$gte' | '$lt' | '$lte', wanted: Value, textOrder?: TextOrder): ValueTest {
  const orEqual = operator.endsWith('e');
  const sign = operator.startsWith('$g') ? 1 : -1;
  if (wanted.isNullish) return value => orEqual && (value === undefined || value.isNullish);
  if (wanted.type === BsonType.regex) throw new CommandError('BadValue', "Can't have RegEx as arg to predicate.");
  const unbounded = wanted.type === BsonType.minKey || wanted.type === BsonType.maxKey;
  const nan = wanted.isNumber && isNan(wanted);
  return value => {
    if (value === undefined) return false;
    if (!unbounded && !sameKind(value, wanted)) return false;
    if (nan || (value.isNumber && isNan(value))) return orEqual && equalValues(value, wanted);
    const order = compareValues(value, wanted, textOrder) * sign;
    return order > 0 || (orEqual && order === 0);
  };
}

function sameKind(a: Value, b: Value): boolean {
  if (a.type === b.type) return true;
  if (a.isNumber) return b.isNumber;
  return isText(a) && isText(b);
}

function isText(value: Value): boolean {
  return value.type === BsonType.string || value.type === BsonType.symbol;
}

export function allOf(tests: readonly DocumentTest[]): DocumentTest {
  if (tests.length === 0) return () => true;
  if (tests.length === 1) return tests[0]!;
  if (tests.length === 2) {
    const [first, second] = tests as [DocumentTest, DocumentTest];
    return (document, found) => first(document, found) && second(document, found);
  }
  return (document, found) => {
    for (const test of tests) if (!test(document, found)) return false;
    return true;
  };
}
