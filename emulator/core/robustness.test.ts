import test from 'ava';
import { decodeS1ap, type S1apPdu } from '../codec/s1ap/index.ts';
import { Bench } from './testing/bench.ts';
import { lineOn } from './testing/line.ts';
import { IMSI } from './testing/store.ts';

/** Numbers from a seed, so that a failure can be had again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Everything that a base station sends in an attach, a service request and a detach, as octets. */
function recording(): Uint8Array[] {
  const sent: Uint8Array[] = [];
  const bench = new Bench();
  const feed = bench.feed.bind(bench);
  bench.feed = input => {
    if (input.type === 's1ap') sent.push(input.bytes);
    feed(input);
  };
  const line = lineOn(bench);
  line.attach();
  line.release();
  line.enbUeS1apId = 2;
  line.initial(line.phone.serviceRequest(), true);
  line.setUpContext();
  line.uplink(line.phone.protect(line.phone.trackingAreaUpdateRequest()));
  line.uplink(line.phone.protect(line.phone.detachRequest(false)));
  return sent;
}

test('random octets never throw', t => {
  const below = generator(1);
  const bench = new Bench();
  bench.up();
  for (let i = 0; i < 5000; i++) {
    const bytes = Uint8Array.from({ length: below(60) }, () => below(256));
    bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes });
  }
  t.is(bench.core.mme.state.connections.size, 0);
});

test('mutated messages of an attach never throw, and leave the MME able to attach', t => {
  const messages = recording();
  t.true(messages.length >= 10);
  for (let seed = 1; seed <= 60; seed++) {
    const below = generator(seed);
    const bench = new Bench();
    const line = lineOn(bench);
    for (let round = 0; round < 3; round++) {
      for (const message of messages) {
        const mutated = message.slice();
        for (let flips = below(4); flips > 0; flips--) mutated[below(mutated.length)]! ^= 1 << below(8);
        const cut = below(10) === 0 ? mutated.subarray(0, below(mutated.length)) : mutated;
        bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: cut });
        if (below(5) === 0) bench.advance(below(20_000));
      }
    }
    bench.advance(120_000);
    bench.feed({ type: 's1Down', enb: 1 });
    bench.received.clear();
    bench.up();
    bench.rest();
    line.phone.forget();
    line.enbUeS1apId = 1000;
    line.attach();
    t.is(bench.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-REGISTERED', `seed ${seed}`);
    t.is(bench.core.gateway.sessionCount, 1, `seed ${seed}`);
  }
});

test('NAS messages that are mutated inside intact S1AP never throw', t => {
  const messages = recording().map(bytes => decodeS1ap(bytes));
  for (let seed = 1; seed <= 60; seed++) {
    const below = generator(seed);
    const bench = new Bench();
    lineOn(bench);
    for (let round = 0; round < 4; round++) {
      for (const pdu of messages) {
        if (!('nasPdu' in pdu) || pdu.nasPdu === undefined) {
          bench.send(1, pdu);
          continue;
        }
        const nasPdu = pdu.nasPdu.slice();
        for (let flips = 1 + below(3); flips > 0; flips--) nasPdu[below(nasPdu.length)]! ^= 1 << below(8);
        bench.send(1, {
          ...pdu,
          nasPdu: below(8) === 0 ? nasPdu.subarray(0, below(nasPdu.length)) : nasPdu,
        } as S1apPdu);
      }
    }
    bench.advance(120_000);
    t.true(bench.core.mme.state.ueCount <= 8, `seed ${seed}`);
  }
});

test('messages of an attach in any order never throw, and every connection ends', t => {
  const messages = recording();
  for (let seed = 1; seed <= 40; seed++) {
    const below = generator(seed);
    const bench = new Bench();
    lineOn(bench);
    for (let i = 0; i < 80; i++) {
      bench.feed({ type: 's1ap', enb: 1, stream: 0, bytes: messages[below(messages.length)]! });
      if (below(6) === 0) bench.advance(below(10_000));
      if (below(40) === 0) bench.feed({ type: 's1Down', enb: 1 });
      if (bench.core.mme.state.enbs.size === 0) bench.up();
    }
    bench.feed({ type: 's1Down', enb: 1 });
    bench.advance(4 * 3600_000);
    t.is(bench.core.mme.state.connections.size, 0, `seed ${seed}`);
    t.is(bench.core.gateway.sessionCount, 0, `seed ${seed}`);
    t.is(bench.core.nextTimeout(), undefined, `seed ${seed}`);
  }
});
