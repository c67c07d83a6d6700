import {
  ArrayNode,
  arrayValue,
  BsonType,
  compareValues,
  equalValues,
  integerOf,
  type Node,
  NULL,
  nodeValue,
  openNode,
  parsePath,
  plainField,
  showValue,
  typeAlias,
  Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseItemTest } from '../match/index.ts';
import { type FieldOperator, type ParseOperator, put, showId, type UpdateContext } from './field-operators.ts';
import { currentNode, setNode, type Target } from './target.ts';

export const ARRAY_OPERATORS: Readonly<Record<string, ParseOperator>> = {
  $push: parsePush,
  $addToSet: parseAddToSet,
  $pop: parsePop,
  $pull: parsePull,
  $pullAll: parsePullAll,
};

interface PushParts {
  readonly each: readonly Value[];
  readonly position?: number;
  readonly slice?: number;
  readonly sort?: (a: Value, b: Value) => number;
}

function parsePush(argument: Value): FieldOperator {
  const parts = pushParts(argument);
  return {
    missing: 'create',
    apply: (target, context) => {
      const items = itemsAt('$push', target, context);
      if (items === undefined) return put(target, arrayValue(arranged(parts.each, parts)), context);
      if (parts.position === undefined && parts.slice === undefined && parts.sort === undefined) {
        return append(target, parts.each, context);
      }
      const at = parts.position === undefined ? items.length : insertionPoint(parts.position, items.length);
      const result = arranged([...items.slice(0, at), ...parts.each, ...items.slice(at)], parts);
      return put(target, arrayValue(result), context);
    },
  };
}

function arranged(items: readonly Value[], { sort, slice }: PushParts): Value[] {
  const sorted = sort === undefined ? [...items] : [...items].sort(sort);
  if (slice === undefined) return sorted;
  return slice >= 0 ? sorted.slice(0, slice) : sorted.slice(Math.max(0, sorted.length + slice));
}

function insertionPoint(position: number, length: number): number {
  return position >= 0 ? Math.min(position, length) : Math.max(0, length + position);
}

function pushParts(argument: Value): PushParts {
  const each = argument.isObject ? argument.field('$each') : undefined;
  if (each === undefined) return { each: [argument] };
  if (!each.isArray)
    throw new CommandError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type: ${typeAlias(each.type)}`,
    );
  let parts: PushParts = { each: each.items() };
  const reader = argument.fields();
  while (reader.next()) {
    const value = reader.value();
    switch (reader.name) {
      case '$each':
        break;
      case '$position':
        parts = { ...parts, position: wholeNumber('$position', value) };
        break;
      case '$slice':
        parts = { ...parts, slice: wholeNumber('$slice', value) };
        break;
      case '$sort':
        parts = { ...parts, sort: sortOrder(value) };
        break;
      default:
        throw new CommandError('BadValue', `Unrecognized clause in $push: ${reader.name}`);
    }
  }
  return parts;
}

function wholeNumber(name: string, value: Value): number {
  const number = integerOf(value);
  if (number === undefined)
    throw new CommandError(
      'BadValue',
      `The value for ${name} must be an integer value but was given ${showValue(value)}`,
    );
  return number;
}

function sortOrder(value: Value): (a: Value, b: Value) => number {
  if (value.isNumber) {
    const direction = directionOf(value);
    return (a, b) => compareValues(a, b) * direction;
  }
  if (!value.isObject || value.isEmpty())
    throw new CommandError(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const keys: { path: ReturnType<typeof parsePath>; direction: number }[] = [];
  const reader = value.fields();
  while (reader.next()) keys.push({ path: parsePath(reader.name), direction: directionOf(reader.value()) });
  return (a, b) => {
    for (const { path, direction } of keys) {
      const left = (a.isObject ? plainField(a, path) : undefined) ?? NULL;
      const right = (b.isObject ? plainField(b, path) : undefined) ?? NULL;
      const order = compareValues(left, right);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

function directionOf(value: Value): number {
  const direction = integerOf(value);
  if (direction !== 1 && direction !== -1)
    throw new CommandError('BadValue', 'The $sort element value must be either 1 or -1');
  return direction;
}

function parseAddToSet(argument: Value): FieldOperator {
  const each = argument.isObject ? argument.field('$each') : undefined;
  if (each !== undefined && !each.isArray) {
    throw new CommandError(
      'TypeMismatch',
      `The argument to $each in $addToSet must be an array but it was of type ${typeAlias(each.type)}`,
    );
  }
  const additions = each === undefined ? [argument] : each.items();
  return {
    missing: 'create',
    apply: (target, context) => {
      const items = itemsAt('$addToSet', target, context);
      const fresh: Value[] = [];
      for (const addition of additions) {
        const known = (item: Value) => equalValues(item, addition, context.textOrder);
        if (!(items ?? []).some(known) && !fresh.some(known)) fresh.push(addition);
      }
      if (items === undefined) return put(target, arrayValue(fresh), context);
      return append(target, fresh, context);
    },
  };
}

function parsePop(argument: Value): FieldOperator {
  const end = integerOf(argument);
  if (end !== 1 && end !== -1)
    throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${showValue(argument)}`);
  return keeping('$pop', items => (end === 1 ? items.slice(0, -1) : items.slice(1)));
}

function parsePull(argument: Value): FieldOperator {
  const gone = parseItemTest(argument);
  return keeping('$pull', items => items.filter(item => !gone(item)));
}

function parsePullAll(argument: Value): FieldOperator {
  if (!argument.isArray)
    throw new CommandError(
      'BadValue',
      `$pullAll requires an array argument but was given a ${typeAlias(argument.type)}`,
    );
  const gone = argument.items();
  return keeping('$pullAll', items => items.filter(item => !gone.some(value => equalValues(value, item))));
}

/** An operator that only takes items away. */
function keeping(name: string, kept: (items: readonly Value[]) => readonly Value[]): FieldOperator {
  return {
    missing: 'skip',
    apply: (target, context) => {
      const items = itemsAt(name, target, context);
      if (items === undefined) return false;
      const rest = kept(items);
      if (rest.length === items.length) return false;
      return put(target, arrayValue(rest), context);
    },
  };
}

/** Adds items at the end; the log names each new item rather than the whole array. */
function append(target: Target, additions: readonly Value[], context: UpdateContext): boolean {
  if (additions.length === 0) return false;
  const array = openNode(currentNode(target)!) as ArrayNode;
  const first = array.items.length;
  array.items.push(...additions);
  const log = { ...context.log, updated: new Map<string, Node>() };
  setNode(target, array, log);
  additions.forEach((addition, index) => {
    context.log.updated.set(`${target.path}.${first + index}`, addition);
  });
  return true;
}

function itemsAt(name: string, target: Target, context: UpdateContext): readonly Value[] | undefined {
  const current = currentNode(target);
  if (current === undefined) return undefined;
  if (current instanceof ArrayNode) return current.items.map(nodeValue);
  if (current instanceof Value && current.type === BsonType.array) return current.items();
  const type = current instanceof Value ? typeAlias(current.type) : 'object';
  if (name === '$push' || name === '$addToSet') {
    throw new CommandError(
      'BadValue',
      `The field '${target.path}' must be an array but is of type ${type} in document {_id: ${showId(context)}}`,
    );
  }
  const code = name === '$pop' ? 'TypeMismatch' : 'BadValue';
  throw new CommandError(
    code,
    `Cannot apply ${name} to a non-array value: the field '${target.path}' is of type ${type}`,
  );
}
