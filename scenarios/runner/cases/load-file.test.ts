import test from 'ava';
import { Findings } from '../source/finding.ts';
import { plainOf } from '../source/index.ts';
import { filesInMemory } from '../testing/files-in-memory.ts';
import { bindFragment, fixtureNames, fragmentOf, joinFiles, loadFile, readGiven, readingOf, useOf } from './index.ts';

const load = (
  text: string,
  files: Readonly<Record<string, string>> = {},
  vars: Readonly<Record<string, string>> = {},
) => loadFile({ path: 'dir/a.yaml', text }, { readFile: filesInMemory(files), vars });
const good = (...args: Parameters<typeof load>) => {
  const loaded = load(...args);
  if (loaded.findings.all.length > 0) throw new Error(JSON.stringify(loaded.findings.all));
  return loaded;
};
const codes = (...args: Parameters<typeof load>) =>
  load(...args).findings.all.map(
    ({ place, code }) => `${place.file === 'dir/a.yaml' ? '' : place.file}${place.line}:${place.column} ${code}`,
  );
const SCENARIO = 'scenario: s\nsteps: [{detach: phone}]\n';

test('a scenario, all its keys', t => {
  const [one] = good(`
scenario: attach.x-1
title: A phone attaches
notes: |
  Two
  lines
tags: [smoke, attach]
requires: faults
timeout: 90s
exclusive: hss
skip: { if: "\${{ env.CI == '1' }}", reason: not here }
lab: { eia_order: [2, 1] }
vars: { a: 1 }
properties: { req: R-12 }
steps:
  - detach: phone
teardown:
  - wait: 1s
`).cases;
  const { place, namePlace, documentPlace, fragments, ...rest } = one!;
  t.deepEqual([place.line, place.endLine, namePlace.line, namePlace.column, documentPlace.line], [2, 18, 2, 11, 2]);
  t.is(fragments.size, 0);
  t.like(rest, {
    id: 'attach.x-1',
    title: 'A phone attaches',
    notes: 'Two\nlines',
    file: 'dir/a.yaml',
    tags: ['smoke', 'attach'],
    requires: ['faults'],
    timeoutMs: 90_000,
    exclusive: ['hss'],
    properties: { req: 'R-12' },
  });
  t.is(rest.skips[0]!.reason, 'not here');
  t.is(plainOf(rest.skips[0]!.if!), "${{ env.CI == '1' }}");
  t.deepEqual(plainOf(rest.lab!), { eia_order: ['2', '1'] });
  t.deepEqual(plainOf(rest.vars), { a: '1' });
  t.deepEqual(rest.steps.map(plainOf), [{ detach: 'phone' }]);
  t.deepEqual(rest.teardown.map(plainOf), [{ wait: '1s' }]);
});

test('what is not said', t => {
  const [one] = good(SCENARIO).cases;
  t.like(one, { id: 's', title: 's', tags: [], requires: [], timeoutMs: 60_000, exclusive: [], skips: [] });
  t.false('notes' in one! || 'matrix' in one! || 'lab' in one!);
});

