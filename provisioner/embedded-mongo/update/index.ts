/** Updates: modifiers, replacements and pipelines, applied to raw documents. */

export { diffDocuments } from './diff.ts';
export { type ChangeLog, emptyChangeLog } from './target.ts';
export { type ParsedUpdate, parseUpdate, type UpdateOptions } from './update.ts';
export { checkId, documentFromEqualities, withIdFirst } from './upsert.ts';
