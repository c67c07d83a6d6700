import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { validate } from 'ctrf';
import { LabError, UserError } from '../../../../emulator/vocabulary/index.ts';
import type { RunResult } from '../../results/index.ts';
import { makeReporter, parseReporter } from '../make-reporter.ts';
import { fakeContext, tell } from '../testing/fake-context.ts';
import { caseOf, EVENTS, linesOf, SAMPLE } from '../testing/sample-results.ts';
import { plainDisplay } from '../text/display.ts';
import { renderCtrf } from './ctrf.ts';
import { renderAnnotations, renderStepSummary } from './github.ts';
import { renderJunit } from './junit.ts';
import { parseResults, readResults, renderResults } from './results-file.ts';
import { xmlText } from './xml.ts';

const context = { display: plainDisplay(110), linesOf, runId: '8f2c', folder: '.mvnolab/runs/8f2c/' };

test('CTRF fits its published schema, and its counts fit its tests', t => {
  for (const run of [SAMPLE, { ...SAMPLE, cases: [] }, { ...SAMPLE, core: { ...SAMPLE.core, version: undefined } }]) {
    const report = JSON.parse(renderCtrf(run, context));
    const { valid, errors } = validate(report);
    t.true(valid, JSON.stringify(errors));
  }
  const { results } = JSON.parse(renderCtrf(SAMPLE, context));
  t.like(results.summary, { tests: 7, passed: 2, failed: 4, skipped: 1, flaky: 1, other: 0, pending: 0 });
  t.like(results.tests[3], { status: 'failed', rawStatus: 'inconclusive' }, 'not green');
  t.like(results.tests[6], { status: 'passed', flaky: true, retries: 1 });
  t.is(results.tests[6].retryAttempts[0].status, 'failed');
  const broken = JSON.parse(renderCtrf(SAMPLE, context));
  broken.results.tests[0].status = 'green';
  t.false(validate(broken).valid, 'the schema does judge');
});

test('the same case has the same id in every run, others have others', t => {
  const ids = (run: RunResult) =>
    JSON.parse(renderCtrf(run, context)).results.tests.map((each: { id: string }) => each.id);
  t.deepEqual(ids(SAMPLE), ids({ ...SAMPLE, id: 'other', startedAt: '2027-01-01T00:00:00.000Z' }));
  t.is(new Set(ids(SAMPLE)).size, SAMPLE.cases.length);
});

test('JUnit: suites by file, the right element for each verdict, counts, properties', t => {
  const xml = renderJunit(SAMPLE, context);
  t.regex(
    xml,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="mvnolab" tests="7" failures="2" errors="2" skipped="1" time="4\.210"/,
  );
  t.is(xml.match(/<testcase /g)?.length, 7);
  t.is(xml.match(/<failure /g)?.length, 2);
  t.is(xml.match(/<error /g)?.length, 2);
  t.is(xml.match(/<skipped message="this lab has no user plane"\/>/g)?.length, 1);
  t.regex(xml, /classname="scenarios\.attach-happy-aka"/);
  t.regex(xml, /<property name="requirement" value="REQ-7 &lt;b&gt;"\/>/);
  t.regex(xml, /<property name="matrix\.plan" value="prepaid"\/>/);
  t.regex(xml, /<property name="attempts" value="2"\/>/);
  t.regex(xml, /\[\[ATTACHMENT\|\.mvnolab\/runs\/8f2c\/attach-happy-aka\/run\.pcapng\]\]/);
  t.regex(xml, /Awkward: &lt;\/script&gt;.*\\u0007/);
});

test('XML holds no character that XML forbids', t => {
  t.is(
    xmlText('a\u0000b\u001b[1m<&>"\'\ud800 \ufffe ok 😀\n\t'),
    'a\\u0000b\\u001b[1m&lt;&amp;&gt;&quot;&apos;\\ud800 \\ufffe ok 😀\n\t',
  );
});

test('GitHub: annotations at their places, escaped; ten at most and the rest is said', t => {
  const lines = renderAnnotations(SAMPLE).split('\n');
  t.is(lines.length, 6);
  t.regex(
    lines[0]!,
    /^::error file=scenarios\/attach-happy-aka\.yaml,line=25,endLine=25,col=11,title=FAIL attach-happy-aka::received AuthenticationFailure, cause 20 \(MAC failure\)%0AAUTN\.MAC /,
  );
  t.regex(lines[4]!, /^::warning .*title=FLAKY storm::/);
  const odd = caseOf({ id: 'a:b,c\nd%', verdict: 'failed', reason: 'x\r\ny' });
  t.regex(renderAnnotations({ ...SAMPLE, cases: [odd] }), /title=FAIL a%3Ab%2Cc%0Ad%25::x%0D%0Ay\n$/);
  const many = Array.from({ length: 14 }, (_, i) => caseOf({ id: `c${i}`, verdict: 'failed' }));
  t.regex(
    renderAnnotations({ ...SAMPLE, cases: many }),
    /\n::notice title=mvnolab::4 further cases did not pass; see the summary\n$/,
  );
});

