import test from 'ava';
import { crashRun } from '../testing/crash-run.ts';

test('killed at random points, every accepted change arrives exactly once (crash.outside.ts does it 240 times)', async t => {
  const { kills, events, reported, repeated } = await crashRun(t, 8, 1);
  t.log(`${kills} kills, ${events} changes accepted, ${repeated} POSTs repeated`);
  // How many changes a child makes in its time depends on the machine; which ones it was left alone for does not.
  t.true(reported >= 12, `${reported} changes reported`);
});
