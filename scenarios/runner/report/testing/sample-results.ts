import type { TraceEvent } from '../../../../emulator/vocabulary/index.ts';
import type {
  AttemptResult,
  CaseResult,
  ExpectationResult,
  FlowRow,
  ObservedRow,
  Problem,
  RunResult,
  StepResult,
} from '../../results/index.ts';
import type { Place } from '../../source/source-node.ts';

/** A run made by hand for tests of what shows runs: every verdict, every kind of problem, and some awkward texts. */

export function at(line: number, column = 5, length = 11, file = 'scenarios/attach-happy-aka.yaml'): Place {
  return { file, line, column, endLine: line, endColumn: column + length };
}

export const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'scenarios/attach-happy-aka.yaml': [
    ...Array.from({ length: 20 }, (_, i) => `# line ${i + 1}`),
    '  - attach: { ue: phone }',
    '    expect:',
    '      phone.emm: registered',
    '      flow:',
    '        - phone > mme: { msg: AuthenticationResponse, has: { res: "${{ aka.alice.xres }}" } }',
  ],
};

export const linesOf = (file: string): readonly string[] | undefined => SOURCES[file];

export function step(parts: Partial<StepResult> = {}): StepResult {
  return {
    number: '1',
    phase: 'steps',
    verb: 'attach',
    text: 'attach phone',
    place: at(21, 5, 6),
    verdict: 'passed',
    startMs: 100,
    endMs: 510,
    expectations: [],
    children: [],
    ...parts,
  };
}

export function attempt(parts: Partial<AttemptResult> = {}): AttemptResult {
  return {
    attempt: 1,
    verdict: 'passed',
    durationMs: 512,
    steps: [],
    problems: [],
    artefacts: [],
    events: [],
    nodes: [],
    ...parts,
  };
}

export function caseOf(parts: Partial<CaseResult> & Pick<CaseResult, 'id'>): CaseResult {
  return {
    title: 'A phone attaches with EPS-AKA',
    place: at(1, 1, 8),
    tags: ['attach', 'smoke'],
    verdict: 'passed',
    durationMs: 512,
    attempts: [attempt({ verdict: parts.verdict ?? 'passed' })],
    ...parts,
  };
}

function row(text: string, state: FlowRow['state'], met?: number): FlowRow {
  return { text, place: at(25, 11), state, ...(met === undefined ? {} : { met }) };
}

function seen(atMs: number, from: string, to: string, message: string, summary?: string): ObservedRow {
  return { atMs, from, to, message, ...(summary === undefined ? {} : { summary }) };
}

export const FLOW: ExpectationResult = {
  subject: 'flow',
  expected: 'phone > mme AuthenticationResponse',
  actual: 'phone > mme AuthenticationFailure',
  ok: false,
  witness: 'messages',
  place: at(25, 11),
  flow: {
    rows: [
      row('phone > mme AttachRequest', 'met', 0),
      row('mme > phone AuthenticationRequest', 'met', 1),
      row('phone > mme AuthenticationResponse', 'missing'),
      row('mme > phone SecurityModeCommand', 'not-reached'),
      row('phone > mme SecurityModeComplete', 'not-reached'),
      row('mme > phone AttachAccept', 'not-reached'),
      row('phone > mme AttachComplete', 'not-reached'),
    ],
    observed: [
      seen(0, 'phone', 'mme', 'AttachRequest', 'epsAttach'),
      seen(31, 'mme', 'phone', 'AuthenticationRequest', 'KSI 0'),
      seen(34, 'phone', 'mme', 'AuthenticationFailure', 'EMM cause 20 (MAC failure)'),
      seen(36, 'mme', 'phone', 'AuthenticationReject'),
    ],
    firstMissing: 2,
    divergence: 2,
  },
};

export const WRONG_KEY: Problem = {
  verdict: 'failed',
  code: 'expectation',
  message: 'phone > mme AuthenticationResponse was expected; seen: phone > mme AuthenticationFailure',
  place: at(25, 11),
  step: '1',
  expectation: FLOW,
  why: [
    'AUTN.MAC 904cbb451b65def8 ≠ XMAC 8ec50d9a29ed0f63 for the same RAND and AMF. The de-masked SQN is implausible, so AK differs too: Ki or OPc differs between the card and the database, not the SQN.',
  ],
};

