import { formatCause } from '../../causes/index.ts';
import type { WhyRule } from '../evidence.ts';
import { emmCauseOf, formatMs, messagesBefore, messagesOf, nasOf, notesOf } from '../reading.ts';

/** After these causes the USIM is invalid for EPS services until power-off or removal of the card. TS 24.301 §5.5.1.2.5 */
const INVALIDATES: ReadonlySet<number> = new Set([3, 6, 7, 8]);

/** The phone does not even try, because an earlier refusal forbids it. */
export const usimInvalid: WhyRule = {
  name: 'usim-invalid',
  about: 'an earlier reject (3, 6, 7, 8, or Authentication Reject) made the USIM invalid until power-off',
  explain(evidence) {
    if (evidence.phone === undefined || nasOf(evidence, 'AttachRequest').length > 0) return undefined;
    if (evidence.step.outcome?.type === 'accepted' || evidence.step.verb !== 'attach') return undefined;
    const earlier = messagesBefore(evidence, {
      protocol: 'nas-eps',
      to: evidence.phone.name,
      message: [
        'AttachReject',
        'TrackingAreaUpdateReject',
        'ServiceReject',
        'AuthenticationReject',
        'DetachRequestUeTerminated',
      ],
    }).findLast(event => event.message === 'AuthenticationReject' || INVALIDATES.has(emmCauseOf(event) ?? -1));
    if (earlier === undefined) return undefined;
    const cause = emmCauseOf(earlier);
    const what = cause === undefined ? earlier.message : `${earlier.message} with cause ${formatCause(cause)}`;
    return {
      sentences: [
        `The phone did not try: after ${what}, ${formatMs(evidence.step.startMs - earlier.t)} before this step, its USIM is invalid until it is switched off or the card is taken out (TS 24.301 §5.5.1.2.5).`,
      ],
      next: [`power_cycle: { ue: ${evidence.phone.name} } before this step`],
    };
  },
};

/** Verbs that end when a message comes; the others say themselves what they waited for. */
const SIGNALLING: ReadonlySet<string> = new Set([
  'attach',
  'detach',
  'service_request',
  'tracking_area_update',
  'move',
  'pdn.connect',
  'pdn.disconnect',
]);

/** T3410 or the deadline ran out; the last message tells whose turn it was. */
export const noAnswer: WhyRule = {
  name: 'no-answer',
  about: 'the phone waited in vain (T3410, or the deadline of the step): says what was seen last and whose turn it was',
  explain(evidence) {
    const { step, phone } = evidence;
    const isLate = step.outcome?.type === 'timeout' || /T34\d\d|no answer/.test(step.outcome?.detail ?? '');
    if (!isLate || phone === undefined || !SIGNALLING.has(step.verb)) return undefined;
    // what the network tells in passing is nobody's turn
    const last = nasOf(evidence).findLast(({ message }) => message !== 'EmmInformation');
    if (last === undefined) {
      const lost = messagesOf(evidence, { protocol: 'nas-eps', lost: true }).at(-1);
      return {
        sentences: [
          lost === undefined
            ? `No NAS message of ${phone.name} was seen: it found no cell, or its connection was never set up.`
            : `The only message seen is ${lost.message}, which did not arrive (${lost.fate}).`,
        ],
      };
    }
    const byPhone = last.from === phone.name;
    const waited = formatMs(step.endMs - last.t);
    const seen = `The last message seen is ${last.from} > ${last.to} ${last.message}`;
    const isDropped = notesOf(evidence).some(
      ({ t, text }) => t >= last.t && text.startsWith('tampering:') && text.includes(` ${last.message}: drop`),
    );
    if (isDropped) return { sentences: [`${seen}, which did not arrive; then nothing for ${waited}.`] };
    const turn = byPhone ? 'it was the turn of the core' : `it was the turn of ${phone.name}`;
    return {
      sentences: [`${seen}; then nothing for ${waited}: ${turn}.`],
      next: [
        byPhone
          ? 'look at the core: the events of hss and gateway after that message, its logs'
          : 'look at what the phone made of it: --detail in the ladder',
      ],
    };
  },
};

/** The lab itself lost or changed messages, because the scenario asked for it. */
export const messagesTampered: WhyRule = {
  name: 'messages-tampered',
  about: 'messages of the step were dropped, delayed, doubled or changed by the lab itself',
  remark: true,
  alsoAccepted: true,
  explain(evidence) {
    const told = notesOf(evidence).flatMap(({ text }) => /^tampering: (.*)$/.exec(text)?.[1] ?? []);
    const lost = messagesOf(evidence, { lost: true }).flatMap(({ message, fate }) =>
      fate === 'dropped' || fate === 'delayed' || fate === 'duplicated' ? [`${message}: ${fate}`] : [],
    );
    const all = [...told, ...lost];
    const [first] = all;
    if (first === undefined) return undefined;
    return {
      sentences: [
        `The lab itself interfered, as the scenario asked: ${first}${all.length === 1 ? '' : `, and ${all.length - 1} times more`}.`,
      ],
    };
  },
};
