export { causeByName, causeNames, causeWord, formatCause, formatCauses } from './cause-names.ts';
export { type CauseMeaning, meaningOf } from './meanings.ts';
export {
  type CauseCore,
  isNeverSent,
  knownCauseNames,
  parseCause,
  type ResolvedCause,
  type ResolvedS1apCause,
  resolveCause,
  resolveS1apCause,
  triggerByName,
  triggerNames,
  whatSends,
} from './oracle.ts';
export { compareReleases, describeReleases, isWithin, parseRelease, type Release } from './release.ts';
export type { CauseAnswer, CauseProtocol, CauseTrigger, CoreCauses } from './trigger.ts';
