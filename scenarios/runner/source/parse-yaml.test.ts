import test from 'ava';
import { formatPlace, type MapNode, parseSource, plainOf, type SourceNode } from './index.ts';

const only = (text: string): MapNode => {
  const { documents, findings } = parseSource(text, 'a.yaml');
  if (documents.length !== 1 || findings.all.length > 0) throw new Error(JSON.stringify(findings.all));
  return documents[0]!;
};
const codes = (text: string | Uint8Array) =>
  parseSource(text, 'a.yaml').findings.all.map(
    finding => `${finding.place.line}:${finding.place.column} ${finding.code}`,
  );

test('nothing is coerced', t => {
  const node = only(
    'imsi: 001010000000001\nmnc: 01\nki: 12345678901234567890123456789012\nhex: 12e1\nyes: yes\nt: true\nn: null\no: 0o7\n',
  );
  t.deepEqual(plainOf(node), {
    imsi: '001010000000001',
    mnc: '01',
    ki: '12345678901234567890123456789012',
    hex: '12e1',
    yes: 'yes',
    t: 'true',
    n: 'null',
    o: '0o7',
  });
});

test('empty values, ~ and quotes', t => {
  const node = only('a:\nb: ~\nc: ""\nd: "~"\ne: {f}\n');
  t.deepEqual(plainOf(node), { a: '', b: '', c: '', d: '~', e: { f: '' } });
  const quoted = node.entries.map(({ value }) => value.type === 'text' && value.quoted);
  t.deepEqual(quoted, [false, false, true, true, false]);
});

test('places count from 1 and end behind the piece', t => {
  const node = only('a: one\nb:\n  - {c: "two"}\n');
  const inner = (node.entries[1]!.value as Extract<SourceNode, { type: 'list' }>).items[0] as MapNode;
  const { keyPlace, value } = inner.entries[0]!;
  t.is(formatPlace(keyPlace), 'a.yaml:3:6');
  t.deepEqual(value.place, { file: 'a.yaml', line: 3, column: 9, endLine: 3, endColumn: 14 });
  t.deepEqual(node.place, { file: 'a.yaml', line: 1, column: 1, endLine: 3, endColumn: 15 });
});

test('byte order mark and CRLF change no place', t => {
  const octets = new TextEncoder().encode('\ufeffa: 1\r\nb: two\r\n');
  const { documents, lines, findings } = parseSource(octets, 'a.yaml');
  t.deepEqual(findings.all, []);
  t.deepEqual(plainOf(documents[0]!), { a: '1', b: 'two' });
  t.is(formatPlace(documents[0]!.entries[1]!.value.place), 'a.yaml:2:4');
  t.deepEqual(lines, ['a: 1', 'b: two', '']);
});

test('a byte order mark of a text moves no column', t => {
  t.is(formatPlace(parseSource('\ufeffa: 1', 'a.yaml').documents[0]!.entries[0]!.value.place), 'a.yaml:1:4');
});

test('several documents; empty ones do not count', t => {
  const { documents, findings } = parseSource('---\na: 1\n---\n---\n# nothing\n---\nb: 2\n...\n', 'a.yaml');
  t.deepEqual(findings.all, []);
  t.deepEqual(documents.map(plainOf), [{ a: '1' }, { b: '2' }]);
  t.is(documents[1]!.place.line, 7);
});

test('a mistake in one document leaves the others', t => {
  const { documents, findings } = parseSource('a: [1\n---\nb: 2\n', 'a.yaml');
  t.is(findings.all.length, 1);
  t.deepEqual(documents.map(plainOf), [{ b: '2' }]);
});

test('anchors, aliases and merges', t => {
  const node = only('base: &b {x: 1, y: 2}\none: *b\ntwo: {<<: *b, y: 3}\nmore: {<<: [{x: 0, z: 9}, *b]}\n');
  t.deepEqual(plainOf(node), {
    base: { x: '1', y: '2' },
    one: { x: '1', y: '2' },
    two: { y: '3', x: '1' },
    more: { x: '0', z: '9', y: '2' },
  });
});

test('a quoted << is a key like others', t => {
  t.deepEqual(plainOf(only('"<<": {a: 1}')), { '<<': { a: '1' } });
});

test('an alias means the anchor before it', t => {
  t.deepEqual(plainOf(only('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')), { a: '1', b: '1', c: '2', d: '2' });
});

test('anchors of one document are not known in the next', t => {
  t.deepEqual(codes('a: &x 1\n---\nb: *x\n'), ['3:4 alias-unknown']);
});

test('a bomb of aliases is refused at once', t => {
  const levels = Array.from({ length: 30 }, (_, i) => `l${i}: &l${i} [${`*l${i - 1},`.repeat(9)}]`).slice(1);
  const started = Date.now();
  t.deepEqual(codes(['l0: &l0 [lol]', ...levels].join('\n')), ['6:34 alias-too-big']);
  t.true(Date.now() - started < 2000);
});

test('names that objects have by nature are keys like others', t => {
  const node = only('__proto__: {a: 1}\nconstructor: 2\n');
  t.deepEqual(Object.keys(plainOf(node) as object), ['__proto__', 'constructor']);
  t.deepEqual(codes('toString: 1\ntoString: 2\n'), ['2:1 key-duplicate']);
});

