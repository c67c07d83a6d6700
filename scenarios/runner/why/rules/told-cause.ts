import { describeReleases, formatCause, isNeverSent, whatSends } from '../../causes/index.ts';
import type { Evidence, WhyRule } from '../evidence.ts';
import { esmCauseOf, lastReject, nasOf } from '../reading.ts';

/** The IMSI is there, and the MME refuses its network. */
export const accessControl: WhyRule = {
  name: 'access-control',
  about: 'EMM cause 11 before the HSS was asked: access_control of the MME, or no roaming agreement',
  explain(evidence) {
    const reject = lastReject(evidence);
    const document = evidence.sim?.document;
    if (reject?.cause !== 11 || document === undefined || document === 'absent') return undefined;
    const asked = evidence.events.some(
      event =>
        event.kind === 'message' &&
        event.protocol === 's6a' &&
        event.t >= evidence.step.startMs &&
        event.t <= reject.event.t,
    );
    if (asked) return undefined;
    return {
      sentences: [
        'The subscriber is in the database, and the MME refused it with 11 (PLMN not allowed) without asking the HSS: access_control of the MME does not list the network of this IMSI.',
      ],
      next: ['see access_control in mme.yaml: it stands for the roaming agreement'],
    };
  },
};

/** The scenario wants the cause of another release. */
export const causeOfOtherRelease: WhyRule = {
  name: 'cause-of-other-release',
  about: 'the expected cause is what another release of the core answers to the same',
  alsoAccepted: true,
  explain(evidence) {
    const failed = evidence.step.failed;
    if (failed === undefined || !/cause/.test(failed.subject)) return undefined;
    const [expected, actual] = [leadingNumber(failed.expected), leadingNumber(failed.actual)];
    if (expected === undefined || actual === undefined || expected === actual) return undefined;
    const protocol = /esm/.test(failed.subject) ? 'esm' : 'emm';
    const everywhere = { product: evidence.core.product, version: undefined };
    const here = whatSends(actual, protocol, evidence.core).map(({ trigger }) => trigger);
    const elsewhere = whatSends(expected, protocol, everywhere);
    const both = elsewhere.find(({ trigger }) => here.some(({ name }) => name === trigger.name));
    if (both === undefined) return undefined;
    const [answer] = both.answers;
    const releases = describeReleases(answer?.since, answer?.until);
    if (releases === '') return undefined;
    return {
      sentences: [
        `Releases differ: ${evidence.core.product} ${releases} answers ${formatCause(expected, protocol)} where this one (${evidence.core.version ?? 'unknown release'}) answers ${formatCause(actual, protocol)}.`,
      ],
      next: [`write the reason in place of the number: ${both.trigger.name} fits every release`],
    };
  },
};

/** Nothing better is known: what the core uses this cause for. */
export const toldCause: WhyRule = {
  name: 'told-cause',
  about: 'the network gave a cause: what this release of the core uses it for',
  explain(evidence) {
    const found = lastCause(evidence);
    if (found === undefined) return undefined;
    const { cause, protocol, message } = found;
    const product = evidence.core.product;
    const senders = whatSends(cause, protocol, evidence.core);
    const text = `${message} with ${protocol === 'esm' ? 'ESM ' : ''}cause ${formatCause(cause, protocol)}`;
    if (senders.length === 0) {
      const never = isNeverSent(cause, protocol, evidence.core) ? `, which ${product} itself never sends` : '';
      return {
        sentences: [`${text}${never}.`],
        next: [`mvnolab explain cause ${cause}${protocol === 'esm' ? ' --esm' : ''}`],
      };
    }
    const reasons = senders.map(({ trigger }) => trigger.what);
    return {
      sentences: [
        `${text}: ${product} answers so when ${reasons.slice(0, 3).join('; or when ')}${reasons.length > 3 ? '; or for other reasons' : ''}.`,
      ],
      next:
        senders.length === 1
          ? [`check ${senders[0]!.trigger.check}`]
          : [`mvnolab explain cause ${cause}${protocol === 'esm' ? ' --esm' : ''}`],
    };
  },
};

function lastCause(evidence: Evidence) {
  const reject = nasOf(evidence, ['AttachReject', 'PdnConnectivityReject']).at(-1);
  const esm = esmCauseOf(reject);
  if (reject !== undefined && esm !== undefined)
    return { cause: esm, protocol: 'esm', message: reject.message } as const;
  const emm = lastReject(evidence);
  return emm === undefined ? undefined : ({ cause: emm.cause, protocol: 'emm', message: emm.event.message } as const);
}

function leadingNumber(text: string): number | undefined {
  const [, number] = /^(\d{1,3})\b/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}
