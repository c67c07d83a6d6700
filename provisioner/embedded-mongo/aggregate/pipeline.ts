import type { Value } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { DOCUMENT_STAGES, stageOf } from '../project/index.ts';
import { parseGroup } from './group.ts';
import { JOINING_STAGES } from './joining.ts';
import { SIMPLE_STAGES } from './simple-stages.ts';
import { mapPaced, type ParseStage, type PipelineOptions, type Stage } from './stage.ts';
import { parseUnwind } from './unwind.ts';
import { WRITING_STAGES } from './writing.ts';

const STAGES: ReadonlyMap<string, ParseStage> = new Map(
  Object.entries({
    ...SIMPLE_STAGES,
    ...JOINING_STAGES,
    ...WRITING_STAGES,
    $group: parseGroup,
    $unwind: parseUnwind,
  }),
);

/** Whether a pipeline can have a stage of this name, wherever that may stand. */
export function isStageName(name: string): boolean {
  return STAGES.has(name) || DOCUMENT_STAGES.has(name);
}

/** Parses a pipeline into one stage. @throws {CommandError} 40324 for an unknown stage, 40601 for a misplaced one. */
export function parsePipeline(stages: readonly Value[], options: PipelineOptions): Stage {
  const steps = stages.map((stage, index) => {
    const [name, argument] = stageOf(stage);
    if (name in WRITING_STAGES && index < stages.length - 1) {
      throw new CommandError(40601, `${name} can only be the final stage in the pipeline`);
    }
    return parseStage(name, argument, options);
  });
  return async documents => {
    let current = documents;
    for (const step of steps) current = await step(current);
    return current;
  };
}

function parseStage(name: string, argument: Value, options: PipelineOptions): Stage {
  const shape = DOCUMENT_STAGES.get(name);
  if (shape !== undefined) {
    const transform = shape(argument, options);
    return documents => mapPaced(documents, transform);
  }
  const parse = STAGES.get(name);
  if (parse === undefined) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return parse(argument, options, parsePipeline);
}
