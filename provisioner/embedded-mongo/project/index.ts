/** Projections and the stages that make one document of one document. */
export { DOCUMENT_STAGES, parseDocumentPipeline, stageOf } from './document-stages.ts';
export { type Projection, parseProjection } from './projection.ts';
