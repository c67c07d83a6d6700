/** Aggregation pipelines over raw documents. */
export { isStageName, parsePipeline } from './pipeline.ts';
export type { PipelineData, PipelineOptions, Stage } from './stage.ts';
