import { BsonType, typeAlias, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, type ExpressionOptions } from '../expression/index.ts';
import { type Projection, parseProjection } from './projection.ts';
import { addShape, applyShape, type Branch, emptyBranch } from './shape.ts';

/** Stages that make one document of one document: what pipelines and pipeline updates have in common. */
export const DOCUMENT_STAGES: ReadonlyMap<string, (argument: Value, options: ExpressionOptions) => Projection> =
  new Map([
    ['$project', parseProject],
    ['$set', parseAddFields],
    ['$addFields', parseAddFields],
    ['$unset', parseUnset],
    ['$replaceRoot', parseReplaceRoot],
    ['$replaceWith', parseReplaceWith],
  ]);

/** The pipeline of an update. @throws {CommandError} InvalidOptions for a stage that is not for updates. */
export function parseDocumentPipeline(stages: readonly Value[], options: ExpressionOptions): Projection {
  const steps = stages.map(stage => {
    const [name, argument] = stageOf(stage);
    const parse = DOCUMENT_STAGES.get(name);
    if (parse === undefined)
      throw new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`);
    return parse(argument, options);
  });
  return document => steps.reduce((current, step) => step(current), document);
}

/** The name and argument of a stage. */
export function stageOf(stage: Value): readonly [string, Value] {
  if (!stage.isObject) throw new CommandError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
  const reader = stage.fields();
  const fields: (readonly [string, Value])[] = [];
  while (reader.next()) fields.push([reader.name, reader.value()]);
  if (fields.length !== 1) {
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return fields[0]!;
}

function parseProject(argument: Value, options: ExpressionOptions): Projection {
  if (!argument.isObject) throw new CommandError(15969, '$project specification must be an object');
  if (argument.isEmpty()) throw new CommandError(51272, 'projection specification must have at least one field');
  return parseProjection(argument, { ...options, inFind: false });
}

function parseAddFields(argument: Value, options: ExpressionOptions): Projection {
  if (!argument.isObject) {
    throw new CommandError(40272, `$addFields specification stage must be an object, got ${typeAlias(argument.type)}`);
  }
  const root = emptyBranch();
  addComputed(root, argument, '', options);
  return document => applyShape(document, root, 'add');
}

/** A plain document among added fields is a path of fields, so that what it does not name stays. */
function addComputed(root: Branch, fields: Value, prefix: string, options: ExpressionOptions): void {
  const reader = fields.fields();
  while (reader.next()) {
    const path = prefix + reader.name;
    const value = reader.value();
    if (reader.name.startsWith('$'))
      throw new CommandError(16410, `FieldPath field names may not start with '$': ${path}`);
    if (value.isObject && !value.isEmpty() && value.bytes[value.start + 5] !== 0x24) {
      addComputed(root, value, `${path}.`, options);
    } else addShape(root, path, { kind: 'computed', evaluate: compileExpression(value, options) });
  }
}

function parseUnset(argument: Value): Projection {
  const names = argument.isArray ? argument.items() : [argument];
  const root = emptyBranch();
  for (const name of names) {
    if (name.type !== BsonType.string) {
      throw new CommandError(31002, '$unset specification must be a string or an array containing only string values');
    }
    addShape(root, name.text(), { kind: 'exclude' });
  }
  if (names.length === 0)
    throw new CommandError(31119, '$unset specification must be a string or an array with at least one field');
  return document => applyShape(document, root, 'exclude');
}

function parseReplaceRoot(argument: Value, options: ExpressionOptions): Projection {
  const inner = argument.isObject ? argument.field('newRoot') : undefined;
  if (inner === undefined) throw new CommandError(40231, 'no newRoot specified for the $replaceRoot stage');
  return parseReplaceWith(inner, options);
}

function parseReplaceWith(argument: Value, options: ExpressionOptions): Projection {
  const evaluate = compileExpression(argument, options);
  return document => {
    const value = evaluate(document);
    if (value?.isObject) return value;
    throw new CommandError(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was of type: ${value === undefined ? 'missing' : typeAlias(value.type)}`,
    );
  };
}
