import test from 'ava';
import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { KeyComparison } from '../port/index.ts';
import { explainFailure, WHY_RULES } from './index.ts';
import { type Changes, evidenceOf, IMSI, stored, subscriber } from './testing/evidence.ts';
import { recorded } from './testing/recorded.fixture.ts';

const SAME: KeyComparison = {
  kiSame: true,
  opcSame: true,
  opStoredAsOpc: false,
  opcStoredAsOp: false,
  swapped: false,
};

const explained = new Set<string>();

interface Case {
  readonly title: string;
  readonly situation?: string;
  readonly changes?: Changes;
  readonly rule: string;
  readonly says: readonly RegExp[];
  readonly next?: RegExp;
}

const CASES: readonly Case[] = [
  {
    title: 'wrong key, nothing known but what the card saw',
    situation: 'wrong-ki',
    rule: 'wrong-key',
    says: [
      /^AUTN\.MAC d5bde0705448c771 ≠ XMAC 5f59e67ac5c2ac7d for the same RAND and AMF\./,
      /implausible, so AK differs too: Ki or OPc differs between the card and the database, not the SQN\.$/,
    ],
  },
  {
    title: 'wrong Ki, the lab compared the keys',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, kiSame: false } } },
    rule: 'wrong-key',
    says: [/: Ki differs between the card/],
    next: /mvnolab sim show 001010000000001/,
  },
  {
    title: 'wrong OPc, the lab compared the keys',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, opcSame: false } } },
    rule: 'wrong-key',
    says: [/: OPc differs between the card/],
  },
  {
    title: 'both keys wrong',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, kiSame: false, opcSame: false } } },
    rule: 'wrong-key',
    says: [/both Ki and OPc differ between/],
  },
  {
    title: 'OP stored where OPc belongs',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, opcSame: false, opStoredAsOpc: true } } },
    rule: 'key-places',
    says: [/^security\.opc of the database holds the OP, not the OPc/],
    next: /--op instead of --opc/,
  },
  {
    title: 'OPc stored where OP belongs',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, opcSame: false, opcStoredAsOp: true } } },
    rule: 'key-places',
    says: [/^security\.op of the database holds the OPc/],
  },
  {
    title: 'Ki and OPc exchanged',
    situation: 'wrong-ki',
    changes: { sim: { keys: { ...SAME, kiSame: false, opcSame: false, swapped: true } } },
    rule: 'key-places',
    says: [/in each other’s place/],
  },
  {
    title: 'another AMF than the MAC was computed over: the SQN is plausible',
    situation: 'autn-amf',
    rule: 'autn-altered',
    says: [/SQN 000000000020 is plausible, so AK, Ki and OPc agree: .* another AMF than the 0000 that it sent/],
  },
  {
    title: 'the MAC of AUTN changed on its way, the network knows what it sent',
    situation: 'autn-mac',
    changes: {
      sim: {
        facts: {
          rand: '4d81871633490324110d512d964790df',
          autn: '0d3323a1d1be80009389fedad0ffd384',
          mac: '9389fedad0ffd384',
          xres: '00',
          sqn: 32,
          amf: '8000',
        },
      },
    },
    rule: 'autn-altered',
    says: [/the phone got 0d3323a1d1be80009389fedad0ffd385: MAC changed on the way/],
  },
  {
    title: 'AMF separation bit 0',
    situation: 'separation-bit',
    changes: { sim: { document: subscriber({ security: { amf: '0000' } }) } },
    rule: 'separation-bit',
    says: [/^AMF 0000 has its separation bit .* at 0.* security\.amf of the database is 0000\.$/],
    next: /8000/,
  },
  {
    title: 'forged AUTS',
    situation: 'forged-auts',
    rule: 'resync-failed',
    says: [/refused with 17 \(Network failure\): the HSS found MAC-S in AUTS wrong/],
  },
  {
    title: 'SQN behind the card',
    situation: 'resync',
    changes: { events: recorded('resync').slice(0, 6) },
    rule: 'sqn-out-of-step',
    says: [/^SQN 000000000020 of the challenge is behind 000000001000, .*The MAC is right, so the keys agree\.$/],
    next: /resynchronisation heals it/,
  },
  {
    title: 'SQN behind the card, again and again',
    situation: 'resync',
    changes: { events: [...recorded('resync').slice(0, 6), ...recorded('resync').slice(0, 6)] },
    rule: 'sqn-out-of-step',
    says: [/The card said so 2 times and sent AUTS with its own number each time/],
    next: /can write security\.sqn/,
  },
  {
    title: 'SQN far ahead of the card',
    changes: {
      events: [...recorded('resync').slice(0, 4), akaNote({ verdict: 'synch-failure', sqn: 2 ** 40, sqnMs: 4096 })],
    },
    rule: 'sqn-out-of-step',
    says: [/^SQN 010000000000 is more than 2\^28 steps ahead of 000000001000/],
  },
  {
    title: 'SQN used already',
    changes: {
      events: [...recorded('resync').slice(0, 4), akaNote({ verdict: 'synch-failure', sqn: 4096, sqnMs: 4096 })],
    },
    rule: 'sqn-out-of-step',
    says: [/of the challenge is 000000001000, the highest that the card has accepted: used already/],
  },
  {
    title: 'SQN stored as a string',
    situation: 'resync',
    changes: {
      events: recorded('resync').slice(0, 6),
      sim: { document: subscriber({ security: { sqn: '0000000010a0' } }) },
    },
    rule: 'sqn-stored-type',
    says: [/^security\.sqn is stored as string 0000000010a0; the HSS reads int64 only/],
    next: /int64/,
  },
  {
    title: 'SQN stored as a double, seen by an expectation on the database',
    situation: 'resync',
    changes: {
      sim: { document: subscriber({ security: { sqn: { bson: 'double', value: 64 } } }) },
      step: { failed: { subject: 'hss.alice.security.sqn', expected: 'bson int64', actual: 'double' } },
    },
    rule: 'sqn-stored-type',
    says: [/stored as double 64/],
  },
  {
    title: 'SQN moved by a resynchronisation',
    situation: 'resync',
    changes: {
      step: {
        outcome: { type: 'accepted' },
        failed: { subject: 'hss.alice.sqn', expected: 'changed by +32', actual: '4161' },
      },
    },
    rule: 'resynchronised',
    says: [/it got 000000000020 and had accepted 000000001000\), and the HSS took the card's number over/],
  },
  {
    title: 'wrong RES',
    situation: 'wrong-res',
    changes: {
      sim: {
        facts: {
          rand: '09f0dfdfb90b8f7396b2a61d19415a7c',
          autn: '',
          mac: '',
          xres: 'e0f86de0ca69496e',
          sqn: 32,
          amf: '8000',
        },
      },
    },
    rule: 'wrong-res',
    says: [/^RES 60f86de0ca69496e ≠ XRES e0f86de0ca69496e\. The card found AUTN right/],
  },
  {
    title: 'a suspended SIM whose phone stays',
    changes: {
      events: [
        event({
          kind: 'note',
          node: 'phone',
          text: 'the HSS of this core does not follow its database',
          fields: { topic: 'not-followed' },
        }),
      ],
      step: {
        outcome: { type: 'accepted' },
        failed: { subject: 'phone.emm', expected: 'deregistered', actual: 'registered' },
      },
    },
    rule: 'database-not-followed',
    says: [/^the HSS of this core does not follow its database\.$/],
    next: /requires: \[change-streams\]/,
  },
  {
    title: 'the right RES is refused',
    situation: 'wrong-res',
    changes: {
      sim: {
        facts: {
          rand: '09f0dfdfb90b8f7396b2a61d19415a7c',
          autn: '',
          mac: '',
          xres: '60F86DE0CA69496E',
          sqn: 32,
          amf: '8000',
        },
      },
    },
    rule: 'wrong-res',
    says: [
      /^RES 60f86de0ca69496e is the right answer to the challenge, and the network refused it all the same: the message was/,
    ],
  },
  {
    title: 'unknown IMSI',
    situation: 'unknown-imsi',
    changes: { sim: { document: 'absent' } },
    rule: 'unknown-imsi',
    says: [/^The database holds no subscriber with IMSI 001010000000001: the HSS answers 5001/],
  },
  {
    title: 'unknown IMSI, only the reject seen (a real core), the database not ours',
    changes: { events: nasOnly('unknown-imsi') },
    rule: 'unknown-imsi',
    says: [/^The network answers as for an IMSI that its HSS does not know/],
  },
  {
    title: 'the IMSI is there and the HSS does not know it',
    situation: 'unknown-imsi',
    changes: { sim: { document: subscriber() } },
    rule: 'unknown-imsi',
    says: [/although the database holds IMSI 001010000000001 now/],
  },
  {
    title: 'the IMSI is stored as a number',
    situation: 'unknown-imsi',
    changes: { sim: { document: subscriber({ imsi: { bson: 'double', value: 1 } }) } },
    rule: 'unknown-imsi',
    says: [/imsi of the document is not a string/],
  },
  {
    title: 'a suspended SIM',
    situation: 'unknown-imsi',
    changes: { sim: { document: 'absent', state: { state: 'suspended', imsi: IMSI, reason: 'lost' } } },
    rule: 'sim-not-active',
    says: [/^alice is suspended \(lost\) in the inventory: only active SIMs are in the HSS/],
    next: /sim\.resume/,
  },
  {
    title: 'a SIM that is stock',
    situation: 'unknown-imsi',
    changes: { sim: { document: 'absent', state: { state: 'available', imsi: IMSI } } },
    rule: 'sim-not-active',
    says: [/^alice is available in the inventory/],
    next: /sim\.activate/,
  },
  {
    title: 'access control',
    changes: { events: rejectedWith(11), sim: { document: subscriber() } },
    rule: 'access-control',
    says: [/refused it with 11 \(PLMN not allowed\) without asking the HSS/],
  },
  {
    title: 'no slice',
    changes: { events: rejectedWith(15), sim: { document: subscriber({ slice: [] }) } },
    rule: 'subscription-empty',
    says: [/has no slice/],
  },
  {
    title: 'sst of the wrong type',
    changes: { events: rejectedWith(15), sim: { document: subscriber({ slice: [{ sst: '1' }] }) } },
    rule: 'subscription-empty',
    says: [/^slice\[0\]\.sst is stored as string, the HSS reads int32 only/],
  },
  {
    title: 'no session',
    situation: 'no-session',
    changes: { sim: { document: subscriber({ slice: [{ sst: 1, session: [] }] }) } },
    rule: 'subscription-empty',
    says: [/slice\[0\] of 001010000000001 has no session/],
  },
  {
    title: 'a session without a readable type',
    situation: 'no-session',
    changes: {
      sim: { document: subscriber({ slice: [{ sst: 1, session: [{ name: 'internet', type: '3' }] }] }) },
    },
    rule: 'subscription-empty',
    says: [/slice\[0\]\.session\[0\]\.type is string, not an int32/],
  },
  {
    title: 'HSS unreachable',
    situation: 'hss-unreachable',
    changes: { sim: { document: subscriber() } },
    rule: 'hss-unreachable',
    says: [/does not reach its HSS: Diameter is not connected/],
  },
  {
    title: 'HSS silent',
    situation: 'hss-silent',
    changes: { step: { outcome: { type: 'timeout' } } },
    rule: 'hss-unreachable',
    says: [/^The HSS did not answer the AuthenticationInformationRequest of the MME/],
  },
  {
    title: 'HSS unreachable, only the reject seen (a real core)',
    changes: { events: rejectedWith(15), sim: { document: subscriber() } },
    rule: 'hss-unreachable',
    says: [/refuses with 15 although the subscriber is in the database/],
  },
  {
    title: 'APN not subscribed',
    situation: 'unknown-apn',
    changes: { sim: { document: subscriber() } },
    rule: 'unknown-apn',
    says: [/^APN corporate is not in the subscription: 27 .* The subscription holds internet\.$/],
  },
  {
    title: 'PDN type not subscribed',
    situation: 'pdn-type',
    changes: {
      sim: { document: subscriber({ slice: [{ sst: 1, session: [{ name: 'internet', type: 1 }] }] }) },
    },
    rule: 'pdn-type-not-subscribed',
    says: [/^The phone asks for ipv6, .* internet is IPv4\.$/],
  },
  {
    title: 'session refused by the gateway, which says why',
    situation: 'gateway-refuses',
    rule: 'session-refused',
    says: [/^The gateway refused the session for APN internet: GTP cause 84/],
    next: /pool is empty/,
  },
  {
    title: 'session refused, only the reject seen (a real core)',
    changes: { events: nasOnly('gateway-refuses') },
    rule: 'session-refused',
    says: [/^The gateway refused the session or did not answer: 38/],
    next: /PFCP/,
  },
  {
    title: 'no usable algorithm',
    situation: 'no-algorithm',
    rule: 'no-algorithm',
    says: [/no integrity algorithm that the core may choose \(EIA0\)/],
  },
  {
    title: 'capabilities repeated wrongly: bidding down',
    situation: 'bidding-down',
    rule: 'no-algorithm',
    says: [/^The phone refused the Security Mode Command with 23/],
  },
  {
    title: 'KASME differs',
    situation: 'kasme',
    rule: 'keys-not-proven',
    says: [/AUTN and RES were right, so Ki and OPc agree; the core derived KASME/],
  },
  {
    title: 'a message with a wrong MAC',
    changes: {
      events: [
        message('mme', 'phone', 'DetachRequestUeTerminated', { fate: 'discarded', summary: 'discarded: MAC is wrong' }),
      ],
    },
    rule: 'wrong-nas-mac',
    says: [/^The phone discarded DetachRequestUeTerminated .*: its MAC is wrong/],
  },
  {
    title: 'an unprotected reject that the phone ignores',
    changes: {
      step: { outcome: { type: 'timeout' } },
      ue: { reject: { message: 'AttachReject', cause: 15, ignored: true } },
    },
    rule: 'no-answer',
    says: [
      /^No NAS message/,
      /The network sent AttachReject with cause 15 in the clear .* Open5GS rejects so at any time\.$/,
    ],
  },
  {
    title: 'TAC not served, the PLMN is',
    situation: 'area',
    changes: { tac: 7, step: { verb: 'bts.up', error: { code: 's1-setup-refused', message: 'misc/unknown-PLMN' } } },
    rule: 'area-not-served',
    says: [/offered were PLMN 001-01, TAC 7\. It serves PLMN 001-01 for others, so the TAC is not served/],
  },
  {
    title: 'TAC of the cell refused at attach',
    changes: { events: rejectedWith(12), tac: 7 },
    rule: 'area-not-served',
    says: [/does not serve the tracking area of home \(PLMN 001-01, TAC 7\)/],
  },
  {
    title: 'no MME',
    changes: {
      bench: 'external',
      step: { error: { code: 'core-unreachable', message: 'no MME answers at 127.0.0.1: connection refused' } },
    },
    rule: 'core-unreachable',
    says: [/nothing listens on the port/],
    next: /check in this order/,
  },
  {
    title: 'no answer to INIT',
    changes: { bench: 'external', step: { error: { code: 'core-unreachable', message: 'no MME answers: no answer' } } },
    rule: 'core-unreachable',
    says: [/^No answer to SCTP INIT/],
  },
  {
    title: 'the MME was taken away',
    changes: { step: { verb: 'bts.up', outcome: { type: 'timeout' } }, btsState: 'down' },
    rule: 'core-unreachable',
    says: [/^The embedded core does not answer/],
  },
  {
    title: 'S1 Setup unanswered',
    changes: { step: { error: { code: 's1-setup-unanswered', message: '' } } },
    rule: 'core-unreachable',
    says: [/does not answer S1 Setup/],
  },
  {
    title: 'the core crashed',
    changes: {
      events: [
        ...recorded('wrong-ki'),
        event({ kind: 'error', code: 'core-crashed', text: 'the MME ended with exit code 139', hint: 'see mme.log' }),
      ],
    },
    rule: 'core-crashed',
    says: [/the MME ended with exit code 139\. That is no failure of the scenario/],
    next: /see mme\.log/,
  },
  {
    title: 'USIM invalid since an earlier reject',
    situation: 'usim-invalid',
    changes: { step: { startMs: 2000, endMs: 2001, outcome: { type: 'ue-aborted' } } },
    rule: 'usim-invalid',
    says: [/did not try: after AttachReject with cause 8 .* its USIM is invalid until it is switched off/],
    next: /power_cycle: \{ ue: phone \}/,
  },
  {
    title: 'nobody answers: what was last, and whose turn it was',
    situation: 'drop-autn',
    changes: { events: nasOnly('drop-autn'), step: { outcome: { type: 'timeout' } } },
    rule: 'no-answer',
    says: [
      /^The last message seen is phone > mme AttachRequest; then nothing for 15\.0 s: it was the turn of the core\.$/,
    ],
  },
  {
    title: 'nothing was seen at all',
    changes: { step: { outcome: { type: 'timeout' } } },
    rule: 'no-answer',
    says: [/^No NAS message of phone was seen/],
  },
  {
    title: 'the lab dropped a message',
    situation: 'drop-autn',
    changes: { events: recorded('drop-autn').slice(-1), step: { outcome: { type: 'rejected' } } },
    rule: 'messages-tampered',
    says: [/^The lab itself interfered, as the scenario asked: downlink AuthenticationRequest: drop\.$/],
  },
  {
    title: 'the cause of another release',
    changes: {
      version: '2.7.5',
      events: rejectedWith(11),
      step: { failed: { subject: 'phone.reject.cause', expected: '8 (EPS …)', actual: '11 (PLMN not allowed)' } },
    },
    rule: 'cause-of-other-release',
    says: [/^Releases differ: open5gs from 2\.7\.6 on answers 8 .* where this one \(2\.7\.5\) answers 11/],
    next: /unknown-subscriber fits every release/,
  },
  {
    title: 'a cause that tells by itself',
    changes: { events: rejectedWith(24) },
    rule: 'told-cause',
    says: [
      /^AttachReject with cause 24 .*: open5gs answers so when the phone did not answer the Security Mode Command/,
    ],
    next: /^check whether the phone discarded the command/,
  },
  {
    title: 'a cause that the core never sends',
    changes: { events: rejectedWith(3) },
    rule: 'told-cause',
    says: [/^AttachReject with cause 3 \(Illegal UE\), which open5gs itself never sends\.$/],
  },
];

