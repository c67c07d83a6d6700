export type { ScopeSources } from './case-scope.ts';
export { caseSlug } from './case-slug.ts';
export { RUN_EXIT } from './exit-code.ts';
export { redacted } from './redacted.ts';
export { type RunCasesOptions, runCases } from './run-cases.ts';
