import { BsonWriter, documentOf, indexKey, NULL, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression, type Expression } from '../expression/index.ts';
import { Pacer } from '../pacer.ts';
import { ACCUMULATORS, type Accumulator } from './accumulators.ts';
import type { PipelineOptions, Stage } from './stage.ts';

interface GroupField {
  readonly name: string;
  readonly start: () => Accumulator;
}

/** `$group`: one document for each value of `_id`, with accumulated fields, in the order the groups first appear. */
export function parseGroup(argument: Value, options: PipelineOptions): Stage {
  if (!argument.isObject) throw new CommandError(15947, "a group's fields must be specified in an object");
  const id = argument.field('_id');
  if (id === undefined) throw new CommandError(15955, 'a group specification must include an _id');
  return groupBy(compileExpression(id, options), argument, options);
}

/** Groups by an expression; the accumulated fields are those of a document, its `_id` aside. */
export function groupBy(id: Expression, output: Value, options: PipelineOptions): Stage {
  const fields: GroupField[] = [];
  const reader = output.fields();
  while (reader.next()) if (reader.name !== '_id') fields.push(parseField(reader.name, reader.value(), options));
  return async documents => {
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
    const pacer = new Pacer();
    for (const document of documents) {
      const value = id(document) ?? NULL;
      const key = indexKey(value);
      let group = groups.get(key);
      if (group === undefined) {
        group = { id: value, accumulators: fields.map(field => field.start()) };
        groups.set(key, group);
      }
      for (const accumulator of group.accumulators) accumulator.add(document);
      if (pacer.due()) await pacer.pause();
    }
    return [...groups.values()].map(({ id: value, accumulators }) => {
      const writer = new BsonWriter(128).openRoot().value('_id', value);
      accumulators.forEach((accumulator, index) => {
        writer.value(fields[index]!.name, accumulator.result());
      });
      return documentOf(writer.close().take());
    });
  };
}

function parseField(name: string, value: Value, options: PipelineOptions): GroupField {
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`);
  if (name.startsWith('$')) throw new CommandError(40236, `The field name '${name}' cannot be an operator name`);
  const reader = value.isObject ? value.fields() : undefined;
  if (reader === undefined || !reader.next()) {
    throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
  }
  const operator = reader.name;
  const parse = ACCUMULATORS.get(operator);
  if (parse === undefined) throw new CommandError(15952, `unknown group operator '${operator}'`);
  const argument = reader.value();
  if (reader.next()) throw new CommandError(40238, `The field '${name}' must specify one accumulator`);
  return { name, start: parse(argument, options) };
}
