import type { WhyRule } from '../evidence.ts';
import { akaOf, emmCauseOf, lastReject, messagesOf, nasOf } from '../reading.ts';

/** Phone and network have no integrity algorithm in common. */
export const noAlgorithm: WhyRule = {
  name: 'no-algorithm',
  about: 'EMM cause 23: the phone offers no integrity algorithm that the network may use',
  explain(evidence) {
    const reject = lastReject(evidence);
    const refused = nasOf(evidence, 'SecurityModeReject').find(event => emmCauseOf(event) === 23);
    if (reject?.cause !== 23 && refused === undefined) return undefined;
    if (refused !== undefined)
      return {
        sentences: [
          'The phone refused the Security Mode Command with 23 (UE security capabilities mismatch): the capabilities that the network repeats are not those that the phone sent. That is how bidding down shows.',
        ],
        next: ['compare the capabilities in Attach Request and Security Mode Command'],
      };
    const request = nasOf(evidence, 'AttachRequest').at(-1);
    const offered = request?.fields?.['ueNetworkCapability.eia'] ?? evidence.phone?.spec.eia?.join(',');
    const list =
      offered === undefined
        ? ''
        : ` (${String(offered)
            .split(',')
            .map(n => `EIA${n}`)
            .join(', ')})`;
    return {
      sentences: [
        `The phone offers no integrity algorithm that the core may choose${list}: EIA0 does not count for normal service.`,
      ],
      next: ['give the phone EIA1, EIA2 or EIA3, or see integrity_order in mme.yaml'],
    };
  },
};

/** The phone refused the Security Mode Command: its MAC does not prove the keys. */
export const keysNotProven: WhyRule = {
  name: 'keys-not-proven',
  about: 'Security Mode Reject 24: the MAC of the Security Mode Command is wrong, so KASME differs',
  explain(evidence) {
    if (!nasOf(evidence, 'SecurityModeReject').some(event => emmCauseOf(event) === 24)) return undefined;
    const isAccepted = akaOf(evidence)?.verdict === 'accepted';
    const aka = isAccepted ? 'AUTN and RES were right, so Ki and OPc agree; ' : '';
    return {
      sentences: [
        `The phone refused the Security Mode Command with 24: its MAC is not what the phone's KASME gives. ${aka}the core derived KASME from another CK, IK, PLMN or SQN xor AK, or the message was changed on its way.`,
      ],
      next: ['compare the serving network (PLMN) on both sides: it goes into KASME (TS 33.401 A.2)'],
    };
  },
};

/** The phone discarded messages because their MAC was wrong. */
export const wrongNasMac: WhyRule = {
  name: 'wrong-nas-mac',
  about: 'the phone discarded messages whose integrity was wrong: the NAS keys or counts differ',
  explain(evidence) {
    const discarded = messagesOf(evidence, { protocol: 'nas-eps', lost: true }).filter(
      event =>
        event.fate === 'discarded' &&
        event.to === evidence.phone?.name &&
        /MAC|integrity|replay/i.test(event.summary ?? ''),
    );
    const first = discarded[0];
    if (first === undefined) return undefined;
    const isCommand = first.message === 'SecurityModeCommand';
    const replayed = /replay/i.test(first.summary ?? '');
    const count = discarded.length === 1 ? '' : `, ${discarded.length} in all`;
    const reason = replayed
      ? 'its NAS COUNT was used before: a replay'
      : isCommand
        ? 'its MAC is wrong: KASME differs, or the message was changed on its way'
        : 'its MAC is wrong: the message was changed on its way, or the keys differ';
    return { sentences: [`The phone discarded ${first.message} (${first.summary})${count}: ${reason}.`] };
  },
};

/** The phone got a reject that it may not believe. */
export const rejectIgnored: WhyRule = {
  name: 'reject-ignored',
  about: 'a reject without integrity protection came after security was set up: the phone must ignore it and waits',
  remark: true,
  explain(evidence) {
    const ignored = evidence.phone?.state?.reject;
    if (ignored?.ignored !== true) return undefined;
    const cause = ignored.cause === undefined ? '' : ` with cause ${ignored.cause}`;
    return {
      sentences: [
        `The network sent ${ignored.message ?? 'a reject'}${cause} in the clear after NAS security was set up. A phone may not believe that (TS 24.301 §4.4.4.2), so it goes on waiting until T3410 runs out (15 s). Open5GS rejects so at any time.`,
      ],
      next: [
        'expect the message in the flow and outcome: timeout, or let the phone believe it: tamper: { ue: …, accept_unprotected: true }',
      ],
    };
  },
};
