import { BsonType, type Path, parsePath, plainField, showValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { Pacer } from '../pacer.ts';
import { type Projection, parseDocumentPipeline } from '../project/index.ts';
import { withIdFirst } from '../update/index.ts';
import { mergedDocument, withId } from './merge-fields.ts';
import type { ParseStage, PipelineOptions, Stage } from './stage.ts';

/** Stages that store what comes and let nothing through. */
export const WRITING_STAGES: Readonly<Record<string, ParseStage>> = { $out: parseOut, $merge: parseMerge };

interface Target {
  readonly database: string;
  readonly collection: string;
}

function target(value: Value | undefined, name: string, options: PipelineOptions): Target {
  if (value?.type === BsonType.string) return { database: options.data.database, collection: value.text() };
  const database = value?.isObject ? value.field('db') : undefined;
  const collection = value?.isObject ? value.field('coll') : undefined;
  if (collection?.type !== BsonType.string) {
    throw new CommandError(16990, `${name} needs a collection name or {db, coll}`);
  }
  return {
    database: database?.type === BsonType.string ? database.text() : options.data.database,
    collection: collection.text(),
  };
}

function parseOut(argument: Value, options: PipelineOptions): Stage {
  const { database, collection } = target(argument, '$out', options);
  return async documents => {
    await options.data.replaceAll(database, collection, documents);
    return [];
  };
}

type WhenMatched = 'replace' | 'keepExisting' | 'merge' | 'fail' | 'pipeline';

function parseMerge(argument: Value, options: PipelineOptions): Stage {
  const simple = argument.type === BsonType.string;
  const into = target(simple ? argument : argument.field('into'), '$merge', options);
  const on = (simple ? undefined : argument.field('on')) ?? undefined;
  const names = on === undefined ? ['_id'] : (on.isArray ? on.items() : [on]).map(name => name.text());
  const paths = names.map(parsePath);
  const matched = simple ? undefined : argument.field('whenMatched');
  const whenMatched = choice<WhenMatched>(
    matched,
    ['merge', 'replace', 'keepExisting', 'fail', 'pipeline'],
    'whenMatched',
  );
  const whenNotMatched = choice(
    simple ? undefined : argument.field('whenNotMatched'),
    ['insert', 'discard', 'fail'] as const,
    'whenNotMatched',
  );
  const { data } = options;
  return async documents => {
    if (!data.isUnique(into.database, into.collection, names)) {
      throw new CommandError(51183, `Cannot find index to verify that join fields will be unique: ${names.join(', ')}`);
    }
    const pacer = new Pacer();
    for (const document of documents) {
      const existing = data.findOne(into.database, into.collection, joinValues(document, paths));
      if (existing === undefined) {
        if (whenNotMatched === 'fail')
          throw new CommandError(
            13113,
            '$merge could not find a matching document in the target collection for at least one document in the source collection',
          );
        if (whenNotMatched === 'insert') data.insert(into.database, into.collection, document);
      } else mergeInto(existing, document, whenMatched, transformOf(matched, document, options), into, options);
      if (pacer.due()) await pacer.pause();
    }
    return [];
  };
}

function mergeInto(
  existing: Value,
  document: Value,
  how: WhenMatched,
  transform: Projection | undefined,
  { database, collection }: Target,
  { data }: PipelineOptions,
): void {
  switch (how) {
    case 'keepExisting':
      return;
    case 'fail':
      data.insert(database, collection, document);
      return;
    case 'replace':
      data.replace(database, collection, withId(document, existing.field('_id')));
      return;
    case 'pipeline':
      data.replace(database, collection, withId(transform!(existing), existing.field('_id')));
      return;
    case 'merge':
      data.replace(database, collection, withId(mergedDocument(existing, document), existing.field('_id')));
  }
}

/** The update pipeline of `whenMatched`, with the incoming document as `$$new`. */
function transformOf(matched: Value | undefined, document: Value, options: PipelineOptions): Projection | undefined {
  if (!matched?.isArray) return undefined;
  const variables = new Map([...options.scope.variables, ['new', document] as const]);
  return parseDocumentPipeline(matched.items(), { ...options, scope: { ...options.scope, variables } });
}

function joinValues(document: Value, paths: readonly Path[]): Map<string, Value> {
  return new Map(
    paths.map(path => {
      const value = plainField(document, path);
      if (value !== undefined && !value.isNullish && !value.isArray) return [path.text, value];
      if (path.text === '_id') return [path.text, withIdFirst(document).id];
      throw new CommandError(
        51132,
        `$merge write error: 'on' field '${path.text}' cannot be missing, null, undefined or an array`,
      );
    }),
  );
}

function choice<T extends string>(value: Value | undefined, allowed: readonly [T, ...T[]], name: string): T {
  if (value === undefined) return allowed[0];
  if (value.isArray) return 'pipeline' as T;
  const found = allowed.find(option => value.type === BsonType.string && value.text() === option);
  if (found === undefined || found === 'pipeline') {
    throw new CommandError(
      'BadValue',
      `Enumeration value ${showValue(value)} for field '$merge.${name}' is not a valid value.`,
    );
  }
  return found;
}
