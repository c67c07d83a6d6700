import test from 'ava';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import { GIVEN, problemsOf, runText, scenario } from '../testing/run-text.ts';

const accepted = { type: 'accepted' } as const;

test('a case: lab, fixtures, steps, teardown, and everything closed', async t => {
  const { only, result, diary, bench } = await runText(
    scenario('- attach: phone\n- detach: phone', 'teardown: [{ heal: hss }, { hss.remove: alice }]\n'),
    { ue: (_, { diary }) => ({ emm: diary.includes('detach phone') ? 'deregistered' : 'registered' }) },
  );
  t.deepEqual(diary, [
    'open one',
    'sim alice',
    'bts home',
    'ue phone',
    'attach phone',
    'detach phone',
    'heal hss',
    'hss-remove alice',
    'close',
  ]);
  t.deepEqual([only.verdict, result.verdict, result.exitCode], ['passed', 'passed', 0], only.reason);
  t.deepEqual(
    only.attempts[0]!.steps.map(({ phase, number, verdict }) => `${phase} ${number} ${verdict}`),
    [
      'given given.alice passed',
      'given given.home passed',
      'given given.phone passed',
      'steps 1 passed',
      'steps 2 passed',
      'teardown t1.1 passed',
      'teardown t2.1 passed',
    ],
  );
  t.deepEqual(bench.sessions[0]!.notes.at(-1), { type: 'verdict', verdict: 'passed' });
  t.is(bench.sessions[0]!.listening, 0, 'nobody listens to a lab that is gone');
});

test('a lab that does not open: an error, and nothing else is tried', async t => {
  const open = new LabError('store-gone', 'the store does not come up', { hint: 'look at its log' });
  const { only, result, diary } = await runText(scenario('- attach: phone'), { open });
  t.deepEqual(diary, ['open one']);
  t.deepEqual([only.verdict, only.reason, result.exitCode], ['error', 'the store does not come up', 3]);
  t.like(only.attempts[0]!.problems[0], { code: 'store-gone', hint: 'look at its log' });
});

for (const [name, made, code, verdict, rest] of [
  ['alice', new LabError('database-gone', 'no database'), 'database-gone', 'error', []],
  ['home', new UserError('plmn-unknown', 'no such network'), 'plmn-unknown', 'error', ['bts home']],
  ['home', { type: 'rejected', detail: 'unknown-PLMN' }, 'given', 'inconclusive', ['bts home']],
  ['phone', new Error('a bug'), 'internal', 'error', ['bts home', 'ue phone']],
] as const) {
  test(`fixture ${name} cannot be made (${code}): no step runs, the teardown does, what there is is closed`, async t => {
    const text = scenario('- attach: phone', 'teardown: [{ heal: hss }]\n');
    const { only, diary } = await runText(text, { made: { [name]: made } });
    t.deepEqual(diary, ['open one', 'sim alice', ...rest, 'heal hss', 'close']);
    t.is(only.verdict, verdict);
    t.deepEqual(problemsOf(only), [code]);
    t.is(only.attempts[0]!.steps.find(({ verdict }) => verdict !== 'passed')?.number, `given.${name}`);
  });
}

test('a SIM whose expressions have no good value is an error at its place', async t => {
  const text = `scenario: one\ntitle: One\nvars: { k: nonsense }\ngiven: { sims: { alice: { ki: "\${{ vars.k }}" } } }\nsteps: [{ hss.remove: alice }]\n`;
  const { only, diary } = await runText(text);
  t.deepEqual(diary, ['open one', 'close']);
  t.deepEqual(problemsOf(only), ['value-invalid']);
  t.is(only.attempts[0]!.problems[0]!.place?.line, 4);
});

test('what could not be undone is an error, but not the first', async t => {
  const left = { close: ['the network namespace is still there', 'so is the bridge'] };
  const clean = await runText(scenario('- attach: phone'), left);
  t.is(clean.only.verdict, 'error');
  t.deepEqual(problemsOf(clean.only), ['teardown', 'teardown']);
  t.is(clean.only.reason, 'clean-up: the network namespace is still there');
  const failed = await runText(scenario('- attach: phone'), { ...left, ue: () => ({ emm: 'null' }) });
  t.is(failed.only.verdict, 'failed');
  t.deepEqual(problemsOf(failed.only), ['expectation', 'teardown', 'teardown']);
});

