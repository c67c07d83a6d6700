export * from './cases/index.ts';
export * from './causes/index.ts';
export { languageReference, STEP_CHECKER } from './checker/index.ts';
export {
  type CheckedCase,
  type CheckedStep,
  type Linted,
  type LintOptions,
  lintFiles,
  type StepChecker,
} from './lint/index.ts';
export * from './port/index.ts';
export * from './report/index.ts';
export * from './results/index.ts';
export * from './run/index.ts';
export * from './schema/index.ts';
export * from './select/index.ts';
export {
  type Display,
  type Finding,
  Findings,
  formatPlace,
  renderFinding,
  ScenarioError,
  type SourceNode,
} from './source/index.ts';
export * from './why/index.ts';
