import type { TextOrder, Value } from '../bson/index.ts';
import type { Scope } from '../expression/index.ts';
import { Pacer } from '../pacer.ts';

/** Turns all documents of one stage into those of the next. */
export type Stage = (documents: readonly Value[]) => readonly Value[] | Promise<readonly Value[]>;

export interface PipelineOptions {
  readonly scope: Scope;
  readonly textOrder?: TextOrder | undefined;
}

export type ParseStage = (argument: Value, options: PipelineOptions) => Stage;

/** Maps documents, giving way to other work every ten milliseconds; undefined drops one. */
export async function mapPaced(
  documents: readonly Value[],
  transform: (document: Value) => Value | undefined,
): Promise<Value[]> {
  const results: Value[] = [];
  const pacer = new Pacer();
  for (const document of documents) {
    const result = transform(document);
    if (result !== undefined) results.push(result);
    if (pacer.due()) await pacer.pause();
  }
  return results;
}
