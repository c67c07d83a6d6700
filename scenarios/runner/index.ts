export * from './cases/index.ts';
export * from './causes/index.ts';
export { STEP_CHECKER } from './checker/index.ts';
export * from './port/index.ts';
export * from './report/index.ts';
export * from './results/index.ts';
export * from './run/index.ts';
export { type Display, type Finding, Findings, formatPlace, renderFinding, ScenarioError } from './source/index.ts';
export * from './why/index.ts';
