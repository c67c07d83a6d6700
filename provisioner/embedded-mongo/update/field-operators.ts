import {
  addNumbers,
  BsonType,
  compareValues,
  dateValue,
  doubleValue,
  identicalValues,
  int32Value,
  int64Value,
  multiplyNumbers,
  type Node,
  NULL,
  nodeValue,
  readInt32,
  showValue,
  type TextOrder,
  timestampValue,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { int64FromHalves } from '../bson/make.ts';
import { CommandError } from '../errors.ts';
import { type ChangeLog, currentNode, removeNode, setNode, type Target } from './target.ts';

export interface UpdateContext {
  readonly log: ChangeLog;
  readonly nowMs: number;
  readonly textOrder?: TextOrder | undefined;
  /** For error messages: whose field it is. */
  readonly id: Value | undefined;
}

/** One operator on one path, its argument checked. Returns whether it changed anything. */
export interface FieldOperator {
  readonly missing: 'create' | 'skip';
  readonly apply: (target: Target, context: UpdateContext) => boolean;
}

export type ParseOperator = (argument: Value, path: string) => FieldOperator;

export const FIELD_OPERATORS: Readonly<Record<string, ParseOperator>> = {
  $set: argument => ({ missing: 'create', apply: (target, context) => put(target, argument, context) }),
  $setOnInsert: argument => ({ missing: 'create', apply: (target, context) => put(target, argument, context) }),
  $unset: () => ({ missing: 'skip', apply: (target, context) => removeNode(target, NULL, context.log) }),
  $inc: (argument, path) => arithmetic('$inc', argument, path),
  $mul: (argument, path) => arithmetic('$mul', argument, path),
  $min: argument => extreme(argument, -1),
  $max: argument => extreme(argument, 1),
  $currentDate: parseCurrentDate,
  $bit: parseBit,
};

/** Puts a value at the target unless the very same already stands there. */
export function put(target: Target, value: Value, context: UpdateContext): boolean {
  const current = currentNode(target);
  if (current !== undefined && identicalValues(nodeValue(current), value)) return false;
  setNode(target, value, context.log);
  return true;
}

function arithmetic(name: '$inc' | '$mul', argument: Value, path: string): FieldOperator {
  if (!argument.isNumber) {
    const verb = name === '$inc' ? 'increment' : 'multiply';
    throw new CommandError(
      'TypeMismatch',
      `Cannot ${verb} with non-numeric argument: {${path}: ${showValue(argument)}}`,
    );
  }
  return {
    missing: 'create',
    apply: (target, context) => {
      const current = currentNode(target);
      if (current === undefined) return put(target, name === '$inc' ? argument : zeroLike(argument), context);
      const value = numberAt(name, current, target, context);
      const result = name === '$inc' ? addNumbers(value, argument) : multiplyNumbers(value, argument);
      if (result === undefined) {
        throw new CommandError(
          'BadValue',
          `Failed to apply ${name} operations to current value ((NumberLong)${showValue(value)}) for document {_id: ${showId(context)}}`,
        );
      }
      return put(target, result, context);
    },
  };
}

function numberAt(name: string, node: Node, target: Target, context: UpdateContext): Value {
  const value = nodeValue(node);
  if (value.isNumber) return value;
  throw new CommandError(
    'TypeMismatch',
    `Cannot apply ${name} to a value of non-numeric type. {_id: ${showId(context)}} has the field '${target.key}' of non-numeric type ${typeAlias(value.type)}`,
  );
}

function zeroLike(argument: Value): Value {
  switch (argument.type) {
    case BsonType.int32:
      return int32Value(0);
    case BsonType.int64:
      return int64Value(0n);
    case BsonType.double:
      return doubleValue(0);
    default:
      return multiplyNumbers(argument, int32Value(0))!;
  }
}

function extreme(argument: Value, sign: number): FieldOperator {
  return {
    missing: 'create',
    apply: (target, context) => {
      const current = currentNode(target);
      if (current !== undefined && compareValues(argument, nodeValue(current), context.textOrder) * sign <= 0)
        return false;
      return put(target, argument, context);
    },
  };
}

function parseCurrentDate(argument: Value): FieldOperator {
  let timestamp = false;
  if (argument.isObject) {
    const type = argument.field('$type');
    const word = type?.type === BsonType.string ? type.text() : '';
    if (word !== 'date' && word !== 'timestamp') {
      throw new CommandError('BadValue', "The '$type' string field is required to be 'date' or 'timestamp'");
    }
    timestamp = word === 'timestamp';
  } else if (argument.type !== BsonType.bool) {
    throw new CommandError('BadValue', `${typeAlias(argument.type)} is not valid type for $currentDate`);
  }
  return {
    missing: 'create',
    apply: (target, context) => {
      const value = timestamp ? timestampValue(Math.floor(context.nowMs / 1000), 1) : dateValue(context.nowMs);
      return put(target, value, context);
    },
  };
}

type BitStep = { readonly name: 'and' | 'or' | 'xor'; readonly operand: Value };

/** `$bit` works on the two 32-bit halves, so that an int64 is exact; an int32 with an int64 operand becomes int64. */
function parseBit(argument: Value, path: string): FieldOperator {
  if (!argument.isObject) {
    throw new CommandError('BadValue', `The $bit modifier is not compatible with a ${typeAlias(argument.type)}`);
  }
  const steps: BitStep[] = [];
  const reader = argument.fields();
  while (reader.next()) {
    const { name } = reader;
    if (name !== 'and' && name !== 'or' && name !== 'xor') {
      throw new CommandError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    }
    const operand = reader.value();
    if (!isInteger(operand)) {
      throw new CommandError(
        'BadValue',
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeAlias(operand.type)}' is not supported here: {${name}: ${showValue(operand)}}`,
      );
    }
    steps.push({ name, operand });
  }
  if (steps.length === 0) {
    throw new CommandError('BadValue', `You must pass in at least one bitwise operation. The field is: {${path}: {}}`);
  }
  return {
    missing: 'create',
    apply: (target, context) => {
      const current = currentNode(target);
      let value = current === undefined ? int32Value(0) : nodeValue(current);
      if (!isInteger(value)) {
        throw new CommandError(
          'BadValue',
          `Cannot apply $bit to a value of non-integral type. {_id: ${showId(context)}} has the field ${target.key} of non-integer type ${typeAlias(value.type)}`,
        );
      }
      for (const { name, operand } of steps) value = bitwise(name, value, operand);
      return put(target, value, context);
    },
  };
}

function bitwise(name: BitStep['name'], a: Value, b: Value): Value {
  const low = combine(name, lowHalf(a), lowHalf(b));
  if (a.type === BsonType.int32 && b.type === BsonType.int32) return int32Value(low);
  return int64FromHalves(combine(name, highHalf(a), highHalf(b)), low);
}

function combine(name: BitStep['name'], a: number, b: number): number {
  return name === 'and' ? a & b : name === 'or' ? a | b : a ^ b;
}

function lowHalf(value: Value): number {
  return readInt32(value.bytes, value.start);
}

function highHalf(value: Value): number {
  return value.type === BsonType.int64 ? readInt32(value.bytes, value.start + 4) : value.int32() >> 31;
}

function isInteger(value: Value): boolean {
  return value.type === BsonType.int32 || value.type === BsonType.int64;
}

export function showId(context: UpdateContext): string {
  return context.id === undefined ? 'null' : showValue(context.id);
}
