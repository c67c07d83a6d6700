import test from 'ava';
import type { StepResult } from '../results/index.ts';
import type { FakeScript } from '../testing/fake-bench.ts';
import { problemsOf, runText, scenario, type TextRunOptions } from '../testing/run-text.ts';

async function stepsOf(steps: string, script: FakeScript = {}, options: TextRunOptions = {}) {
  const run = await runText(scenario(steps), script, options);
  return { ...run, own: run.only.attempts[0]!.steps.filter(({ phase }) => phase === 'steps') };
}

/** `1 passed`, `1.2 failed`, children after their parent. */
const verdicts = (steps: readonly StepResult[]): string[] =>
  steps.flatMap(({ number, verdict, children }) => [`${number} ${verdict}`, ...verdicts(children)]);
const refusing = (name: string): FakeScript => ({
  perform: command => ('ue' in command && command.ue === name ? { type: 'rejected' } : { type: 'accepted' }),
});
const TWO =
  'scenario: one\ntitle: One\ngiven: { sims: { a: {}, b: {} }, bts: { home: {} }, ues: { p1: { sim: a, bts: home }, p2: { sim: b, bts: home } } }\n';

test('repeat: so many rounds, each step numbered; a step that fails ends it', async t => {
  const steps = '- repeat: { times: 3, steps: [{ attach: phone }, { release: phone }] }';
  const all = await stepsOf(steps);
  t.deepEqual(verdicts(all.own), ['1 passed', ...[1, 2, 3].flatMap(n => [`1.${n}.1 passed`, `1.${n}.2 passed`])]);
  t.is(all.diary.filter(line => line === 'attach phone').length, 3);
  let count = 0;
  const bad = await stepsOf(steps, { perform: () => ({ type: ++count === 4 ? 'timeout' : 'accepted' }) });
  t.deepEqual(verdicts(bad.own), ['1 failed', '1.1.1 passed', '1.1.2 passed', '1.2.1 passed', '1.2.2 failed']);
  t.deepEqual([bad.only.verdict, ...problemsOf(bad.only)], ['failed', 'outcome']);
});

test('repeat until: ends when it holds, fails when it never does', async t => {
  const steps = '- repeat: { until: { phone.emm: deregistered }, max: 4, steps: [{ release: phone }] }';
  let releases = 0;
  const script: FakeScript = {
    perform: () => {
      releases++;
      return undefined;
    },
    ue: () => ({ emm: releases >= 2 ? 'deregistered' : 'registered' }),
  };
  const ended = await stepsOf(steps, script);
  t.deepEqual([ended.only.verdict, releases], ['passed', 2]);
  const never = await stepsOf(steps, { ue: () => ({ emm: 'registered' }) });
  t.is(never.only.verdict, 'failed');
  t.is(never.diary.filter(line => line === 'release phone').length, 4);
  t.regex(never.only.reason!, /it did not hold after 4 rounds/);
});

test('repeat: a figure that is none is said', async t => {
  const text = `scenario: one\ntitle: One\nvars: { n: many }\ngiven: { sims: { alice: {} } }\nsteps: [{ repeat: { times: "\${{ vars.n }}", steps: [{ hss.remove: alice }] } }]\n`;
  const { only, diary } = await runText(text);
  t.is(only.verdict, 'failed');
  t.regex(only.reason!, /'many' is no number of rounds|many.*no number of rounds/);
  t.false(diary.includes('hss-remove alice'));
});

test('parallel: branches run side by side, each in its order; the worst verdict is its own', async t => {
  const text = `${TWO}steps: [{ parallel: [[{ attach: p1 }, { release: p1 }], [{ attach: p2 }, { release: p2 }]] }]\n`;
  const side = await runText(text);
  t.is(side.only.verdict, 'passed');
  t.deepEqual(side.diary.slice(6, 8), ['attach p1', 'attach p2'], 'both begin before one ends');
  const bad = await runText(text, refusing('p1'));
  const own = bad.only.attempts[0]!.steps.at(-1)!;
  t.deepEqual(verdicts([own]), ['1 failed', '1.1.1 failed', '1.2.1 passed', '1.2.2 passed']);
  t.is(bad.only.verdict, 'failed');
});

