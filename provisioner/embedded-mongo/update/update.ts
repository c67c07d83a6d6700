import {
  BsonType,
  DocumentNode,
  documentOf,
  encodeDocumentNode,
  equalValues,
  identicalValues,
  nodeValue,
  showValue,
  type TextOrder,
  timestampValue,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import type { Scope } from '../expression/index.ts';
import { parseFilter } from '../match/index.ts';
import { parseDocumentPipeline } from '../project/index.ts';
import { diffDocuments } from './diff.ts';
import { type ApplyContext, parseModifiers, type Updated } from './modifiers.ts';
import { emptyChangeLog } from './target.ts';

export interface UpdateOptions {
  readonly arrayFilters?: readonly Value[];
  readonly scope: Scope;
  readonly textOrder?: TextOrder | undefined;
}

/** An update, parsed once. A replacement makes a `replace` event, the others an `update` event. */
export interface ParsedUpdate {
  readonly kind: 'modifiers' | 'replacement' | 'pipeline';
  /** Whether it has a positional `$` and so needs to know where the query matched. */
  readonly positional: boolean;
  apply(document: Value, context: ApplyContext): Updated;
}

/** @throws {CommandError} FailedToParse, ConflictingUpdateOperators … for an update that makes no sense. */
export function parseUpdate(update: Value, options: UpdateOptions): ParsedUpdate {
  if (update.isArray) {
    refuseArrayFilters(options, 'pipeline-style update');
    const transform = parseDocumentPipeline(update.items(), options);
    return { kind: 'pipeline', positional: false, apply: document => applyPipeline(document, transform(document)) };
  }
  if (!update.isObject) {
    throw new CommandError('FailedToParse', 'Update argument must be either an object or an array');
  }
  const reader = update.fields();
  if (reader.next() && reader.name.startsWith('$')) {
    const modifiers = parseModifiers(update, {
      arrayFilters: parseArrayFilters(options.arrayFilters ?? [], update, options),
      textOrder: options.textOrder,
    });
    return { kind: 'modifiers', ...modifiers };
  }
  refuseArrayFilters(options, 'replacement-style update');
  return {
    kind: 'replacement',
    positional: false,
    apply: (document, context) => applyReplacement(document, update, context),
  };
}

function applyReplacement(document: Value, replacement: Value, context: ApplyContext): Updated {
  const id = document.field('_id');
  const node = DocumentNode.open(replacement);
  const given = node.get('_id');
  if (given !== undefined && id !== undefined && !equalValues(nodeValue(given), id)) {
    throw new CommandError(
      'ImmutableField',
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${showValue(nodeValue(given))}`,
    );
  }
  if (id !== undefined) {
    node.delete('_id');
    node.names.unshift('_id');
    node.nodes.unshift(id);
  }
  fillTimestamps(node, context.nowMs);
  const bytes = encodeDocumentNode(node);
  return {
    bytes: identicalValues(documentOf(bytes), document) ? undefined : bytes,
    log: emptyChangeLog(),
  };
}

/** An empty timestamp at the top of a stored document is filled in by the server. */
function fillTimestamps(node: DocumentNode, nowMs: number): void {
  node.nodes.forEach((field, index) => {
    const value = nodeValue(field);
    if (value.type !== BsonType.timestamp || node.names[index] === '_id' || value.int64() !== 0n) return;
    node.nodes[index] = timestampValue(Math.floor(nowMs / 1000), 1);
  });
}

function applyPipeline(before: Value, after: Value): Updated {
  const id = before.field('_id');
  const now = after.field('_id');
  let result = after;
  if (id !== undefined && now === undefined) {
    const node = DocumentNode.open(after);
    node.names.unshift('_id');
    node.nodes.unshift(id);
    result = node.toValue();
  } else if (id !== undefined && now !== undefined && !equalValues(id, now)) {
    throw new CommandError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  if (identicalValues(before, result)) return { bytes: undefined, log: emptyChangeLog() };
  return { bytes: result.ownBytes(), log: diffDocuments(before, result) };
}

function refuseArrayFilters(options: UpdateOptions, where: string): void {
  if ((options.arrayFilters ?? []).length > 0) {
    throw new CommandError('FailedToParse', `Cannot specify arrayFilters with a ${where}`);
  }
}

/** Each array filter names one identifier: `{'x.a': 1}` judges the items that `$[x]` stands for. */
function parseArrayFilters(
  filters: readonly Value[],
  update: Value,
  options: UpdateOptions,
): ReadonlyMap<string, (item: Value) => boolean> {
  const tests = new Map<string, (item: Value) => boolean>();
  if (filters.length === 0) return tests;
  for (const filter of filters) {
    const name = identifierOf(filter);
    if (name === undefined) {
      throw new CommandError(
        'FailedToParse',
        'Cannot use an expression without a top-level field name in arrayFilters',
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw new CommandError(
        'BadValue',
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    }
    if (tests.has(name)) {
      throw new CommandError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    }
    const { matches } = parseFilter(filter, { textOrder: options.textOrder, scope: options.scope });
    tests.set(name, item => {
      const holder = new DocumentNode();
      holder.set(name, item);
      return matches(holder.toValue());
    });
  }
  const text = pathsOf(update).join(' ');
  for (const name of tests.keys()) {
    if (!text.includes(`$[${name}]`)) {
      throw new CommandError(
        'FailedToParse',
        `The array filter for identifier '${name}' was not used in the update ${showValue(update)}`,
      );
    }
  }
  return tests;
}

function identifierOf(filter: Value): string | undefined {
  if (!filter.isObject) return undefined;
  const reader = filter.fields();
  while (reader.next()) {
    const { name } = reader;
    if (!name.startsWith('$')) return name.split('.')[0];
    if (name !== '$and' && name !== '$or' && name !== '$nor') continue;
    for (const clause of reader.value().items()) {
      const inner = identifierOf(clause);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function pathsOf(update: Value): string[] {
  return update.items().flatMap(argument => {
    const names: string[] = [];
    const reader = argument.isObject ? argument.fields() : undefined;
    while (reader?.next()) names.push(reader.name);
    return names;
  });
}
