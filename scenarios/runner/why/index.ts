export type {
  BtsEvidence,
  Evidence,
  Explanation,
  PhoneEvidence,
  SimEvidence,
  StepEvidence,
  WhyRule,
} from './evidence.ts';
export { explainFailure, WHY_RULES } from './explain-failure.ts';
export { type Fixtures, gatherEvidence, type Subjects } from './gather-evidence.ts';
export { formatSqn, isPlausibleSqn } from './sqn.ts';
