import { integerOf, make, showValue, type Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { parseFilter } from '../match/index.ts';
import { DOCUMENT_STAGES, stageOf } from '../project/index.ts';
import { parseSort } from '../sort.ts';
import { parseGroup } from './group.ts';
import { mapPaced, type ParseStage, type PipelineOptions, type Stage } from './stage.ts';
import { parseUnwind } from './unwind.ts';

const STAGES: ReadonlyMap<string, ParseStage> = new Map<string, ParseStage>([
  ['$match', parseMatch],
  ['$sort', parseSortStage],
  ['$limit', argument => documents => documents.slice(0, positive('$limit', argument, 1))],
  ['$skip', argument => documents => documents.slice(positive('$skip', argument, 0))],
  ['$count', parseCount],
  ['$group', parseGroup],
  ['$unwind', parseUnwind],
]);

/** Parses stages that only turn documents into documents. @throws {CommandError} 40324 for an unknown stage. */
export function parseStages(stages: readonly Value[], options: PipelineOptions): Stage[] {
  return stages.map(stage => {
    const [name, argument] = stageOf(stage);
    const shape = DOCUMENT_STAGES.get(name);
    if (shape !== undefined) {
      const transform = shape(argument, options);
      return documents => mapPaced(documents, transform);
    }
    const parse = STAGES.get(name);
    if (parse === undefined) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return parse(argument, options);
  });
}

export async function runStages(documents: readonly Value[], stages: readonly Stage[]): Promise<readonly Value[]> {
  let current = documents;
  for (const stage of stages) current = await stage(current);
  return current;
}

function parseMatch(argument: Value, options: PipelineOptions): Stage {
  if (!argument.isObject) throw new CommandError(15959, 'the match filter must be an expression in an object');
  const { matches } = parseFilter(argument, options);
  return documents => mapPaced(documents, document => (matches(document) ? document : undefined));
}

function parseSortStage(argument: Value, options: PipelineOptions): Stage {
  if (!argument.isObject || argument.isEmpty())
    throw new CommandError(15976, '$sort stage must have at least one sort key');
  const sort = parseSort(argument, options.textOrder);
  return documents => (sort === undefined ? documents : sort(documents));
}

function positive(name: string, argument: Value, least: number): number {
  const number = integerOf(argument);
  if (number === undefined)
    throw new CommandError(5107201, `invalid argument to ${name} stage: Expected an integer: ${showValue(argument)}`);
  if (number < least) throw new CommandError(15958, `the limit must be positive: ${name}: ${number}`);
  return number;
}

function parseCount(argument: Value): Stage {
  const name = argument.type === 0x02 ? argument.text() : '';
  if (name === '' || name.startsWith('$') || name.includes('.')) {
    throw new CommandError(40156, 'the count field must be a non-empty string without $ or .');
  }
  return documents => (documents.length === 0 ? [] : [make({ [name]: documents.length })]);
}
