import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { caseOf, EVENTS, SAMPLE } from '../../../scenarios/runner/report/testing/sample-results.ts';
import { recordedRuns } from '../../runs/testing/recorded-runs.ts';
import { runCli } from '../run.ts';
import { fakeCli } from '../testing/fake-cli.ts';

const given = recordedRuns();
given.scenarios('8f2c0001', SAMPLE);
given.scenarios('8f2d0002', { ...SAMPLE, cases: [caseOf({ id: 'attach-guti', verdict: 'failed', reason: 'x' })] });
given.demo('91aa0003', EVENTS);
test.after.always(() => given.remove());

async function run(...argv: string[]) {
  const fake = fakeCli({ cwd: given.cwd });
  const code = await runCli(argv, fake.cli, '0.0.0');
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('explain cause: by number, name and trigger, of both protocols and each release', async t => {
  const eight = await run('explain', 'cause', '8');
  t.is(eight.code, 0);
  t.regex(
    eight.stdout,
    /^EMM cause +8 \(EPS services and non-EPS services not allowed\) {3}TS 24\.301 §9\.9\.3\.9\nmeans +the subscriber/,
  );
  t.regex(
    eight.stdout,
    /\nunknown-subscriber +the HSS does not know the IMSI[\s\S]*\(from 2\.7\.6 on\)[\s\S]*mvnolab explain cause 8 --esm\n$/,
  );
  t.regex((await run('explain', 'cause', 'mac-failure')).stdout, /^EMM cause +20 \(MAC failure\)/);
  t.regex((await run('explain', 'cause', '27', '--esm')).stdout, /^ESM cause +27 \(Missing or unknown APN\)/);
  t.regex((await run('explain', 'cause', '27')).stdout, /^ESM cause +27/, 'no EMM cause has that number');
  t.regex((await run('explain', 'cause', '3')).stdout, /Open5GS has no code that sends it/);
  const old = await run('explain', 'cause', 'unknown-subscriber', '--release', '2.7.5');
  t.regex(old.stdout, /AttachReject: EMM 11 /);
  t.notRegex(old.stdout, /EMM 8 /);
  t.regex((await run('explain', 'cause', 's1-tac-not-served')).stdout, /S1SetupFailure: misc\/unknown-PLMN/);
  t.like(JSON.parse((await run('explain', 'cause', '8', '--json')).stdout), {
    protocol: 'emm',
    cause: 8,
    neverSent: false,
  });
});

test('explain cause: what does not exist', async t => {
  const wrong = await run('explain', 'cause', 'mac-failur');
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /^error: there is no cause 'mac-failur'\n[\s\S]*did you mean mac-failure\?/);
  t.is((await run('explain', 'cause', '4')).code, 2);
  t.regex((await run('explain', 'cause', '8', '--release', 'new')).stderr, /'new' is not a release/);
});

test('explain run: the ladder of what failed, and why; one case; a demo', async t => {
  const all = await run('explain', 'run', '8f2c');
  t.is(all.code, 0);
  t.regex(all.stdout, /^attach-happy-aka: failed\. A phone attaches with EPS-AKA\n/);
  t.regex(all.stdout, /AuthenticationFailure[\s\S]*FAIL attach-happy-aka › step 1[\s\S]*why {3}AUTN\.MAC/);
  t.notRegex(all.stdout, /attach-guti: passed/);
  t.regex(all.stdout, /\n7 cases: 1 passed/);
  t.regex(all.stdout, /artefacts: \.mvnolab\/runs\/8f2c0001\n/);
  t.regex((await run('explain', 'run', '8f2c', '--case', 'guti')).stdout, /^attach-guti: passed/);
  t.regex(
    (await run('explain', 'run')).stdout,
    /│ phone │ +│ home +│ +│ mme │/,
    'the newest, a demo, its lanes in order',
  );
  t.is((await run('explain', 'run', 'zz')).code, 2);
});

