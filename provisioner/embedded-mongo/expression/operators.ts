import { COMPARISON_OPERATORS } from './comparison.ts';
import type { PlainOperator, SpecialForm } from './scope.ts';

/** Operators whose arguments are evaluated first, by name. */
export const PLAIN_OPERATORS: ReadonlyMap<string, PlainOperator> = new Map(Object.entries({ ...COMPARISON_OPERATORS }));

/** Operators that see their argument unevaluated, by name. */
export const SPECIAL_FORMS: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>([
  ['$literal', argument => () => argument],
]);
