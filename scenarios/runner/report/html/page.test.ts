import { createHash } from 'node:crypto';
import test from 'ava';
import type { RunResult } from '../../results/index.ts';
import { attempt, caseOf, EVENTS, event, linesOf, SAMPLE, step } from '../testing/sample-results.ts';
import { html, Markup } from './escape.ts';
import { renderHtml } from './page.ts';
import { SCRIPT } from './script.ts';

const page = (run: RunResult) => renderHtml(run, { linesOf, linkTo: path => `x/${path}` });

test('one page that loads nothing: no address of elsewhere, a policy that forbids it, its own script only', t => {
  const text = page(SAMPLE);
  t.notRegex(text, /\b(src|href)="(?!#|x\/)/);
  t.notRegex(text, /https?:|@import|url\(/);
  const hash = createHash('sha256').update(SCRIPT).digest('base64');
  t.true(
    text.includes(
      `default-src &apos;none&apos;; style-src &apos;unsafe-inline&apos;; script-src &apos;sha256-${hash}&apos;`,
    ),
  );
  t.is(text.match(/<script>/g)?.length, 1);
  t.is(/<script>([\s\S]*)<\/script>/.exec(text)?.[1], SCRIPT, 'the policy is of this very script');
  t.regex(text, /prefers-color-scheme:dark/);
});

test('whatever a scenario says, it stays text', t => {
  const evil = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>\'`';
  const bad = {
    ...step({ text: evil, note: evil, reason: evil, verdict: 'failed' }),
    outcome: { type: 'rejected', detail: evil },
  } as const;
  const expectation = {
    subject: evil,
    expected: evil,
    actual: evil,
    ok: false,
    witness: 'ue',
    place: { file: evil, line: 1, column: 1, endLine: 1, endColumn: 2 },
  } as const;
  const run = {
    ...SAMPLE,
    id: evil,
    seed: evil,
    endedEarly: evil,
    notRun: [evil],
    warnings: [{ severity: 'warning', code: 'x', message: evil, place: expectation.place, hint: evil }],
    cases: [
      caseOf({
        id: evil,
        title: evil,
        notes: evil,
        tags: [evil],
        matrix: { [evil]: evil },
        verdict: 'failed',
        attempts: [
          attempt({
            steps: [{ ...bad, expectations: [expectation] }],
            problems: [
              { verdict: 'failed', code: evil, message: evil, step: '1', expectation, why: [evil], hint: evil },
            ],
            artefacts: [{ name: evil, path: evil }],
            events: EVENTS.map(each =>
              each.kind === 'message' ? { ...each, from: evil, message: evil, summary: evil } : each,
            ),
            nodes: [evil],
          }),
        ],
      }),
    ],
  } satisfies RunResult;
  const text = page(run);
  t.is(text.match(/<script/g)?.length, 1);
  t.is(text.match(/<img/g), null);
  t.notRegex(text, /onerror=alert\(1\)>/);
  // every attribute value ends where it should: no tag holds a quote that is not one of a pair
  for (const [tag] of text.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '').matchAll(/<[a-z][^>]*>/g))
    t.is((tag.match(/"/g)?.length ?? 0) % 2, 0, tag);
});

test('every case with its verdict for the filters, tags, and what failed open', t => {
  const text = page(SAMPLE);
  t.is(text.match(/<article class="case /g)?.length, SAMPLE.cases.length);
  for (const each of SAMPLE.cases) t.true(text.includes(`data-verdict="${each.verdict}"`), each.verdict);
  t.regex(text, /<article class="case passed"[^>]*>\n<details>/);
  t.regex(text, /<article class="case failed"[^>]*>\n<details open>/);
  t.regex(text, /<option>smoke<\/option>/);
  t.regex(text, /data-text="attach-guti a phone comes back with its guti attach smoke scenarios/);
  t.regex(text, /<input type="checkbox" value="failed" checked>2 failed/);
});

test('a failure: frame, aligned table with the divergence, why, next; notes teach; files are linked', t => {
  const text = page(SAMPLE);
  t.regex(text, /<pre class="frame">.*--&gt; scenarios\/attach-happy-aka\.yaml:25:11/);
  t.regex(
    text,
    /<tr class="diverges"><td class="missing">✗ phone &gt; mme AuthenticationResponse<\/td><td class="ms">34<\/td>.*first divergence/,
  );
  t.regex(text, /4 further expectations not reached/);
  t.regex(text, /<b>Why<\/b> AUTN\.MAC 904cbb451b65def8 ≠ XMAC/);
  t.regex(text, /<code>mvnolab explain aka --run 8f2c --case attach-happy-aka --step 1<\/code>/);
  t.regex(text, /<p class="teach">The network proves itself first/);
  t.regex(text, /<a href="x\/\.mvnolab\/runs\/8f2c\/attach-happy-aka\/run\.pcapng">run\.pcapng<\/a>/);
  t.regex(text, /<h3>Attempt 2: passed<\/h3>/);
});

const ladderRows = (text: string) =>
  [
    ...text.matchAll(
      /<div class="(msg [^"]*)"[^>]*style="grid-column:([^"]*)"><span class="sr">([^<]*): <\/span><b>(.*?)<\/b>/g,
    ),
  ].map(
    ([, classes, place, way, name]) =>
      `${classes} ${place} ${way!.replace('&gt;', '>')} ${name!.replaceAll('<wbr>', '')}`,
  );

test('the ladder: lanes in the order of the network, arrows between them, carriers hidden, the divergence marked', t => {
  const [text] = [page({ ...SAMPLE, cases: SAMPLE.cases.slice(1, 2) })];
  t.deepEqual(
    [...text.matchAll(/role="columnheader" style="[^"]*"><b>([^<]*)</g)].map(([, name]) => name),
    ['phone', 'home', 'mme', 'hss'],
  );
  const rows = ladderRows(text);
  t.is(rows[0], 'msg right 4/6 home to mme S1SetupRequest');
  t.is(rows[1], 'msg left 4/6 mme to home S1SetupResponse');
  t.is(rows[2], 'msg right 2/6 phone to mme AttachRequest');
  t.is(rows[3], 'msg right 6/8 mme to hss AuthenticationInformationRequest');
  t.true(rows.includes('msg right diverges 2/6 phone to mme AuthenticationFailure'));
  t.true(rows.includes('msg right lost 2/6 phone to mme DetachRequestUeOriginating'));
  t.false(rows.some(row => row.includes('InitialUEMessage')));
  t.true(
    text.indexOf('step 1 attach phone</p>') < text.indexOf('to mme: </span><b>Attach'),
    'a step begins before its messages',
  );
});

test('crowds share a lane; very long runs are cut and say so; a run without messages has no ladder', t => {
  const crowd = Array.from({ length: 9 }, (_, i) =>
    event(i, { kind: 'message', protocol: 'nas-eps', from: `ue${i}`, to: 'mme', message: 'AttachRequest', seq: i }),
  );
  const of = (events: typeof crowd) =>
    page({ ...SAMPLE, cases: [caseOf({ id: 'a', attempts: [attempt({ events })] })] });
  const lanes = [...of(crowd).matchAll(/role="columnheader" style="[^"]*"><b>([^<]*)</g)].map(([, name]) => name);
  t.deepEqual(lanes, ['ue0', 'ue1', 'ue2', 'ue3', 'ue4', 'other phones', 'mme']);
  const long = Array.from({ length: 1000 }, (_, i) => ({ ...crowd[0]!, t: i, seq: i }));
  t.regex(of(long), /600 further events are in the event log/);
  t.notRegex(of([]), /class="ladder"/);
});

test('two hundred cases with ladders make a page that is still small', t => {
  const cases = Array.from({ length: 200 }, (_, i) => ({ ...SAMPLE.cases[1]!, id: `case-${i}` }));
  const begun = performance.now();
  const text = page({ ...SAMPLE, cases });
  t.true(text.length < 4_000_000, `${text.length} octets`);
  t.true(performance.now() - begun < 5_000);
});

test('templates escape everything but markup', t => {
  t.is(
    html`<p title="${'"<>&'}">${['a', new Markup('<b>'), undefined, false, 1]}</p>`.text,
    '<p title="&quot;&lt;&gt;&amp;">a<b>1</p>',
  );
});
