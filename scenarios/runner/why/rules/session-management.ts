import type { MessageTraceEvent } from '../../../../emulator/vocabulary/index.ts';
import { resolveCause } from '../../causes/index.ts';
import type { Evidence, WhyRule } from '../evidence.ts';
import { emmCauseOf, esmCauseOf, messagesOf, nasOf, storedAt, storedSessions, storedText } from '../reading.ts';

const PDN_TYPES: Readonly<Record<string, string>> = { '1': 'IPv4', '2': 'IPv6', '3': 'IPv4v6' };

/** The phone asks for an APN that its subscription does not name. */
export const unknownApn: WhyRule = {
  name: 'unknown-apn',
  about: 'the APN is not in the subscription: ESM cause 27',
  explain(evidence) {
    if (!refusedWith(evidence, 27)) return undefined;
    const asked = askedApn(evidence);
    const subscribed = subscribedApns(evidence);
    const has =
      subscribed.length === 0
        ? 'The subscription cannot be read here.'
        : `The subscription holds ${subscribed.join(', ')}.`;
    const what =
      asked === undefined
        ? 'The phone asked for no APN, and the subscription has no default'
        : `APN ${asked} is not in the subscription`;
    return {
      sentences: [`${what}: 27 (Missing or unknown APN). ${has}`],
      next: [`attach with one of those (apn: under given.ues), or add the APN to the SIM (sessions: under given.sims)`],
    };
  },
};

/** The phone asks for an IP version that the subscription does not have. */
export const pdnTypeNotSubscribed: WhyRule = {
  name: 'pdn-type-not-subscribed',
  about: 'the PDN type that the phone asks for is not in the subscription',
  explain(evidence) {
    const causes = [28, ...(resolveCause('pdn-type-not-subscribed', evidence.core)?.cause ?? [])];
    if (!causes.some(cause => refusedWith(evidence, cause))) return undefined;
    const asked = askedField(evidence, 'pdnType') ?? evidence.phone?.spec.pdnType ?? 'a PDN type';
    const types = storedSessions(evidence.sim?.document).map(session => {
      const type = storedAt(session, 'type');
      const name = storedText(storedAt(session, 'name')) ?? '?';
      return type?.bson === 'int32' ? `${name} is ${PDN_TYPES[type.value] ?? type.value}` : `${name} has none`;
    });
    const has = types.length === 0 ? '' : ` The subscription: ${types.join(', ')}.`;
    return {
      sentences: [`The phone asks for ${asked}, which its subscription to this APN does not allow.${has}`],
      next: ['change pdn_type of the phone, or type of the session (1 IPv4, 2 IPv6, 3 IPv4v6)'],
    };
  },
};

/** The gateway refused. */
export const sessionRefused: WhyRule = {
  name: 'session-refused',
  about: 'the gateway refused the session: EMM cause 17 with ESM cause 38',
  explain(evidence) {
    const answer = messagesOf(evidence, { message: 'CreateSessionResponse' }).findLast(({ fields }) =>
      isRefusal(fields?.cause),
    );
    const reject = nasOf(evidence, ['AttachReject', 'PdnConnectivityReject']).findLast(
      event => esmCauseOf(event) === 38,
    );
    if (answer === undefined && reject === undefined) return undefined;
    const asked = messagesOf(evidence, { message: 'CreateSessionRequest' });
    const apn = String(answer?.fields?.apn ?? asked.at(-1)?.fields?.apn ?? askedApn(evidence) ?? '');
    const of = apn === '' ? '' : ` for APN ${apn}`;
    if (answer !== undefined) {
      const cause = causeText(answer);
      return {
        sentences: [`The gateway refused the session${of}: GTP cause ${cause}.`],
        next: [
          /^84/.test(cause)
            ? 'the address pool is empty: detach phones, or give the gateway a larger one'
            : 'check dnn and subnet of the gateway (smf.yaml: session)',
        ],
      };
    }
    const unanswered =
      asked.length > 0
        ? ` The MME asked ${asked.length === 1 ? 'once' : `${asked.length} times`} and got no acceptance.`
        : '';
    return {
      sentences: [`The gateway refused the session${of} or did not answer: 38 (Network failure).${unanswered}`],
      next: ['look at the logs of SMF and UPF: dnn and subnet in smf.yaml, and whether PFCP is associated'],
    };
  },
};

/** True when the step was refused with this ESM cause, in an Attach Reject or by itself. */
function refusedWith(evidence: Evidence, cause: number): boolean {
  return nasOf(evidence, ['AttachReject', 'PdnConnectivityReject']).some(
    event => esmCauseOf(event) === cause && (event.message !== 'AttachReject' || emmCauseOf(event) !== undefined),
  );
}

function askedApn(evidence: Evidence): string | undefined {
  return askedField(evidence, 'accessPointName') ?? evidence.phone?.spec.apn;
}

/** A field of the last PDN Connectivity Request, inside an Attach Request or by itself, or of the ESM Information Response. */
function askedField(evidence: Evidence, name: string): string | undefined {
  const requests = nasOf(evidence, ['AttachRequest', 'PdnConnectivityRequest', 'EsmInformationResponse']);
  const values = requests.flatMap(({ fields }) => fields?.[name] ?? fields?.[`esm.${name}`] ?? []);
  const value = values.at(-1);
  return value === undefined ? undefined : String(value);
}

function subscribedApns(evidence: Evidence): string[] {
  const stored = storedSessions(evidence.sim?.document).flatMap(session => storedText(storedAt(session, 'name')) ?? []);
  if (stored.length > 0) return stored;
  const answer = messagesOf(evidence, { message: 'UpdateLocationAnswer' }).at(-1);
  return answer?.fields?.apn === undefined ? [] : String(answer.fields.apn).split(',');
}

/** `84 (all dynamic addresses are occupied)` */
function causeText({ summary, fields }: MessageTraceEvent): string {
  return /\bcause (\d+ \([^)]*\))/.exec(summary ?? '')?.[1] ?? String(fields?.cause);
}

/** GTPv2 causes from 64 on are rejections; 16 … 63 accept. TS 29.274 §8.4 */
function isRefusal(cause: unknown): boolean {
  return typeof cause === 'number' && cause >= 64;
}
