import type { WhyRule } from '../evidence.ts';
import { akaOf, emmCauseOf, nasOf, notesOf, storedAt } from '../reading.ts';
import { formatSqn, SEQ_DELTA, seqOf } from '../sqn.ts';

const OPEN5GS_STEP = 'Open5GS reads it as 0 and counts from there at every challenge.';

/** `security.sqn` has a BSON type that the HSS does not read. */
export const sqnStoredType: WhyRule = {
  name: 'sqn-stored-type',
  about: 'security.sqn is stored with another BSON type than int64, so the HSS takes it for 0',
  alsoAccepted: true,
  explain(evidence) {
    const stored = storedAt(evidence.sim?.document, 'security.sqn');
    const isMissing = stored === undefined;
    if (isMissing || stored.bson === 'int64') return undefined;
    const concerned = akaOf(evidence)?.verdict === 'synch-failure' || evidence.step.failed?.subject.includes('sqn');
    if (!concerned) return undefined;
    const value = 'value' in stored ? ` ${String(stored.value)}` : '';
    return {
      sentences: [`security.sqn is stored as ${stored.bson}${value}; the HSS reads int64 only. ${OPEN5GS_STEP}`],
      next: ['write it as int64 (NumberLong in mongosh); mvnolab sim add does'],
    };
  },
};

/** The card has accepted higher numbers than the network sends, or the network is too far ahead. */
export const sqnOutOfStep: WhyRule = {
  name: 'sqn-out-of-step',
  about: 'SQN of the network is behind what the card has accepted, or too far ahead of it',
  explain(evidence) {
    const aka = akaOf(evidence);
    if (aka?.verdict !== 'synch-failure') return undefined;
    const { sqn, sqn_ms } = aka;
    const [sent, known] = [formatSqn(sqn), formatSqn(sqn_ms)];
    if (seqOf(sqn) - seqOf(sqn_ms) > SEQ_DELTA)
      return {
        sentences: [
          `SQN ${sent} is more than 2^28 steps ahead of ${known}, the highest that the card has accepted: a card refuses such a leap (TS 33.102 §C.2.1). The MAC is right, so the keys agree.`,
        ],
        next: ['set security.sqn of the subscriber near what the card has accepted'],
      };
    const failures = nasOf(evidence, 'AuthenticationFailure').filter(event => emmCauseOf(event) === 21).length;
    const again =
      failures > 1
        ? ` The card said so ${failures} times and sent AUTS with its own number each time: the HSS did not take it over.`
        : '';
    const relation = sqn === sqn_ms ? 'is' : seqOf(sqn) <= seqOf(sqn_ms) ? 'is behind' : 'is not fresh beside';
    return {
      sentences: [
        `SQN ${sent} of the challenge ${relation} ${known}, the highest that the card has accepted: used already. The MAC is right, so the keys agree.${again}`,
      ],
      next:
        failures > 1
          ? ['check that the HSS can write security.sqn, and that no second HSS serves the same SIM']
          : ['a resynchronisation heals it: AUTS tells the HSS the number of the card'],
    };
  },
};

/** The number in the database is another than was expected because the card corrected it. */
export const resynchronised: WhyRule = {
  name: 'resynchronised',
  about: 'an expectation on the SQN was not met because a resynchronisation took place',
  alsoAccepted: true,
  explain(evidence) {
    if (!evidence.step.failed?.subject.toLowerCase().includes('sqn')) return undefined;
    const failure = nasOf(evidence, 'AuthenticationFailure').find(event => emmCauseOf(event) === 21);
    if (failure === undefined || akaOf(evidence)?.verdict !== 'accepted') return undefined;
    const refused = notesOf(evidence).find(
      ({ fields }) => fields?.topic === 'aka' && fields.verdict === 'synch-failure',
    );
    const numbers =
      refused?.fields === undefined
        ? ''
        : ` (it got ${formatSqn(Number(refused.fields.sqn))} and had accepted ${formatSqn(Number(refused.fields.sqnMs))})`;
    return {
      sentences: [
        `The card refused the SQN of the first challenge${numbers}, and the HSS took the card's number over before it stepped by 32: a resynchronisation, which moves security.sqn by more than 32.`,
      ],
      next: ['look at what security.sqn was before the step, and at its BSON type: only an int64 is read'],
    };
  },
};

/** AUTS of the card was not accepted. */
export const resyncFailed: WhyRule = {
  name: 'resync-failed',
  about: 'the HSS refused AUTS: Attach Reject 17 after a synch failure',
  explain(evidence) {
    const synch = nasOf(evidence, 'AuthenticationFailure').filter(event => emmCauseOf(event) === 21);
    const reject = nasOf(evidence, 'AttachReject').find(event => emmCauseOf(event) === 17);
    const [first] = synch;
    if (first === undefined || reject === undefined || reject.t < first.t) return undefined;
    return {
      sentences: [
        'The card asked to resynchronise, and the network refused with 17 (Network failure): the HSS found MAC-S in AUTS wrong, or could not store the new SQN.',
      ],
      next: [
        'check Ki and OPc on both sides, and that the HSS may write to the database (its log: "Re-synch MAC failed")',
      ],
    };
  },
};
