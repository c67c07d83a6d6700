import { BsonType, findField, type Path, type Value, visitPath } from '../bson/index.ts';
import type { DocumentTest, Found, ValueTest } from './value-tests.ts';

/**
 * One condition under a path: a test of the values there, or the negation of several. A negation holds when its parts do
 * not all hold for the document, which differs from holding for some value as soon as arrays are on the path.
 */
export type Condition =
  | {
      readonly kind: 'test';
      readonly test: ValueTest;
      /** Whether the items of an array at the end of the path are tested too. */
      readonly expand: boolean;
    }
  | { readonly kind: 'not'; readonly parts: readonly Condition[] };

/** The condition at the end of a path, for whole documents. */
export function conditionOnPath(path: Path, condition: Condition): DocumentTest {
  if (condition.kind === 'not') {
    const parts = condition.parts.map(part => conditionOnPath(path, part));
    return document => !parts.every(part => part(document));
  }
  return testOnPath(path, condition.test, condition.expand);
}

/** The condition on one value, as `$elemMatch` and `$pull` apply it to an item. */
export function conditionHolds(condition: Condition, value: Value): boolean {
  if (condition.kind === 'test') return condition.test(value);
  return !condition.parts.every(part => conditionHolds(part, value));
}

/** Applies a test at the end of a path; with `expand`, an array there passes when an item or itself does. */
export function testOnPath(path: Path, test: ValueTest, expand: boolean): DocumentTest {
  if (expand && path.parts.length === 1) {
    const name = path.names[0]!;
    return (document, found) => testExpanded(findField(document.bytes, document.start, name), test, -1, found);
  }
  if (expand) {
    return (document, found) =>
      visitPath(document, path, (value, outerIndex) => testExpanded(value, test, outerIndex, found));
  }
  return (document, found) =>
    visitPath(document, path, (value, outerIndex) => {
      if (!test(value, found)) return false;
      if (found !== undefined && outerIndex >= 0) found.arrayIndex = outerIndex;
      return true;
    });
}

function testExpanded(
  value: Value | undefined,
  test: ValueTest,
  outerIndex: number,
  found: Found | undefined,
): boolean {
  if (value !== undefined && value.type === BsonType.array) {
    const reader = value.fields();
    for (let index = 0; reader.next(); index++) {
      if (!test(reader.value())) continue;
      if (found !== undefined) found.arrayIndex = outerIndex < 0 ? index : outerIndex;
      return true;
    }
  }
  if (!test(value)) return false;
  if (found !== undefined && outerIndex >= 0) found.arrayIndex = outerIndex;
  return true;
}
