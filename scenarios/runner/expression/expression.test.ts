import test from 'ava';
import { Findings } from '../source/finding.ts';
import { nodeOf, parseSource, plainOf, ScenarioError, type SourceNode, type Value } from '../source/index.ts';
import {
  checkExpressions,
  FUNCTIONS,
  hasExpression,
  type Namespaces,
  referencesIn,
  resolve,
  resolveKnown,
  type Scope,
} from './index.ts';

const SCOPE: Scope = {
  vars: {
    n: '3',
    ten: '10',
    size: '5MB',
    imsi: '001010000000001',
    long: '999999999999999999',
    yes: 'true',
    word: 'x',
    list: ['a', 'b'],
    'my-plan': 'prepaid',
    nested: { deep: { er: 'here' } },
    'dotted.name': 'd',
    empty: '',
  },
  matrix: { plan: 'prepaid-100mb', key: 'deep' },
  secret: { KI: '00ff', SMALL: '7' },
  env: { HOME: '/home/a' },
  step: { received: 3, ok: true, rtt: 1.5, nothing: undefined, items: [1, 2] },
};
const TEXT = (text: string): SourceNode => ({
  type: 'text',
  text,
  quoted: true,
  place: { file: 'a', line: 1, column: 1, endLine: 1, endColumn: 2 },
});
const worth = (expression: string, scope: Scope = SCOPE): Value =>
  plainOf(resolve(TEXT(`\${{ ${expression} }}`), scope));

const values: [expression: string, value: Value][] = [
  ['1', 1],
  ['1.5', 1.5],
  ['true', true],
  ["'it''s'", "it's"],
  ['"a\\"b\\n"', 'a"b\n'],
  ["'}}'", '}}'],
  ['5MB', '5MB'],
  ['vars.word', 'x'],
  ['vars.nested.deep.er', 'here'],
  ['vars.nested["deep"]["er"]', 'here'],
  ['vars.nested[matrix.key].er', 'here'],
  ['vars["dotted.name"]', 'd'],
  ['vars.my-plan', 'prepaid'],
  ['vars.list[1]', 'b'],
  ['vars.list.0', 'a'],
  ['vars.list', ['a', 'b']],
  ['vars.nested', { deep: { er: 'here' } }],
  ['step.received', 3],
  ['step.ok', true],
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 2 - 3', 5],
  ['8 / 2 / 2', 2],
  ['7 % 4', 3],
  ['-vars.n + 1', -2],
  ['- -1', 1],
  ['vars.n * vars.ten', 30],
  ['5MB * 2', '10MB'],
  ['2 * 5MB', '10MB'],
  ['vars.size + 500kB', '5500kB'],
  ['vars.size - 5MB', '0B'],
  ['2s + 500ms', '2500ms'],
  ['1m / 2', '30s'],
  ['10MB / 5MB', 2],
  ['1s > 200ms', true],
  ['10Mbps >= 10000kbps', true],
  ['1 < 2', true],
  ['2 <= 1', false],
  ['vars.n == 3', true],
  ["vars.n == '3'", true],
  ["vars.n != '03'", true],
  ["vars.size == '5000kB'", true],
  ["vars.size == '5s'", false],
  ["vars.word == 'x' && vars.n > 2", true],
  ["vars.word == 'y' || vars.n > 5", false],
  ['!vars.yes', false],
  ['true || missing.name', true],
  ['false && missing.name', false],
  ["vars.n > 2 ? 'many' : 'few'", 'many'],
  ['false ? 1 : true ? 2 : 3', 2],
  ['vars.list == vars.list', true],
  ['step.items == vars.list', false],
  ['vars.imsi == 1010000000001', false],
  ["default(vars.missing, 'other')", 'other'],
  ["default(vars.missing.deeper, 'other')", 'other'],
  ['default(vars.word, missing.name)', 'x'],
  ["default(vars.empty, 'other')", ''],
  ['lower(upper(vars.word))', 'x'],
  ["trim('  a ')", 'a'],
  ["length('日本')", 2],
  ['length(vars.list)', 2],
  ['length(vars.nested)', 1],
  ['text(1.5)', '1.5'],
  ["int('0010')", 10],
  ["int('0xff')", 255],
  ['hex(255)', 'ff'],
  ['hex(32, 6)', '000000000020'],
  ['octets(vars.size)', 5_000_000],
  ['ms(2s)', 2000],
  ['size(1500)', '1500B'],
  ["concat('a', 1, true)", 'a1true'],
  ['concat(vars.list, vars.list)', ['a', 'b', 'a', 'b']],
  ['join(vars.list)', 'a,b'],
  ["join(vars.list, ' ')", 'a b'],
  ['slice(vars.imsi, 0, 5)', '00101'],
  ['slice(vars.imsi, -2)', '01'],
  ["replace('a-b-c', '-', '$&')", 'a$&b$&c'],
  ["contains(vars.list, 'b')", true],
  ["contains('abc', 'bc')", true],
  ["starts_with(vars.imsi, '00101')", true],
  ["ends_with(vars.imsi, '9')", false],
  ['min(3, vars.n, 2.5)', 2.5],
  ['max(1, 2)', 2],
  ['round(2.5)', 3],
  ['floor(2.9)', 2],
  ['add_digits(vars.imsi, 9)', '001010000000010'],
  ["add_digits('0010', -1)", '0009'],
  ["flip_bit('00ff', 0)", '80ff'],
  ["flip_bit('00ff', 15)", '00fe'],
  ["xor('0f0f', 'ffff')", 'f0f0'],
];
for (const [expression, value] of values)
  test(`${expression} is ${JSON.stringify(value)}`, t => t.deepEqual(worth(expression), value));

