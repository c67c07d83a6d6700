export * from './composites.ts';
export * from './scalars.ts';
export {
  describeNode,
  EXPRESSION_SCHEMA,
  type JsonSchema,
  type NameKind,
  orExpression,
  type Read,
  type Reading,
  type Shape,
  wrong,
} from './shape.ts';
export { storedPaths } from './stored-value.ts';
