import { arrayValue, BsonType, integerOf, toNumber, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, type ExpressionOptions } from '../expression/index.ts';
import { type DocumentTest, type Found, parseItemTest } from '../match/index.ts';
import { addShape, applyShape, type Branch, emptyBranch, type Shape, type ShapeMode } from './shape.ts';

export type Projection = (document: Value) => Value;

export interface ProjectionOptions extends ExpressionOptions {
  /** The query's own test, run again where a positional `$` wants to know which item matched. */
  readonly matches?: DocumentTest;
  /** `find` knows `$slice`, `$elemMatch` and positional `$`; the `$project` stage does not. */
  readonly inFind: boolean;
}

/** Parses `{a: 1, 'b.c': 1, _id: 0}` and its kin. @throws {CommandError} 31253/31254 when inclusion and exclusion mix. */
export function parseProjection(specification: Value, options: ProjectionOptions): Projection {
  const parsed: ParsedProjection = { root: emptyBranch(), includes: false, excludes: false, id: undefined };
  parseFields(specification, '', parsed, options);
  const { root, includes, excludes, id } = parsed;
  if (includes && excludes) throw new CommandError(31254, 'Cannot do exclusion in inclusion projection');
  const mode: ShapeMode = includes || (!excludes && id === true) ? 'include' : 'exclude';
  if (mode === 'include' && id === undefined && !root.children.has('_id'))
    root.children.set('_id', { kind: 'include' });
  if (mode === 'include' && id === false) root.children.delete('_id');
  if (mode === 'exclude' && id === true) root.children.delete('_id');
  return document => applyShape(document, root, mode);
}

interface ParsedProjection {
  readonly root: Branch;
  includes: boolean;
  excludes: boolean;
  /** Whether `_id` was asked for or refused. */
  id: boolean | undefined;
}

function parseFields(fields: Value, prefix: string, parsed: ParsedProjection, options: ProjectionOptions): void {
  const reader = fields.fields();
  while (reader.next()) parseField(prefix + reader.name, reader.value(), parsed, options);
}

function parseField(path: string, value: Value, parsed: ParsedProjection, options: ProjectionOptions): void {
  if (path.startsWith('$')) throw new CommandError(16410, `FieldPath field names may not start with '$': ${path}`);
  if (path.endsWith('.$')) {
    if (!options.inFind) throw new CommandError(31324, 'positional projection is only for find');
    addShape(parsed.root, path.slice(0, -2), positional(path.slice(0, -2), options));
    parsed.includes = true;
    return;
  }
  const flag = flagOf(value);
  if (flag !== undefined) {
    addShape(parsed.root, path, { kind: flag ? 'include' : 'exclude' });
    if (path === '_id') parsed.id = flag;
    else if (flag) parsed.includes = true;
    else parsed.excludes = true;
    return;
  }
  if (value.isObject && !value.isEmpty()) {
    const name = firstName(value);
    if (!name.startsWith('$')) {
      parseFields(value, `${path}.`, parsed, options);
      return;
    }
    const special = options.inFind ? findOperator(name, value.field(name)!, options) : undefined;
    if (special !== undefined) {
      addShape(parsed.root, path, special);
      if (name === '$elemMatch') parsed.includes = true;
      return;
    }
  }
  addShape(parsed.root, path, { kind: 'computed', evaluate: compileExpression(value, options) });
  parsed.includes = true;
}

function flagOf(value: Value): boolean | undefined {
  if (value.type === BsonType.bool) return value.bool();
  return value.isNumber ? toNumber(value) !== 0 : undefined;
}

function firstName(document: Value): string {
  const reader = document.fields();
  reader.next();
  return reader.name;
}

/** `$slice` in find's own form and `$elemMatch`; anything else is an expression. */
function findOperator(name: string, argument: Value, options: ProjectionOptions): Shape | undefined {
  if (name === '$elemMatch') {
    if (!argument.isObject) throw new CommandError(31274, 'elemMatch: Invalid argument, object required');
    const test = parseItemTest(argument, options);
    return {
      kind: 'transform',
      transform: value => {
        const item = value.isArray ? value.items().find(test) : undefined;
        return item === undefined ? undefined : arrayValue([item]);
      },
    };
  }
  if (name !== '$slice') return undefined;
  const numbers = (argument.isArray ? argument.items() : [argument]).map(integerOf);
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2 || (numbers.length === 2 && second === undefined)) return undefined;
  if (argument.isArray && numbers.length !== 2) return undefined;
  if (second !== undefined && second <= 0) throw new CommandError(28724, '$slice limit must be positive');
  return {
    kind: 'transform',
    transform: value => (value.isArray ? arrayValue(sliced(value.items(), first, second)) : value),
  };
}

function sliced(items: readonly Value[], first: number, count: number | undefined): readonly Value[] {
  if (count === undefined) return first >= 0 ? items.slice(0, first) : items.slice(Math.max(0, items.length + first));
  const start = first >= 0 ? first : Math.max(0, items.length + first);
  return items.slice(start, start + count);
}

/** `{'a.$': 1}`: only the item of the array that made the document match. */
function positional(path: string, options: ProjectionOptions): Shape {
  const { matches } = options;
  return {
    kind: 'transform',
    transform: (value, root) => {
      const found: Found = { arrayIndex: -1 };
      if (matches === undefined || !matches(root, found) || found.arrayIndex < 0) {
        throw new CommandError(
          51246,
          `Executor error during find command :: caused by :: positional operator '${path}.$' couldn't find a matching element in the array`,
        );
      }
      const item = value.isArray ? value.items()[found.arrayIndex] : undefined;
      return item === undefined ? value : arrayValue([item]);
    },
  };
}
