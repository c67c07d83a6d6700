import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { lockFolder } from './folder-lock.ts';

const LOCK = pathToFileURL(join(import.meta.dirname, 'folder-lock.js')).href;
/** Waits for a line, tries, says what came of it, and holds on until its input ends. */
const RIVAL = `
const { lockFolder } = await import(${JSON.stringify(LOCK)});
process.stdout.write('ready\\n');
process.stdin.once('data', () => {
  try { lockFolder(process.argv[1]); process.stdout.write('got\\n'); } catch (error) { process.stdout.write(error.code + '\\n'); }
});
process.stdin.on('end', () => process.exit(0));
`;

/** A process that tries to take the folder when it is told to. */
function rival(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RIVAL, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let wake = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter(line => line !== ''));
    wake();
  });
  const line = async (number: number): Promise<string> => {
    while (lines.length <= number) await new Promise<void>(resolve => (wake = resolve));
    return lines[number]!;
  };
  return { child, line };
}

for (const [what, text] of [
  ['a free folder', undefined],
  ['a folder whose owner is dead', '{"pid":4194303,"start":"another boot:1"}\n'],
] as const) {
  test(`of several processes that want ${what} at once, one gets it`, async t => {
    for (let round = 0; round < 5; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'mvnolab-lock-'));
      t.teardown(() => rmSync(folder, { recursive: true, force: true }));
      if (text !== undefined) writeFileSync(join(folder, 'lock'), text);
      const rivals = Array.from({ length: 4 }, () => rival(folder));
      await Promise.all(rivals.map(each => each.line(0)));
      for (const { child } of rivals) child.stdin.write('go\n');
      const results = await Promise.all(rivals.map(each => each.line(1)));
      t.deepEqual(results.sort(), ['got', ...Array(3).fill('mongo-folder-locked')]);
      t.deepEqual(readdirSync(folder), ['lock'], 'nothing else is left');
      const ended = rivals.map(({ child }) => new Promise(resolve => child.once('exit', resolve)));
      for (const { child } of rivals) child.stdin.end();
      await Promise.all(ended);
    }
  });
}

test('a lock that says nobody’s name is left to the user', t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-lock-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'lock'), '');
  const error = t.throws(() => lockFolder(folder), { name: 'LabError', code: 'mongo-folder-locked' });
  t.regex((error as unknown as { help: { hint: string } }).help.hint, /delete .*lock/);
});

test('given back, the folder can be taken again', t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-lock-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const giveBack = lockFolder(folder);
  t.throws(() => lockFolder(folder), { message: new RegExp(`pid ${process.pid}`) });
  giveBack();
  t.deepEqual(readdirSync(folder), []);
  lockFolder(folder)();
});
