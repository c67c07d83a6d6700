export * from './matcher.ts';
export * from './observables.ts';
export * from './observation.ts';
export { isOperator, OPERATORS } from './operators.ts';
export { type Kind, printValue, quantity, sameValue } from './quantity.ts';
export * from './read-matcher.ts';