test('each function has a case above', t => {
  for (const name of Object.keys(FUNCTIONS))
    t.true(
      values.some(([expression]) => expression.includes(`${name}(`)),
      name,
    );
});

const mistakes: [expression: string, code: string, message: RegExp][] = [
  ['', 'expression-syntax', /nothing in the expression/],
  ['1 +', 'expression-syntax', /ends too soon/],
  ['1 2', 'expression-syntax', /'2' cannot stand here/],
  ['(1', 'expression-syntax', /ends too soon/],
  ['1 ? 2', 'expression-syntax', /ends too soon/],
  ['vars.', 'expression-syntax', /ends too soon/],
  ['vars[', 'expression-syntax', /ends too soon/],
  ["vars.x = 'y'", 'expression-syntax', /'=' means nothing/],
  ['a & b', 'expression-syntax', /'&' means nothing/],
  ["'open", 'expression-syntax', /has no end/],
  ['#', 'expression-syntax', /'#' means nothing/],
  ['😀', 'expression-syntax', /'😀' means nothing/],
  [`${'('.repeat(100)}1`, 'expression-syntax', /levels/],
  [`${'!'.repeat(100)}true`, 'expression-syntax', /levels/],
  ['5furlongs', 'expression-unit', /no unit/],
  ['lowr(1)', 'expression-function', /no function 'lowr'/],
  ['constructor(1)', 'expression-function', /no function 'constructor'/],
  ['lower()', 'expression-arguments', /0 values/],
  ['lower(1, 2)', 'expression-arguments', /2 values/],
  ['varz.x', 'expression-namespace', /no 'varz'/],
  ['word', 'expression-namespace', /no 'word'/],
  ['toString', 'expression-namespace', /no 'toString'/],
  ['vars.missing', 'expression-name', /vars has no 'missing'/],
  ['vars.nested.missing', 'expression-name', /vars.nested has no 'missing'/],
  ['vars.word.length', 'expression-name', /vars.word has no 'length'/],
  ['vars.list[9]', 'expression-name', /has no '9'/],
  ['vars.__proto__', 'expression-name', /has no '__proto__'/],
  ['step.nothing', 'expression-name', /has no 'nothing'/],
  ['vars.word + 1', 'expression-type', /'x' is not a number/],
  ['vars.imsi + 1', 'expression-type', /begins with a zero/],
  ['vars.long + 1', 'expression-type', /too big/],
  ['1 / 0', 'expression-type', /division by zero/],
  ['1 % 0', 'expression-type', /division by zero/],
  ['5MB + 2s', 'expression-type', /do not go together/],
  ['5MB + 2', 'expression-type', /do not go together/],
  ['5MB * 2MB', 'expression-type', /no meaning/],
  ['2 / 5MB', 'expression-type', /no meaning/],
  ['1MB - 2MB', 'expression-type', /less than nothing/],
  ["'a' && true", 'expression-type', /neither true nor false/],
  ['vars.n ? 1 : 2', 'expression-type', /neither true nor false/],
  ['-true', 'expression-type', /true is not a number/],
  ['upper(vars.list)', 'expression-type', /a list is not a text/],
  ['hex(300, 1)', 'expression-type', /does not fit/],
  ["flip_bit('zz', 0)", 'expression-type', /not octets in hex/],
  ["flip_bit('00', 8)", 'expression-type', /whole number from 0 to 7/],
  ["xor('00', '0000')", 'expression-type', /1 octets and 2/],
  ["add_digits('9', 1)", 'expression-type', /no room/],
  ["int('x')", 'expression-type', /not a whole number/],
  ["octets('2s')", 'expression-type', /not an amount of data/],
  ['join(vars.word)', 'expression-type', /not a list/],
];
for (const [expression, code, message] of mistakes) {
  test(`${expression.slice(0, 40)} is refused`, t => {
    const error = t.throws(() => worth(expression), { instanceOf: ScenarioError });
    t.is(error.code, code);
    t.regex(error.message, message);
  });
}

