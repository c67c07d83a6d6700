import type { MessageTraceEvent, NoteTraceEvent, TraceEvent } from '../../emulator/vocabulary/index.ts';
import { formatSqn, isPlausibleSqn } from '../../scenarios/runner/index.ts';

/** One challenge and what became of it, as the event log tells it; hex. */
export interface Challenge {
  readonly t: number;
  readonly phone: string;
  readonly imsi: string | undefined;
  readonly rand: string;
  readonly autn: string;
  /** What the card found; undefined where the phone's side was not recorded. */
  readonly card: CardFindings | undefined;
  /** The phone's answer: AuthenticationResponse or AuthenticationFailure. */
  readonly answer: MessageTraceEvent | undefined;
  /** What the network said then, when it was the end of it: AuthenticationReject, SecurityModeCommand, AttachReject. */
  readonly reaction: MessageTraceEvent | undefined;
}

export interface CardFindings {
  readonly verdict: string;
  readonly xmac: string;
  readonly sqn: number;
  readonly sqnMs: number;
  readonly res: string | undefined;
  readonly auts: string | undefined;
}

/** The challenges in a run's events, in order; only those between two times when a step is wanted. */
export function challengesIn(events: readonly TraceEvent[], from = 0, to = Number.POSITIVE_INFINITY): Challenge[] {
  const requests = events.filter(
    (event): event is MessageTraceEvent =>
      isNas(event) && event.message === 'AuthenticationRequest' && event.t >= from && event.t <= to,
  );
  return requests.flatMap(request => {
    const { authenticationParameterRand: rand, authenticationParameterAutn: autn } = request.fields ?? {};
    if (typeof rand !== 'string' || typeof autn !== 'string' || autn.length !== 32) return [];
    const next = requests.find(other => other.t > request.t && other.to === request.to);
    const after = events.filter(
      event => event.t >= request.t && event !== request && (next === undefined || event.t <= next.t),
    );
    const mine = after.filter(
      (event): event is MessageTraceEvent => isNas(event) && [event.from, event.to].includes(request.to),
    );
    const answer = mine.find(({ message }) => /^Authentication(Response|Failure)$/.test(message));
    const reaction = mine.find(
      ({ from, t, message }) => from !== request.to && t >= (answer?.t ?? request.t) && message !== 'IdentityRequest',
    );
    return [
      {
        t: request.t,
        phone: request.to,
        imsi: request.ue,
        rand,
        autn,
        card: findingsOf(after, request.to, rand),
        answer,
        reaction,
      },
    ];
  });
}

function isNas(event: TraceEvent): event is MessageTraceEvent {
  return event.kind === 'message' && event.protocol === 'nas-eps';
}

function findingsOf(after: readonly TraceEvent[], phone: string, rand: string): CardFindings | undefined {
  const note = after.find(
    (event): event is NoteTraceEvent =>
      event.kind === 'note' && event.node === phone && event.fields?.topic === 'aka' && event.fields.rand === rand,
  );
  if (note?.fields === undefined) return undefined;
  const { verdict, xmac, sqn, sqnMs, res, auts } = note.fields;
  return {
    verdict: String(verdict),
    xmac: String(xmac),
    sqn: Number(sqn),
    sqnMs: Number(sqnMs),
    res: res === undefined ? undefined : String(res),
    auts: auts === undefined ? undefined : String(auts),
  };
}

/** A challenge told step by step: headings and lines of plain text. */
export function tellChallenge(challenge: Challenge): string[] {
  const { rand, autn, card, answer, reaction } = challenge;
  const [concealed, amf, mac] = [autn.slice(0, 12), autn.slice(12, 16), autn.slice(16)];
  return [
    'The network asks',
    `  RAND         ${rand}   random, 16 octets: the question`,
    `  AUTN         ${autn}   the network's proof that it knows the keys; it has three parts`,
    `    SQN xor AK ${concealed}   the sequence number, hidden by AK = f5(Ki, OPc, RAND)`,
    `    AMF        ${amf}   ${describeAmf(amf)}`,
    `    MAC        ${mac}   f1(Ki, OPc; SQN, RAND, AMF) as the HSS computed it`,
    '',
    'The card judges',
    ...(card === undefined ? ['  its own account was not recorded'] : tellCard(card, amf, mac)),
    '',
    'What follows',
    `  ${tellAnswer(answer)}`,
    `  ${tellReaction(reaction)}`,
  ];
}