test('a case has what its suite says, adds to it and replaces values', t => {
  const { cases } = good(`
suite: auth
tags: [aka]
requires: [database]
timeout: 10s
skip: the suite's reason
vars: { a: 1, b: 2 }
given:
  sims: { alice: { state: active, sqn: 000000000020 }, bob: {} }
teardown: [{ detach: phone }]
properties: { p: 1, q: 1 }
cases:
  plain:
    steps: [{ attach: phone }]
  other:
    title: Another
    tags: [slow, aka]
    requires: [faults]
    timeout: 20s
    skip: { if: "x", reason: its own }
    vars: { b: 3, c: "\${{ vars.b }}" }
    given:
      sims: { alice: { sqn: 000000000040 }, carol: {} }
    teardown: [{ wait: 1s }]
    properties: { q: 2 }
    steps: [{ attach: phone }]
`);
  const [plain, other] = cases;
  t.like(plain, { id: 'auth/plain', title: 'auth/plain', tags: ['aka'], requires: ['database'], timeoutMs: 10_000 });
  t.like(other, {
    id: 'auth/other',
    title: 'Another',
    tags: ['aka', 'slow'],
    requires: ['database', 'faults'],
    timeoutMs: 20_000,
  });
  t.deepEqual(
    other!.skips.map(({ reason }) => reason),
    ["the suite's reason", 'its own'],
  );
  t.deepEqual(plainOf(other!.vars), { a: '1', b: '3', c: '3' });
  t.deepEqual([...other!.given.sims.keys()], ['alice', 'bob', 'carol']);
  t.deepEqual(plainOf(other!.given.sims.get('alice')!.node), { state: 'active', sqn: '000000000040' });
  t.deepEqual(plainOf(plain!.given.sims.get('alice')!.node), { state: 'active', sqn: '000000000020' });
  t.deepEqual(other!.teardown.map(plainOf), [{ wait: '1s' }, { detach: 'phone' }]);
  t.deepEqual(other!.properties, { p: '1', q: '2' });
  t.deepEqual([other!.place.line, other!.namePlace.line, other!.documentPlace.line], [15, 15, 2]);
});

const matrix = (text: string, files: Readonly<Record<string, string>> = {}) =>
  good(`scenario: s\nmatrix: ${text}\nsteps: [{detach: phone}]\n`, files).cases.map(({ id }) => id);

test('a matrix: the cross product in the order of the file', t => {
  t.deepEqual(matrix('{ a: [1, 2], b: [x, y] }'), ['s[a=1,b=x]', 's[a=1,b=y]', 's[a=2,b=x]', 's[a=2,b=y]']);
  t.deepEqual(matrix('{ plan: postpaid-s }'), ['s[plan=postpaid-s]']);
});

test('a matrix: exclude and include', t => {
  t.deepEqual(matrix('{ a: [1, 2], b: [x, y], exclude: [{ a: 1, b: y }, { a: 2 }], include: [{ a: 9, b: z }] }'), [
    's[a=1,b=x]',
    's[a=9,b=z]',
  ]);
  t.deepEqual(matrix('{ include: [{ a: 1, b: 2 }, { b: 4, a: 3 }] }'), ['s[a=1,b=2]', 's[b=4,a=3]']);
});

test('a matrix: rows of a CSV file', t => {
  const files = { 'dir/rows/x.csv': '\ufeffki,"res, or so"\r\n0012,"a ""b"""\r\n\r\n34,\r\n' };
  t.throws(() => matrix('{ file: rows/x.csv }', files));
  const plain = { 'dir/x.csv': '\ufeffki,res\r\n0012,"a ""b"",\nc"\r\n\r\n34,\r\n' };
  t.deepEqual(matrix('{ file: x.csv, eea: [0, 1] }', plain), [
    's[ki=0012,res=a "b",\nc,eea=0]',
    's[ki=0012,res=a "b",\nc,eea=1]',
    's[ki=34,res=,eea=0]',
    's[ki=34,res=,eea=1]',
  ]);
});

test("rows of the suite and of the case multiply; the case's value wins", t => {
  const { cases } = good(
    'suite: s\nmatrix: { a: [1, 2] }\ncases:\n  c: { matrix: { b: [x, y] }, steps: [{detach: p}] }\n  d: { matrix: { a: [9] }, steps: [{detach: p}] }\n',
  );
  t.deepEqual(
    cases.map(({ id }) => id),
    ['s/c[a=1,b=x]', 's/c[a=1,b=y]', 's/c[a=2,b=x]', 's/c[a=2,b=y]', 's/d[a=9]'],
  );
});