test('GitHub: the step summary is Markdown that nobody else can write into, and never too long', t => {
  const text = renderStepSummary(SAMPLE, context);
  t.regex(text, /^## mvnolab: 1 passed, 1 flaky, 2 failed/);
  t.regex(text, /```text\nFAIL attach-happy-aka/);
  t.notRegex(text, /<script/);
  t.regex(text, /&lt;\/script&gt;/);
  t.regex(text, /\| passed \| attach-guti \| A phone comes back with its GUTI \| 0\.51 s \|/);
  const long = Array.from({ length: 9000 }, (_, i) => caseOf({ id: `case-${i}`, title: 'x'.repeat(200) }));
  t.true(Buffer.byteLength(renderStepSummary({ ...SAMPLE, cases: long }, context)) < 1024 * 1024);
});

test('results.json holds everything but the events, and is read back', t => {
  const read = parseResults(renderResults(SAMPLE), 'x');
  const without = {
    ...SAMPLE,
    cases: SAMPLE.cases.map(each => ({ ...each, attempts: each.attempts.map(a => ({ ...a, events: [] })) })),
  };
  t.deepEqual(read, JSON.parse(JSON.stringify(without)));
  t.true(EVENTS.length > 0);
});

test('results that are none, of another time, or gone', t => {
  const code = (text: string) => t.throws(() => parseResults(text, 'x.json'), { instanceOf: UserError }).code;
  t.is(code('{'), 'results-corrupt');
  t.is(code('null'), 'results-corrupt');
  t.is(code('{"v":1}'), 'results-corrupt');
  t.is(code('{"v":1,"id":"x","core":{"product":"y"},"cases":[{}]}'), 'results-corrupt');
  t.is(code('{"v":2}'), 'results-newer');
  t.is(t.throws(() => readResults('/nowhere/results.json'), { instanceOf: UserError }).code, 'results-missing');
});

test('reporters are chosen by name and file', t => {
  t.deepEqual(parseReporter('list'), { name: 'list' });
  t.deepEqual(parseReporter('junit=out/a=b.xml'), { name: 'junit', file: 'out/a=b.xml' });
  const wrong = t.throws(() => parseReporter('junt'), { instanceOf: UserError });
  t.like(wrong, { code: 'reporter-unknown' });
  t.is(wrong.help.hint, 'did you mean junit?');
  t.is(t.throws(() => parseReporter('list=x'), { instanceOf: UserError }).code, 'reporter-without-file');
  t.is(t.throws(() => parseReporter('html='), { instanceOf: UserError }).code, 'reporter-without-file');
});

test('files go where they are told, or into the folder of the run', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const { context: given } = fakeContext({ cwd: folder });
  for (const text of ['json', 'junit=sub/folder/out.xml', 'ctrf', 'html'])
    await tell(makeReporter(parseReporter(text), given), SAMPLE, 'runs/8f2c');
  t.deepEqual(readdirSync(join(folder, 'runs/8f2c')).sort(), ['ctrf.json', 'report.html', 'results.json']);
  t.regex(readFileSync(join(folder, 'sub/folder/out.xml'), 'utf8'), /^<\?xml/);
  const html = readFileSync(join(folder, 'runs/8f2c/report.html'), 'utf8');
  t.regex(
    html,
    /href="\.\.\/\.\.\/\.mvnolab\/runs\/8f2c\/attach-happy-aka\/run\.pcapng"/,
    'links are relative to the page',
  );
});

test('a run without a folder needs a file; a file that cannot be written is a lab error', async t => {
  const { context: given } = fakeContext();
  const { context: inProc } = fakeContext({ cwd: '/proc' });
  const nowhere = { ...SAMPLE, cases: [] };
  const reporter = makeReporter({ name: 'html' }, given);
  reporter.begin?.({ ...announcement, folder: undefined });
  t.is(
    (await t.throwsAsync(async () => reporter.end?.(nowhere), { instanceOf: UserError })).code,
    'reporter-without-file',
  );
  const full = makeReporter({ name: 'json', file: 'self/x.json' }, inProc);
  t.is((await t.throwsAsync(async () => full.end?.(nowhere), { instanceOf: LabError })).code, 'report-not-writable');
});

const announcement = { id: 'x', version: '1', core: SAMPLE.core, seed: '1', workers: 1, cases: [], warnings: [] };

test('GitHub: the summary is added to the file that is named', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'summary.md');
  writeFileSync(path, 'before\n');
  const fake = fakeContext({ env: { GITHUB_STEP_SUMMARY: path } });
  await tell(makeReporter({ name: 'github' }, fake.context), SAMPLE);
  t.regex(readFileSync(path, 'utf8'), /^before\n## mvnolab/);
  t.regex(fake.text(), /^::error /);
});