function describeAmf(amf: string): string {
  const separation = Number.parseInt(amf[0] ?? '0', 16) >= 8;
  return separation
    ? 'separation bit 1: a vector for E-UTRAN'
    : 'separation bit 0: a vector for UMTS, which a phone on E-UTRAN must refuse';
}

function tellCard(card: CardFindings, amf: string, mac: string): string[] {
  const { verdict, xmac, sqn, sqnMs, res, auts } = card;
  const same = mac === xmac;
  const lines = [
    `  1. AK from RAND with its own keys, taken off SQN xor AK: SQN ${formatSqn(sqn)}`,
    `  2. XMAC = f1 over that SQN, RAND and AMF ${amf}: ${xmac} ${same ? '= MAC: the network knows the keys' : `≠ MAC ${mac}`}`,
  ];
  if (!same)
    return [
      ...lines,
      ...(isPlausibleSqn({ sqn, sqn_ms: sqnMs })
        ? [
            `     SQN ${formatSqn(sqn)} is one that an HSS may count (the card has accepted up to ${formatSqn(sqnMs)}): AK agrees, so Ki and OPc agree.`,
            '     The HSS computed the MAC over another AMF or SQN, or AUTN changed on its way.',
          ]
        : [
            `     SQN ${formatSqn(sqn)} is no number that an HSS counts (the card has accepted up to ${formatSqn(sqnMs)}): AK is wrong too,`,
            '     so Ki or OPc differ between the card and the database. The SQN itself is not the trouble.',
          ]),
      '  Verdict: MAC failure. It does not answer the question: whoever asks is not its network.',
    ];
  if (verdict === 'separation-bit')
    return [...lines, '  3. AMF: the separation bit is 0', '  Verdict: non-EPS authentication unacceptable.'];
  const fresh = verdict !== 'synch-failure';
  lines.push(
    `  3. SQN ${formatSqn(sqn)} against ${formatSqn(sqnMs)}, the highest that it has accepted: ${fresh ? 'fresh' : 'not fresh'}`,
  );
  if (!fresh)
    return [
      ...lines,
      '  Verdict: synch failure. Somebody may be replaying an old challenge, or the HSS lost count.',
      `  AUTS ${auts ?? ''}: its own SQN, hidden by AK* = f5*, and MAC-S = f1* which proves that it comes from the card`,
    ];
  return [
    ...lines,
    `  Verdict: the network is genuine. RES = f2(Ki, OPc; RAND): ${res ?? ''}`,
    '  CK, IK and from them KASME are now the same on both sides; they are never sent, and not shown here.',
  ];
}

function tellAnswer(answer: MessageTraceEvent | undefined): string {
  if (answer === undefined) return 'The phone did not answer.';
  const facts = answer.summary === undefined ? '' : `: ${answer.summary}`;
  return `The phone answers ${answer.message}${facts}`;
}

const REACTIONS: Readonly<Record<string, string>> = {
  AuthenticationReject: 'it gives up: the phone counts its USIM as invalid until it is switched off',
  SecurityModeCommand: 'RES = XRES: the phone is genuine too, and NAS security begins',
  AuthenticationRequest: 'it asks again, after the HSS took over the SQN of the card',
};

function tellReaction(reaction: MessageTraceEvent | undefined): string {
  if (reaction === undefined) return 'The network says nothing more.';
  const meaning = REACTIONS[reaction.message] ?? reaction.summary;
  return `The network says ${reaction.message}${meaning === undefined ? '' : `: ${meaning}`}`;
}
