export { type Capture, type CaptureOptions, openCapture, type UdpEndpoint } from './capture.ts';
export { compactLine, renderCompactList } from './compact-list.ts';
export {
  type EventFile,
  type EventFileContents,
  openEventFile,
  parseEvent,
  readEventFile,
  readEvents,
} from './event-file.ts';
export { EventHistory } from './event-history.ts';
export { EventLog, type EventLogOptions, type RunDescription, type TraceListener } from './event-log.ts';
export { EXPLAINED_PROTOCOLS, type ExplainedProtocol, explain } from './explain.ts';
export type { DissectorName } from './exported-pdu.ts';
export { type LadderOptions, LiveLadder, renderLadder } from './ladder.ts';
export { LoopTracer, type TracedRole } from './loop-tracer.ts';
export { maskKeys } from './mask-keys.ts';
export { renderMermaid } from './mermaid.ts';
export { REDACTED, Redactor, type Revealing } from './redactor.ts';
export { detectTerminal, PLAIN_TERMINAL, type Terminal } from './terminal.ts';
export { renderTree } from './tree-text.ts';
