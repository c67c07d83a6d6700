import test from 'ava';
import { type Bench, loadFile, type RunResult } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../benches/index.ts';
import { runOnBench, type ScenarioRunOptions } from './scenario-run.ts';

const GIVEN = `
given:
  sims: { alice: {} }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
`;

let bench: Bench;
test.before(async () => {
  bench = await openEmbeddedBench({});
});
test.after.always(() => bench?.close());

/** Runs the cases of a text on the embedded core, without artefacts. */
async function run(
  yaml: string,
  options: Partial<Pick<ScenarioRunOptions, 'bench' | 'signal' | 'reporters'>> = {},
): Promise<RunResult> {
  const loaded = loadFile({ path: 'test.yaml', text: yaml });
  const mistakes = loaded.findings.all.filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('; '));
  return runOnBench({ bench, cases: loaded.cases, artefacts: false, seed: '1', ...options });
}

const only = ({ cases }: RunResult) => cases[0]!;
const problemsOf = (result: RunResult) => only(result).attempts.at(-1)!.problems;

test.serial('an attach with expectations of all three witnesses passes', async t => {
  const result = await run(`scenario: happy${GIVEN}
steps:
  - attach: phone
    expect:
      phone.emm: registered
      phone.pdn.internet.ip: { cidr: 10.45.0.0/16 }
      aka: { autn_valid: true, kasme_match: true }
      hss.alice.sqn: { delta: 32 }
      core.ues.phone.emm: present
      flow:
        - phone > mme: AttachRequest
        - phone > mme: { msg: AuthenticationResponse, has: { res: "\${{ aka.alice.xres }}" } }
        - phone > mme: AttachComplete
      flow.absent: [AttachReject]
      flow.count: { AuthenticationRequest: 1 }
  - ping: { ue: phone, count: 2 }
  - detach: phone
`);
  t.is(result.verdict, 'passed', problemsOf(result)[0]?.message);
  t.is(result.exitCode, 0);
  const [, , , attach] = only(result).attempts[0]!.steps;
  t.is(attach?.text, 'attach phone');
  t.deepEqual(
    attach?.expectations.map(({ subject, witness }) => `${subject} ${witness}`),
    [
      'outcome outcome',
      'phone.emm ue',
      'phone.pdn.internet.ip ue',
      'aka.autn_valid ue',
      'aka.kasme_match ue',
      'hss.alice.sqn database',
      'core.ues.phone.emm core',
      'flow messages',
      'flow.absent messages',
      'flow.count.AuthenticationRequest messages',
    ],
  );
});

test.serial('each kind of expectation can fail, and says what was seen', async t => {
  const failing: readonly [expect: string, message: RegExp][] = [
    ['{ phone.emm: deregistered }', /phone\.emm is registered, expected deregistered/],
    ['{ hss.alice.sqn: { delta: 64 } }', /hss\.alice\.sqn is 64 .*\(32 .* before the step\), expected changed by \+64/],
    ['{ hss.alice: absent }', /expected absent/],
    ['{ core.counters.mme_session: 7 }', /core\.counters\.mme_session is 1, expected 7/],
    ['{ aka.verdict: mac-failure }', /aka\.verdict is accepted/],
    ['{ flow: [mme > phone: AttachReject] }', /AttachReject was expected/],
    ['{ flow: [mme > phone: { msg: SecurityModeCommand, has: { eia: 3 } }] }', /has eia: 2, expected 3/],
    ['{ flow.absent: [AttachAccept] }', /flow\.absent is mme > phone AttachAccept/],
    ['{ flow.count: { AuthenticationRequest: 2 } }', /is 1, expected 2/],
  ];
  for (const [expect, message] of failing) {
    // states do not change any more: one look decides; messages are those of the attach
    const steps =
      expect.includes('flow') || expect.includes('delta')
        ? `- attach: phone\n    within: 5s\n    expect: ${expect}`
        : `- attach: phone\n  - hold: 1ms\n    expect: ${expect}`;
    const result = await run(`scenario: fails\nlab: { speed: 5 }${GIVEN}\nsteps:\n  ${steps}\n`);
    t.is(result.exitCode, 1, expect);
    t.regex(problemsOf(result)[0]?.message ?? '', message, expect);
  }
});

