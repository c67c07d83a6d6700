import test from 'ava';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { StepResult } from '../results/index.ts';
import type { FakeScript } from '../testing/fake-bench.ts';
import { problemsOf, runText, scenario, type TextRunOptions } from '../testing/run-text.ts';

/** The case's own steps, after the fixtures. */
async function stepsOf(steps: string, script: FakeScript = {}, options: TextRunOptions = {}) {
  const run = await runText(scenario(steps), script, options);
  const own = run.only.attempts[0]!.steps.filter(({ phase }) => phase === 'steps');
  return { ...run, own, first: own[0] as StepResult };
}

const failing = (step: StepResult) => step.expectations.filter(({ ok }) => !ok).map(({ subject }) => subject);

test('a step that ends otherwise than expected fails, and the steps after it do not run', async t => {
  const { only, first, own, diary } = await stepsOf('- attach: phone\n- detach: phone', {
    perform: () => ({ type: 'rejected', detail: 'EMM cause 8' }),
  });
  t.deepEqual([only.verdict, own.length], ['failed', 1]);
  t.deepEqual(failing(first), ['outcome']);
  t.is(only.reason, 'the step ended as rejected: EMM cause 8, expected accepted');
  t.false(diary.includes('detach phone'));
});

for (const [expected, actual, verdict] of [
  ['rejected', 'rejected', 'passed'],
  ['rejected', 'accepted', 'failed'],
  ['rejected', 'timeout', 'failed'],
  ['{ oneOf: [rejected, timeout] }', 'timeout', 'passed'],
  ['[rejected, ue-aborted]', 'accepted', 'failed'],
] as const) {
  test(`outcome ${expected}, was ${actual}: ${verdict}`, async t => {
    const { only } = await stepsOf(`- attach: phone\n  outcome: ${expected}`, { perform: () => ({ type: actual }) });
    t.is(only.verdict, verdict);
  });
}

test('an accepted step is expected to have done what its verb is for, unless it says otherwise', async t => {
  const nowhere = { ue: () => ({ emm: 'deregistered' }) };
  t.deepEqual(failing((await stepsOf('- attach: phone', nowhere)).first), ['phone.emm']);
  t.is((await stepsOf('- attach: phone\n  expect: { phone.emm: deregistered }', nowhere)).only.verdict, 'passed');
  const rejected = { ...nowhere, perform: () => ({ type: 'rejected' }) as const };
  t.is((await stepsOf('- attach: phone\n  outcome: rejected', rejected)).only.verdict, 'passed', 'nor when rejected');
});

test('an expectation is looked at again until it holds', async t => {
  let looks = 0;
  const { only, told } = await stepsOf('- attach: phone', {
    ue: () => ({ emm: ++looks > 5 ? 'registered' : 'registered-initiated' }),
  });
  t.is(only.verdict, 'passed');
  const waits = told.flatMap(([method, waiting]) => (method === 'waiting' ? [waiting] : []));
  t.is(waits.length, 4, 'after the fixture, five looks fail; the case shows what it waits for');
  t.like(waits[0], { for: 'phone.emm = registered', last: 'registered-initiated', text: 'attach phone', step: '1' });
});

test('an expectation that never holds fails at the deadline, with what was seen last', async t => {
  const { only, first } = await stepsOf('- attach: phone\n  within: 3s\n  expect: { phone.rrc: connected }');
  t.is(only.verdict, 'failed');
  t.true(first.endMs - first.startMs >= 3000, 'it waited');
  t.true(first.endMs - first.startMs < 4000, 'and not for ever');
  t.is(only.reason, 'phone.rrc is idle, expected connected');
});

test('a wrong outcome is not waited for', async t => {
  const script = { perform: () => ({ type: 'rejected' }) as const, ue: () => ({ emm: 'null' }) };
  const { first } = await stepsOf('- attach: phone\n  within: 90s\n  expect: { phone.rrc: connected }', script);
  t.deepEqual(failing(first), ['outcome', 'phone.rrc'], 'but what was seen is told');
  t.true(first.endMs - first.startMs < 3000);
});

