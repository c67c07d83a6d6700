import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { Redactor } from '../../../lab/trace/index.ts';
import type { RunResult } from '../results/index.ts';
import { makeReporter, REPORTERS, type ReporterName } from './make-reporter.ts';
import { fakeContext, tell } from './testing/fake-context.ts';
import { at, attempt, caseOf, EVENTS, SAMPLE, STATE, step } from './testing/sample-results.ts';
import { plainDisplay } from './text/display.ts';

const KEY = Buffer.from('c0ffee00112233445566778899aabbcc', 'hex');
/** Forms in which a key may come: as a scenario writes it, as the WebUI does, and as JSON or a mail would. */
const FORMS = [
  KEY.toString('hex'),
  KEY.toString('hex').toUpperCase(),
  KEY.toString('hex').replace(/../g, '$& ').trim(),
  KEY.toString('base64'),
];

/** A run in which every text that can hold one holds a key. */
function poisoned(key: string): RunResult {
  const text = `before ${key} after`;
  const place = at(1, 5, 4, 'scenarios/secret.yaml');
  const expectation = { ...STATE, subject: 'alice.ki', expected: text, actual: text, place };
  const problem = {
    verdict: 'failed',
    code: 'x',
    message: text,
    place,
    step: '1',
    expectation,
    why: [text],
    hint: text,
  } as const;
  const bad = step({
    text,
    note: text,
    reason: text,
    verdict: 'failed',
    place,
    outcome: { type: 'rejected', detail: text },
    expectations: [expectation],
  });
  return {
    ...SAMPLE,
    seed: text,
    endedEarly: text,
    notRun: [text],
    warnings: [{ severity: 'warning', code: 'x', message: text, place, hint: text }],
    cases: [
      caseOf({
        id: `case ${key}`,
        title: text,
        notes: text,
        reason: text,
        place,
        verdict: 'failed',
        matrix: { key: text },
        properties: { key: text },
        attempts: [
          attempt({
            verdict: 'failed',
            steps: [bad],
            problems: [problem],
            events: EVENTS.map(each => ({ ...each, text, summary: text })),
          }),
        ],
      }),
      caseOf({ id: 'other', verdict: 'skipped', reason: text, attempts: [] }),
    ],
  };
}

for (const name of Object.keys(REPORTERS) as ReporterName[]) {
  test(`no form of a secret reaches the ${name} report`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const redactor = new Redactor();
    redactor.add(KEY);
    for (const form of FORMS) {
      const fake = fakeContext({
        cwd: folder,
        env: { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') },
        linesOf: () => [`ki: ${form} # of the source line`],
        display: { ...plainDisplay(60), color: true },
      });
      await tell(makeReporter({ name }, { ...fake.context, redaction: redactor }), poisoned(form), folder);
      const files = readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'));
      const all = [fake.text(), ...files].join('\n');
      t.regex(all, /\[redacted\]/, 'it was there to be removed');
      // a line break, a colour or an entity in the middle would not make it less of a secret
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
      const flat = all.replace(/\u001b\[\d+m|&[a-z]+;|\s|\\n/g, '').toLowerCase();
      t.false(flat.includes(form.replaceAll(/\s/g, '').toLowerCase()), form);
    }
  });
}

test('without redaction they would be there: the test can fail', async t => {
  const fake = fakeContext();
  await tell(makeReporter({ name: 'list' }, fake.context), poisoned(FORMS[0]!));
  t.true(fake.text().includes(FORMS[0]!));
});