test('a close that throws is what could not be undone', async t => {
  const { only } = await runText(scenario('- attach: phone'), { close: new Error('the container does not stop') });
  t.deepEqual([only.verdict, only.reason], ['error', 'clean-up: the container does not stop']);
});

test('a teardown goes on after a step that fails, and its failure counts', async t => {
  const text = scenario('- attach: phone', 'teardown: [{ heal: hss }, { detach: phone }]\n');
  const { only, diary } = await runText(text, {
    perform: ({ do: what }) => (what === 'heal' ? { type: 'refused', detail: 'it is not broken' } : accepted),
    ue: (_, { diary: so }) => ({ emm: so.includes('detach phone') ? 'deregistered' : 'registered' }),
  });
  t.deepEqual(diary.slice(-3), ['heal hss', 'detach phone', 'close']);
  t.is(only.verdict, 'failed');
  t.deepEqual(problemsOf(only), ['outcome']);
});

test('a teardown that hangs ends, and the lab is closed all the same', async t => {
  const text = scenario('- attach: phone', 'teardown: [{ heal: hss, within: 1000h }]\n');
  const { only, diary } = await runText(
    text,
    {
      perform: ({ do: what }, _, signal) =>
        what === 'heal' ? new Promise(resolve => signal.addEventListener('abort', () => resolve(accepted))) : accepted,
    },
    { limits: { obeyMs: 1000, teardownMs: 20 } },
  );
  t.is(diary.at(-1), 'close');
  t.is(only.attempts[0]!.steps.at(-1)!.verdict, 'inconclusive');
});

test('a case that looks at nothing proves nothing', async t => {
  const idle = await runText(scenario('- wait: { for: 1s, because: it is a test }'));
  t.deepEqual(problemsOf(idle.only), ['nothing-expected']);
  const skipped = await runText(scenario('- attach: phone\n  skip_if: true'));
  t.deepEqual(problemsOf(skipped.only), ['nothing-expected']);
  t.is(skipped.only.reason, 'the case looked at nothing, 1 of its steps were skipped');
  t.false(skipped.diary.includes('attach phone'));
});

test('a case that takes longer than it may fails; its steps prove nothing, its teardown runs', async t => {
  const text = scenario('- attach: phone\n  within: 9h', 'timeout: 30s\nteardown: [{ heal: hss }]\n');
  const { only, diary } = await runText(text, {
    perform: ({ do: what }, session, signal) => (what === 'attach' ? session.hang(signal) : accepted),
  });
  t.deepEqual(diary.slice(-3), ['attach phone', 'heal hss', 'close']);
  t.deepEqual([only.verdict, only.reason], ['failed', 'the case did not end within 30 s']);
  t.deepEqual(problemsOf(only), ['deadline']);
  t.is(only.attempts[0]!.steps[3]!.verdict, 'inconclusive');
});

test('before a lab that failed is taken down, whoever wants to may look into it', async t => {
  const seen: string[] = [];
  const bad = { perform: () => ({ type: 'rejected' }) as const };
  const beforeClose = async ({ id }: { readonly id: string }, session: unknown): Promise<void> => {
    seen.push(`${id} ${(session as { diary: string[] }).diary.includes('close')}`);
  };
  await runText(scenario('- attach: phone'), {}, { beforeClose });
  t.deepEqual(seen, [], 'not for a case that passed');
  await runText(scenario('- attach: phone'), bad, { beforeClose });
  t.deepEqual(seen, ['one false']);
  const broken = await runText(scenario('- attach: phone'), bad, {
    beforeClose: async () => {
      throw new Error('the terminal is gone');
    },
  });
  t.is(broken.diary.at(-1), 'close', 'what it throws does not leave the lab up');
  t.deepEqual(problemsOf(broken.only), ['outcome', 'internal']);
});