test('what is known before the run is put in: rows, variables and what is made of them', t => {
  const { cases } = good(
    `scenario: s
title: Plan \${{ matrix.plan }}
matrix: { plan: [a, b] }
vars:
  name: "x-\${{ matrix.plan }}"
  twice: "\${{ vars.name }}\${{ vars.name }}"
  later: "\${{ step.x }}"
  latest: "\${{ vars.later }}"
given: { sims: { s1: { plan: "\${{ matrix.plan }}" } } }
steps:
  - sim.assign: { plan: "\${{ vars.twice }}", customer: "\${{ vars.latest }}" }
  - "fault.\${{ matrix.plan }}": hss
`,
  );
  const [, second] = cases;
  t.is(second!.title, 'Plan b');
  t.deepEqual(second!.matrix, { plan: 'b' });
  t.deepEqual(plainOf(second!.vars), {
    name: 'x-b',
    twice: 'x-bx-b',
    later: '${{ step.x }}',
    latest: '${{ vars.later }}',
  });
  t.deepEqual(plainOf(second!.given.sims.get('s1')!.node), { plan: 'b' });
  t.deepEqual(second!.steps.map(plainOf), [
    { 'sim.assign': { plan: 'x-bx-b', customer: '${{ vars.latest }}' } },
    { 'fault.b': 'hss' },
  ]);
});

test('values from the command line replace those of the file', t => {
  const [one] = good(
    'scenario: s\nvars: { a: 1, b: "${{ vars.a }}!" }\nsteps: [{say: "${{ vars.b }}"}]\n',
    {},
    { a: '7', unknown: 'x' },
  ).cases;
  t.deepEqual(one!.steps.map(plainOf), [{ say: '7!' }]);
  t.deepEqual(plainOf(one!.vars), { a: '7', b: '7!' });
});

const ATTACH =
  'fragment: attach\nparameters: { ue: { about: the phone }, apn: { default: internet } }\nvars: { t: "${{ vars.apn }}-t" }\nsteps:\n  - attach: { ue: "${{ vars.ue }}", apn: "${{ vars.t }}" }\n  - say: "${{ step.x }}"\n';

test('steps of another file with its parameters put in', t => {
  const { cases, others } = good(
    'scenario: s\nsteps:\n  - use: { file: ../parts/attach.yaml, with: { ue: phone } }\n',
    {
      'parts/attach.yaml': ATTACH,
    },
  );
  const [step] = cases[0]!.steps;
  const use = useOf(step!)!;
  const fragment = fragmentOf(cases[0]!.fragments, use.file)!;
  t.is(fragment.name, 'attach');
  const findings = new Findings();
  const bound = bindFragment(fragment, use, findings);
  t.deepEqual(findings.all, []);
  t.deepEqual(bound.steps.map(plainOf), [{ attach: { ue: 'phone', apn: 'internet-t' } }, { say: '${{ step.x }}' }]);
  t.deepEqual(plainOf(bound.vars), { ue: 'phone', apn: 'internet', t: 'internet-t' });
  t.is(others.get('parts/attach.yaml')!.length, 7);
});

test('a value that is known only in the run stays an expression in the steps', t => {
  const { cases } = good('scenario: s\nsteps:\n  - use: { file: b.yaml, with: { ue: "${{ step.x }}" } }\n', {
    'dir/b.yaml': ATTACH,
  });
  const use = useOf(cases[0]!.steps[0]!)!;
  const bound = bindFragment(fragmentOf(cases[0]!.fragments, use.file)!, use, new Findings());
  t.deepEqual(plainOf(bound.steps[0]!), { attach: { ue: '${{ vars.ue }}', apn: 'internet-t' } });
});

test('fragments of the same file, by name, inside other steps, and fragments of fragments', t => {
  const { cases } = good(
    'scenario: s\nsteps:\n  - parallel:\n      - [{ use: "#one" }]\n      - repeat: { times: 2, steps: [{ use: "#two" }] }\n---\nfragment: one\nsteps: [{ use: "b.yaml#x" }]\n---\nfragment: two\nsteps: [{ detach: phone }]\n',
    { 'dir/b.yaml': 'fragment: x\nsteps: [{ wait: 1s }]\n---\nfragment: y\nsteps: [{ wait: 1s }]\n' },
  );
  t.deepEqual([...cases[0]!.fragments.keys()].sort(), ['dir/a.yaml#one', 'dir/a.yaml#two', 'dir/b.yaml#x']);
});