test('messages count from the start of the step, those that came before its command too', async t => {
  const script: FakeScript = {
    perform({ do: what }, session) {
      if (what === 'attach') session.message('phone', 'mme', 'AttachRequest');
      return { type: 'accepted' };
    },
  };
  const flow = 'expect: { flow: [phone > mme: AttachRequest] }\n  within: 1s';
  t.is((await stepsOf(`- attach: phone\n  ${flow}`, script)).only.verdict, 'passed');
  const late = await stepsOf(
    `- attach: phone\n- service_request: phone\n  ${flow.replace('expect: {', 'expect: { phone.rrc: idle,')}`,
    script,
  ); // prettier-ignore
  t.deepEqual([late.own[0]!.verdict, late.own[1]!.verdict], ['passed', 'failed'], 'not from the step before');
});

test('messages must come in their order; forbidden and counted ones are looked at', async t => {
  const script: FakeScript = {
    perform(_, session) {
      for (const name of ['AuthenticationRequest', 'AuthenticationRequest', 'AttachAccept'])
        session.message('mme', 'phone', name);
      return { type: 'accepted' };
    },
  };
  for (const [expect, subject] of [
    ['flow: [mme > phone: AttachAccept, mme > phone: AuthenticationRequest]', 'flow'],
    ['flow: [phone > mme: AttachAccept]', 'flow'],
    ['flow.absent: [AttachAccept]', 'flow.absent'],
    ['flow.absent: [{ mme > phone: AttachAccept }]', 'flow.absent'],
    ['flow.count: { AuthenticationRequest: 1 }', 'flow.count.AuthenticationRequest'],
    ['flow.count: { AttachReject: { gte: 1 } }', 'flow.count.AttachReject'],
  ] as const) {
    const { first, only } = await stepsOf(`- attach: phone\n  within: 1s\n  expect: { ${expect} }`, script);
    t.deepEqual([only.verdict, failing(first)], ['failed', [subject]], expect);
  }
  for (const expect of [
    'flow: [mme > phone: AuthenticationRequest, mme > phone: AttachAccept]',
    'flow.absent: [AttachReject, { phone > mme: AttachAccept }]',
    'flow.count: { AuthenticationRequest: 2, AttachReject: 0 }',
  ]) {
    t.is((await stepsOf(`- attach: phone\n  expect: { ${expect} }`, script)).only.verdict, 'passed', expect);
  }
});

test('a forbidden message ends the looking at once', async t => {
  const { first } = await stepsOf('- attach: phone\n  within: 1h\n  expect: { flow.absent: [AttachAccept] }', {
    perform(_, session) {
      session.message('mme', 'phone', 'AttachAccept');
      return { type: 'accepted' };
    },
  });
  t.true(first.endMs - first.startMs < 5000);
});

test('delta compares with what was there before the step', async t => {
  const sqn = (session: { readonly diary: readonly string[] }) =>
    ({ bson: 'int64', value: session.diary.includes('attach phone') ? '96' : '64' }) as const;
  const script: FakeScript = {
    subscriber: (_, session) => ({
      bson: 'document',
      members: { security: { bson: 'document', members: { sqn: sqn(session) } } },
    }),
  };
  const expecting = (delta: number) =>
    `- attach: phone\n  within: 1s\n  expect: { hss.alice.sqn: { delta: ${delta} } }`;
  t.is((await stepsOf(expecting(32), script)).only.verdict, 'passed');
  const wrong = await stepsOf(expecting(0), script);
  t.is(wrong.only.verdict, 'failed');
  t.regex(wrong.only.reason!, /64 \(int64\) before the step/);
});

