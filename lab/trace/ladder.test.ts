import test from 'ava';
import type { TraceEvent, TraceRecord } from '../../emulator/vocabulary/index.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { LiveLadder, renderCompactList, renderLadder, renderMermaid, type Terminal } from './index.ts';
import { ASCII, BESIDE, NARROW } from './testing/ladders.fixture.ts';
import { NODES, SAMPLE_RUN, stamped } from './testing/sample-run.ts';

const terminal = (width: number, more: Partial<Terminal> = {}): Terminal => ({
  width,
  colour: false,
  unicode: true,
  ...more,
});
const ESCAPE = '\u001b';
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

function message(
  from: string,
  to: string,
  name: string,
  more: Partial<TraceRecord & { kind: 'message' }> = {},
): TraceRecord {
  return { kind: 'message', protocol: 'nas-eps', from, to, message: name, ...more };
}

test('the sample run on 80 columns', t => {
  t.is(renderLadder(SAMPLE_RUN, { terminal: terminal(80) }), NARROW);
});

test('the sample run in ASCII', t => {
  t.is(renderLadder(SAMPLE_RUN, { terminal: terminal(80, { unicode: false }) }), ASCII);
});

test('facts stand beside the ladder where there is room, and carriers show on demand', t => {
  const events = SAMPLE_RUN.filter(event => event.kind !== 'message' || !['hss', 'gateway'].includes(event.to));
  t.is(renderLadder(events, { terminal: terminal(100), detail: 'all' }), BESIDE);
});

test('colours change nothing but colours', t => {
  const plain = renderLadder(SAMPLE_RUN, { terminal: terminal(90) });
  const coloured = renderLadder(SAMPLE_RUN, { terminal: terminal(90, { colour: true }) });
  t.is(coloured.replace(ANSI, ''), plain);
  for (const line of coloured.split('\n'))
    t.is(line.match(ANSI)?.at(-1) ?? `${ESCAPE}[0m`, `${ESCAPE}[0m`, 'no colour runs on');
});

test('no line is wider than the terminal, whatever is told', t => {
  let state = 99;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const names = [
    'phone',
    'bts',
    'mme',
    'hss',
    'gateway',
    'phone2',
    'a-very-long-name-of-a-base-station',
    'x',
    'Käthe',
    '漢字漢字漢字漢字漢字',
    '\x1b[31mred',
  ];
  const word = () => 'AuthenticationInformationRequest Reject 😀 漢字 \n\t€'.slice(random(10), 10 + random(40));
  for (let round = 0; round < 30; round++) {
    const pick = () => names[random(2 + random(names.length - 1))]!;
    const records = Array.from({ length: 12 }, (_, i): readonly [number, TraceRecord] => {
      const kinds: TraceRecord[] = [
        message(pick(), pick(), word(), { summary: word().repeat(random(6)), ciphered: random(2) === 1 }),
        message(pick(), pick(), word(), { fate: 'dropped' }),
        { kind: 'state', node: pick(), machine: 'emm', from: word(), to: word().repeat(3) },
        { kind: 'note', text: word().repeat(random(30)) },
        { kind: 'error', code: 'x', text: word().repeat(20), hint: word() },
        {
          kind: 'user-plane',
          node: pick(),
          uplinkOctets: 1e12,
          downlinkOctets: 1e12,
          uplinkPackets: 1e9,
          downlinkPackets: 1,
        },
        { kind: 'verdict', verdict: 'failed', reason: word().repeat(9) },
      ];
      return [i * random(900), kinds[random(kinds.length)]!];
    });
    const events = stamped(records);
    for (const width of [80, 100, 140]) {
      const live = new LiveLadder({ terminal: terminal(width) }, NODES);
      const texts = [
        renderLadder(events, { terminal: terminal(width) }),
        renderLadder(events, { terminal: terminal(width, { unicode: false }), detail: 'all' }),
        events.flatMap(event => live.lines(event)).join('\n'),
        renderCompactList(events, terminal(width)),
      ];
      for (const line of texts.join('\n').split('\n')) {
        if (displayWidth(line) > width) t.fail(`${width}: ${line}`);
        // nothing that a peer sent controls the terminal
        if (/\p{Cc}/u.test(line)) t.fail(JSON.stringify(line));
      }
    }
  }
  t.pass();
});