export const STATE: ExpectationResult = {
  subject: 'phone.emm',
  expected: 'registered',
  actual: 'deregistered',
  ok: false,
  witness: 'ue',
  place: at(23, 7, 9),
};

export function event(t: number, fields: object): TraceEvent {
  return { v: 1, seq: Math.round(t * 10), t, ...fields } as TraceEvent;
}

const nas = (t: number, from: string, to: string, message: string, summary?: string, fields: object = {}): TraceEvent =>
  event(t, {
    kind: 'message',
    protocol: 'nas-eps',
    from,
    to,
    message,
    ue: '001010000000001',
    ...(summary === undefined ? {} : { summary }),
    ...fields,
  });

export const EVENTS: readonly TraceEvent[] = [
  event(0, { kind: 'run', run: '8f2c', version: '0.1.0', core: 'embedded', at: '2026-11-22T03:00:00.000Z' }),
  event(1, { kind: 'message', protocol: 's1ap', from: 'home', to: 'mme', message: 'S1SetupRequest', summary: 'TAC 1' }),
  event(2, { kind: 'message', protocol: 's1ap', from: 'mme', to: 'home', message: 'S1SetupResponse' }),
  event(99, {
    kind: 'state',
    node: 'phone',
    ue: '001010000000001',
    machine: 'EMM',
    from: 'EMM-DEREGISTERED',
    to: 'EMM-REGISTERED-INITIATED',
  }),
  nas(
    100,
    'phone',
    'mme',
    'AttachRequest',
    'epsAttach, IMSI 001010000000001, PDN connectivity request (initialRequest, ipv4)',
  ),
  event(101, { kind: 'message', protocol: 's1ap', from: 'home', to: 'mme', message: 'InitialUEMessage' }),
  event(110, {
    kind: 'message',
    protocol: 's6a',
    from: 'mme',
    to: 'hss',
    message: 'AuthenticationInformationRequest',
    ue: '001010000000001',
  }),
  event(120, {
    kind: 'message',
    protocol: 's6a',
    from: 'hss',
    to: 'mme',
    message: 'AuthenticationInformationAnswer',
    ue: '001010000000001',
  }),
  nas(131, 'mme', 'phone', 'AuthenticationRequest', 'KSI 0, RAND 00112233445566778899aabbccddeeff'),
  event(132, {
    kind: 'note',
    node: 'phone',
    ue: '001010000000001',
    text: 'USIM: mac-failure (MAC 904cbb451b65def8, XMAC 8ec50d9a29ed0f63)',
  }),
  nas(134, 'phone', 'mme', 'AuthenticationFailure', 'EMM cause 20 (MAC failure)'),
  nas(136, 'mme', 'phone', 'AuthenticationReject'),
  nas(140, 'phone', 'mme', 'DetachRequestUeOriginating', 'lost on the way', { fate: 'dropped' }),
  event(150, { kind: 'error', code: 'x', text: 'something <b>broke</b>' }),
  event(511, { kind: 'verdict', verdict: 'failed' }),
];

export const FAILED_CASE: CaseResult = caseOf({
  id: 'attach-happy-aka',
  verdict: 'failed',
  reason: 'phone > mme AuthenticationResponse was expected; seen: phone > mme AuthenticationFailure',
  notes: 'Teaches that the network proves itself first.',
  attempts: [
    attempt({
      verdict: 'failed',
      steps: [
        step({ phase: 'given', number: '1', verb: 'sim', text: 'sim alice', startMs: 0, endMs: 20 }),
        step({
          verdict: 'failed',
          note: 'The network proves itself first (AUTN); only then does the USIM answer (RES).',
          outcome: { type: 'rejected', detail: 'the network rejected the authentication' },
          expectations: [FLOW, STATE],
        }),
      ],
      problems: [WRONG_KEY],
      artefacts: [
        { name: 'events.ndjson', path: '.mvnolab/runs/8f2c/attach-happy-aka/events.ndjson' },
        { name: 'run.pcapng', path: '.mvnolab/runs/8f2c/attach-happy-aka/run.pcapng' },
      ],
      events: EVENTS,
      nodes: ['phone', 'home', 'mme', 'hss'],
    }),
  ],
});

