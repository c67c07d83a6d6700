import test from 'ava';
import { RateLimiter } from './rate-limiter.ts';

/** Offers a packet of 1,500 octets every `everyMs` for `forMs`; returns the octets that passed. */
function pass(limiter: RateLimiter, everyMs: number, forMs: number): number {
  let passed = 0;
  let offerAt = 0;
  for (let now = 0; now <= forMs; ) {
    limiter.flush(now);
    if (now >= offerAt) {
      limiter.offer(1500, now, () => {
        passed += 1500;
      });
      offerAt += everyMs;
    }
    now = Math.min(offerAt, Math.max(limiter.nextRelease() ?? offerAt, now + 0.01));
  }
  return passed;
}

test('what exceeds the rate is held back and dropped, what passes is the rate', t => {
  const limiter = new RateLimiter(1_000_000, 0);
  const passed = pass(limiter, 1, 10_000); // 12 Mbit/s offered
  const megabits = (passed * 8) / 1e6;
  t.true(megabits >= 10 && megabits <= 10.2, `${megabits} Mbit in 10 s`);
  t.true(limiter.dropped > 0);
});

test('what stays below the rate passes untouched', t => {
  const limiter = new RateLimiter(1_000_000, 0);
  t.is(pass(limiter, 15, 3000), 201 * 1500); // 0.8 Mbit/s
  t.is(limiter.dropped, 0);
});

test('order is kept, and a packet larger than the bucket still passes', t => {
  const limiter = new RateLimiter(8000, 0); // 1 octet a millisecond, bucket 3,000
  const order: number[] = [];
  limiter.offer(2000, 0, () => order.push(1));
  limiter.offer(5000, 0, () => order.push(2));
  limiter.offer(10, 0, () => order.push(3));
  t.deepEqual(order, [1]);
  const at = limiter.nextRelease()!;
  t.true(Math.abs(at - 2000) < 1);
  limiter.flush(at + 0.1);
  t.deepEqual(order, [1, 2]);
  limiter.flush(at + 5000);
  t.deepEqual(order, [1, 2, 3]);
});

test('rate zero lets the first burst pass and then nothing', t => {
  const limiter = new RateLimiter(0, 0);
  let passed = 0;
  for (let i = 0; i < 10; i++) limiter.offer(1500, i * 1000, () => passed++);
  limiter.flush(1e6);
  t.is(passed, 2);
  t.is(limiter.nextRelease(), undefined);
});
