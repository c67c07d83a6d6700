import test from 'ava';
import type { FlowResult, FlowRow, ObservedRow } from '../../results/index.ts';
import { at, attempt, FAILED_CASE, FLOW, linesOf, SAMPLE, STATE, step, WRONG_KEY } from '../testing/sample-results.ts';
import { paint, plainDisplay, withAsciiSigns } from './display.ts';
import { type FailureContext, renderFailure, stepByNumber } from './failure-text.ts';
import { alignFlow } from './flow-columns.ts';
import { cutTo, wrapTo } from './layout.ts';

const context: FailureContext = { display: plainDisplay(110), linesOf, runId: '8f2c', folder: '.mvnolab/runs/8f2c/' };
const failureOf = (id: string, given = context) => {
  const found = SAMPLE.cases.find(each => each.id.startsWith(id))!;
  return renderFailure(found, found.attempts[0]!, given);
};

test('an ordered expectation: frame, aligned columns, first divergence, why, next', t => {
  t.is(
    failureOf('attach-happy-aka'),
    'FAIL attach-happy-aka › step 1 attach phone                                                             0.41 s\n' +
      '  --> scenarios/attach-happy-aka.yaml:25:11\n' +
      '   25 |         - phone > mme: { msg: AuthenticationResponse, has: { res: "${{ aka.alice.xres }}" } }\n' +
      '      |           ^^^^^^^^^^^ received AuthenticationFailure, cause 20 (MAC failure)\n' +
      '  expected                                 observed (phone, +ms)\n' +
      '  ✓ phone > mme AttachRequest              0    phone > mme AttachRequest\n' +
      '  ✓ mme > phone AuthenticationRequest      31   mme > phone AuthenticationRequest\n' +
      '  ✗ phone > mme AuthenticationResponse     34   phone > mme AuthenticationFailure(20)   <- first divergence\n' +
      '  … 4 further expectations not reached     36   mme > phone AuthenticationReject\n' +
      '  why   AUTN.MAC 904cbb451b65def8 ≠ XMAC 8ec50d9a29ed0f63 for the same RAND and AMF. The de-masked SQN is\n' +
      '        implausible, so AK differs too: Ki or OPc differs between the card and the database, not the SQN.\n' +
      '  next  mvnolab explain aka --run 8f2c --step 1   |   artefacts: .mvnolab/runs/8f2c/\n',
  );
});

test('a state: path, expected, actual and witness, beside what was right', t => {
  t.is(
    failureOf('auth-negative'),
    'FAIL auth-negative/state "quoted" & <odd> › step 1 attach phone                                         0.41 s\n' +
      '  --> scenarios/attach-happy-aka.yaml:23:7\n' +
      '   23 |       phone.emm: registered\n' +
      '      |       ^^^^^^^^^ is deregistered\n' +
      '  ✓ hss.alice.sqn  64  (expected delta 32)  (the database)\n' +
      '  ✗ phone.emm      expected registered, was deregistered  (the phone)\n' +
      '  next  still waiting after 5 s; last seen deregistered\n' +
      '        mvnolab explain run 8f2c   |   artefacts: .mvnolab/runs/8f2c/\n',
  );
});

test('an outcome, an error of the lab, a run without files', t => {
  const problem = { ...WRONG_KEY, code: 'outcome', expectation: { ...STATE, subject: 'outcome', actual: 'accepted' } };
  const failed = attempt({ attempt: 2, problems: [problem], steps: [step({ expectations: [] })] });
  const text = renderFailure(FAILED_CASE, failed, { display: plainDisplay(110), linesOf });
  t.regex(text, /^FAIL attach-happy-aka › step 1 attach phone \(attempt 2\) /);
  t.regex(text, /\^ ended as accepted\n {2}✗ outcome {3}expected registered, was accepted {2}\(the phone\)\n/);
  t.notRegex(text, /artefacts|mvnolab explain/);
  t.regex(
    failureOf('core-crash'),
    /^ERROR core-crash +0\.51 s\n {2}the MME ended with exit code 139\n {2}--> .*:1:1\n.*\n {6}\| \^{8}\n {2}next {2}see mme\.log\n/,
  );
  t.regex(failureOf('hss-dies'), /^INCONCLUSIVE hss-dies\[fault=kill\]/);
});

test('commands name the case of a run of several, as a shell takes it', t => {
  t.regex(failureOf('attach-happy', { ...context, hasManyCases: true }), /--case attach-happy-aka --step 1/);
  t.regex(
    failureOf('auth-negative', { ...context, hasManyCases: true }),
    /explain run 8f2c --case 'auth-negative\/state "quoted" & <odd>'/,
  );
});

test('later problems follow the first, and only the last says where the files are', t => {
  const both = attempt({
    problems: [WRONG_KEY, { verdict: 'error', code: 'teardown', message: 'the HSS stayed down' }],
  });
  const text = renderFailure(FAILED_CASE, both, context);
  t.regex(text, /\nalso ERROR attach-happy-aka /);
  t.is(text.match(/artefacts:/g)?.length, 1);
  t.is(renderFailure(FAILED_CASE, attempt(), context), '');
});

