import test from 'ava';
import { CleanUps } from './clean-up.ts';

test('closed last opened first, each once', async t => {
  const cleanUps = new CleanUps();
  const closed: string[] = [];
  for (const name of ['a', 'b', 'c']) cleanUps.add(name, async () => void closed.push(name));
  t.deepEqual(await cleanUps.run(), []);
  t.deepEqual(await cleanUps.run(), []);
  t.deepEqual(closed, ['c', 'b', 'a']);
});

test('one that fails is told and does not keep the others open', async t => {
  const cleanUps = new CleanUps();
  const closed: string[] = [];
  cleanUps.add('first', () => void closed.push('first'));
  cleanUps.add('broken', () => Promise.reject(new Error('stuck')));
  cleanUps.add('last', () => {
    throw new Error('at once');
  });
  const failures = await cleanUps.run();
  t.deepEqual(
    failures.map(({ name, error }) => [name, (error as Error).message]),
    [
      ['last', 'at once'],
      ['broken', 'stuck'],
    ],
  );
  t.deepEqual(closed, ['first']);
});

test('what is taken back is not closed; what is added meanwhile is', async t => {
  const cleanUps = new CleanUps();
  const closed: string[] = [];
  const takeBack = cleanUps.add('gone', () => void closed.push('gone'));
  cleanUps.add('opener', () => {
    cleanUps.add('late', () => void closed.push('late'));
  });
  takeBack();
  takeBack();
  t.is(cleanUps.pending, 1);
  await cleanUps.run();
  t.deepEqual(closed, ['late']);
});

test('two who run it at once wait for the same closing', async t => {
  const cleanUps = new CleanUps();
  let closes = 0;
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  cleanUps.add('slow', () => {
    closes++;
    return held;
  });
  const both = Promise.all([cleanUps.run(), cleanUps.run()]);
  release();
  await both;
  t.is(closes, 1);
});
