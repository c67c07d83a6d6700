import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { STEP_CHECKER } from '../checker/index.ts';
import { fileSchema, schemaText } from './index.ts';

const SCENARIOS = fileURLToPath(new URL('../../../../scenarios', import.meta.url));
const FIXTURES = join(SCENARIOS, 'runner', 'lint', 'fixtures');
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  fileSchema(STEP_CHECKER),
);

/** As an editor reads it: with YAML's own types. */
const errorsOf = (yaml: string) =>
  parseAllDocuments(yaml).flatMap(document => {
    const isValid = validate(document.toJS({ maxAliasCount: -1 }));
    return isValid ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  });

test('the schema in the folder of scenarios is current', t => {
  const written = readFileSync(join(SCENARIOS, 'scenario.schema.json'), 'utf8');
  t.is(written, schemaText(STEP_CHECKER), 'write it again: mvnolab schema --write scenarios/scenario.schema.json');
});

test('each file of the catalogue validates against it', t => {
  const files = catalogue(SCENARIOS);
  for (const file of files) t.deepEqual(errorsOf(readFileSync(file, 'utf8')), [], file);
});

test('each key and verb of the language has a line of documentation', t => {
  const { definitions } = fileSchema(STEP_CHECKER) as {
    definitions: Record<string, { properties?: Record<string, { description?: string }> }>;
  };
  for (const part of ['scenario', 'suite', 'case', 'fragment', 'step']) {
    for (const [key, { description }] of Object.entries(definitions[part]!.properties!))
      t.truthy(description, `${part}.${key}`);
  }
});

const good: [what: string, yaml: string][] = [
  [
    'digits that YAML takes for numbers',
    'scenario: 5\ngiven: { sims: { a: { imsi: 001010000000001, ki: 11111111111111111111111111111111, sqn: 000000000020, amf: 8000 } } }\nsteps: [{ detach: p }]\n',
  ],
  [
    'expressions in place of values',
    'scenario: s\ntimeout: "${{ vars.t }}"\nsteps: [{ ping: { ue: "${{ vars.u }}", count: "${{ vars.n }}" }, within: "${{ vars.t }}", outcome: "${{ vars.o }}" }]\n',
  ],
  ['fixtures with nothing to say', 'scenario: s\ngiven: { sims: { a: }, bts: { b: } }\nsteps: [{ detach: p }]\n'],
  [
    'short forms',
    'scenario: s\ntags: smoke\nrequires: faults\nskip: later\nsteps: [{ attach: p, requires: faults }, { use: a.yaml }]\n',
  ],
  [
    'steps inside steps',
    'scenario: s\nsteps: [{ parallel: [{ attach: p }, [{ repeat: { times: 2, steps: [{ detach: p }] } }]] }]\n',
  ],
  ['a suite', 'suite: s\ncases: { a: { steps: [{ attach: p }] } }\n'],
  ['a fragment', 'fragment: f\nparameters: { a: { default: 1, about: x }, b: }\nsteps: [{ attach: p }]\n'],
];
for (const [what, yaml] of good) test(`takes ${what}`, t => t.deepEqual(errorsOf(yaml), []));

const bad: [what: string, yaml: string, error: RegExp][] = [
  ['neither kind', 'senario: s\n', /must have required property/],
  ['an unknown key', 'scenario: s\ntitel: x\nsteps: [{ attach: p }]\n', /^ must NOT have additional properties$/],
  ['no steps', 'scenario: s\n', /required property 'steps'/],
  ['an empty list of steps', 'scenario: s\nsteps: []\n', /\/steps must NOT have fewer than 1/],
  ['an unknown verb', 'scenario: s\nsteps: [{ atach: p }]\n', /\/steps\/0 must NOT have additional/],
  [
    'an unknown verb inside',
    'scenario: s\nsteps: [{ repeat: { times: 1, steps: [{ atach: p }] } }]\n',
    /\/steps\/0\/repeat\/steps\/0 must NOT have additional/,
  ],
  ['an unknown key of a verb', 'scenario: s\nsteps: [{ ping: { ue: p, counts: 1 } }]\n', /\/steps\/0\/ping/],
  [
    'a wrong state',
    'scenario: s\ngiven: { sims: { a: { state: activ } } }\nsteps: [{ attach: p }]\n',
    /\/given\/sims\/a\/state/,
  ],
  ['a duration without unit', 'scenario: s\ntimeout: 5\nsteps: [{ attach: p }]\n', /\/timeout/],
  ['a capability that is none', 'scenario: s\nrequires: [databse]\nsteps: [{ attach: p }]\n', /\/requires/],
  ['an outcome that is none', 'scenario: s\nsteps: [{ attach: p, outcome: failed }]\n', /\/steps\/0\/outcome/],
  ['a case without steps', 'suite: s\ncases: { a: { title: x } }\n', /\/cases\/a must have required property 'steps'/],
];
for (const [what, yaml, error] of bad) {
  test(`refuses ${what}`, t => {
    const errors = errorsOf(yaml);
    t.true(
      errors.some(text => error.test(text)),
      JSON.stringify(errors),
    );
  });
}

for (const name of [
  'key-unknown',
  'verb-unknown',
  'document-unknown',
  'steps-invalid',
  'key-missing',
  'value-invalid',
]) {
  test(`an editor sees the mistakes of ${name} too`, t => {
    t.true(errorsOf(readFileSync(join(FIXTURES, `${name}.yaml`), 'utf8')).length > 0);
  });
}

function catalogue(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.isDirectory()) return entry.name === 'runner' ? [] : catalogue(join(folder, entry.name));
    return /\.ya?ml$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}
