import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { joinFiles, loadFile } from '../cases/index.ts';
import { STEP_CHECKER } from '../checker/index.ts';
import { renderFinding } from '../source/index.ts';
import { PLAIN } from '../testing/plain-display.ts';
import { lintFiles } from './index.ts';

/** Each fixture is a file with mistakes, NAME.yaml, and what the checker says of it word for word, NAME.txt. */
const RUNNER = fileURLToPath(new URL('../../../../scenarios/runner', import.meta.url));
const FIXTURES = join(RUNNER, 'lint', 'fixtures');
/** Codes whose fixture would be no file for a repository, with the test that has them. */
const ELSEWHERE: Readonly<Record<string, string>> = { 'file-too-big': 'source/parse-yaml.test.ts' };
/** Folders whose findings are about files; the others' codes belong to a run. */
const FOLDERS = ['source', 'expression', 'shape', 'cases', 'lint', 'steps', 'match', 'flow'];
const CALL = /(?:\.error|\.warning|new ExpressionError)\(\s*'([a-z0-9-]+)'/g;
/** `source/yaml-findings.ts` and the finding that a key is there twice are written as values. */
const VALUE = /\bcode: '([a-z0-9-]+)'/g;

const NAMES = {
  message: ['AttachRequest', 'AttachAccept', 'AuthenticationRequest', 'AuthenticationResponse'],
  node: ['mme', 'hss', 'gateway'],
};

function lintText(name: string): string {
  const file = loadFile(
    { path: `${name}.yaml`, text: readFileSync(join(FIXTURES, `${name}.yaml`)) },
    { readFile: path => readFileSync(join(FIXTURES, path)) },
  );
  const loaded = joinFiles([file]);
  const { findings } = lintFiles(loaded, { checker: STEP_CHECKER, names: NAMES });
  return `${findings.map(finding => renderFinding(finding, loaded.linesOf, PLAIN)).join('\n\n')}\n`;
}

const names = readdirSync(FIXTURES)
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.replace('.yaml', ''));
for (const name of names) {
  test(name, t => t.is(lintText(name), readFileSync(join(FIXTURES, `${name}.txt`), 'utf8')));
}

test('each code has a fixture that is called like it', t => {
  const files = FOLDERS.flatMap(folder =>
    readdirSync(join(RUNNER, folder))
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map(file => join(folder, file)),
  );
  const codes = new Set(
    files.flatMap(file => {
      const text = readFileSync(join(RUNNER, file), 'utf8');
      const values = /^(source|expression)/.test(file) ? [...text.matchAll(VALUE)] : [];
      return [...text.matchAll(CALL), ...values].map(match => match[1]!);
    }),
  );
  t.true(codes.size > 60, `${codes.size}`);
  const missing = [...codes].filter(code => {
    const file = ELSEWHERE[code];
    if (file !== undefined) return !readFileSync(join(RUNNER, file), 'utf8').includes(code);
    return !names.includes(code) || !readFileSync(join(FIXTURES, `${code}.txt`), 'utf8').includes(`[${code}]`);
  });
  t.deepEqual(missing, []);
});
