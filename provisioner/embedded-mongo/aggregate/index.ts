/** Aggregation pipelines over raw documents. */
export { parseStages, runStages } from './pipeline.ts';
export { mapPaced, type PipelineOptions, type Stage } from './stage.ts';
