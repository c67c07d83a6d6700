import type { Evidence, WhyRule } from '../evidence.ts';
import { lastReject, messagesOf, storedAt, storedSessions, storedText } from '../reading.ts';
import { imsiOf } from './wrong-key.ts';

/** The SIM is not in a state in which the HSS may know it. */
export const simNotActive: WhyRule = {
  name: 'sim-not-active',
  about: 'the inventory keeps the SIM out of the HSS: it is stock, assigned, suspended or deactivated',
  explain(evidence) {
    const { sim } = evidence;
    if (sim?.state === undefined || sim.state.state === 'active' || !isUnknownToHss(evidence)) return undefined;
    const reason = sim.state.reason === undefined ? '' : ` (${sim.state.reason})`;
    return {
      sentences: [
        `${sim.name} is ${sim.state.state}${reason} in the inventory: only active SIMs are in the HSS, so it does not know IMSI ${imsiOf(evidence)}.`,
      ],
      next: [
        sim.state.state === 'suspended' ? `sim.resume: { sim: ${sim.name} }` : `sim.activate: { sim: ${sim.name} }`,
      ],
    };
  },
};

/** The IMSI has no document. */
export const unknownImsi: WhyRule = {
  name: 'unknown-imsi',
  about: 'the database has no subscriber with this IMSI',
  explain(evidence) {
    if (!isUnknownToHss(evidence)) return undefined;
    const { document } = evidence.sim ?? {};
    const reject = lastReject(evidence);
    const imsi = imsiOf(evidence);
    if (document === 'absent')
      return {
        sentences: [`The database holds no subscriber with IMSI ${imsi}: the HSS answers 5001 (user unknown).`],
        next: [`mvnolab sim add ${imsi} … or state: active under given.sims`],
      };
    const stored = storedText(storedAt(document, 'imsi'));
    if (document !== undefined && stored === undefined)
      return {
        sentences: [`imsi of the document is not a string, so the HSS finds no subscriber with IMSI ${imsi}.`],
        next: ['store imsi as a string'],
      };
    if (answers5001(evidence) && document !== undefined)
      return {
        sentences: [
          `The HSS says 5001 (user unknown) although the database holds IMSI ${imsi} now: it came too late, the HSS reads another database, or it could not read this one.`,
        ],
        next: ['compare db_uri of hss.yaml with the database of the lab'],
      };
    if (document !== undefined || reject === undefined) return undefined;
    return {
      sentences: [`The network answers as for an IMSI that its HSS does not know: ${imsi}.`],
      next: [`mvnolab sim show ${imsi}`],
    };
  },
};

/** The document is there but of no use for sessions. */
export const subscriptionEmpty: WhyRule = {
  name: 'subscription-empty',
  about: 'the subscriber has no slice or no session that the HSS can read',
  explain(evidence) {
    const document = evidence.sim?.document;
    if (document === undefined || document === 'absent') return undefined;
    const cause = lastReject(evidence)?.cause;
    const waits = isLeftWaiting(evidence);
    if (cause !== 15 && cause !== 42 && !waits) return undefined;
    const imsi = imsiOf(evidence);
    const silence = waits
      ? ['The HSS refuses Update Location; the MME drops an answer without ULA-Flags, and the phone waits in vain.']
      : [];
    const slices = storedAt(document, 'slice');
    if (slices?.bson !== 'array' || slices.items.length === 0)
      return {
        sentences: [`The document of ${imsi} has no slice: the HSS has no subscription to give (5420).`, ...silence],
        next: ['give it a slice with a session; mvnolab sim add does'],
      };
    const sst = storedAt(document, 'slice.0.sst');
    if (sst?.bson !== 'int32')
      return {
        sentences: [
          `slice[0].sst is ${sst === undefined ? 'missing' : `stored as ${sst.bson}`}, the HSS reads int32 only and drops the slice.`,
          ...silence,
        ],
        next: ['store sst as int32'],
      };
    const sessions = storedSessions(document);
    if (sessions.length === 0)
      return {
        sentences: [`slice[0] of ${imsi} has no session, so the phone may not use any APN.`, ...silence],
        next: ['add a session with name and type to slice[0]'],
      };
    const broken = sessions.flatMap((session, i) => {
      const name = storedAt(session, 'name');
      const type = storedAt(session, 'type');
      if (name?.bson !== 'string') return [`slice[0].session[${i}].name is ${name?.bson ?? 'missing'}, not a string`];
      return type?.bson === 'int32' ? [] : [`slice[0].session[${i}].type is ${type?.bson ?? 'missing'}, not an int32`];
    });
    if (broken.length < sessions.length) return undefined;
    return {
      sentences: [`The HSS can read no session: ${broken.join('; ')}.`],
      next: ['store name as string, type as int32 (1 IPv4, 2 IPv6, 3 IPv4v6)'],
    };
  },
};

/** The phone proved itself, and nothing came after that. */
function isLeftWaiting(evidence: Evidence): boolean {
  const last = messagesOf(evidence, { protocol: 'nas-eps' }).at(-1);
  return evidence.step.outcome?.type === 'timeout' && last?.message === 'SecurityModeComplete';
}

/** Open5GS's MME says 8 or 11 when the HSS says 5001; our own core shows the answer itself. */
function isUnknownToHss(evidence: Evidence): boolean {
  if (answers5001(evidence)) return true;
  const reject = lastReject(evidence);
  const hasAnswer = messagesOf(evidence, { protocol: 's6a' }).length > 0;
  return !hasAnswer && reject !== undefined && (reject.cause === 8 || reject.cause === 11);
}

function answers5001(evidence: Evidence): boolean {
  return messagesOf(evidence, { protocol: 's6a' }).some(({ fields }) => fields?.resultCode === 5001);
}
