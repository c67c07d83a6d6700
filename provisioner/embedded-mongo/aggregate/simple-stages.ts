import { BsonType, compareValues, integerOf, make, showValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { compileExpression } from '../expression/index.ts';
import { parseFilter } from '../match/index.ts';
import { parseSort } from '../sort.ts';
import { groupBy, parseGroup } from './group.ts';
import { parseRedact } from './redact.ts';
import { mapPaced, type ParseStage, type PipelineOptions, type Stage } from './stage.ts';

/** Stages that look only at the documents before them. */
export const SIMPLE_STAGES: Readonly<Record<string, ParseStage>> = {
  $match: parseMatch,
  $sort: parseSortStage,
  $limit: argument => {
    const most = whole('$limit', argument, 1);
    return documents => documents.slice(0, most);
  },
  $skip: argument => {
    const first = whole('$skip', argument, 0);
    return documents => documents.slice(first);
  },
  $count: parseCount,
  $sortByCount: parseSortByCount,
  $sample: parseSample,
  $bucket: parseBucket,
  $redact: parseRedact,
};

function parseMatch(argument: Value, options: PipelineOptions): Stage {
  if (!argument.isObject) throw new CommandError(15959, 'the match filter must be an expression in an object');
  const { matches } = parseFilter(argument, options);
  return documents => mapPaced(documents, document => (matches(document) ? document : undefined));
}

function parseSortStage(argument: Value, options: PipelineOptions): Stage {
  if (!argument.isObject || argument.isEmpty()) {
    throw new CommandError(15976, '$sort stage must have at least one sort key');
  }
  const sort = parseSort(argument, options.textOrder);
  return documents => (sort === undefined ? documents : sort(documents));
}

function whole(name: string, argument: Value, least: number): number {
  const number = integerOf(argument);
  if (number === undefined) {
    throw new CommandError(5107201, `invalid argument to ${name} stage: Expected an integer: ${showValue(argument)}`);
  }
  if (number < least) throw new CommandError(15958, `the argument of ${name} must be at least ${least}: ${number}`);
  return number;
}

function parseCount(argument: Value): Stage {
  const name = argument.type === BsonType.string ? argument.text() : '';
  if (name === '' || name.startsWith('$') || name.includes('.')) {
    throw new CommandError(40156, 'the count field must be a non-empty string without $ or .');
  }
  return documents => (documents.length === 0 ? [] : [make({ [name]: documents.length })]);
}

function parseSortByCount(argument: Value, options: PipelineOptions): Stage {
  const group = parseGroup(make({ _id: argument, count: { $sum: 1 } }), options);
  const sort = parseSort(make({ count: -1 }))!;
  return async documents => sort(await group(documents));
}

function parseSample(argument: Value): Stage {
  const size = argument.isObject ? integerOf(argument.field('size')) : undefined;
  if (size === undefined || size < 1)
    throw new CommandError(28747, 'size argument to $sample must be a positive integer');
  return documents => {
    const rest = [...documents];
    const chosen: Value[] = [];
    while (chosen.length < size && rest.length > 0) {
      const at = Math.floor(Math.random() * rest.length);
      chosen.push(rest[at]!);
      rest[at] = rest.at(-1)!;
      rest.pop();
    }
    return chosen;
  };
}

/** `$bucket`: groups by which of the boundaries a value lies between. */
function parseBucket(argument: Value, options: PipelineOptions): Stage {
  const by = argument.isObject ? argument.field('groupBy') : undefined;
  const boundaries = argument.isObject ? (argument.field('boundaries')?.items() ?? []) : [];
  if (by === undefined || boundaries.length < 2) {
    throw new CommandError(40198, '$bucket requires groupBy and at least two boundaries');
  }
  for (let index = 1; index < boundaries.length; index++) {
    if (compareValues(boundaries[index - 1]!, boundaries[index]!) >= 0) {
      throw new CommandError(40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
    }
  }
  const fallback = argument.field('default');
  const expression = compileExpression(by, options);
  const output = argument.field('output') ?? make({ count: { $sum: 1 } });
  const bucketOf = (document: Value): Value => {
    const value = expression(document);
    if (value !== undefined) {
      for (let index = 1; index < boundaries.length; index++) {
        const lower = boundaries[index - 1]!;
        if (compareValues(value, lower) >= 0 && compareValues(value, boundaries[index]!) < 0) return lower;
      }
    }
    if (fallback !== undefined) return fallback;
    throw new CommandError(
      40066,
      '$bucket could not find a matching branch for an input, and no default was specified.',
    );
  };
  const sort = parseSort(make({ _id: 1 }))!;
  const group = groupBy(bucketOf, output, options);
  return async documents => sort(await group(documents));
}
