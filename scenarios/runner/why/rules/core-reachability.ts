import type { WhyRule } from '../evidence.ts';
import { lastReject, messagesOf } from '../reading.ts';

/** No SCTP association with the MME, or no answer over it. */
export const coreUnreachable: WhyRule = {
  name: 'core-unreachable',
  about: 'no SCTP association with the MME; says which prerequisite fails',
  explain({ core, step, bts }) {
    const code = step.error?.code;
    const message = `${step.error?.message ?? ''} ${step.outcome?.detail ?? ''}`;
    if (code === 's1-setup-unanswered')
      return {
        sentences: [
          'The core takes the SCTP association but does not answer S1 Setup: what listens there is no MME, or it hangs.',
        ],
        next: ['look at the log of the MME'],
      };
    const down = step.verb.startsWith('bts') && bts?.state?.s1 === 'down' && step.outcome?.type === 'timeout';
    if (code !== 'core-unreachable' && !/no MME answers/.test(message) && !down) return undefined;
    return { sentences: [reachSentence(message, core.bench)], next: reachSteps(core.bench) };
  },
};

function reachSentence(message: string, bench: string): string {
  if (/refused|unreachable port|ECONNREFUSED/i.test(message))
    return 'The host of the MME is there, but nothing listens on the port: the MME is not running, or speaks kernel SCTP instead of SCTP over UDP.';
  if (/abort/i.test(message))
    return 'The peer ended the SCTP association at once: what listens there is no MME, or it is full.';
  if (/EHOSTUNREACH|ENETUNREACH|no route/i.test(message)) return 'There is no route to the address of the MME.';
  if (bench === 'embedded') return 'The embedded core does not answer: it was stopped, paused or cut off.';
  return 'No answer to SCTP INIT: the packets are lost on the way (a firewall, the wrong address), or the MME has no SCTP over UDP (RFC 6951, port 9899).';
}

function reachSteps(bench: string): string[] {
  if (bench === 'embedded') return ['heal what the scenario broke (heal: { node: mme })'];
  return [
    'check in this order: the MME runs; its s1ap address is the one that the lab uses; UDP port 9899 is open; it was built with SCTP over UDP',
  ];
}

/** The MME cannot reach its HSS. */
export const hssUnreachable: WhyRule = {
  name: 'hss-unreachable',
  about: 'the HSS does not answer the MME, or only after a long time',
  explain(evidence) {
    const requests = messagesOf(evidence, { protocol: 's6a', from: 'mme' });
    const answers = messagesOf(evidence, { protocol: 's6a', from: 'hss' });
    const unreachable = answers.some(({ fields }) => fields?.result === 'unreachable');
    const undeliverable = answers.some(({ fields }) => fields?.resultCode === 3002 || fields?.resultCode === 5003);
    const silent = requests.length > 0 && answers.length === 0;
    const cause = lastReject(evidence)?.cause;
    const document = evidence.sim?.document;
    const guessed = cause === 15 && requests.length === 0 && document !== 'absent' && document !== undefined;
    if (!unreachable && !undeliverable && !silent && !guessed) return undefined;
    const broken = evidence.events.findLast(
      event =>
        event.kind === 'note' &&
        event.t <= evidence.step.endMs &&
        /^(kill|stop|pause|partition|cut off) hss\b/.test(event.text),
    );
    const how = silent
      ? `The HSS did not answer the ${requests.at(-1)?.message} of the MME; Open5GS has no timer for a single request, the Diameter watchdog notices after 30 s or more.`
      : guessed
        ? 'The MME refuses with 15 although the subscriber is in the database: it does not reach its HSS.'
        : 'The MME does not reach its HSS: Diameter is not connected, or the realm is not served.';
    return {
      sentences: broken?.kind !== 'note' ? [how] : [how, `The lab did that, as the scenario asked: ${broken.text}.`],
      next: ['check that the HSS runs (heal: { node: hss }), and for the Diameter peers in the logs of MME and HSS'],
    };
  },
};

/** Another process of the core ended. */
export const coreCrashed: WhyRule = {
  name: 'core-crashed',
  about: 'a process of the core ended uninvited while the step was under way',
  alsoAccepted: true,
  explain({ events, step }) {
    const crash = events.find(
      event =>
        event.kind === 'error' &&
        event.t >= step.startMs &&
        event.t <= step.endMs + 1000 &&
        /crash|died|exited|ended/.test(`${event.code} ${event.text}`),
    );
    if (crash?.kind !== 'error') return undefined;
    return {
      sentences: [`The core broke while the step was under way: ${crash.text}. That is no failure of the scenario.`],
      next: [crash.hint ?? 'look at the log of that node; the lab starts it again'],
    };
  },
};
