/** Aggregation expressions, compiled once to closures over raw documents. */
export { plus } from './arithmetic.ts';
export { compileExpression, type Expression, type ExpressionOptions } from './compile.ts';
export { EMPTY_SCOPE, type Scope } from './scope.ts';
export { averageOf, deviationOf } from './statistics.ts';
export { isTruthy } from './truth.ts';