test('text without an end of its expression', t => {
  t.is(t.throws(() => resolve(TEXT('${{ vars.n'), SCOPE), { instanceOf: ScenarioError }).code, 'expression-open');
});

test('several expressions in one text are joined; one alone keeps its type', t => {
  const join = (text: string) => plainOf(resolve(TEXT(text), SCOPE));
  t.is(join('${{ vars.n }}/${{ vars.ten }}'), '3/10');
  t.is(join('10.45.${{ vars.n }}.1'), '10.45.3.1');
  t.is(join('${{ 3 }}'), 3);
  t.is(join(' ${{ 3 }}'), ' 3');
  t.is(join('costs $5 and {{ braces }}'), 'costs $5 and {{ braces }}');
  t.throws(() => join('a ${{ vars.list }}'), { message: /a list is not a text/ });
});

test('keys too; two that become one are refused', t => {
  const [node] = parseSource('"fault.${{ matrix.plan }}": hss\nb: 1\n', 'a').documents;
  t.deepEqual(plainOf(resolve(node!, SCOPE)), { 'fault.prepaid-100mb': 'hss', b: '1' });
  const [twice] = parseSource('"${{ \'b\' }}": hss\nb: 1\n', 'a').documents;
  t.is(t.throws(() => resolve(twice!, SCOPE), { instanceOf: ScenarioError }).code, 'key-duplicate');
});

test('a tree without expressions is the same object', t => {
  const [node] = parseSource('a: [1, {b: 2}]', 'a').documents;
  t.is(resolve(node!, {}), node!);
  t.false(hasExpression(node!));
});

test('lists and maps become pieces of the tree, for shapes to read', t => {
  const node = resolve(TEXT('${{ vars.list }}'), SCOPE);
  t.is(node.type, 'list');
  t.deepEqual(plainOf(node), ['a', 'b']);
});

test('what secrets went into is marked; numbers and booleans are not', t => {
  const isMarked = (text: string) => {
    const node = resolve(TEXT(text), SCOPE);
    return 'secret' in node && node.secret === true;
  };
  t.true(isMarked('${{ secret.KI }}'));
  t.true(isMarked('x${{ upper(secret.KI) }}'));
  t.true(isMarked("${{ true ? secret.KI : '' }}"));
  t.true(isMarked('${{ secret["KI"] }}'));
  t.false(isMarked('${{ vars.word }}'));
  t.false(isMarked("${{ secret.KI == 'a' }}"));
  t.false(isMarked('${{ length(secret.KI) }}'));
  const list = resolve(TEXT('${{ secret }}'), { secret: { a: ['x'] } });
  t.true(list.type === 'map' && list.entries[0]!.value.type === 'list');
});

test('the place of a mistake is inside the text', t => {
  const placeOf = (text: string) => {
    const [node] = parseSource(text, 'a').documents;
    const { place } = t.throws(() => resolve(node!, SCOPE), { instanceOf: ScenarioError }).finding;
    return `${place.line}:${place.column}-${place.endLine}:${place.endColumn}`;
  };
  t.is(placeOf('a: "${{ vars.missing }}"'), '1:14-1:21');
  t.is(placeOf('a: ok ${{ vars.n }} ${{ 1 / 0 }}'), '1:29-1:30');
  t.is(placeOf('"k${{ vars.missing }}": 1'), '1:12-1:19');
  t.is(placeOf("a: '${{ lower('''') + vars.missing }}'"), '1:28-1:35');
  t.is(placeOf('a: >-\n  b\n  ${{ vars.list +\n  1 }}'), '3:7-3:16');
});

