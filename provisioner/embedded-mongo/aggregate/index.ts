/** Aggregation pipelines over raw documents. */
export { mapPaced, type PipelineOptions, parseStages, runStages, type Stage } from './pipeline.ts';
