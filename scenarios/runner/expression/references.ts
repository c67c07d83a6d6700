import type { Expression } from './syntax.ts';

/** What an expression names: `aka.alice["xres"]` is the namespace `aka` and the path alice, xres. A path ends before a computed name. */
export interface NamedValue {
  readonly namespace: string;
  readonly path: readonly string[];
}

/** Everything that an expression names, in its order. */
export function referencesOf(expression: Expression): NamedValue[] {
  switch (expression.type) {
    case 'literal':
      return [];
    case 'reference': {
      const computed = expression.segments.findIndex(({ name }) => typeof name !== 'string');
      const fixed = computed < 0 ? expression.segments : expression.segments.slice(0, computed);
      const inner = expression.segments.flatMap(({ name }) => (typeof name === 'string' ? [] : referencesOf(name)));
      return [{ namespace: expression.namespace, path: fixed.map(({ name }) => String(name)) }, ...inner];
    }
    default:
      return childrenOf(expression).flatMap(referencesOf);
  }
}

/** The expressions that an expression is made of; those in brackets of a reference are not among them. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'choice':
      return [expression.condition, expression.then, expression.otherwise];
    case 'call':
      return expression.arguments;
    default:
      return [];
  }
}