test('a trigger that never fired makes the case inconclusive, unless it failed anyway', async t => {
  const arming = '- arm: { name: cut, before: AttachAccept, do: { fault.kill: hss } }\n- attach: phone';
  const never = await runText(scenario(arming), { armed: () => 0 });
  t.deepEqual([never.only.verdict, ...problemsOf(never.only)], ['inconclusive', 'trigger-never-fired']);
  t.regex(never.only.reason!, /'cut' never fired/);
  t.is((await runText(scenario(arming))).only.verdict, 'passed');
  const failed = await runText(scenario(arming), { armed: () => 0, ue: () => ({ emm: 'null' }) });
  t.deepEqual(problemsOf(failed.only), ['expectation']);
  const refused = await runText(scenario(`${arming.replace('\n', '\n  outcome: refused\n')}`), {
    armed: () => 0,
    perform: ({ do: what }) => ({ type: what === 'arm' ? 'refused' : 'accepted' }),
  });
  t.is(refused.only.verdict, 'passed', 'what was refused was never armed');
});

test('triggers of fragments and of repeated steps count, too', async t => {
  const files = {
    'part.yaml':
      'fragment: part\ntitle: Part\nsteps: [{ arm: { name: inner, after: AttachAccept, do: { fault.kill: hss } } }]\n',
  };
  const { only } = await runText(
    scenario('- repeat: { times: 1, steps: [{ use: part.yaml }] }\n- attach: phone'),
    { armed: () => 0 },
    { files },
  );
  t.deepEqual(problemsOf(only), ['trigger-never-fired']);
});

const INTERRUPTED = ['open one', 'sim alice', 'bts home', 'ue phone', 'attach phone', 'ping phone', 'detach phone'];

for (const [index, at] of INTERRUPTED.entries()) {
  test(`interrupted at '${at}': what was made is removed, and the verdict says that it proves nothing`, async t => {
    const interrupt = new AbortController();
    const text = scenario('- attach: phone\n- ping: phone\n- detach: phone', 'teardown: [{ heal: hss }]\n');
    const { result, diary, only } = await runText(
      text,
      {
        happens: line => void (line === at && interrupt.abort()),
        perform: () => ({ type: 'accepted', values: { received: 3 } }),
        ue: (_, { diary }) => ({ emm: diary.includes('detach phone') ? 'deregistered' : 'registered' }),
      },
      { signal: interrupt.signal },
    );
    t.deepEqual(diary, [...INTERRUPTED.slice(0, index + 1), 'heal hss', 'close']);
    t.deepEqual([only.verdict, ...problemsOf(only)], ['inconclusive', 'interrupted']);
    t.deepEqual([result.exitCode, result.endedEarly], [130, 'interrupted']);
  });
}

test('keys are in nothing that a reporter hears or that a result holds', async t => {
  const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const steps = `- attach: phone
  name: attach with ${key}
  note: the key is ${key}
  expect: { phone.network_name: "not ${key}" }
- hss.remove: alice`;
  const { only, told } = await runText(scenario(steps), {
    secrets: [key],
    perform: () => ({ type: 'accepted', detail: `done with ${key}`, values: { code: key } }),
    ue: () => ({ network_name: `it was ${key}` }),
    close: [`a file with ${key} is left`],
  });
  t.is(only.verdict, 'failed');
  t.deepEqual([...new Set(told.map(([method]) => method))].sort(), [
    'attemptEnds',
    'begin',
    'caseBegins',
    'caseEnds',
    'stepBegins',
    'stepEnds',
    'waiting',
  ]);
  const heard = JSON.stringify(told);
  t.true(heard.includes('[redacted]'));
  t.false(heard.includes(key));
  t.false(JSON.stringify(only).includes(key));
});

test('what a case wishes of its lab reaches it; a wish that cannot be is an error', async t => {
  const text = `scenario: one\ntitle: One\nmatrix: { v: [1, nine] }\nlab: { speed: "\${{ matrix.v }}" }${GIVEN}steps: [{ attach: phone }]\n`;
  const { result, bench } = await runText(
    text,
    {},
    { seed: 's', revealKeys: true, sources: { env: {}, secrets: { A: 'b' }, vars: {} } },
  ); // prettier-ignore
  t.deepEqual(bench.opened, [
    {
      caseId: 'one[v=1]',
      title: 'One',
      folder: undefined,
      seed: 's/one[v=1]/1',
      worker: 0,
      lab: { speed: 1 },
      revealKeys: true,
      secrets: ['b'],
    },
  ]);
  t.deepEqual(
    result.cases.map(({ verdict }) => verdict),
    ['passed', 'error'],
  );
});
