import { doubleValue } from '../bson/index.ts';
import { ARITHMETIC_OPERATORS } from './arithmetic.ts';
import { ARRAY_FORMS, ARRAY_OPERATORS } from './arrays.ts';
import { COMPARISON_OPERATORS } from './comparison.ts';
import { CONVERSION_FORMS, CONVERSION_OPERATORS } from './conversion.ts';
import { DATE_FORMS } from './dates.ts';
import { LOGIC_FORMS, LOGIC_OPERATORS } from './logic.ts';
import { OBJECT_FORMS, OBJECT_OPERATORS } from './objects.ts';
import type { PlainOperator, SpecialForm } from './scope.ts';
import { STATISTIC_OPERATORS } from './statistics.ts';
import { STRING_FORMS, STRING_OPERATORS } from './strings.ts';
import { VARIABLE_FORMS } from './variables.ts';

/** Operators whose arguments are evaluated first, by name. */
export const PLAIN_OPERATORS: ReadonlyMap<string, PlainOperator> = new Map(
  Object.entries({
    ...COMPARISON_OPERATORS,
    ...ARITHMETIC_OPERATORS,
    ...LOGIC_OPERATORS,
    ...STRING_OPERATORS,
    ...ARRAY_OPERATORS,
    ...OBJECT_OPERATORS,
    ...CONVERSION_OPERATORS,
    ...STATISTIC_OPERATORS,
    $rand: { least: 0, most: 0, run: () => doubleValue(Math.random()) },
  }),
);

/** Operators that see their argument unevaluated, by name. */
export const SPECIAL_FORMS: ReadonlyMap<string, SpecialForm> = new Map(
  Object.entries({
    ...VARIABLE_FORMS,
    ...LOGIC_FORMS,
    ...STRING_FORMS,
    ...ARRAY_FORMS,
    ...OBJECT_FORMS,
    ...CONVERSION_FORMS,
    ...DATE_FORMS,
  }),
);
