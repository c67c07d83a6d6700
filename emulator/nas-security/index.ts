export { estimateCount, LAST_NAS_COUNT, type NasCount, sequenceNumberOf } from './nas-count.ts';
export {
  type Kasme,
  NasSecurityContext,
  type NasSecurityParameters,
  type Protected,
  type Unprotected,
  type UnprotectFailure,
  type VerifiedServiceRequest,
} from './security-context.ts';
export { mmeAcceptsUnprotected, mmeProcessesUnverified, ueAcceptsUnprotected } from './unprotected.ts';
