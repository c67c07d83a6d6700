export { codeFrame, type Display, type Frame, renderFinding, type SourceLines } from './code-frame.ts';
export { type Finding, Findings } from './finding.ts';
export { type ParsedSource, parseSource } from './parse-yaml.ts';
export { ScenarioError } from './scenario-error.ts';
export * from './source-node.ts';
