import { BsonType, DocumentNode, indexKey, make, NULL, parsePath, type Value, visitPath } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression } from '../expression/index.ts';
import { Pacer } from '../pacer.ts';
import type { ParsePipeline, ParseStage, PipelineOptions, Stage } from './stage.ts';

/** Stages that read other collections or hold pipelines of their own. */
export const JOINING_STAGES: Readonly<Record<string, ParseStage>> = {
  $lookup: parseLookup,
  $unionWith: parseUnionWith,
  $facet: parseFacet,
};

function text(argument: Value, name: string): string | undefined {
  const value = argument.isObject ? argument.field(name) : undefined;
  return value?.type === BsonType.string ? value.text() : undefined;
}

function parseUnionWith(argument: Value, options: PipelineOptions, parsePipeline: ParsePipeline): Stage {
  const from = argument.type === BsonType.string ? argument.text() : text(argument, 'coll');
  if (from === undefined) throw new CommandError('FailedToParse', '$unionWith needs a collection');
  const pipeline = argument.isObject ? argument.field('pipeline') : undefined;
  const run = parsePipeline(pipeline?.items() ?? [], options);
  return async documents => [...documents, ...(await run(options.data.read(from)))];
}

function parseFacet(argument: Value, options: PipelineOptions, parsePipeline: ParsePipeline): Stage {
  if (!argument.isObject || argument.isEmpty()) {
    throw new CommandError(40169, 'the $facet specification must be a non-empty object');
  }
  const facets: { name: string; run: Stage }[] = [];
  const reader = argument.fields();
  while (reader.next()) facets.push({ name: reader.name, run: parsePipeline(reader.value().items(), options) });
  return async documents => {
    const results: Record<string, readonly Value[]> = {};
    for (const { name, run } of facets) results[name] = await run(documents);
    return [make(results)];
  };
}

/** `$lookup` by equal fields, by a pipeline with `let`, or both. */
function parseLookup(argument: Value, options: PipelineOptions, parsePipeline: ParsePipeline): Stage {
  const from = text(argument, 'from');
  const as = text(argument, 'as');
  if (from === undefined || as === undefined) throw new CommandError('FailedToParse', "$lookup needs 'from' and 'as'");
  const localField = text(argument, 'localField');
  const foreignField = text(argument, 'foreignField');
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw new CommandError('FailedToParse', "$lookup needs both 'localField' and 'foreignField' or neither");
  }
  const stages = argument.field('pipeline')?.items();
  if (stages === undefined && localField === undefined) {
    throw new CommandError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  const variables = argument.field('let');
  return async documents => {
    const foreign = options.data.read(from);
    const byKey = foreignField === undefined ? undefined : indexed(foreign, foreignField);
    const results: Value[] = [];
    const pacer = new Pacer();
    for (const document of documents) {
      let found: readonly Value[] = byKey === undefined ? foreign : matching(document, localField!, byKey);
      if (stages !== undefined) {
        const run = parsePipeline(stages, { ...options, scope: bound(variables, document, options) });
        found = await run(found);
      }
      const node = DocumentNode.open(document);
      node.set(as, make(found));
      results.push(node.toValue());
      if (pacer.due()) await pacer.pause();
    }
    return results;
  };
}

function bound(variables: Value | undefined, document: Value, options: PipelineOptions): PipelineOptions['scope'] {
  if (variables === undefined) return options.scope;
  const values = new Map(options.scope.variables);
  const reader = variables.fields();
  while (reader.next()) values.set(reader.name, compileExpression(reader.value(), options)(document) ?? NULL);
  return { ...options.scope, variables: values };
}

function keysAt(document: Value, path: string): Set<string> {
  const keys = new Set<string>();
  visitPath(document, parsePath(path), value => {
    if (value?.isArray) for (const item of value.items()) keys.add(indexKey(item));
    else keys.add(indexKey(value ?? NULL));
    return false;
  });
  return keys;
}

function indexed(documents: readonly Value[], path: string): Map<string, Value[]> {
  const byKey = new Map<string, Value[]>();
  for (const document of documents) {
    for (const key of keysAt(document, path)) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [document]);
      else known.push(document);
    }
  }
  return byKey;
}

function matching(document: Value, path: string, byKey: ReadonlyMap<string, Value[]>): Value[] {
  const found = new Set<Value>();
  for (const key of keysAt(document, path)) for (const match of byKey.get(key) ?? []) found.add(match);
  return [...found];
}
