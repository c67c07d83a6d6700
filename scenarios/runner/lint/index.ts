export type { CheckedCase, LintOptions } from './checked-case.ts';
export { readingFor } from './lint-case.ts';
export { type Linted, lintFiles } from './lint-files.ts';
export { isPublishedKey } from './published-keys.ts';
export * from './step-checker.ts';