const wrongUses: [what: string, text: string, files: Readonly<Record<string, string>>, findings: string[]][] = [
  ['a file that is missing', 'use: b.yaml', {}, ['3:10 file-unreadable']],
  ['a file without fragment', 'use: b.yaml', { 'dir/b.yaml': SCENARIO }, ['3:10 fragment-unknown']],
  ['a name that is missing', 'use: b.yaml#atach', { 'dir/b.yaml': ATTACH }, ['3:10 fragment-unknown']],
  [
    'a choice of two',
    'use: b.yaml',
    { 'dir/b.yaml': `${ATTACH}---\n${ATTACH.replace('attach', 'b')}` },
    ['3:10 fragment-unknown'],
  ],
  ['a computed path', 'use: "${{ step.x }}"', {}, ['3:10 use-invalid']],
  [
    'a circle',
    'use: b.yaml',
    { 'dir/b.yaml': 'fragment: b\nsteps: [{ use: c.yaml }]\n', 'dir/c.yaml': 'fragment: c\nsteps:\n - use: b.yaml\n' },
    ['dir/c.yaml3:9 use-recursive'],
  ],
  [
    'itself',
    'use: b.yaml',
    { 'dir/b.yaml': 'fragment: b\nsteps: [{ use: b.yaml }]\n' },
    ['dir/b.yaml2:16 use-recursive'],
  ],
  [
    'a mistake in the other file',
    'use: b.yaml',
    { 'dir/b.yaml': 'fragment: b\nstepz: [{ wait: 1s }]\n' },
    ['dir/b.yaml2:1 key-unknown', 'dir/b.yaml1:1 key-missing'],
  ],
];
for (const [what, text, files, findings] of wrongUses) {
  test(`use: ${what}`, t => t.deepEqual(codes(`scenario: s\nsteps:\n  - ${text}\n`, files), findings));
}

