import type { TextOrder, Value } from '../bson/index.ts';
import type { Scope } from '../expression/index.ts';
import { Pacer } from '../pacer.ts';

/** Turns all documents of one stage into those of the next. */
export type Stage = (documents: readonly Value[]) => readonly Value[] | Promise<readonly Value[]>;

export interface PipelineOptions {
  readonly scope: Scope;
  readonly textOrder?: TextOrder | undefined;
  /** Collections that stages read and write besides the one they run on. */
  readonly data: PipelineData;
}

/** What stages may do to the data: given by whoever runs the pipeline. */
export interface PipelineData {
  /** The database that the pipeline runs on. */
  readonly database: string;
  /** All documents of a collection of that database; none when it is not there. */
  read(collection: string): readonly Value[];
  /** Makes a collection hold just these documents. */
  replaceAll(database: string, collection: string, documents: readonly Value[]): Promise<void>;
  /** The document whose fields equal those of another, for `$merge`. */
  findOne(database: string, collection: string, fields: ReadonlyMap<string, Value>): Value | undefined;
  insert(database: string, collection: string, document: Value): void;
  /** Puts a document in the place of the one with the same `_id`. */
  replace(database: string, collection: string, document: Value): void;
  /** Whether an index makes this set of fields unique. */
  isUnique(database: string, collection: string, fields: readonly string[]): boolean;
}

/** Parses the stages of a pipeline; handed to stages that hold pipelines themselves. */
export type ParsePipeline = (stages: readonly Value[], options: PipelineOptions) => Stage;

export type ParseStage = (argument: Value, options: PipelineOptions, parsePipeline: ParsePipeline) => Stage;

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