const ok: ExpectationResult = {
  ...STATE,
  subject: 'hss.alice.sqn',
  expected: 'delta 32',
  actual: '64',
  ok: true,
  witness: 'database',
};

export const SAMPLE: RunResult = {
  v: 1,
  id: '8f2c',
  version: '0.1.0',
  core: { bench: 'embedded', product: 'open5gs', version: '2.8.0' },
  seed: '42',
  startedAt: '2026-11-22T03:00:00.000Z',
  durationMs: 4210,
  workers: 2,
  verdict: 'error',
  exitCode: 3,
  notRun: [],
  warnings: [],
  cases: [
    caseOf({
      id: 'attach-guti',
      title: 'A phone comes back with its GUTI',
      attempts: [
        attempt({
          steps: [
            step({ expectations: [{ ...ok }, { ...STATE, ok: true, actual: 'registered' }] }),
            step({
              number: '2',
              verb: 'parallel',
              text: 'parallel',
              startMs: 510,
              endMs: 600,
              children: [step({ number: '2.1', text: 'ping phone', verb: 'ping', startMs: 510, endMs: 600 })],
            }),
          ],
          events: EVENTS.slice(0, 5),
          nodes: ['phone', 'home', 'mme', 'hss'],
        }),
      ],
    }),
    FAILED_CASE,
    caseOf({
      id: 'auth-negative/state "quoted" & <odd>',
      title: 'Awkward: </script><script>alert(1)</script> & "quotes" \u0007',
      tags: ['negative'],
      matrix: { plan: 'prepaid' },
      properties: { requirement: 'REQ-7 <b>' },
      verdict: 'failed',
      reason: 'phone.emm is deregistered, expected registered',
      attempts: [
        attempt({
          verdict: 'failed',
          steps: [step({ verdict: 'failed', expectations: [ok, STATE] })],
          problems: [
            {
              verdict: 'failed',
              code: 'deadline',
              message: 'phone.emm is deregistered, expected registered',
              place: at(23, 7, 9),
              step: '1',
              expectation: STATE,
              hint: 'still waiting after 5 s; last seen deregistered',
            },
          ],
        }),
      ],
    }),
    caseOf({
      id: 'hss-dies[fault=kill]',
      title: 'The HSS dies in the middle of an attach',
      tags: ['faults'],
      verdict: 'inconclusive',
      reason: 'the armed trigger cut never fired',
      attempts: [
        attempt({
          verdict: 'inconclusive',
          problems: [{ verdict: 'inconclusive', code: 'not-fired', message: 'the armed trigger cut never fired' }],
        }),
      ],
    }),
    caseOf({
      id: 'core-crash',
      title: 'The core crashes',
      tags: ['faults'],
      verdict: 'error',
      reason: 'the MME ended with exit code 139',
      attempts: [
        attempt({
          verdict: 'error',
          problems: [
            {
              verdict: 'error',
              code: 'core-crashed',
              message: 'the MME ended with exit code 139',
              hint: 'see mme.log',
            },
          ],
        }),
      ],
    }),
    caseOf({
      id: 'sms-mo',
      title: 'A text message',
      tags: ['sms'],
      verdict: 'skipped',
      reason: 'this lab has no user plane',
      durationMs: 0,
      attempts: [],
    }),
    caseOf({
      id: 'storm',
      title: 'Many phones at once',
      tags: ['load'],
      verdict: 'flaky',
      reason: 'passed on attempt 2',
      attempts: [attempt({ verdict: 'failed', problems: [{ ...WRONG_KEY }] }), attempt({ attempt: 2 })],
    }),
  ],
};
