import type { Reading } from '../shape/index.ts';
import { isEmpty, plainOf, type SourceNode, type Value } from '../source/source-node.ts';
import { describeMatcher, equals, type Matcher } from './matcher.ts';
import { isOperator, readOperator } from './operators.ts';
import type { Kind } from './quantity.ts';

/** Reads a matcher: a scalar = equals; `absent`, `present`; a map with one or more operators = all of them. */
export function readMatcher(node: SourceNode, kind: Kind, reading: Reading): Matcher | undefined {
  if (reading.isDeferred(node)) return undefined;
  if (isEmpty(node)) {
    reading.findings.error('matcher-missing', 'nothing is expected here', node.place, {
      expected: 'a value, or a matcher such as { gte: 5 }',
    });
    return undefined;
  }
  if (node.type === 'list')
    return equals(
      node.items.map(item => plainOf(item)),
      kind,
    );
  if (node.type !== 'map') return readScalar(plainOf(node), kind, node, reading);
  const parts: Matcher[] = [];
  let isWhole = true;
  const tolerance = node.entries.find(entry => entry.key === 'tol')?.value;
  for (const { key, keyPlace, value } of node.entries) {
    if (key === 'tol') {
      if (!node.entries.some(entry => entry.key === 'approx')) {
        reading.findings.error('operator-unknown', "'tol' belongs to 'approx'", keyPlace, {
          expected: '{ approx: 5MB, tol: 1MB }',
        });
        isWhole = false;
      }
      continue;
    }
    const part = readOperator(key, keyPlace, value, { kind, reading, tolerance, matcher: readMatcher });
    if (part === undefined) isWhole = false;
    else parts.push(part);
  }
  if (!isWhole) return undefined;
  return parts.length === 1 ? parts[0] : allOf(parts, kind);
}

/** True for a map whose keys are operators: not one that names members further down. */
export function isMatcherNode(node: SourceNode): boolean {
  return node.type !== 'map' || node.entries.some(({ key }) => isOperator(key));
}

function readScalar(value: Value, kind: Kind, node: SourceNode, reading: Reading): Matcher | undefined {
  const isWord = node.type === 'text' && !node.quoted;
  if (isWord && value === 'absent') return ABSENT;
  if (isWord && value === 'present') return PRESENT;
  if (kind === 'boolean' && !/^(true|false)$/.test(String(value))) {
    reading.findings.error('value-invalid', `'${String(value)}' is neither true nor false`, node.place, {
      expected: 'true or false',
    });
    return undefined;
  }
  return equals(value, kind);
}

const ABSENT: Matcher = { text: 'absent', kind: 'any', mayBeAbsent: true, test: seen => !seen.found };
const PRESENT: Matcher = { text: 'present', kind: 'any', test: seen => seen.found };

function allOf(parts: readonly Matcher[], kind: Kind): Matcher {
  return {
    text: parts.map(part => part.text).join(' and '),
    kind,
    ...(parts.some(part => part.usesBefore) ? { usesBefore: true } : {}),
    ...(parts.every(part => part.mayBeAbsent) ? { mayBeAbsent: true } : {}),
    test: (seen, context) => parts.every(part => part.test(seen, context)),
    describe: context => parts.map(part => describeMatcher(part, context)).join(' and '),
  };
}
