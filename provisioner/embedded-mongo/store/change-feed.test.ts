import test from 'ava';
import { doc } from '../testing/values.ts';
import { ChangeFeed, type NewChange } from './change-feed.ts';

const change = (n: number, filling = ''): NewChange => ({
  kind: 'insert',
  database: 'd',
  collection: 'c',
  after: doc({ n, filling }),
});

test('nothing is kept before someone reads; the count goes on all the same', t => {
  const feed = new ChangeFeed();
  for (let n = 1; n <= 3; n++) feed.append(change(n));
  t.is(feed.last, 3);
  t.true(feed.reaches(3));
  t.false(feed.reaches(2));
  t.false(feed.reaches(4));
  feed.beginReading();
  feed.append(change(4));
  t.true(feed.reaches(3));
  t.is(feed.after(3)?.sequence, 4);
  t.is(feed.after(4), undefined);
});

test('the oldest go when too much is held', t => {
  const feed = new ChangeFeed();
  feed.beginReading();
  const filling = 'x'.repeat(1024 * 1024);
  for (let n = 1; n <= 5000; n++) feed.append(change(n));
  t.is(feed.after(0)?.sequence, 1);
  for (let n = 5001; n <= 5070; n++) feed.append(change(n, filling));
  t.false(feed.reaches(5000));
  t.true(feed.reaches(5010));
  for (let sequence = 5010; sequence < 5070; sequence++) t.is(feed.after(sequence)?.sequence, sequence + 1);
});

test('whoever waits is woken once for many changes, after the turn in which they happened', async t => {
  const feed = new ChangeFeed();
  feed.beginReading();
  let woken = 0;
  feed.onNext(() => {
    woken++;
  });
  const giveUp = feed.onNext(() => t.fail('gave up'));
  giveUp();
  feed.append(change(1));
  feed.append(change(2));
  t.is(woken, 0);
  await new Promise(resolve => setImmediate(resolve));
  t.is(woken, 1);
});

test('a time is reached when nothing since it was dropped', t => {
  const feed = new ChangeFeed();
  const now = Math.floor(Date.now() / 1000);
  t.true(feed.reachesTime(now - 100));
  feed.append(change(1));
  feed.beginReading();
  t.false(feed.reachesTime(now - 100));
  t.true(feed.reachesTime(now + 1));
  feed.append(change(2));
  t.is(feed.firstSince(now - 100)?.sequence, 2);
});