test('every message can be told from its head and its tail', t => {
  const events = stamped([
    [0, message('phone', 'mme', 'AttachRequest')],
    [1, message('mme', 'phone', 'AttachAccept', { ciphered: true })],
    [2, message('bts', 'mme', 'Reset')],
    [3, message('mme', 'mme', 'Timer')],
  ]);
  const lines = renderLadder(events, { terminal: terminal(80) }).split('\n');
  const line = (name: string) => lines.find(each => each.includes(name))!;
  t.regex(line('AttachRequest'), /├─+┼?─* AttachRequest ─+┼?─*►│/);
  t.regex(line('AttachAccept'), /│◄═+┼?═* AttachAccept ═*┼?═+┤/);
  t.regex(line('Reset'), /│ +├─+ Reset ─+►│/);
  t.regex(line('Timer'), /│ +│ +│ Timer/);
});

test('a message whose name has no room keeps an abbreviation that tells request from response', t => {
  const events = stamped([
    [0, message('bts', 'mme', 'InitialContextSetupRequest')],
    [1, message('mme', 'bts', 'InitialContextSetupResponse')],
    [2, message('mme', 'hss', 'AuthenticationInformationRequest')],
    [3, message('hss', 'gateway', 'x')],
    [4, message('phone', 'bts', 'x')],
  ]);
  const text = renderLadder(events, { terminal: terminal(80) });
  t.regex(text, /InitCtxSetupReq/);
  t.regex(text, /InitCtxSetupRsp/);
  t.regex(text, /AuthInfoReq/);
});

test('one UE among several', t => {
  const events = stamped([
    [0, message('phone', 'mme', 'AttachRequest', { ue: 'one' })],
    [1, message('phone', 'mme', 'DetachRequest', { ue: 'two' })],
    [2, message('bts', 'mme', 'S1SetupRequest')],
    [3, { kind: 'state', node: 'phone', ue: 'two', machine: 'emm', from: 'A', to: 'B' }],
  ]);
  const text = renderLadder(events, { terminal: terminal(80), ue: 'one' });
  t.true(text.includes('AttachRequest') && text.includes('S1SetupRequest'));
  t.false(text.includes('DetachRequest') || text.includes('EMM A'));
});

test('many phones share one lifeline, and each message says whose it is', t => {
  const events = stamped(
    Array.from(
      { length: 20 },
      (_, i) => [i, message(`phone${i}`, 'mme', 'AttachRequest', { ue: `00101000000000${i}` })] as const,
    ),
  );
  const text = renderLadder(events, { terminal: terminal(80) });
  t.regex(text, /│ phones +│/);
  t.true(text.includes('0010100000000019'));
  t.is(text.match(/AttachRequest/g)!.length, 20);
});

test('two phones have two lifelines', t => {
  const events = stamped([
    [0, message('alice', 'mme', 'AttachRequest')],
    [1, message('bob', 'mme', 'AttachRequest')],
  ]);
  const nodes = stamped([
    [
      0,
      {
        kind: 'run',
        run: 'r',
        version: '0',
        core: 'c',
        at: '',
        nodes: [
          { name: 'alice', role: 'ue' },
          { name: 'bob', role: 'ue' },
        ],
      },
    ],
  ]);
  const boxes = renderLadder([...nodes, ...events], { terminal: terminal(80) }).split('\n')[2]!;
  t.regex(boxes, /│ alice │ +│ bob │ +│ mme │/);
});

test('states can be left out', t => {
  t.false(renderLadder(SAMPLE_RUN, { terminal: terminal(80), states: false }).includes('REGISTERED-INITIATED'));
});

test('an event of a later release leaves no trace', t => {
  const later = { v: 1, seq: 1, t: 1, kind: 'weather' } as unknown as TraceEvent;
  t.is(renderLadder([later], { terminal: terminal(80) }), '');
  t.regex(renderCompactList([later], terminal(80)), /weather/);
  t.is(renderMermaid([later]), 'sequenceDiagram\n');
});