test('what is known is put in, what is not stays for the run', t => {
  const [node] = parseSource(
    'a: "${{ matrix.plan }}"\nb: "${{ aka.alice.xres }}"\nc: "${{ matrix.plan }} ${{ step.x }}"\n"d.${{ matrix.plan }}": 1\ne: "${{ default(vars.later, 1) }}"\n',
    'a',
  ).documents;
  t.deepEqual(plainOf(resolveKnown(node!, { matrix: { plan: 'p' } })), {
    a: 'p',
    b: '${{ aka.alice.xres }}',
    c: '${{ matrix.plan }} ${{ step.x }}',
    'd.p': '1',
    e: '${{ default(vars.later, 1) }}',
  });
  t.throws(() => resolveKnown(TEXT('${{ matrix.plan + 1 }}'), { matrix: { plan: 'p' } }), {
    instanceOf: ScenarioError,
  });
});

test('references: every name once, computed ones as far as they are fixed', t => {
  const [node] = parseSource(
    'a: "${{ aka.alice.xres }} ${{ aka.alice.xres }}"\n"b${{ vars.x }}": ["${{ default(step.a.b, vars[matrix.p].z) }}", plain, "${{ wrong( }}"]\n',
    'a',
  ).documents;
  t.deepEqual(referencesIn(node!), [
    { namespace: 'aka', path: ['alice', 'xres'] },
    { namespace: 'vars', path: ['x'] },
    { namespace: 'step', path: ['a', 'b'] },
    { namespace: 'vars', path: [] },
    { namespace: 'matrix', path: ['p'] },
  ]);
});

const KNOWN: Namespaces = { vars: { plan: 'any', map: { a: 'any' } }, matrix: {}, secret: 'any', step: 'any' };
const checks: [text: string, findings: string[]][] = [
  ['${{ vars.plan }} ${{ secret.ANY }} ${{ step.x.y.z }}', []],
  ['${{ vars.plam }}', ["expression-name: vars has no 'plam'"]],
  ['${{ vars.plan.deeper }}', []],
  ['${{ vars.map.b }}', ["expression-name: vars.map has no 'b'"]],
  ['${{ vars.map[matrix.x] }}', ["expression-name: matrix has no 'x'"]],
  ['${{ default(vars.plam, vars.plem) }}', ["expression-name: vars has no 'plem'"]],
  ['${{ default(varz.plam, 1) }}', ["expression-namespace: there is no 'varz' here"]],
  ['${{ vars }}', ["expression-name: 'vars' alone has no value"]],
  ['${{ plan }}', ["expression-namespace: there is no 'plan' here"]],
  ['${{ vars.a && vars.b }}', ["expression-name: vars has no 'a'", "expression-name: vars has no 'b'"]],
  ["${{ vars.plan == 'a' ? lower(5, 6) : 1 }}", ['expression-arguments: lower was given 2 values']],
  ["${{ vars.plan == ('a' + 1) }}", ["expression-type: 'a' is not a number"]],
  ['${{ 1 + }}', ['expression-syntax: the expression ends too soon']],
];
for (const [text, expected] of checks) {
  test(`before a run: ${text}`, t => {
    const findings = new Findings();
    const [node] = parseSource(`a: >-\n  ${text}\n`, 'a').documents;
    checkExpressions(node!, KNOWN, findings);
    t.deepEqual(
      findings.all.map(({ code, message }) => `${code}: ${message}`),
      expected,
    );
  });
}

test('no text makes the parser throw anything but a finding', t => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % below;
  };
  const parts = [
    '${{',
    '}}',
    'vars',
    '.',
    'n',
    '[',
    ']',
    '(',
    ')',
    ',',
    '?',
    ':',
    '+',
    '-',
    '*',
    '/',
    '%',
    '!',
    '&&',
    '||',
    '==',
    '<',
    '1',
    '5MB',
    "'a'",
    '"',
    "'",
    ' ',
    'lower',
    'default',
    'true',
    '\\',
    '日',
    '\n',
  ];
  for (let round = 0; round < 20_000; round++) {
    const text = `\${{ ${Array.from({ length: 1 + random(9) }, () => parts[random(parts.length)]).join('')} }}`;
    try {
      resolve(TEXT(text), SCOPE);
    } catch (error) {
      if (!(error instanceof ScenarioError)) t.fail(`${text}: ${error}`);
    }
    checkExpressions(TEXT(text), KNOWN, new Findings());
    referencesIn(nodeOf(text, TEXT('').place));
  }
  t.pass();
});
