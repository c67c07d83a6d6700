import test from 'ava';
import { crashRun } from '../testing/crash-run.ts';

test('killed at random points, every accepted change arrives exactly once (crash.outside.ts does it 240 times)', async t => {
  const { kills, events, repeated } = await crashRun(t, 8, 1);
  t.log(`${kills} kills, ${events} changes accepted, ${repeated} POSTs repeated`);
  // How many a life of 600 ms accepts depends on the machine; crashRun holds what was accepted against what arrived.
  t.true(events > 0);
});
