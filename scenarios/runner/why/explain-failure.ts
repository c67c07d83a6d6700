import type { Evidence, Explanation, WhyRule } from './evidence.ts';
import { coreCrashed, coreUnreachable, hssUnreachable } from './rules/core-reachability.ts';
import { databaseNotFollowed } from './rules/database-not-followed.ts';
import { keyPlaces } from './rules/key-places.ts';
import { messagesTampered, noAnswer, usimInvalid } from './rules/phone-side.ts';
import { keysNotProven, noAlgorithm, rejectIgnored, wrongNasMac } from './rules/security-mode.ts';
import { separationBit } from './rules/separation-bit.ts';
import { resyncFailed, resynchronised, sqnOutOfStep, sqnStoredType } from './rules/sequence-number.ts';
import { areaNotServed } from './rules/serving-area.ts';
import { pdnTypeNotSubscribed, sessionRefused, unknownApn } from './rules/session-management.ts';
import { simNotActive, subscriptionEmpty, unknownImsi } from './rules/subscriber.ts';
import { accessControl, causeOfOtherRelease, toldCause } from './rules/told-cause.ts';
import { autnAltered, wrongKey } from './rules/wrong-key.ts';
import { wrongRes } from './rules/wrong-res.ts';

/** The why table. Of the rules that are no remarks the first that speaks is believed, so the special stand before the general. */
export const WHY_RULES: readonly WhyRule[] = [
  coreCrashed,
  coreUnreachable,
  databaseNotFollowed,
  areaNotServed,
  usimInvalid,
  keyPlaces,
  autnAltered,
  wrongKey,
  separationBit,
  resyncFailed,
  sqnStoredType,
  resynchronised,
  sqnOutOfStep,
  wrongRes,
  noAlgorithm,
  keysNotProven,
  causeOfOtherRelease,
  simNotActive,
  accessControl,
  unknownImsi,
  subscriptionEmpty,
  hssUnreachable,
  unknownApn,
  pdnTypeNotSubscribed,
  sessionRefused,
  wrongNasMac,
  noAnswer,
  toldCause,
  rejectIgnored,
  messagesTampered,
];

/** Why something did not go as expected, as far as the evidence tells; undefined when no rule knows. */
export function explainFailure(evidence: Evidence, rules: readonly WhyRule[] = WHY_RULES): Explanation | undefined {
  const isAccepted = evidence.step.outcome?.type === 'accepted';
  let rule: string | undefined;
  const sentences: string[] = [];
  const next: string[] = [];
  for (const each of rules) {
    if (each.remark !== true && rule !== undefined) continue;
    if (isAccepted && each.alsoAccepted !== true) continue;
    const found = each.explain(evidence);
    if (found === undefined) continue;
    if (each.remark !== true || rule === undefined) rule = each.name;
    sentences.push(...found.sentences);
    next.push(...(found.next ?? []));
  }
  return rule === undefined ? undefined : { rule, sentences, next };
}
