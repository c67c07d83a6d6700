import test from 'ava';
import { affectedPaths } from './affected-paths.ts';
import { type Wanted, WatchLoop } from './watch-loop.ts';

/** Runs that end when the test says so. */
function loopOf() {
  const runs: { wanted: Wanted; signal: AbortSignal; end: () => void }[] = [];
  let idle = 0;
  const waiting: (() => void)[] = [];
  const loop = new WatchLoop(
    (wanted, signal) =>
      new Promise(end => {
        runs.push({ wanted, signal, end });
        waiting.shift()?.();
      }),
    () => idle++,
  );
  const nextRun = () => new Promise<void>(resolve => waiting.push(resolve));
  return { loop, runs, idle: () => idle, nextRun };
}
const settled = () => new Promise(resolve => setImmediate(resolve));

test('a change while nothing runs is run, then it waits', async t => {
  const { loop, runs, idle } = loopOf();
  loop.want(new Set(['a']));
  t.deepEqual(
    runs.map(({ wanted }) => wanted),
    [new Set(['a'])],
  );
  t.is(idle(), 0);
  runs[0]!.end();
  await settled();
  t.is(idle(), 1);
  loop.want('all');
  t.is(runs[1]!.wanted, 'all');
});

test('a change during a run ends it; what it was about is run again with the change', async t => {
  const { loop, runs, idle, nextRun } = loopOf();
  loop.want(new Set(['a']));
  const next = nextRun();
  loop.want(new Set(['b']));
  t.true(runs[0]!.signal.aborted);
  loop.want(new Set(['c']));
  t.is(runs.length, 1, 'one run at a time');
  runs[0]!.end();
  await next;
  t.deepEqual(runs[1]!.wanted, new Set(['b', 'a', 'c']));
  t.false(runs[1]!.signal.aborted);
  runs[1]!.end();
  await settled();
  t.is(idle(), 1);
});

test('everything is more than some', async t => {
  const { loop, runs, nextRun } = loopOf();
  loop.want('all');
  const next = nextRun();
  loop.want(new Set(['a']));
  runs[0]!.end();
  await next;
  t.is(runs[1]!.wanted, 'all');
});

test('the stop ends what runs, waits for its end, and nothing comes after it', async t => {
  const { loop, runs, idle } = loopOf();
  loop.want(new Set(['a']));
  loop.want(new Set(['b']));
  let isStopped = false;
  const stop = loop.stop().then(() => {
    isStopped = true;
  });
  await settled();
  t.true(runs[0]!.signal.aborted);
  t.false(isStopped);
  runs[0]!.end();
  await stop;
  loop.want('all');
  t.is(runs.length, 1);
  t.is(idle(), 0);
});

const file = (path: string, more: { others?: string[]; text?: string; fragmentOnly?: true } = {}) => ({
  file: path,
  others: new Map((more.others ?? []).map(other => [other, []])),
  text: more.text ?? '',
  cases: more.fragmentOnly ? [] : ([{}] as never[]),
});
const FILES = [
  file('/s/a.yaml', { others: ['/s/parts/f.yaml'] }),
  file('/s/b.yaml', { text: 'matrix: { file: rows.csv }' }),
  file('/s/parts/f.yaml', { fragmentOnly: true }),
];

test('what a change concerns: the file itself, those that use it, rows of a matrix, lines that were named', t => {
  const affected = (changed: string, ...paths: string[]) => affectedPaths(paths, FILES, new Set([changed]));
  t.deepEqual(affected('/s/a.yaml', '/s'), ['/s/a.yaml']);
  t.deepEqual(affected('/s/parts/f.yaml', '/s'), ['/s/a.yaml']);
  t.deepEqual(affected('/s/rows.csv', '/s'), ['/s/b.yaml']);
  t.deepEqual(affected('/s/gone.yaml', '/s'), []);
  t.deepEqual(affected('/s/a.yaml', '/s/a.yaml:7', '/s/a.yaml:9'), ['/s/a.yaml:7', '/s/a.yaml:9']);
});
