import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { TS_35_208 } from '../../../emulator/crypto/vectors/milenage.ts';
import { joinFiles, loadFile } from '../cases/index.ts';
import { STEP_CHECKER } from '../checker/index.ts';
import { renderFinding } from '../source/index.ts';
import { filesInMemory } from '../testing/files-in-memory.ts';
import { PLAIN } from '../testing/plain-display.ts';
import { isPublishedKey, lintFiles } from './index.ts';

const SCENARIOS = fileURLToPath(new URL('../../../../scenarios', import.meta.url));

const lint = (text: string, files: Readonly<Record<string, string>> = {}, vars: readonly string[] = []) => {
  const loaded = joinFiles([loadFile({ path: 'a.yaml', text }, { readFile: filesInMemory(files) })]);
  return { ...lintFiles(loaded, { checker: STEP_CHECKER, vars }), loaded };
};
const codes = (...args: Parameters<typeof lint>) =>
  lint(...args).findings.map(({ place, code }) => `${place.file}:${place.line}:${place.column} ${code}`);
const GIVEN = 'given:\n  sims: { alice: {} }\n  bts: { home: {} }\n  ues: { phone: { sim: alice, bts: home } }\n';

test('a scenario without mistakes has no finding, and its steps are read', t => {
  const { findings, cases, hasErrors } = lint(
    `scenario: s
${GIVEN}vars: { apn: internet }
steps:
  - attach: { ue: phone, apn: "\${{ vars.apn }}" }
    note: why
    within: 5s
    save: { address: phone.ip }
    expect: { phone.emm: registered, hss.alice.sqn: { delta: 32 } }
  - ping: { ue: phone, to: "\${{ vars.address }}" }
    expect: { step.received: { gte: "\${{ vars.least }}" } }
`,
    {},
    ['least'],
  );
  t.deepEqual(findings, []);
  t.false(hasErrors);
  const [attach, ping] = cases[0]!.steps;
  t.like(attach, {
    verb: 'attach',
    text: 'attach phone to internet',
    note: 'why',
    requires: ['database'],
    saves: ['address'],
  });
  t.is(attach!.expectations.length, 2);
  t.is(ping!.expectations.length, 1);
});

test("mistakes of a fragment are at its own place, those of its caller's values at the caller's", t => {
  const part = 'fragment: part\nparameters: [ue]\nsteps:\n  - attach: { ue: "${{ vars.ue }}" }\n    whithin: 5s\n';
  t.deepEqual(
    codes(`scenario: s\n${GIVEN}steps:\n  - use: { file: b.yaml, with: { ue: fone } }\n  - detach: phone\n`, {
      'b.yaml': part,
    }),
    ['a.yaml:7:38 name-unknown', 'b.yaml:5:5 verb-unknown'],
  );
});

test('a fragment sees its own variables only; what its steps save is among them', t => {
  const part =
    'fragment: part\nsteps:\n  - attach: phone\n    save: { ip: phone.ip }\n  - ping: { ue: phone, to: "${{ vars.ip }}" }\n  - ping: { ue: phone, to: "${{ vars.outside }}" }\n';
  t.deepEqual(
    codes(
      `scenario: s\n${GIVEN}vars: { outside: 1 }\nsteps:\n  - use: b.yaml\n  - ping: { ue: phone, to: "\${{ vars.outside }}" }\n`,
      { 'b.yaml': part },
    ),
    ['b.yaml:6:38 expression-name'],
  );
});

test('steps and triggers that expectations and expressions name must be there', t => {
  const text = (id: string, arm: string) => `scenario: s
requires: [faults]
${GIVEN}steps:
  - arm: { name: cut, before: AttachRequest, do: { fault.kill: hss } }
  - attach: { ue: phone }
    id: first
    expect: { arm.${arm}.fired: 1 }
  - ping: { ue: phone, to: "\${{ step.${id}.ip }}" }
  - ping: { ue: phone, to: "\${{ given.ues.phone.imsi }}" }
`;
  t.deepEqual(codes(text('first', 'cut')), []);
  t.deepEqual(codes(text('frist', 'cut')), ['a.yaml:12:38 expression-name']);
  t.deepEqual(codes(text('first', 'cat')), ['a.yaml:11:15 name-unknown']);
});

test('branches that wait at the same time do not add up', t => {
  const wait = '{ wait: { for: 40s, because: x } }';
  t.deepEqual(codes(`scenario: s\n${GIVEN}steps:\n  - parallel: [${wait}, ${wait}]\n  - attach: phone\n`), []);
  t.deepEqual(codes(`scenario: s\n${GIVEN}steps:\n  - ${wait}\n  - ${wait}\n  - attach: phone\n`), [
    'a.yaml:8:7 deadline-unreachable',
  ]);
});

test('a rejection with a cause that is computed has a cause', t => {
  const text = `scenario: s\n${GIVEN}steps:\n  - attach: phone\n    outcome: rejected\n    expect: { phone.reject.cause: "\${{ env.CAUSE }}" }\n`;
  t.deepEqual(codes(text), []);
});

test('what only one case of a suite uses is used', t => {
  const cases =
    'cases:\n  a: { steps: [{ attach: phone }] }\n  b: { steps: [{ attach: other }, { ping: { ue: other, to: "${{ vars.x }}" } }] }\n';
  const given = GIVEN.replace(
    'phone: { sim: alice, bts: home }',
    'phone: { sim: alice, bts: home }, other: { sim: alice, bts: home }',
  );
  t.deepEqual(codes(`suite: s\nvars: { x: gateway }\n${given}${cases}`), []);
});

