import test from 'ava';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { joinFiles, loadFile } from '../cases/index.ts';
import { parsePathLine, parseTagExpression, type Selection, selectCases } from './index.ts';

const expressions: [source: string, tags: string, matches: boolean][] = [
  ['smoke', 'smoke', true],
  ['smoke', 'slow', false],
  ['@smoke', 'smoke', true],
  ['not smoke', 'slow', true],
  ['not not smoke', 'smoke', true],
  ['smoke and slow', 'smoke', false],
  ['smoke AND slow', 'smoke slow', true],
  ['a or b and c', 'a', true],
  ['a or b and c', 'b', false],
  ['(a or b) and c', 'a', false],
  ['(a or b)and(c)', 'b c', true],
  ['not a and b', 'b', true],
  ['not (a and b)', 'a', true],
  ['a:b.c-d', 'a:b.c-d', true],
];
for (const [source, tags, matches] of expressions) {
  test(`'${source}' ${matches ? 'takes' : 'leaves'} ${tags}`, t =>
    t.is(parseTagExpression(source).matches(tags.split(' ')), matches));
}

const wrong: [source: string, at: number, expected: string][] = [
  ['', 0, 'a tag'],
  ['and', 0, 'a tag'],
  ['smoke and', 9, 'a tag'],
  ['smoke slow', 6, "'and' or 'or' between two tags"],
  ['(smoke', 6, "')'"],
  ['smoke)', 5, "'and' or 'or' between two tags"],
  ['not', 3, 'a tag'],
  ['(('.repeat(200), 100, 'a simpler expression'],
];
for (const [source, at, expected] of wrong) {
  test(`'${source.slice(0, 12)}' is refused with its place`, t => {
    const error = t.throws(() => parseTagExpression(source), { instanceOf: UserError });
    t.is(error.code, 'tag-expression-invalid');
    t.is(error.help.expected, expected);
    t.is(error.message.split('\n').at(-1), `${' '.repeat(at)}^`);
  });
}

const A = `suite: s
tags: [smoke]
matrix: { plan: [p, q] }
cases:
  one:
    title: The first one
    steps: [{ detach: phone }]
  two:
    tags: [slow]
    steps: [{ detach: phone }]
---
scenario: t
tags: [slow]
steps: [{ detach: phone }]
`;
const B = 'scenario: u\nsteps: [{ detach: phone }]\n';
const { cases } = joinFiles([loadFile({ path: 'a.yaml', text: A }), loadFile({ path: 'b.yaml', text: B })]);
const ids = (selection: Selection) => selectCases(cases, selection).cases.map(({ id }) => id);

test('everything, in its order', t => {
  t.deepEqual(ids({}), ['s/one[plan=p]', 's/one[plan=q]', 's/two[plan=p]', 's/two[plan=q]', 't', 'u']);
});

test('a line of a case, of the suite around it, of another document', t => {
  const at = (...lines: number[]) => ids({ lines: new Map([['a.yaml', lines]]) });
  t.deepEqual(at(7), ['s/one[plan=p]', 's/one[plan=q]', 'u']);
  t.deepEqual(at(2), ['s/one[plan=p]', 's/one[plan=q]', 's/two[plan=p]', 's/two[plan=q]', 'u']);
  t.deepEqual(at(14, 8), ['s/two[plan=p]', 's/two[plan=q]', 't', 'u']);
});

test('a line where no test stands', t => {
  const error = t.throws(() => ids({ lines: new Map([['a.yaml', [99]]]) }), { instanceOf: UserError });
  t.is(error.code, 'line-without-test');
  t.is(error.help.expected, 'a line of a test: 5 s/one, 8 s/two, 12 t');
});

test('tags; one that no test has is remarked', t => {
  t.deepEqual(ids({ tags: 'slow and not smoke' }), ['t']);
  t.deepEqual(selectCases(cases, { tags: 'smoke and not slwo' }).remarks, [
    "no test has the tag 'slwo'; did you mean 'slow'?",
  ]);
  t.deepEqual(selectCases(cases, { tags: 'smoke' }).remarks, []);
});

test('a regular expression for ids and titles, in any case', t => {
  t.deepEqual(ids({ grep: 'FIRST' }), ['s/one[plan=p]', 's/one[plan=q]']);
  t.deepEqual(ids({ grep: '^s/.*plan=q' }), ['s/one[plan=q]', 's/two[plan=q]']);
  t.is(t.throws(() => ids({ grep: '(' }), { instanceOf: UserError }).code, 'pattern-invalid');
});

test('values of a matrix', t => {
  t.deepEqual(ids({ matrix: { plan: ['q'] } }), ['s/one[plan=q]', 's/two[plan=q]']);
  t.is(ids({ matrix: { plan: ['p', 'q'] } }).length, 4);
  t.like(
    t.throws(() => ids({ matrix: { plna: ['q'] } }), { instanceOf: UserError }),
    { code: 'matrix-unknown', help: { hint: "did you mean 'plan'?" } },
  );
  t.is(t.throws(() => ids({ matrix: { plan: ['x'] } }), { instanceOf: UserError }).help.expected, 'one of p, q');
});

test('those that did not pass; what is gone is remarked', t => {
  const { cases: chosen, remarks } = selectCases(cases, { ids: new Set(['u', 'gone']) });
  t.deepEqual(
    chosen.map(({ id }) => id),
    ['u'],
  );
  t.regex(remarks[0]!, /^1 of the tests that did not pass is not among these files: gone$/);
});

test('parts: each test is in one of them', t => {
  const parts = [1, 2, 3, 4].map(part => ids({ shard: `${part}/4` }));
  t.deepEqual(parts.flat().sort(), ids({}).sort());
  t.deepEqual(
    parts.map(part => part.length),
    [2, 2, 1, 1],
  );
  for (const shard of ['0/4', '5/4', '1', 'a/b', '1/4/2', '-1/2'])
    t.is(t.throws(() => ids({ shard }), { instanceOf: UserError }).code, 'shard-invalid', shard);
});

test('everything agrees, the part is taken last', t => {
  t.deepEqual(ids({ tags: 'smoke', grep: 'plan=q', shard: '2/2' }), ['s/two[plan=q]']);
});

test('a path with a line, as findings print it', t => {
  const none = () => false;
  t.deepEqual(parsePathLine('a/b.yaml:25', none), { path: 'a/b.yaml', line: 25 });
  t.deepEqual(parsePathLine('a/b.yaml:25:11', none), { path: 'a/b.yaml', line: 25 });
  t.deepEqual(parsePathLine('C:\\a.yaml', none), { path: 'C:\\a.yaml' });
  t.deepEqual(
    parsePathLine('a.yaml:25', () => true),
    { path: 'a.yaml:25' },
  );
});
