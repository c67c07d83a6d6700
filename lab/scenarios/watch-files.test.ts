import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../emulator/vocabulary/index.ts';
import { watchFiles } from './watch-files.ts';

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-watch-'));
  mkdirSync(join(folder, 'sub'));
  mkdirSync(join(folder, '.mvnolab'));
  writeFileSync(join(folder, 'a.yaml'), 'a: 1\n');
  writeFileSync(join(folder, 'b.yaml'), 'b: 1\n');
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves with what is told first. */
function told(t: ExecutionContext, paths: readonly string[]): Promise<ReadonlySet<string>> {
  return new Promise(resolve => {
    t.teardown(watchFiles(paths, resolve, 50));
  });
}

test('files below a folder, several changes together; others and our own are passed over', async t => {
  const folder = folderOf(t);
  const first = told(t, [folder]);
  writeFileSync(join(folder, 'notes.txt'), 'x');
  writeFileSync(join(folder, '.mvnolab', 'run.yaml'), 'x');
  writeFileSync(join(folder, 'a.yaml'), 'a: 2\n');
  writeFileSync(join(folder, 'sub', 'rows.csv'), 'x\n1\n');
  t.deepEqual([...(await first)].sort(), [join(folder, 'a.yaml'), join(folder, 'sub', 'rows.csv')]);
});

test('one file, also when an editor puts a new one in its place', async t => {
  const folder = folderOf(t);
  const path = join(folder, 'a.yaml');
  const first = told(t, [path]);
  writeFileSync(join(folder, 'b.yaml'), 'b: 2\n');
  writeFileSync(join(folder, 'a.yaml.tmp'), 'a: 2\n');
  renameSync(join(folder, 'a.yaml.tmp'), path);
  t.deepEqual(await first, new Set([path]));
});

test('a path that does not exist is refused', t => {
  t.throws(() => watchFiles(['/nowhere/at/all'], () => {}), { instanceOf: UserError });
});