test('a variable that is read by a computed name may be any', t => {
  t.deepEqual(
    codes(
      `scenario: s\n${GIVEN}vars: { a: x, b: y }\nmatrix: { k: [a, b] }\nsteps:\n  - attach: { ue: phone, apn: "\${{ vars[matrix.k] }}" }\n`,
    ),
    [],
  );
});

test('warnings are no errors', t => {
  const { findings, hasErrors } = lint(`scenario: s\n${GIVEN}vars: { unused: 1 }\nsteps: [{ attach: phone }]\n`);
  t.deepEqual(
    findings.map(({ severity }) => severity),
    ['warning'],
  );
  t.false(hasErrors);
});

test('all published test keys are known, others are not', t => {
  for (const { k, op, opc } of TS_35_208) for (const key of [k, op, opc]) t.true(isPublishedKey(key), key);
  t.true(isPublishedKey('000102030405060708090A0B0C0D0E0F'));
  t.true(isPublishedKey('0'.repeat(32)));
  t.false(isPublishedKey('465b5ce8b199b49faa5f0a2ee238a6bd'));
});

test('a key in the open is not repeated by the finding that tells of it', t => {
  const key = 'd0f1e2c3b4a5968778695a4b3c2d1e0f';
  const { findings } = lint(
    `scenario: s\n${GIVEN.replace('alice: {}', `alice: { ki: ${key} }`)}steps: [{ attach: phone }]\n`,
  );
  t.deepEqual(
    findings.map(({ code }) => code),
    ['secret-open'],
  );
  t.false(JSON.stringify(findings).includes(key));
});

const EXAMPLE = `suite: auth
title: "T \${{ matrix.a }}"
tags: [aka]
matrix: { a: [1, 2], exclude: [{ a: 2 }], include: [{ a: "3" }] }
vars: { x: &x { y: "\${{ matrix.a }}" }, z: *x }
given:
  sims: { alice: { state: active, sqn: 000000000020, document: { a.b: { bson: int64, value: 1 } } } }
  bts: { home: { plmn: 001-01, tac: 1 } }
  ues: { phone: { sim: alice, bts: home } }
cases:
  one:
    skip: { if: "\${{ env.CI == '1' }}", reason: no }
    steps:
      - arm: { name: cut, before: AttachRequest, do: { "fault.\${{ matrix.a }}": hss } }
      - attach: { ue: phone }
        outcome: { oneOf: [rejected, timeout] }
        within: 5s
        expect:
          phone.pdn.internet.ip: { cidr: 10.45.0.0/16 }
          flow:
            - phone > mme: { msg: AuthenticationFailure, has: { cause: mac-failure, auts: present } }
          flow.absent: [SecurityModeCommand]
      - repeat: { times: 2, steps: [{ ping: { ue: phone, to: gateway } }] }
      - parallel: [{ detach: phone }, [{ use: "#part" }]]
    teardown: [{ heal: {} }]
---
fragment: part
parameters: { a: { default: 1 } }
steps: [{ wait: { for: 1s, because: "\${{ vars.a }}" } }]
`;

/** Whatever is in a file: findings, each of which can be printed, and never an exception. */
const survives = (text: string) => {
  const { findings, loaded } = lint(text);
  for (const finding of findings) renderFinding(finding, loaded.linesOf, PLAIN);
};

test('every truncation of a rich file only gives findings', t => {
  for (let end = 0; end <= EXAMPLE.length; end++) t.notThrows(() => survives(EXAMPLE.slice(0, end)), `cut at ${end}`);
});

test('random changes of a rich file only give findings', t => {
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % below;
  };
  const lines = EXAMPLE.split('\n');
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ': ',
    '- ',
    '\n',
    ' ',
    '${{',
    '}}',
    '*x',
    '&x ',
    '~',
    '""',
    "'",
    '0',
    'null',
    '!!str ',
    '<<: ',
    '#',
    '|\n',
    'use: "#part"',
    'constructor',
    '__proto__',
    '-1',
    '1e9',
    'vars.x',
  ];
  for (let round = 0; round < 3000; round++) {
    let text: string;
    if (round % 2 === 0) {
      const at = random(EXAMPLE.length);
      text = EXAMPLE.slice(0, at) + pieces[random(pieces.length)] + EXAMPLE.slice(at + random(6));
    } else {
      const moved = [...lines];
      const [line] = moved.splice(random(moved.length), 1);
      if (random(2) === 0) moved.splice(random(moved.length), 0, `${' '.repeat(random(8))}${line!.trim()}`);
      text = moved.join('\n');
    }
    t.notThrows(() => survives(text), text);
  }
});

test('truncations of the catalogue only give findings', t => {
  const files = catalogue(SCENARIOS);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const step = Math.max(1, Math.floor(text.length / 60));
    for (let end = 0; end < text.length; end += step) t.notThrows(() => survives(text.slice(0, end)), `${file} ${end}`);
  }
  t.pass();
});

function catalogue(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.isDirectory()) return entry.name === 'runner' ? [] : catalogue(join(folder, entry.name));
    return entry.name.endsWith('.yaml') ? [join(folder, entry.name)] : [];
  });
}
