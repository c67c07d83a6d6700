export { EMM_CAUSES, formatEmmCause } from './emm-causes.ts';
export { type ErrorHelp, LabError, UserError } from './errors.ts';
export { ESM_CAUSES, formatEsmCause } from './esm-causes.ts';
export { formatGuti, type Guti, type STmsi, sameGuti } from './guti.ts';
export { type Imsi, imsiFitsPlmn, parseImsi } from './imsi.ts';
export { decodePlmn, encodePlmn, formatPlmn, type Plmn, parsePlmn, samePlmn } from './plmn.ts';
export { type Ki, type Op, type Opc, parseAmfField, parseSecret, Secret } from './secret.ts';
export { didYouMean } from './suggest.ts';
export { formatTai, sameTai, type Tai } from './tai.ts';
export {
  type ArtefactTraceEvent,
  type ErrorTraceEvent,
  type MessageTraceEvent,
  type NoteTraceEvent,
  type RunTraceEvent,
  type StateTraceEvent,
  TRACE_EVENT_VERSION,
  type TraceEvent,
  type TraceFields,
  type TraceNode,
  type TraceProtocol,
  type TraceRecord,
  type TraceRole,
  type TraceSink,
  type TraceStamp,
  type UserPlaneTraceEvent,
  type Verdict,
  type VerdictTraceEvent,
} from './trace-event.ts';