for (const [error, code] of [
  [new LabError('hss-gone', 'the HSS has died', { hint: 'look at its log', place: 'hss.log' }), 'hss-gone'],
  [new UserError('fault-unknown', 'no such fault', { expected: 'one of the table' }), 'fault-unknown'],
  [new Error('undefined is not a function'), 'internal'],
] as const) {
  test(`a command that throws (${code}) is an error at its step; the teardown runs`, async t => {
    const { only, diary, own, result } = await stepsOf('- attach: phone\n  outcome: rejected\n- detach: phone', {
      perform() {
        throw error;
      },
    });
    t.deepEqual([only.verdict, result.exitCode, ...problemsOf(only)], ['error', 3, code]);
    t.like(only.attempts[0]!.problems[0], { step: '1', place: own[0]!.place });
    t.deepEqual([own.length, diary.at(-1)], [1, 'close']);
  });
}

test('a command past its deadline is told to stop: the step timed out', async t => {
  const hang: FakeScript = { perform: (_, session, signal) => session.hang(signal) };
  const bad = await stepsOf('- attach: phone\n  within: 20s', hang);
  t.deepEqual([bad.only.verdict, failing(bad.first)], ['failed', ['outcome']]);
  t.is(bad.first.outcome?.type, 'timeout');
  t.true(bad.first.endMs - bad.first.startMs >= 20_000);
  const wanted = await stepsOf('- attach: phone\n  within: 20s\n  outcome: timeout', hang);
  t.is(wanted.only.verdict, 'passed');
  const byDefault = await stepsOf('- bts.down: home', hang);
  t.is(byDefault.first.outcome?.detail, 'it did not end within 10000 ms', 'the deadline of its verb');
});

test('what comes in the moment of the deadline: a refusal counts, an acceptance is too late', async t => {
  const late = (type: 'accepted' | 'rejected'): FakeScript => ({
    perform: async (_, session, signal) => ({ ...(await session.hang(signal)), type }),
  });
  t.is((await stepsOf('- attach: phone', late('accepted'))).first.outcome?.type, 'timeout');
  t.is((await stepsOf('- attach: phone\n  outcome: rejected', late('rejected'))).only.verdict, 'passed');
  const thrown = await stepsOf('- attach: phone\n  outcome: timeout', {
    async perform(_, session, signal) {
      await session.hang(signal);
      throw new LabError('aborted', 'given up');
    },
  });
  t.is(thrown.only.verdict, 'passed', 'who is told to stop may throw');
});

test('a command that does not stop when it is told to is a broken lab, whatever the step expects', async t => {
  const { only, diary } = await stepsOf(
    '- attach: phone\n  outcome: timeout\n- detach: phone',
    {
      perform(_, session, signal) {
        void session.hang(signal);
        return new Promise(() => {});
      },
    },
    { limits: { obeyMs: 10, teardownMs: 1000 } },
  );
  t.deepEqual([only.verdict, ...problemsOf(only)], ['error', 'command-stuck']);
  t.is(diary.at(-1), 'close');
  t.false(diary.includes('detach phone'));
});

test('hold: what it expects must hold all the time', async t => {
  const steps = '- hold: { for: 5s }\n  expect: { phone.emm: registered }';
  const held = await stepsOf(steps);
  t.is(held.only.verdict, 'passed');
  t.true(held.first.endMs - held.first.startMs >= 5000, 'for so long');
  let looks = 0;
  const lost = await stepsOf(steps, { ue: () => ({ emm: ++looks === 10 ? 'deregistered' : 'registered' }) });
  t.is(lost.only.verdict, 'failed', 'once is enough');
  t.true(lost.first.endMs - lost.first.startMs < 5000, 'and ends it');
  const late = await stepsOf('- hold: { for: 2s }\n  expect: { flow.absent: [DetachRequest] }', {
    ue: () => ({}),
  });
  t.is(late.only.verdict, 'passed');
});