for (const { title, situation, changes, rule, says, next } of CASES) {
  test(`${rule}: ${title}`, t => {
    const found = explainFailure(evidenceOf(situation, changes));
    t.is(found?.rule, rule);
    explained.add(rule);
    const text = found!.sentences.join(' ');
    for (const each of says) t.regex(text, each);
    if (next !== undefined) t.regex(found!.next.join(' '), next);
    for (const sentence of found!.sentences) t.regex(sentence, /\.$/);
  });
}

test.after('every rule is provoked by some evidence', t => {
  t.deepEqual(
    WHY_RULES.filter(({ name }) => !explained.has(name)).map(({ name }) => name),
    ['reject-ignored'], // a remark, seen beside no-answer
  );
});

test('what worked is not explained', t => {
  const accepted = { outcome: { type: 'accepted' } } as const;
  t.is(explainFailure(evidenceOf('resync', { step: accepted })), undefined);
  t.is(explainFailure(evidenceOf(undefined, { step: accepted })), undefined);
});

test('a refusal on the way to an acceptance does not explain what was expected of a state', t => {
  const step = {
    outcome: { type: 'accepted' },
    failed: { subject: 'phone.ip', expected: 'absent', actual: '10.45.0.2' },
  } as const;
  t.is(explainFailure(evidenceOf('gateway-refuses', { step })), undefined);
});