const wrong: [what: string, text: string, findings: string[]][] = [
  ['neither kind', 'scenaro: s\n', ['1:1 document-unknown']],
  ['two kinds', 'scenario: s\nsuite: t\n', ['2:1 document-unknown']],
  ['an unknown key', `${SCENARIO}stps: []\n`, ['3:1 key-unknown']],
  ['no steps', 'scenario: s\n', ['1:1 key-missing']],
  ['steps that are none', 'scenario: s\nsteps: detach\n', ['2:8 steps-invalid']],
  ['no step', 'scenario: s\nsteps: []\n', ['2:8 steps-invalid']],
  ['a name with a blank', 'scenario: a b\nsteps: [{a: b}]\n', ['1:11 value-invalid']],
  ['a case with a slash', 'suite: s\ncases: { a/b: { steps: [{a: b}] } }\n', ['2:10 name-invalid']],
  ['a case that is a text', 'suite: s\ncases: { a: b }\n', ['2:13 value-invalid']],
  ['no cases', 'suite: s\ncases: []\n', ['2:8 value-invalid']],
  ['a tag that is an operator', `${SCENARIO}tags: [and]\n`, ['3:8 value-invalid']],
  ['a capability that is none', `${SCENARIO}requires: [databse]\n`, ['3:12 name-unknown']],
  ['a deadline without unit', `${SCENARIO}timeout: 30\n`, ['3:10 value-invalid']],
  ['vars that are a list', `${SCENARIO}vars: [a]\n`, ['3:7 value-invalid']],
  ['a variable with a dot', `${SCENARIO}vars: { a.b: 1 }\n`, ['3:9 name-invalid']],
  ['a group that is none', `${SCENARIO}given: { sim: {} }\n`, ['3:10 key-unknown']],
  ['a fixture called mme', `${SCENARIO}given: { sims: { mme: {} } }\n`, ['3:18 name-reserved']],
  ['a fixture with a dot', `${SCENARIO}given: { sims: { a.b: {} } }\n`, ['3:18 name-invalid']],
  ['a wrong expression in a variable', `${SCENARIO}vars: { a: "\${{ 1 / 0 }}" }\n`, ['3:21 expression-type']],
  ['a skip without reason', `${SCENARIO}skip: { if: x }\n`, ['3:7 key-missing']],
  ['a matrix that is a list', `${SCENARIO}matrix: [a]\n`, ['3:9 matrix-invalid']],
  ['an axis without values', `${SCENARIO}matrix: { a: [] }\n`, ['3:14 matrix-invalid']],
  ['an axis of maps', `${SCENARIO}matrix: { a: [{ b: 1 }] }\n`, ['3:15 matrix-invalid']],
  [
    'a matrix of a million',
    `${SCENARIO}matrix: { a: [${'1,'.repeat(1000)}], b: [${'1,'.repeat(1000)}] }\n`,
    ['3:9 matrix-too-big'],
  ],
  ['rows that differ', `${SCENARIO}matrix: { a: [1], include: [{ b: 1 }] }\n`, ['3:29 matrix-row']],
  ['an exclude that excludes nothing', `${SCENARIO}matrix: { a: [1], exclude: [{ a: 2 }] }\n`, ['3:34 matrix-exclude']],
  ['an exclude that leaves nothing', `${SCENARIO}matrix: { a: [1], exclude: [{ a: 1 }] }\n`, ['3:9 matrix-invalid']],
  ['a CSV file that is missing', `${SCENARIO}matrix: { file: x.csv }\n`, ['3:17 file-unreadable']],
];
for (const [what, text, findings] of wrong) test(`finds ${what}`, t => t.deepEqual(codes(text), findings));

test('a mistake that stands in each row is told once', t => {
  t.is(
    codes(
      'scenario: s\nmatrix: { a: [1, 2, 3] }\ntimeout: 5\nvars: { b: "${{ matrix.a / 0 }}" }\nsteps: [{detach: phone}]\n',
    ).length,
    2,
  );
});

test('ids differ over all files', t => {
  const files = ['x.yaml', 'y.yaml'].map(path => loadFile({ path, text: SCENARIO }));
  const { findings, cases } = joinFiles(files);
  t.is(cases.length, 2);
  t.deepEqual(
    findings.all.map(({ code, place, hint }) => [code, place.file, hint]),
    [['id-duplicate', 'y.yaml', 'the other is at x.yaml:1:11']],
  );
});

test('a file that cannot be read is a finding', t => {
  const { findings } = loadFile('/nowhere/at/all.yaml');
  t.like(findings.all, [
    { code: 'file-unreadable', message: '/nowhere/at/all.yaml cannot be read: there is no such file' },
  ]);
});

