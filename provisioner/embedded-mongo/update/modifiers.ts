import {
  arrayIndex,
  BsonType,
  DocumentNode,
  encodeDocumentNode,
  identicalValues,
  nodeValue,
  type TextOrder,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { ARRAY_OPERATORS } from './array-operators.ts';
import { FIELD_OPERATORS, type FieldOperator, put, type UpdateContext } from './field-operators.ts';
import { locate, type Positions } from './locate.ts';
import { type ChangeLog, currentNode, emptyChangeLog, removeNode } from './target.ts';

export interface ModifierOptions {
  readonly arrayFilters: ReadonlyMap<string, (item: Value) => boolean>;
  readonly textOrder?: TextOrder | undefined;
}

/** One operator on one path. */
interface Action {
  readonly operator: string;
  readonly parts: readonly string[];
  readonly run: (root: DocumentNode, positions: Positions, context: UpdateContext) => boolean;
}

/** What an update made of a document: undefined bytes when it changed nothing. */
export interface Updated {
  readonly bytes: Buffer | undefined;
  readonly log: ChangeLog;
}

export interface ApplyContext {
  /** Where the query matched in an array, −1 when it did not. */
  readonly matched: number;
  /** An upsert: `$setOnInsert` counts, and `_id` may be set. */
  readonly inserting: boolean;
  readonly nowMs: number;
}

export interface Modifiers {
  /** Whether a path has a positional `$` and so needs to know where the query matched. */
  readonly positional: boolean;
  readonly apply: (document: Value, context: ApplyContext) => Updated;
}

/** Parses `{$set: {…}, $inc: {…}}` into a function of a document. The actions run in the order of their paths. */
export function parseModifiers(update: Value, options: ModifierOptions): Modifiers {
  const actions: Action[] = [];
  const reader = update.fields();
  while (reader.next()) {
    const operator = reader.name;
    const argument = reader.value();
    if (operator !== '$rename' && FIELD_OPERATORS[operator] === undefined && ARRAY_OPERATORS[operator] === undefined) {
      throw new CommandError(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!argument.isObject) {
      throw new CommandError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeAlias(argument.type)} instead. For example: {$mod: {<field>: ...}} not {${operator}: …}`,
      );
    }
    const fields = argument.fields();
    while (fields.next()) actions.push(...parseActions(operator, fields.name, fields.value()));
  }
  if (actions.length > 1) refuseConflicts(actions);
  const touchesId = actions.some(action => action.parts[0] === '_id');
  const positional = actions.some(action => action.parts.includes('$'));
  const apply = (document: Value, { matched, inserting, nowMs }: ApplyContext): Updated => {
    const root = DocumentNode.open(document);
    const id = document.field('_id');
    const context: UpdateContext = { log: emptyChangeLog(), nowMs, textOrder: options.textOrder, id };
    const positions: Positions = { matched, arrayFilters: options.arrayFilters };
    let changed = false;
    for (const action of actions) {
      if (action.operator === '$setOnInsert' && !inserting) continue;
      if (action.run(root, positions, context)) changed = true;
    }
    if (touchesId && id !== undefined) refuseNewId(id, root);
    return { bytes: changed ? encodeDocumentNode(root) : undefined, log: context.log };
  };
  return { positional, apply };
}

function parseActions(operator: string, path: string, argument: Value): Action[] {
  const parts = checkedParts(path);
  if (operator === '$rename') return renameActions(parts, path, argument);
  const parse = FIELD_OPERATORS[operator] ?? ARRAY_OPERATORS[operator]!;
  const field: FieldOperator = parse(argument, path);
  return [
    {
      operator,
      parts,
      run: (root, positions, context) => {
        let changed = false;
        for (const target of locate(root, parts, positions, field.missing)) {
          if (field.apply(target, context)) changed = true;
        }
        return changed;
      },
    },
  ];
}

function checkedParts(path: string): string[] {
  const parts = path.split('.');
  if (parts.some(part => part === '')) {
    throw new CommandError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (parts[0]!.startsWith('$')) {
    if (/^\$(\[.*\])?$/.test(parts[0]!)) {
      throw new CommandError(
        'BadValue',
        `Cannot have positional (i.e. '$') element in the first position in path '${path}'`,
      );
    }
    throw new CommandError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${parts[0]}' in '${path}' is not valid for storage.`,
    );
  }
  return parts;
}

/** `$rename` takes a value from one path and sets it at the other; nothing happens when it is missing. */
function renameActions(parts: readonly string[], path: string, argument: Value): Action[] {
  if (argument.type !== BsonType.string) {
    throw new CommandError(
      'BadValue',
      `The 'to' field for $rename must be a string: ${path}: ${typeAlias(argument.type)}`,
    );
  }
  const to = checkedParts(argument.text());
  if ([...parts, ...to].some(part => part.startsWith('$'))) {
    throw new CommandError('BadValue', `The source and target field for $rename must not be dynamic: ${path}`);
  }
  if (path === argument.text()) {
    throw new CommandError('BadValue', `The source and target field for $rename must differ: ${path}: "${path}"`);
  }
  return [
    {
      operator: '$rename',
      parts,
      run: (root, positions, context) => {
        const source = locate(root, parts, positions, 'skip')[0];
        const node = source === undefined ? undefined : currentNode(source);
        if (node === undefined || source === undefined) return false;
        if (!(source.container instanceof DocumentNode)) {
          throw new CommandError('BadValue', `The source field cannot be an array element, '${path}'`);
        }
        removeNode(source, node, context.log);
        for (const target of locate(root, to, positions, 'create')) {
          if (!(target.container instanceof DocumentNode)) {
            throw new CommandError(
              'BadValue',
              `The destination field cannot be an array element, '${argument.text()}'`,
            );
          }
          put(target, nodeValue(node), context);
        }
        return true;
      },
    },
    { operator: '$rename', parts: to, run: () => false },
  ];
}

/** Sorts the actions by path and refuses two of which one is, or leads through, the other. */
function refuseConflicts(actions: Action[]): void {
  actions.sort((a, b) => compareParts(a.parts, b.parts));
  for (let index = 1; index < actions.length; index++) {
    const shorter = actions[index - 1]!.parts;
    const longer = actions[index]!.parts;
    if (shorter.every((part, at) => part === longer[at])) {
      throw new CommandError(
        'ConflictingUpdateOperators',
        `Updating the path '${longer.join('.')}' would create a conflict at '${shorter.join('.')}'`,
      );
    }
  }
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    const left = a[index]!;
    const right = b[index]!;
    if (left === right) continue;
    const numbers = arrayIndex(left) - arrayIndex(right);
    if (arrayIndex(left) >= 0 && arrayIndex(right) >= 0) return numbers;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

function refuseNewId(id: Value, root: DocumentNode): void {
  const now = root.get('_id');
  if (now !== undefined && identicalValues(nodeValue(now), id)) return;
  throw new CommandError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}
