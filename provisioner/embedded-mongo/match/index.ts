/** Query filters: parsed once, then closures over raw documents. */
export { type Bound, Bounds, type Limit } from './bounds.ts';
export { Filter, type FilterOptions, parseFilter, parseItemTest } from './filter.ts';
export { isOperators } from './operators.ts';
export type { DocumentTest, Found } from './value-tests.ts';
