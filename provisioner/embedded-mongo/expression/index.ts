/** Aggregation expressions, compiled once to closures over raw documents. */
export { compileExpression, type Expression, type ExpressionOptions, isTruthy } from './compile.ts';
export { EMPTY_SCOPE, type Scope } from './scope.ts';