test.serial('an outcome that was not expected fails, and the messages say more than it', async t => {
  const result = await run(`scenario: unknown
given:
  sims: { alice: { state: available } }
  bts: { home: {} }
  ues: { phone: { sim: alice, bts: home } }
steps:
  - attach: phone
    expect: { flow: [phone > mme: AttachRequest, mme > phone: AttachAccept] }
`);
  t.is(result.verdict, 'failed');
  const [first, ...others] = problemsOf(result);
  t.is(first?.expectation?.subject, 'flow');
  t.is(first?.expectation?.flow?.firstMissing, 1);
  t.true(others.some(({ code, message }) => code === 'outcome' && message.includes('rejected')));
  t.true((first?.why ?? []).length > 0, 'the why table knows an unknown IMSI');
});

test.serial('nothing is green because nothing was looked at', async t => {
  const result = await run('scenario: empty\nsteps:\n  - wait: { for: 1ms, because: nothing else is here }\n');
  t.is(result.exitCode, 3);
  t.is(problemsOf(result)[0]?.code, 'nothing-expected');
});

test.serial('a case that hangs ends at its timeout, and is cleaned up', async t => {
  const result = await run(`scenario: hangs
timeout: 300ms
steps:
  - wait: { for: 1h, because: this never ends }
`);
  t.is(only(result).verdict, 'failed');
  t.is(problemsOf(result)[0]?.code, 'deadline');
});

test.serial('an interruption ends the case, runs its teardown and exits with 130', async t => {
  const interruption = new AbortController();
  const result = await run(
    `suite: interrupted${GIVEN}
cases:
  first:
    steps: [attach: phone, wait: { for: 1h, because: this never ends }]
    teardown: [detach: phone]
  second:
    steps: [attach: phone]
`,
    {
      signal: interruption.signal,
      reporters: () => [{ stepBegins: (_, { verb }) => verb === 'wait' && interruption.abort() }],
    },
  );
  t.is(result.exitCode, 130);
  t.deepEqual(result.notRun, ['interrupted/second']);
  t.true(only(result).attempts[0]!.steps.some(({ phase, verdict }) => phase === 'teardown' && verdict === 'passed'));
});

test.serial('control verbs: parallel, repeat, hold, save, soft, skip_if, requires', async t => {
  const result = await run(`scenario: control
given:
  sims: { a: {}, b: {} }
  bts: { home: {} }
  ues: { p: { sim: a, bts: home }, q: { sim: b, bts: home } }
steps:
  - parallel: [[attach: p, ping: p], [attach: q]]
  - hold: 50ms
    expect: { p.emm: registered, q.emm: registered }
  - ping: { ue: p, count: 1 }
    id: pinged
    save: { address: p.ip }
  - ping: { ue: q, count: 1 }
    skip_if: "\${{ step.pinged.received == 1 }}"
  - repeat: { times: 2, steps: [ping: { ue: p, count: 1 }] }
  - repeat: { until: { p.usage.up: { gt: 0 } }, max: 3, steps: [ping: { ue: p, count: 1 }] }
  - ping: { ue: q, to: "\${{ vars.address }}", count: 1 }
    soft: true
    within: 500ms
    expect: { step.received: 5 }
  - detach: q
`);
  const { steps, problems } = only(result).attempts[0]!;
  t.deepEqual(
    problems.map(({ code }) => code),
    ['soft-expectation'],
    problems[0]?.message,
  );
  t.is(only(result).verdict, 'failed');
  const named = steps.filter(({ phase }) => phase === 'steps').map(({ verb, verdict }) => `${verb} ${verdict}`);
  t.deepEqual(named, [
    'parallel passed',
    'hold passed',
    'ping passed',
    'ping skipped',
    'repeat passed',
    'repeat passed',
    'ping failed',
    'detach passed',
  ]);
});

test.serial('a case that the lab cannot run is skipped with the reason, and alone is no pass', async t => {
  const poor: Bench = Object.create(bench, { capabilities: { value: new Set(['database']) } });
  const result = await run('scenario: later\nrequires: [inventory]\nsteps: [wait: { for: 1ms, because: x }]\n', {
    bench: poor,
  });
  t.is(only(result).verdict, 'skipped');
  t.is(only(result).reason, 'this lab lacks inventory');
  t.is(result.exitCode, 4);
});
