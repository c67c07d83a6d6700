import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { VERBS } from '../verbs/index.ts';
import { languageReference } from './reference.ts';

const PATH = join(import.meta.dirname, '..', '..', '..', '..', 'scenarios', 'REFERENCE.md');

test('scenarios/REFERENCE.md is what the tables say now', t => {
  t.is(readFileSync(PATH, 'utf8'), languageReference(), 'npx mvnolab schema --reference > scenarios/REFERENCE.md');
});

test('the reference has every verb', t => {
  const text = languageReference();
  for (const verb of Object.keys(VERBS)) t.true(text.includes(`\n#### ${verb}\n`), verb);
});