test('a live ladder draws its head once, and anew for a node that comes later', t => {
  const live = new LiveLadder({ terminal: terminal(100) }, NODES.slice(0, 3));
  const lines = SAMPLE_RUN.flatMap(event => live.lines(event));
  const heads = lines.filter(line => line.includes('phone │'));
  t.is(heads.length, 1, 'the header of the run names all nodes');
  t.true(heads[0]!.includes('gateway'));
  const surprise = new LiveLadder({ terminal: terminal(100) }, NODES.slice(0, 3));
  const events = stamped([
    [0, message('phone', 'mme', 'AttachRequest')],
    [1, message('mme', 'hss', 'UpdateLocationRequest')],
    [2, message('hss', 'mme', 'UpdateLocationAnswer')],
  ]);
  const drawn = events.flatMap(event => surprise.lines(event));
  t.is(drawn.filter(line => line.includes('│ phone │')).length, 2);
  t.is(drawn.filter(line => line.includes('│ hss │')).length, 1);
  t.is(surprise.foot().length, 1);
  t.is(surprise.foot().length, 0);
});

test('in a live ladder a crowd of phones shares a lifeline, and its head is drawn a few times only', t => {
  const live = new LiveLadder({ terminal: terminal(120) }, NODES.slice(1));
  const events = stamped(
    Array.from(
      { length: 1000 },
      (_, i) => [i, message(`phone${i}`, 'mme', 'AttachRequest', { ue: `ue-${i}` })] as const,
    ),
  );
  const lines = events.flatMap(event => live.lines(event));
  t.true(lines.filter(line => /│ +mme +│/.test(line)).length <= 6);
  t.regex(lines.at(-1)!, /ue-999/);
  t.is(lines.filter(line => line.includes('AttachRequest')).length, 1000);
  t.regex(
    live.lines(stamped([[1, { kind: 'state', node: 'phone998', machine: 'emm', from: 'A', to: 'B' }]])[0]!)[0]!,
    /◆ +EMM A → B/,
  );
});

test('a list: time, nodes, name, facts', t => {
  const line = renderCompactList(
    stamped([[31, message('mme', 'phone', 'AuthenticationRequest', { summary: 'KSI 0' })]]),
    terminal(80),
  );
  t.is(line, '    31.0 ms  mme > phone    AuthenticationRequest  KSI 0\n');
  const wide = renderCompactList(SAMPLE_RUN, terminal(140)).split('\n');
  t.is(wide[1]!.indexOf('TAC 1'), wide[7]!.indexOf('KSI 0'), 'facts in a column of their own');
});

test('Mermaid: participants in the order of the network, nothing that means something to it in a text', t => {
  const text = renderMermaid([
    ...SAMPLE_RUN.slice(0, 7),
    ...stamped([
      [7, message('phone', 'mme', 'ServiceRequest', { summary: 'a;b#c<d> "e"\nf', fate: 'dropped' })],
      [8, message('phone', 'mme', 'UplinkNASTransport', { ciphered: true })],
      [9, { kind: 'note', text: 'end: %%' }],
    ]),
  ]);
  t.is(
    text,
    `sequenceDiagram
  participant n0 as phone
  participant n1 as bts
  participant n2 as mme
  participant n3 as hss
  n1->>n2: S1SetupRequest<br/>TAC 1, PLMN 001-01
  n2->>n1: S1SetupResponse<br/>mvnolab-mme
  Note over n0: EMM EMM-REGISTERED-INITIATED
  n1->>n2: InitialUEMessage
  n0->>n2: AttachRequest<br/>IMSI 001010000000001, EPS attach, EEA0 EEA1 EEA2, EIA1 EIA2 EIA3
  n2->>n3: AuthenticationInformationRequest
  n0--xn2: ServiceRequest<br/>a#59;b#35;c#60;d#62; #34;e#34; f, dropped
  n0-->>n2: UplinkNASTransport
  Note over n0: end: #37;#37;
`,
  );
});

test('Mermaid: what is too much is counted', t => {
  const text = renderMermaid(
    stamped(Array.from({ length: 10 }, (_, i) => [i, message('phone', 'mme', 'Ping')] as const)),
    4,
  );
  t.is(text.match(/Ping/g)!.length, 4);
  t.true(text.includes('6 further messages are left out'));
});
