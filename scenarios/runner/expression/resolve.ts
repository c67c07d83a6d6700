import { ScenarioError } from '../source/scenario-error.ts';
import { type MapEntry, nodeOf, type SourceNode, type TextNode, type Value } from '../source/source-node.ts';
import { type Evaluated, evaluate, type Scope } from './evaluate.ts';
import { holdsExpression, parseTemplate, type TemplatePart } from './parse-expression.ts';
import { referencesOf } from './references.ts';
import { ExpressionError } from './syntax.ts';
import { memberOf, textOf, ValueError } from './values.ts';
import { findingOf, hasExpression, type Written } from './walk-expressions.ts';

/**
 * The tree with the values of its expressions, in keys too. A text that is wholly an expression takes the value's type; several in one
 * text are joined. What `secret.…` went into is marked. @throws ScenarioError where an expression is wrong or has no value
 */
export function resolve(node: SourceNode, scope: Scope): SourceNode {
  return walk(node, template => evaluateTemplate(template, scope));
}

/**
 * Resolves those texts whose expressions name nothing but what `scope` has; the others stay as they are. @throws ScenarioError where an
 * expression that could be resolved is wrong
 */
export function resolveKnown(node: SourceNode, scope: Scope): SourceNode {
  return walk(node, template => {
    const isKnown = template.every(
      part =>
        part.type === 'text' ||
        referencesOf(part.expression).every(({ namespace, path }) => hasPath(scope, namespace, path)),
    );
    return isKnown ? evaluateTemplate(template, scope) : undefined;
  });
}

function hasPath(scope: Scope, namespace: string, path: readonly string[]): boolean {
  let value: Value = Object.hasOwn(scope, namespace) ? scope[namespace] : undefined;
  for (const name of path) value = memberOf(value, name);
  return value !== undefined;
}

/** What became of a text: its value, or undefined when it stays. */
type Replace = (template: readonly TemplatePart[]) => Evaluated | undefined;

function walk(node: SourceNode, replace: Replace): SourceNode {
  if (!hasExpression(node)) return node;
  switch (node.type) {
    case 'text':
      return replaced(node, replace);
    case 'list':
      return { ...node, items: node.items.map(item => walk(item, replace)) };
    case 'map':
      return { ...node, entries: walkEntries(node.entries, replace) };
    case 'value':
      return node;
  }
}

function walkEntries(entries: readonly MapEntry[], replace: Replace): MapEntry[] {
  const known = new Set<string>();
  return entries.map(entry => {
    const key = keyOf(entry, replace);
    if (known.has(key)) {
      const message = `'${key}' stands here a second time`;
      throw new ScenarioError({ severity: 'error', code: 'key-duplicate', message, place: entry.keyPlace });
    }
    known.add(key);
    return { ...entry, key, value: walk(entry.value, replace) };
  });
}

function keyOf(entry: MapEntry, replace: Replace): string {
  if (!holdsExpression(entry.key)) return entry.key;
  const written = { text: entry.key, place: entry.keyPlace, origins: entry.keyOrigins };
  return placed(written, () => {
    const evaluated = replace(parseTemplate(entry.key));
    return evaluated === undefined ? entry.key : String(evaluated.value);
  });
}

function replaced(node: TextNode, replace: Replace): SourceNode {
  const evaluated = placed(node, () => replace(parseTemplate(node.text)));
  if (evaluated === undefined) return node;
  const made = nodeOf(evaluated.value, node.place);
  return evaluated.secret ? marked(made) : made;
}

function marked(node: SourceNode): SourceNode {
  switch (node.type) {
    case 'list':
      return { ...node, items: node.items.map(marked) };
    case 'map':
      return { ...node, entries: node.entries.map(entry => ({ ...entry, value: marked(entry.value) })) };
    default:
      return { ...node, secret: true };
  }
}

function evaluateTemplate(template: readonly TemplatePart[], scope: Scope): Evaluated {
  const [only] = template;
  if (template.length === 1 && only!.type === 'expression') return evaluate(only!.expression, scope);
  let value = '';
  let secret = false;
  for (const part of template) {
    if (part.type === 'text') value += part.text;
    else {
      const evaluated = evaluate(part.expression, scope);
      value += joinable(evaluated.value, part);
      secret ||= evaluated.secret;
    }
  }
  return { value, secret };
}

function joinable(value: Value, part: { readonly at: number; readonly end: number }): string {
  try {
    return textOf(value);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ExpressionError('expression-type', `${error.message} that can be joined with other text`, part);
  }
}

/** Runs what may throw an ExpressionError; it comes out as a ScenarioError at its place in the file. */
function placed<T>(written: Written, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ExpressionError) throw new ScenarioError(findingOf(error, written));
    throw error;
  }
}