test('hold: a forbidden message in the midst of it fails', async t => {
  let looks = 0;
  const { only } = await stepsOf(
    '- hold: { for: 5s }\n  expect: { phone.emm: registered, flow.absent: [DetachRequest] }',
    {
      ue(_, session) {
        if (++looks === 10) session.message('mme', 'phone', 'DetachRequest');
        return {};
      },
    },
  );
  t.is(only.verdict, 'failed');
});

test('soft: what failed is noted, the case goes on and has failed', async t => {
  const { only, own } = await stepsOf(
    '- attach: phone\n  soft: true\n  within: 1s\n  expect: { phone.rrc: connected }\n- power_cycle: phone\n  expect: { phone.emm: registered }',
  );
  t.deepEqual([only.verdict, ...problemsOf(only)], ['failed', 'soft-expectation']);
  t.deepEqual(
    own.map(({ verdict }) => verdict),
    ['failed', 'passed'],
  );
  const both = await stepsOf(
    '- attach: phone\n  soft: true\n  within: 1s\n  expect: { phone.rrc: connected }\n- hss.remove: alice\n  outcome: refused',
  );
  t.deepEqual([both.only.verdict, ...problemsOf(both.only)], ['failed', 'soft-expectation', 'outcome']);
  const broken = await stepsOf(
    '- attach: phone\n  soft: true\n  within: 1s\n  expect: { phone.rrc: connected }\n- detach: phone',
    {
      perform({ do: what }) {
        if (what === 'detach') throw new LabError('gone', 'gone');
        return undefined;
      },
    },
  );
  t.is(broken.only.verdict, 'error', 'what breaks decides, even after a soft failure');
});

test('save and id: later steps find what earlier ones gave', async t => {
  const { only, diary } = await stepsOf(
    `- attach: phone
  id: first
  save: { address: phone.ip }
- ping: { ue: phone, to: "\${{ vars.address }}" }
  expect: { step.received: "\${{ step.first.count }}" }
- ping: { ue: phone, to: "\${{ step.first.outcome }}" }`,
    {
      perform: ({ do: what }) => ({ type: 'accepted', values: what === 'ping' ? { received: 3 } : { count: 3 } }),
      ue: () => ({ ip: '10.45.0.9' }),
    },
  );
  t.is(only.verdict, 'passed', only.reason);
  t.deepEqual(diary.filter(line => line.startsWith('ping')).length, 2);
});

test('nothing is saved by a step that failed', async t => {
  const { only } = await stepsOf(
    `- attach: phone
  soft: true
  within: 1s
  expect: { phone.rrc: connected }
  save: { address: phone.ip }
- attach: { ue: phone, apn: "\${{ vars.address }}" }`,
    { ue: () => ({ ip: '10.45.0.9' }) },
  );
  t.deepEqual(problemsOf(only), ['soft-expectation', 'expression-name']);
});

test('a step that this lab cannot do makes the case inconclusive; one that says so is left out', async t => {
  const without = { capabilities: ['database'] as const };
  const lacking = await stepsOf('- attach: phone\n- fault.kill: hss', without);
  t.deepEqual([lacking.only.verdict, ...problemsOf(lacking.only)], ['inconclusive', 'requirement']);
  const left = await stepsOf('- attach: phone\n- fault.kill: hss\n  requires: faults', without);
  t.deepEqual(
    [left.only.verdict, left.own[1]!.verdict, left.own[1]!.reason],
    ['passed', 'skipped', 'this lab lacks faults'],
  );
});

test('skip_if leaves a step out by its expression', async t => {
  const { own, diary } = await stepsOf(
    `- attach: phone\n- ping: phone\n  skip_if: "\${{ lab.bench == 'embedded' }}"\n- release: phone\n  skip_if: "\${{ lab.bench == 'external' }}"`,
  );
  t.deepEqual(
    own.map(({ verdict }) => verdict),
    ['passed', 'skipped', 'passed'],
  );
  t.false(diary.includes('ping phone'));
});