const wrong: [what: string, text: string | Uint8Array, findings: string[]][] = [
  ['an empty file', '', ['1:1 file-empty']],
  ['a file of comments', '# nothing\n', ['1:1 file-empty']],
  ['a text for a document', 'hello\n', ['1:1 document-not-map']],
  ['a list for a document', '- a\n', ['1:1 document-not-map']],
  ['a key twice', 'a: 1\nb: {c: 1, c: 2}\na: 3\n', ['2:11 key-duplicate', '3:1 key-duplicate']],
  ['a tag', 'a: !!int 5\nb: !mine x\n', ['1:10 tag-unknown', '2:10 tag-unknown']],
  ['a tab for indentation', 'a:\n\tb: 1\n', ['2:1 yaml-tab']],
  ['an open quote', 'a: "b\n', ['1:4 yaml-incomplete']],
  ['a list that is not closed', 'a: [1, {b: 2}\n', ['1:4 yaml-incomplete']],
  ['a map that is not closed', 'a: [1, {b: 2, ]\n', ['1:8 yaml-incomplete']],
  ['a line too far left', 'a:\n  - b: c\n - d: e\n', ['3:2 yaml-indent']],
  ['a line too far right', 'a: b\nc: d\n  e: f\n', ['3:3 yaml-indent']],
  ['a key between two columns', 'a:\n  - b: 1\n    c: 2\n   d: 3\n', ['4:4 yaml-indent']],
  ['two keys in a line', 'a: b: c\n', ['1:4 yaml-nested-map']],
  ['an escape that is none', 'a: "\\q"\n', ['1:5 yaml-escape']],
  ['a sign that begins no text', 'a: @x\n', ['1:4 yaml-quotes']],
  ['a text after a value', 'a: "x" y\n', ['1:8 yaml-syntax']],
  ['a directive that is none', '%FOO\n---\na: 1\n', ['1:1 yaml-syntax']],
  ['an anchor that is missing', 'a: *b\n', ['1:4 alias-unknown']],
  ['an anchor around its alias', 'a: &a [*a]\n', ['1:8 alias-recursive']],
  ['a merge of a text', '<<: x\n', ['1:5 merge-not-map']],
  ['a list for a key', '? [x]\n: 1\n', ['1:3 key-not-text']],
  ['a control character', 'a: 1\nb: \u0007x\n', ['2:4 character-forbidden']],
  ['octets that are not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0xa4, 0xff, 0x0a]), ['1:5 file-not-utf8']],
  ['a character cut off at the end', Buffer.from('a: €', 'utf8').subarray(0, 5), ['1:4 file-not-utf8']],
  ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le'), ['1:1 file-not-utf8']],
  ['ten megabytes', 'x'.repeat(10_000_000), ['1:1 file-too-big']],
  ['deep nesting of lists', `a: ${'['.repeat(50_000)}`, ['1:64 yaml-too-deep']],
  [
    'deep nesting of maps',
    Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    ['62:62 yaml-too-deep'],
  ],
];
for (const [what, text, findings] of wrong) test(`finds ${what}`, t => t.deepEqual(codes(text), findings));

test('a text with an expression knows where each of its characters stands', t => {
  const originsOf = (text: string) => {
    const { value } = only(text).entries[0]!;
    if (value.type !== 'text' || value.origins === undefined) throw new Error('no origins');
    return value.origins[value.text.indexOf('X')];
  };
  t.deepEqual(originsOf('a: ${{ X }}'), { line: 1, column: 8 });
  t.deepEqual(originsOf('a: "${{ X }}"'), { line: 1, column: 9 });
  t.deepEqual(originsOf('a: "\\u00e4\\"${{ X }}"'), { line: 1, column: 17 });
  t.deepEqual(originsOf("a: 'it''s ${{ X }}'"), { line: 1, column: 15 });
  t.deepEqual(originsOf('a: >-\n  one\n  two ${{ X }}\n'), { line: 3, column: 11 });
  t.deepEqual(originsOf('a: |\n  one\n\n    ${{ X }}\n'), { line: 4, column: 9 });
  t.deepEqual(originsOf('a: "one\n  two \\\n  ${{ X }}"'), { line: 3, column: 7 });
});

test('whatever is cut off or changed: findings, never an exception', t => {
  const text =
    'a: &x {b: [1, "two", \'three\'], c: >-\n  ${{ vars.x }}\n}\nd: *x\ne: |\n  text\n? f\n: !!str g\n<<: *x\n"h\\u0041": ~\n';
  for (let end = 0; end <= text.length; end++) t.notThrows(() => parseSource(text.slice(0, end), 'a.yaml'), `${end}`);
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % below;
  };
  const signs = [
    '\t',
    '\n',
    ' ',
    '{',
    '}',
    '[',
    ']',
    ':',
    '-',
    '&a',
    '*a',
    '!',
    '"',
    "'",
    '|',
    '>',
    '#',
    '%',
    '?',
    '\\',
    '${{',
    '\u2028',
    '😀',
  ];
  for (let round = 0; round < 2000; round++) {
    let changed = text;
    for (let change = random(5); change >= 0; change--) {
      const at = random(changed.length);
      changed = changed.slice(0, at) + signs[random(signs.length)] + changed.slice(at + random(3));
    }
    t.notThrows(() => parseSource(changed, 'a.yaml'), changed);
  }
});