test('a reject that did not arrive refused nothing', t => {
  const lost = message('mme', 'phone', 'AttachReject', { fields: { emmCause: 24 }, fate: 'dropped' });
  t.not(explainFailure(evidenceOf(undefined, { events: [lost] }))?.rule, 'told-cause');
});

test('a remark is added to what another rule found', t => {
  const found = explainFailure(evidenceOf('drop-attach', { step: { outcome: { type: 'timeout' } } }));
  t.is(found?.rule, 'no-answer');
  t.is(found?.sentences.length, 2);
  t.regex(found!.sentences[1]!, /uplink AttachRequest: drop/);
});

test('only the step counts: what came before or concerns another phone does not explain', t => {
  const late = evidenceOf('wrong-ki', { step: { startMs: 1000, endMs: 2000, outcome: { type: 'accepted' } } });
  t.is(explainFailure(late), undefined);
  const other = evidenceOf('wrong-ki', { ue: { imsi: '001010000000009' }, phone: { name: 'tablet' } });
  t.not(explainFailure(other)?.rule, 'wrong-key');
});

test('no rule throws on evidence that is thin', t => {
  const bare = {
    core: { bench: 'external', product: 'other', version: undefined },
    events: [],
    step: { text: 'x', verb: 'attach', startMs: 0, endMs: 1 },
  } as const;
  for (const rule of WHY_RULES) t.notThrows(() => rule.explain(bare), rule.name);
  for (const situation of ['wrong-ki', 'resync', 'unknown-imsi', 'gateway-refuses', 'area'])
    for (const rule of WHY_RULES) t.notThrows(() => rule.explain({ ...bare, events: recorded(situation) }), rule.name);
  t.is(stored(1n).bson, 'int64');
});

function event(fields: object, t = 500): TraceEvent {
  return { v: 1, seq: 1, t, ...fields } as TraceEvent;
}

function message(from: string, to: string, name: string, more: object = {}): TraceEvent {
  return event({ kind: 'message', protocol: 'nas-eps', from, to, message: name, ue: IMSI, ...more });
}

function rejectedWith(emmCause: number): TraceEvent[] {
  return [message('phone', 'mme', 'AttachRequest'), message('mme', 'phone', 'AttachReject', { fields: { emmCause } })];
}

function akaNote(fields: object): TraceEvent {
  return event({ kind: 'note', node: 'phone', ue: IMSI, text: 'USIM', fields: { topic: 'aka', ...fields } });
}

/** What is seen of a core that shows neither S6a nor notes. */
function nasOnly(situation: string): TraceEvent[] {
  return recorded(situation).filter(each => each.kind === 'message' && each.protocol === 'nas-eps');
}
