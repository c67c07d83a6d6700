export type { SourceLines } from '../source/code-frame.ts';
export {
  type CaseDifference,
  compareRuns,
  type RunComparison,
} from './files/compare-runs.ts';
export {
  type BaselineDifference,
  type BaselineRow,
  baselineKeys,
  compareWithExpected,
  type Expected,
  type ExpectedResults,
  NO_EXPECTED_RESULTS,
  readExpectedResults,
  withRun,
  writeExpectedResults,
} from './files/expected-results.ts';
export { parseResults, readResults, renderResults, writeResults } from './files/results-file.ts';
export {
  makeReporter,
  parseReporter,
  REPORTERS,
  type ReporterChoice,
  type ReporterName,
  renderReport,
} from './make-reporter.ts';
export type { Redaction, ReportClock, ReportContext, ReportOutput } from './report-output.ts';
export { plainDisplay, type ReportDisplay } from './text/display.ts';
export { formatDuration } from './text/durations.ts';
export { type FailureContext, renderFailure, stepName } from './text/failure-text.ts';
export { describeCore, summaryText } from './text/summary-text.ts';
export { countVerdicts, describeCounts, VERDICTS } from './text/verdicts.ts';
