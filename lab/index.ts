/** The lab as a library: what `import … from 'mvnolab'` gives. */
export { LabError, type TraceEvent, UserError, type Verdict } from '../emulator/vocabulary/index.ts';
export type {
  AttemptResult,
  Bench,
  CaseResult,
  ExpectationResult,
  Problem,
  Reporter,
  RunResult,
  StepResult,
} from '../scenarios/runner/index.ts';
export { type EmbeddedBenchOptions, openEmbeddedBench, openRemoteBench } from './benches/index.ts';
export { type RunScenarioOptions, runScenario } from './scenarios/run-scenario.ts';
export {
  type ConnectOptions,
  connectLab,
  type LabClient,
  type LabClientPhone,
  type LabClientSession,
  type LabServer,
  type OpenSessionOptions,
  type ServeOptions,
  serveLab,
} from './serve/index.ts';
