import test from 'ava';
import { PLAIN } from '../testing/plain-display.ts';
import { codeFrame, type Finding, type Place, renderFinding } from './index.ts';

const at = (line: number, column: number, endColumn: number, endLine = line): Place => ({
  file: 'scenarios/a.yaml',
  line,
  column,
  endLine,
  endColumn,
});
const frame = (line: string, place: Place, label?: string) =>
  codeFrame({ place, ...(label === undefined ? {} : { label }) }, () => [line], PLAIN).slice(1);

test('the frame of the language page', t => {
  const line = '        - phone > mme: { msg: AuthenticationResponse, … }';
  const lines = [...Array.from({ length: 24 }, () => ''), line];
  const place = { ...at(25, 11, 22), file: 'scenarios/attach-happy-aka.yaml' };
  const label = 'received AuthenticationFailure, cause 20 (MAC failure)';
  t.deepEqual(
    codeFrame({ place, label }, () => lines, PLAIN),
    [
      '  --> scenarios/attach-happy-aka.yaml:25:11',
      '   25 |         - phone > mme: { msg: AuthenticationResponse, … }',
      '      |           ^^^^^^^^^^^ received AuthenticationFailure, cause 20 (MAC failure)',
    ],
  );
});

const frames: [what: string, line: string, column: number, endColumn: number, shown: [string, string]][] = [
  ['a word', 'ab cd ef', 4, 6, ['    1 | ab cd ef', '      |    ^^']],
  ['an empty place', 'a:', 3, 3, ['    1 | a:', '      |   ^']],
  ['a place behind the end', 'a', 9, 10, ['    1 | a', '      |  ^']],
  ['tabs', '\ta: b', 5, 6, ['    1 |   a: b', '      |      ^']],
  ['wide characters', '日本: 日x', 5, 6, ['    1 | 日本: 日x', '      |       ^^']],
  ['an emoji of several units', '👩‍🔬: x', 8, 9, ['    1 | 👩‍🔬: x', '      |     ^']],
  ['control characters', 'a\u001b[31mb', 7, 8, ['    1 | a\\u001b[31mb', '      |            ^']],
];
for (const [what, line, column, endColumn, shown] of frames) {
  test(`carets under ${what}`, t => t.deepEqual(frame(line, at(1, column, endColumn)), shown));
}

test('a place over several lines is marked to the end of its first', t => {
  t.deepEqual(frame('ab: |', at(1, 5, 3, 4)), ['    1 | ab: |', '      |     ^']);
});

test('a long line is cut around the carets, at both ends, to the width', t => {
  const line = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
  const [shown, carets] = frame(line, at(1, 301, 305));
  t.is(shown!.length, 100);
  t.regex(shown!, / \| …a+HEREb+…$/);
  t.is(carets!.indexOf('^'), shown!.indexOf('HERE'));
  t.is(carets!.replaceAll(/ +/g, ' '), ' | ^^^^');
});

test('a long line is cut at its end only when the carets are at its start', t => {
  const [shown] = frame(`HERE${'b'.repeat(300)}`, at(1, 1, 5));
  t.regex(shown!, / \| HEREb+…$/);
  t.is(shown!.length, 100);
});

test('the end of a long line is shown when the carets are there', t => {
  const [shown, carets] = frame(`${'a'.repeat(300)}HERE`, at(1, 301, 305));
  t.regex(shown!, / \| …a+HERE$/);
  t.is(carets!.indexOf('^'), shown!.indexOf('HERE'));
});

test('carets longer than the line has room for end where it does', t => {
  const [shown, carets] = frame('x'.repeat(500), at(1, 1, 501));
  t.is(shown!.length, 100);
  t.is(carets!.length, 99);
});

test('a line of a million characters costs nothing', t => {
  const started = Date.now();
  frame(`${'日'.repeat(1_000_000)}`, at(1, 500_000, 500_003));
  t.true(Date.now() - started < 500);
});

test('a place in a file that is not at hand is named', t => {
  t.deepEqual(
    codeFrame({ place: at(3, 4, 5), label: 'here' }, () => undefined, PLAIN),
    ['  --> scenarios/a.yaml:3:4', '      here'],
  );
});

const finding: Finding = { severity: 'error', code: 'key-unknown', message: "a SIM has no 'stat'", place: at(1, 1, 5) };
const render = (more: Partial<Finding>, color = false) =>
  renderFinding({ ...finding, ...more }, () => ['stat: active'], { ...PLAIN, color });

test('a nearest name stands at the carets, what is expected below', t => {
  t.is(
    render({ expected: 'one of state, imsi', hint: "did you mean 'state'?" }),
    [
      "error[key-unknown]: a SIM has no 'stat'",
      '  --> scenarios/a.yaml:1:1',
      '    1 | stat: active',
      "      | ^^^^ did you mean 'state'?",
      '  expected one of state, imsi',
    ].join('\n'),
  );
});

test('what mends it stands below; what the message ends with is not said twice', t => {
  const text = render({
    message: "'x' is not a duration",
    expected: 'a duration',
    hint: 'give it a unit',
    severity: 'warning',
  });
  t.deepEqual(text.split('\n').slice(3), ['      | ^^^^', '  fix      give it a unit']);
  t.true(text.startsWith('warning[key-unknown]'));
});

test('colours only where they are wanted; no text from the file can bring its own', t => {
  t.false(render({}).includes('\u001b'));
  t.true(render({}, true).includes('\u001b[31m^^^^'));
  t.false(render({ message: '\u001b[2J', expected: '\u001b[2J', hint: '\u001b[2J' }).includes('\u001b'));
});
