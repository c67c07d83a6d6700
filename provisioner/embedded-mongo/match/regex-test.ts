import { BsonType, equalValues } from '../bson/index.ts';
import type { Regex } from '../regex.ts';
import type { ValueTest } from './value-tests.ts';

/** Text that the expression matches, or a stored regex equal to it. */
export function regexTest(regex: Regex): ValueTest {
  return value => {
    if (value === undefined) return false;
    if (value.type === BsonType.string || value.type === BsonType.symbol) return regex.expression.test(value.text());
    return value.type === BsonType.regex && regex.value !== undefined && equalValues(value, regex.value);
  };
}