test('parallel: single steps are numbered plainly', async t => {
  const { only } = await runText(`${TWO}steps: [{ parallel: [attach: p1, attach: p2] }]\n`);
  t.deepEqual(verdicts([only.attempts[0]!.steps.at(-1)!]), ['1 passed', '1.1 passed', '1.2 passed']);
});

test('nested steps that were only left out leave nothing that was looked at', async t => {
  const { only } = await stepsOf('- repeat: { times: 2, steps: [{ attach: phone, skip_if: true }] }');
  t.deepEqual(problemsOf(only), ['nothing-expected']);
});

const PART = `
fragment: greet
title: Greet
parameters:
  who: { about: the phone }
  apn: { default: internet }
steps:
  - attach: { ue: "\${{ vars.who }}", apn: "\${{ vars.apn }}" }
    save: { address: phone.ip }
`;

test('use: the steps of another file, with its parameters and their defaults', async t => {
  const commands: unknown[] = [];
  const script: FakeScript = { perform: command => void commands.push(command) as undefined };
  const files = { 'part.yaml': PART };
  const both = await stepsOf(
    '- use: { file: part.yaml, with: { who: phone } }\n- use: { file: part.yaml, with: { who: phone, apn: "ims" } }',
    script,
    { files },
  );
  t.is(both.only.verdict, 'passed', both.only.reason);
  t.deepEqual(verdicts(both.own), ['1 passed', '1.1 passed', '2 passed', '2.1 passed']);
  t.deepEqual(commands, [
    { do: 'attach', ue: 'phone', apn: 'internet' },
    { do: 'attach', ue: 'phone', apn: 'ims' },
  ]);
});

test('use: what a fragment saves stays with it', async t => {
  const { only } = await stepsOf(
    '- use: { file: part.yaml, with: { who: phone } }\n- attach: { ue: phone, apn: "${{ vars.address }}" }',
    { ue: () => ({ ip: '10.45.0.9' }) },
    { files: { 'part.yaml': PART } },
  );
  t.deepEqual(problemsOf(only), ['expression-name']);
});

test('use: a fragment whose step fails fails the case, and the steps after it do not run', async t => {
  const { only, own, diary } = await stepsOf(
    '- use: { file: part.yaml, with: { who: phone } }\n- detach: phone',
    { perform: () => ({ type: 'rejected' }) },
    { files: { 'part.yaml': PART } },
  );
  t.deepEqual([only.verdict, verdicts(own)], ['failed', ['1 failed', '1.1 failed']]);
  t.false(diary.includes('detach phone'));
});

test('checkpoint waits for a person', async t => {
  const asked: string[] = [];
  const { only } = await stepsOf(
    '- attach: phone\n- checkpoint: look at the phone',
    {},
    {
      pause: async text => void asked.push(text),
    },
  );
  t.deepEqual([only.verdict, asked], ['passed', ['look at the phone']]);
});

test('wait: lab time passes', async t => {
  const { own } = await stepsOf('- attach: phone\n- wait: { for: 2s, because: of the test }');
  t.true(own[1]!.endMs - own[1]!.startMs >= 2000);
});

test('arm: the command of its step, with the message', async t => {
  const commands: unknown[] = [];
  await stepsOf(
    '- arm: { name: cut, before: AttachAccept, ue: phone, do: { fault.kill: hss } }\n- arm: { name: late, after: AttachAccept, do: { fault.link: { bts: home, loss: 20% } } }\n- attach: phone',
    { perform: command => void commands.push(command) as undefined },
  );
  t.deepEqual(commands.slice(0, 2), [
    {
      do: 'arm',
      name: 'cut',
      trigger: { when: 'before', message: 'AttachAccept', ue: 'phone' },
      command: { do: 'fault', fault: 'kill', node: 'hss' },
    },
    {
      do: 'arm',
      name: 'late',
      trigger: { when: 'after', message: 'AttachAccept' },
      command: { do: 'link', bts: 'home', impairments: { lossPercent: 20 } },
    },
  ]);
});

test('arm: a step that is more than one command cannot be armed', async t => {
  const { only } = await stepsOf(
    '- arm: { name: cut, before: AttachAccept, do: { wait: { for: 1s, because: no } } }\n- attach: phone',
  );
  t.deepEqual(problemsOf(only), ['step-invalid']);
});