test('explain aka: of a run without one it says what else to do', async t => {
  const none = await run('explain', 'aka', '--run', '8f2d');
  t.is(none.code, 2);
  t.regex(none.stderr, /holds no authentication/);
  t.regex((await run('explain', 'aka', '--step', '1')).stderr, /this run has no steps/);
});

test('compare: what differs, exit 1 when a case that passed does not pass any more', async t => {
  const worse = await run('compare', '8f2c', '8f2d');
  t.is(worse.code, 1);
  t.regex(worse.stdout, /^8f2c0001 on embedded \(open5gs 2\.8\.0\) → 8f2d0002 on/);
  t.regex(worse.stdout, /\nattach-guti +passed +failed +reason: none → x\n/);
  t.regex(worse.stdout, /\n1 do not pass any more, 6 are gone\n/);
  const better = await run('compare', '8f2d', '8f2c');
  t.is(better.code, 0);
  t.regex(better.stdout, /1 pass now, 6 are new/);
  const same = await run('compare', '8f2c', '8f2c');
  t.regex(same.stdout, /no case differs\n7 are the same\n/);
  t.is(JSON.parse((await run('compare', '8f2c', '8f2d', '--json')).stdout).differences.length, 7);
  t.regex((await run('compare', '91aa', '8f2d')).stderr, /has no results\.json/);
});

test('export: diagram, ladder, page, capture', async t => {
  t.regex(
    (await run('export', 'last', '--mermaid')).stdout,
    /^sequenceDiagram\n {2}participant n0 as phone\n {2}participant n1 as home/,
  );
  t.regex((await run('export', 'last', '--ladder')).stdout, /AttachRequest/);
  const page = await run('export', '8f2c', '--html', '--case', 'happy', '-o', 'page.html');
  t.is(page.code, 0);
  t.is(readFileSync(join(given.cwd, 'page.html'), 'utf8').match(/<article/g)?.length, 1);
  const capture = await run('export', '8f2c', '--pcap', '--case', 'happy');
  t.is(capture.stdout, '8f2c0001-attach-happy-aka.pcapng\n');
  t.regex(readFileSync(join(given.cwd, '8f2c0001-attach-happy-aka.pcapng'), 'utf8'), /^capture of .*attach-happy-aka$/);
  t.is((await run('export', '91aa', '--pcap', '-o', 'own.pcapng')).code, 0);
  t.true(existsSync(join(given.cwd, 'own.pcapng')));
});

test('export: what is missing or too much', async t => {
  const stderr = async (...argv: string[]) => (await run('export', ...argv)).stderr;
  t.regex(await stderr('last'), /what shall be exported\?/);
  t.regex(await stderr('last', '--pcap', '--html'), /--pcap and --html exclude each other/);
  t.regex(await stderr('8f2c', '--pcap'), /has 6 cases\n[\s\S]*attach-happy-aka/);
  t.regex(await stderr('8f2c', '--mermaid', '--case', 'sms-mo'), /was skipped: nothing was recorded/);
  t.regex(await stderr('8f2d', '--mermaid'), /left no event log/);
  const full = await run('export', 'last', '--ladder', '-o', 'no/such/folder/x');
  t.is(full.code, 3);
});

test('report: again from the results, on the terminal and into files', async t => {
  const text = await run('report', '8f2c');
  t.is(text.code, 0);
  t.regex(text.stdout, /\n✓ attach-guti [\s\S]*\nFAIL attach-happy-aka[\s\S]*\n7 cases: /);
  const files = await run('report', '8f2c', '-r', 'junit=again.xml', '-r', 'html=again.html');
  t.is(files.stdout, '');
  t.regex(readFileSync(join(given.cwd, 'again.xml'), 'utf8'), /<testsuites name="mvnolab" tests="7"/);
  t.regex(readFileSync(join(given.cwd, 'again.html'), 'utf8'), /class="ladder"/, 'events are read back');
  t.regex((await run('report', '8f2c', '-r', 'junt')).stderr, /did you mean junit\?/);
  t.regex((await run('report', '91aa')).stderr, /has no results\.json/);
});
