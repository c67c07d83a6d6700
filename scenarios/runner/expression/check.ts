import type { Findings } from '../source/finding.ts';
import type { SourceNode } from '../source/source-node.ts';
import { evaluate, unknownMember, unknownNamespace } from './evaluate.ts';
import { childrenOf, type NamedValue, referencesOf } from './references.ts';
import { type Expression, ExpressionError, type Reference } from './syntax.ts';
import { findingOf, forEachExpression, type Written } from './walk-expressions.ts';

/** What is known to exist before a run: any name, or these names with what is in them. */
export type KnownNames = 'any' | { readonly [name: string]: KnownNames };

/** Known names by namespace. */
export type Namespaces = Readonly<Record<string, KnownNames>>;

/** Reports whatever can be wrong with the expressions of a tree before a run: grammar, functions, names, types of fixed values. */
export function checkExpressions(node: SourceNode, known: Namespaces, findings: Findings): void {
  const report = (error: ExpressionError, written: Written) => findings.add(findingOf(error, written));
  forEachExpression(
    node,
    (expression, written) => {
      for (const error of [...wrongNames(expression, known, false), ...wrongTypes(expression)]) report(error, written);
    },
    report,
  );
}

/** Everything that the expressions of a tree name, each once; expressions that are wrong name nothing. */
export function referencesIn(node: SourceNode): NamedValue[] {
  const found = new Map<string, NamedValue>();
  forEachExpression(
    node,
    expression => {
      for (const named of referencesOf(expression)) found.set(JSON.stringify([named.namespace, ...named.path]), named);
    },
    () => {},
  );
  return [...found.values()];
}

/** `mayMiss`: inside the first value of `default`, where a name may have no value. */
function wrongNames(expression: Expression, known: Namespaces, mayMiss: boolean): ExpressionError[] {
  switch (expression.type) {
    case 'literal':
      return [];
    case 'reference':
      return wrongReference(expression, known, mayMiss);
    case 'call':
      return expression.arguments.flatMap((argument, i) =>
        wrongNames(argument, known, expression.name === 'default' && i === 0),
      );
    default:
      return childrenOf(expression).flatMap(child => wrongNames(child, known, mayMiss));
  }
}

function wrongReference(reference: Reference, known: Namespaces, mayMiss: boolean): ExpressionError[] {
  const { namespace, segments } = reference;
  if (!Object.hasOwn(known, namespace)) return [unknownNamespace(reference, Object.keys(known))];
  const errors: ExpressionError[] = [];
  let names: KnownNames = known[namespace]!;
  let path = namespace;
  if (segments.length === 0) errors.push(wholeNamespace(reference, names));
  for (const segment of segments) {
    const { name } = segment;
    if (typeof name !== 'string') {
      errors.push(...wrongNames(name, known, mayMiss));
      names = 'any';
    }
    if (names === 'any' || typeof name !== 'string') continue;
    if (!Object.hasOwn(names, name)) {
      if (!mayMiss) errors.push(unknownMember(path, name, Object.keys(names), segment));
      return errors;
    }
    names = names[name]!;
    path += `.${name}`;
  }
  return errors;
}

function wholeNamespace(reference: Reference, names: KnownNames): ExpressionError {
  const { namespace } = reference;
  const example = names === 'any' ? undefined : Object.keys(names)[0];
  return new ExpressionError('expression-name', `'${namespace}' alone has no value`, reference, {
    expected: `a name in it: ${namespace}.${example ?? 'x'}`,
  });
}

/** Type errors of the parts that name nothing: what they are worth is known now. */
function wrongTypes(expression: Expression): ExpressionError[] {
  if (expression.type === 'literal' || expression.type === 'reference') return [];
  if (referencesOf(expression).length > 0) return childrenOf(expression).flatMap(wrongTypes);
  try {
    evaluate(expression, {});
    return [];
  } catch (error) {
    if (error instanceof ExpressionError) return [error];
    throw error;
  }
}
