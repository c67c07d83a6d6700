import test from 'ava';
import { crashRun } from '../testing/crash-run.ts';

/** Long, therefore beside the suites of outside programs; what is outside is a process that is killed. */
test('killed 240 times at random points, every accepted change arrives exactly once', async t => {
  t.timeout(600_000);
  const { kills, events, reported, repeated } = await crashRun(t, 240, 20_260_101);
  t.log(`${kills} kills, ${events} changes accepted, ${repeated} POSTs repeated`);
  t.true(reported >= 300, `${reported} changes reported`);
});
