export { checkExpressions, type KnownNames, type Namespaces, referencesIn } from './check.ts';
export type { Scope } from './evaluate.ts';
export { FUNCTIONS } from './functions.ts';
export { holdsExpression } from './parse-expression.ts';
export type { NamedValue } from './references.ts';
export { resolve, resolveKnown } from './resolve.ts';
export { hasExpression } from './walk-expressions.ts';
