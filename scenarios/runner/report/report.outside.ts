import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { RunResult } from '../results/index.ts';
import { renderReport } from './make-reporter.ts';
import { caseOf, linesOf, SAMPLE } from './testing/sample-results.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'mvnolab-reports-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

function written(name: 'html' | 'junit', result: RunResult): string {
  const path = join(folder, `${name}-${result.cases.length}`);
  const target = name === 'html' ? `${path}.html` : `${path}.xml`;
  writeFileSync(target, renderReport(name, result, { cwd: folder, linesOf }, target, folder));
  return target;
}

test('xmllint takes the JUnit report, whatever scenarios say', t => {
  const hostile = Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code)).join('');
  const texts = `${hostile}\ud800\udfff\ufffe\uffff]]><!-- & <![CDATA[`;
  const odd = caseOf({
    id: texts,
    title: texts,
    tags: [texts],
    verdict: 'failed',
    reason: texts,
    properties: { [texts]: texts },
  });
  for (const result of [SAMPLE, { ...SAMPLE, cases: [odd, odd] }]) {
    const { status, stderr } = spawnSync('xmllint', ['--noout', written('junit', result)], { encoding: 'utf8' });
    t.is(status, 0, stderr);
  }
});

const CHROMIUM = ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/profile`];

/** The page as Chromium has it after its script ran. */
async function domOf(path: string, hash = ''): Promise<string> {
  const { stdout } = await run('chromium', [...CHROMIUM, '--dump-dom', `file://${path}${hash}`], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return stdout;
}

const shownIn = (dom: string) =>
  [...dom.matchAll(/<article class="case [^>]*>/g)].filter(([tag]) => !tag.includes('hidden')).length;

test.serial('the page of 210 cases in Chromium: its script runs under its policy, filters and counts', async t => {
  const cases = Array.from({ length: 210 }, (_, i) => {
    const each = SAMPLE.cases[i % SAMPLE.cases.length]!;
    return { ...each, id: `${each.id}-${i}` };
  });
  const page = written('html', { ...SAMPLE, cases });
  const all = await domOf(page);
  t.regex(all, /id="count"[^>]*>210 cases</);
  t.is(shownIn(all), 210);
  const failed = await domOf(page, '#verdict=failed');
  t.regex(failed, /id="count"[^>]*>60 of 210 cases</);
  t.is(shownIn(failed), 60);
  const tagged = await domOf(page, '#verdict=failed&tag=smoke&text=happy-aka-1%20attach');
  t.regex(tagged, /id="count"[^>]*>\d+ of 210 cases</);
  t.is(shownIn(tagged), cases.filter(({ id }) => /attach-happy-aka-1/.test(id)).length);
  const none = await domOf(page, '#text=no-such-thing');
  t.regex(none, /<p id="none">No case fits/);
  t.is(shownIn(none), 0);
});

test.serial('a link to a case opens it', async t => {
  const page = written('html', SAMPLE);
  t.regex(await domOf(page), /id="case-1"[^>]*>\n<details>/);
  t.regex(await domOf(page, '#case-1'), /id="case-1"[^>]*>\n<details open="">/);
});

test.serial('nothing that a scenario says runs', async t => {
  const evil = `</script><script>document.title='taken'</script><img src=x onerror="document.title='taken'">`;
  const odd = caseOf({ id: evil, title: evil, notes: evil, tags: [evil], verdict: 'failed', reason: evil });
  const dom = await domOf(written('html', { ...SAMPLE, id: evil, seed: evil, cases: [odd] }));
  t.notRegex(dom, /<title>taken/);
  t.regex(dom, /id="count"[^>]*>1 case</);
});