test('fixtures: every key of each kind', t => {
  const [one] = good(`scenario: s
given:
  sims:
    full:
      { state: suspended, imsi: 001010000000001, ki: "00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF", opc: 00112233445566778899aabbccddeeff,
        amf: 8000, sqn: 0000000000FF, msisdn: auto, iccid: 8949000000000000001, plan: p, customer: c, ambr: 10Mbps,
        sessions: [internet, { apn: ims, type: ipv6, qci: 5, ambr: { down: 1Mbps, up: 512kbps } }],
        document: { access_restriction_data: 32, imeisv: absent, "slice.0.x": { bson: int64, value: 1 } } }
    least:
    op: { op: 00112233445566778899aabbccddeeff, imsi: auto }
  bts: { home: {}, away: { plmn: 901-70, tacs: [5, 6], enforce_ambr: false }, one: { tac: 7 } }
  ues: { phone: { sim: full, bts: home, apn: ims, pdn_type: ipv4v6, eea: [0, 1], eia: 2, imei: 490154203237518, attach_type: combined } }
steps: [{detach: phone}]
`).cases;
  const findings = new Findings();
  const { sims, bts, ues } = readGiven(one!.given, readingOf(findings, fixtureNames(one!.given)));
  t.deepEqual(findings.all, []);
  t.deepEqual(sims.get('full'), {
    state: 'suspended',
    imsi: '001010000000001',
    ki: '00112233445566778899aabbccddeeff',
    opc: '00112233445566778899aabbccddeeff',
    amf: '8000',
    sqn: 255,
    msisdn: 'auto',
    iccid: '8949000000000000001',
    plan: 'p',
    customer: 'c',
    ambr: { downlinkBps: 10e6, uplinkBps: 10e6 },
    sessions: [{ apn: 'internet' }, { apn: 'ims', type: 'ipv6', qci: 5, ambr: { downlinkBps: 1e6, uplinkBps: 512e3 } }],
    document: {
      access_restriction_data: { bson: 'int32', value: 32 },
      imeisv: undefined,
      'slice.0.x': { bson: 'int64', value: '1' },
    },
  });
  t.deepEqual(sims.get('least'), { state: 'active' });
  t.deepEqual(sims.get('op'), { state: 'active', op: '00112233445566778899aabbccddeeff' });
  t.deepEqual(Object.fromEntries(bts), {
    home: { plmn: '001-01', tacs: [1], enforceAmbr: true },
    away: { plmn: '901-70', tacs: [5, 6], enforceAmbr: false },
    one: { plmn: '001-01', tacs: [7], enforceAmbr: true },
  });
  t.deepEqual(ues.get('phone'), {
    sim: 'full',
    bts: 'home',
    apn: 'ims',
    pdnType: 'ipv4v6',
    eea: [0, 1],
    eia: [2],
    imei: '490154203237518',
    attachType: 'combined',
  });
});

const wrongGiven: [what: string, text: string, findings: string[]][] = [
  ['a SIM that is missing', 'sims: {a: {}}, bts: {b: {}}, ues: {p: {sim: x, bts: b}}', ['name-unknown']],
  ['a base station that is missing', 'sims: {a: {}}, ues: {p: {sim: a, bts: b}}', ['name-unknown']],
  ['one name twice', 'sims: {a: {}}, bts: {a: {}}', ['name-taken']],
  [
    'OP and OPc',
    'sims: {a: {op: 00112233445566778899aabbccddeeff, opc: 00112233445566778899aabbccddeeff}}',
    ['keys-conflict'],
  ],
  ['tac and tacs', 'bts: {a: {tac: 1, tacs: [1]}}', ['keys-conflict']],
  ['an SQN of ten digits', 'sims: {a: {sqn: 0000000020}}', ['value-invalid']],
  ['an IMSI of ten digits', 'sims: {a: {imsi: 0010100001}}', ['value-invalid']],
  ['a Ki of 31 digits', 'sims: {a: {ki: 0011223344556677889900112233445}}', ['value-invalid']],
  ['an unknown state', 'sims: {a: {state: activ}}', ['value-invalid']],
  ['an unknown key', 'sims: {a: {kee: 1}}', ['key-unknown']],
  ['a wrong PLMN', 'bts: {a: {plmn: 1-1}}', ['value-invalid']],
  ['an AMBR with one way', 'sims: {a: {ambr: {down: 1Mbps}}}', ['key-missing']],
];
for (const [what, text, expected] of wrongGiven) {
  test(`fixtures: ${what}`, t => {
    const [one] = good(`scenario: s\ngiven: {${text}}\nsteps: [{detach: phone}]\n`).cases;
    const findings = new Findings();
    readGiven(one!.given, readingOf(findings, fixtureNames(one!.given)));
    t.deepEqual(
      findings.all.map(({ code }) => code),
      expected,
    );
  });
}