test('a file that is gone leaves its place', t => {
  const text = failureOf('attach-happy-aka', { ...context, linesOf: () => undefined });
  t.regex(text, /--> scenarios\/attach-happy-aka\.yaml:25:11\n {6}received AuthenticationFailure/);
});

test('narrow terminals: no line is wider, the divergence stays marked', t => {
  for (const columns of [60, 70, 80, 100, 160]) {
    const lines = failureOf('attach-happy-aka', { ...context, display: plainDisplay(columns) }).split('\n');
    for (const line of lines.filter(each => !each.includes('artefacts:') && !each.includes('^^')))
      t.true(line.length <= Math.max(columns, 73), `${columns}: ${line}`);
    t.true(
      lines.some(line => /^ {2}✗ .*<-/.test(line)),
      String(columns),
    );
  }
});

test('colour paints and takes no room; ASCII has no other sign of ours', t => {
  const colored = failureOf('attach-happy-aka', { ...context, display: { ...plainDisplay(110), color: true } });
  t.true(colored.includes('\u001b[31m'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  t.is(colored.replace(/\u001b\[\d+m/g, ''), failureOf('attach-happy-aka'));
  const ascii = withAsciiSigns({ ...plainDisplay(110), unicode: false });
  for (const { id } of SAMPLE.cases.filter(each => each.attempts.length > 0))
    t.regex(failureOf(id, { ...context, display: ascii }), /^[\x20-\x7e\n]*$/, id);
  t.is(paint('red', '', { color: true }), '');
});

test('control characters of others cannot act on the terminal', t => {
  const evil = { ...WRONG_KEY, message: 'x\u001b[2J', why: ['y\u001b[31m'], hint: 'z\u0007' };
  const bare = { verdict: 'failed', code: 'x', message: evil.message, why: evil.why, hint: evil.hint } as const;
  const text = renderFailure({ id: 'a\u001bb', place: at(1) }, attempt({ problems: [evil, bare] }), context);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  t.notRegex(text, /[\u0000-\u0009\u000b-\u001f]/);
  t.true(text.includes('\\u001b[2J'));
});

const row = (text: string, state: FlowRow['state'], met?: number): FlowRow => ({
  text,
  place: at(1),
  state,
  ...(met === undefined ? {} : { met }),
});
const seen = (message: string, atMs = 0): ObservedRow => ({ atMs, from: 'a', to: 'b', message });

test('aligned: messages between two that were expected stand alone, many of them are counted', t => {
  const observed = Array.from({ length: 8 }, (_, i) => seen(`m${i}`, i));
  const flow: FlowResult = { rows: [row('e1', 'met', 1), row('e2', 'met', 7)], observed };
  t.deepEqual(
    alignFlow(flow).map(each => [each.expected?.text, each.observed?.message, each.further]),
    [
      [undefined, 'm0', undefined],
      ['e1', 'm1', undefined],
      [undefined, 'm2', undefined],
      [undefined, undefined, 3],
      [undefined, 'm6', undefined],
      ['e2', 'm7', undefined],
    ],
  );
});

test('aligned: nothing more came, and too much came', t => {
  const nothing: FlowResult = {
    rows: [row('e1', 'met', 0), row('e2', 'missing')],
    observed: [seen('m0')],
    firstMissing: 1,
  };
  t.deepEqual(
    alignFlow(nothing).map(each => [each.expected?.text, each.observed?.message]),
    [
      ['e1', 'm0'],
      ['e2', undefined],
    ],
  );
  const much: FlowResult = {
    rows: [row('e1', 'missing'), row('e2', 'not-reached')],
    observed: Array.from({ length: 20 }, (_, i) => seen(`m${i}`)),
    firstMissing: 0,
    divergence: 0,
  };
  const rows = alignFlow(much);
  t.like(rows[0], { diverges: true });
  t.like(rows[1], { notReached: 1 });
  t.like(rows.at(-1), { further: 14 });
});

test('a step is found by its number, also inside others, and not in the fixtures', t => {
  const inner = step({ number: '2.1', text: 'inner' });
  const steps = [
    step({ phase: 'given', text: 'given' }),
    step({ text: 'first' }),
    step({ number: '2', children: [inner] }),
  ];
  t.is(stepByNumber(steps, '1')?.text, 'first');
  t.is(stepByNumber(steps, '2.1')?.text, 'inner');
  t.is(stepByNumber(steps, '7'), undefined);
  t.is(FLOW.flow?.divergence, 2);
});

test('text is broken at blanks, cut by columns', t => {
  const display = {
    ...plainDisplay(),
    characters: (text: string) => Array.from(text, c => [c, c > '\u2e80' ? 2 : 1] as const),
  };
  t.deepEqual(wrapTo('one two three', 9, display), ['one two', 'three']);
  t.deepEqual(wrapTo('abcdefghijkl', 8, display), ['abcdefgh', 'ijkl']);
  t.deepEqual(wrapTo('', 8, display), ['']);
  t.is(cutTo('日本語', 5, display), '日本…');
  t.is(cutTo('abc', 3, display), 'abc');
});
