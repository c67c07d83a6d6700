export { type PathLine, parsePathLine } from './path-line.ts';
export { type Selected, type Selection, selectCases } from './select-cases.ts';
export { parseTagExpression, type TagExpression } from './tag-expression.ts';
