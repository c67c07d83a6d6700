import test from 'ava';
import { ScaledClock, SystemClock } from './clock.ts';

/** Keeps the process busy. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('a scaled clock runs fast while the process waits', async t => {
  const clock = new ScaledClock(10);
  const [labMs, wallMs] = [clock.now(), performance.now()];
  await new Promise<void>(resolve => clock.setAlarm(labMs + 500, resolve));
  const [lab, wall] = [clock.now() - labMs, performance.now() - wallMs];
  t.true(lab >= 500, `${lab}`);
  t.true(wall < lab, `${wall} ms for ${lab}`);
});

test('and as the wall’s while it computes, so that no timer runs out because of that', async t => {
  const clock = new ScaledClock(50);
  await new Promise(resolve => setImmediate(resolve));
  const [labMs, wallMs] = [clock.now(), performance.now()];
  work(40);
  const [lab, wall] = [clock.now() - labMs, performance.now() - wallMs];
  t.true(Math.abs(lab - wall) < 5, `${lab} ms for ${wall}`);
});

test('an alarm that would ring early, because the process was busy, rings on time', async t => {
  const clock = new ScaledClock(20);
  const at = clock.now() + 1_000;
  const rung = new Promise<number>(resolve => clock.setAlarm(at, () => resolve(clock.now())));
  await new Promise(resolve => setImmediate(resolve));
  work(60);
  t.true((await rung) >= at);
});

test('siblings show the same time, and each has an alarm of its own', async t => {
  const clock = new ScaledClock(7);
  await new Promise(resolve => setTimeout(resolve, 5));
  const other = clock.sibling();
  t.true(Math.abs(other.now() - clock.now()) < 1);
  let cancelled = true;
  clock.setAlarm(clock.now() + 10, () => {
    cancelled = false;
  });
  clock.setAlarm(undefined, () => {});
  await new Promise<void>(resolve => other.setAlarm(other.now() + 50, resolve));
  t.true(cancelled);
});

test('a clock that is held, and its siblings, run as the wall’s while the process waits, and fast again after', async t => {
  const clock = new ScaledClock(40);
  const sibling = clock.sibling();
  await new Promise(resolve => setImmediate(resolve));
  const giveBack = [clock.hold(), sibling.hold()];
  const [labMs, wallMs] = [sibling.now(), performance.now()];
  await new Promise(resolve => new SystemClock().setAlarm(performance.now() + 30, () => resolve(undefined)));
  for (const give of [giveBack[0]!, giveBack[0]!]) give();
  const [lab, wall] = [sibling.now() - labMs, performance.now() - wallMs];
  t.true(Math.abs(lab - wall) < 5, `${lab} ms for ${wall}, still held by one`);
  giveBack[1]!();
  const [after, then] = [clock.now(), performance.now()];
  t.true(after - labMs < lab + 20 * 40, `${after - labMs}: what was held stays held`);
  await new Promise<void>(resolve => clock.setAlarm(after + 400, resolve));
  t.true(performance.now() - then < 400, 'fast again');
});
