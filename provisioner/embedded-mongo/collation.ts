import { BsonType, integerOf, type TextOrder, type Value } from './bson/index.ts';
import { CommandError } from './errors.ts';

/**
 * The order of texts that a collation document asks for; undefined is the byte order.
 *
 * Deviation: the rules are those of the Intl that Node carries; `backwards`, `normalization` and `maxVariable` are not heeded.
 */
export function parseCollation(collation: Value | undefined): TextOrder | undefined {
  if (collation === undefined || !collation.isObject || collation.isEmpty()) return undefined;
  const locale = collation.field('locale');
  if (locale?.type !== BsonType.string) {
    throw new CommandError('FailedToParse', "BSON field 'collation.locale' is missing but a required field");
  }
  if (locale.text() === 'simple') return undefined;
  const strength = integerOf(collation.field('strength')) ?? 3;
  const caseLevel = isTrue(collation.field('caseLevel'));
  const caseFirst = collation.field('caseFirst');
  const alternate = collation.field('alternate');
  const options: Intl.CollatorOptions = {
    sensitivity: strength === 1 ? (caseLevel ? 'case' : 'base') : strength === 2 ? 'accent' : 'variant',
    numeric: isTrue(collation.field('numericOrdering')),
    ignorePunctuation: alternate?.type === BsonType.string && alternate.text() === 'shifted',
  };
  if (caseFirst?.type === BsonType.string && caseFirst.text() !== 'off') {
    options.caseFirst = caseFirst.text() === 'upper' ? 'upper' : 'lower';
  }
  try {
    return new Intl.Collator(locale.text().replaceAll('_', '-'), options).compare;
  } catch {
    throw new CommandError('BadValue', `Field 'locale' is invalid in: { locale: "${locale.text()}" }`);
  }
}

function isTrue(value: Value | undefined): boolean {
  return value?.type === BsonType.bool && value.bool();
}
