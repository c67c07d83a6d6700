import test from 'ava';
import { SeededRandom } from '../host/testing/index.ts';
import { message, readMessage } from './testing/numbered-message.ts';
import { type Setup, sending, TwoEndpoints } from './testing/two-endpoints.ts';

const STREAMS = 10;

/** Sends `count` messages each way under an impairment; checks that each arrives once, whole and in the order of its stream. */
function everyMessageArrives(setup: Setup, count: number, lengthOf: (random: SeededRandom) => number) {
  const two = new TwoEndpoints({ forgetful: true, ...setup });
  const { client, server } = two.up();
  const random = new SeededRandom(setup.seed ?? 1);
  const sent = { toServer: new Array<number>(STREAMS).fill(0), toClient: new Array<number>(STREAMS).fill(0) };
  for (let i = 0; i < count; i++) {
    const up = random.below(STREAMS);
    two.clientSends(client, up, message(up, sent.toServer[up]!++, lengthOf(random)));
    const down = random.below(STREAMS);
    two.serverSends(server, down, message(down, sent.toClient[down]!++, lengthOf(random)));
    if (i % 100 === 99) two.time.advance(20);
  }
  two.time.advanceUntil(() => two.atServer.data.length >= count && two.atClient.data.length >= count, 20_000_000);
  two.time.advance(120_000);
  const faults: string[] = [];
  for (const [where, data] of [
    ['server', two.atServer.data],
    ['client', two.atClient.data],
  ] as const) {
    const next = new Array<number>(STREAMS).fill(0);
    for (const output of data) {
      const { stream, number, whole } = readMessage(output.bytes);
      if (!whole) faults.push(`${where}: stream ${stream} message ${number} is damaged`);
      if (stream !== output.stream) faults.push(`${where}: message of stream ${stream} on ${output.stream}`);
      if (number !== next[stream]) faults.push(`${where}: stream ${stream}: ${number}, expected ${next[stream]}`);
      next[stream] = number + 1;
    }
    if (data.length !== count) faults.push(`${where}: ${data.length} of ${count} messages`);
  }
  return { two, client, server, faults: faults.slice(0, 5) };
}

for (const [seed, loss] of [
  [1, 0.05],
  [2, 0.1],
  [3, 0.2],
] as const) {
  test(`10,000 messages each way, ${loss * 100} % loss each way: each arrives once and in order`, t => {
    const link = { loss, delayMs: 10 };
    const { two, client, faults } = everyMessageArrives({ seed, toServer: link, toClient: link }, 10_000, () => 100);
    t.deepEqual(faults, []);
    t.true(two.pair.toRight.statistics.lost > 20);
    const statistics = two.clientStatistics(client);
    t.true(statistics.chunksRetransmitted > 0);
    t.true(statistics.fastRetransmits > 0, 'not all losses wait for the timeout');
    t.is(statistics.bufferedOctets, 0);
  });
}

test('10,000 messages with loss, delay, jitter, duplication, reordering and bit errors together', t => {
  const link = { loss: 0.05, duplicate: 0.05, reorder: 0.1, reorderByMs: 15, corrupt: 0.02, delayMs: 10, jitterMs: 8 };
  const { two, server, faults } = everyMessageArrives(
    { seed: 4, toServer: link, toClient: link },
    10_000,
    random => 8 + random.below(300),
  );
  t.deepEqual(faults, []);
  t.true(two.pair.toRight.statistics.duplicated > 20);
  t.true(two.pair.toRight.statistics.corrupted > 5);
  t.true(two.pair.toRight.statistics.reordered > 50);
  t.true(two.serverStatistics(server).duplicateTsns > 0);
  t.true(two.atServer.other.some(output => output.type === 'discarded' && output.reason.includes('CRC-32C')));
});

test('reordering alone, without loss', t => {
  const link = { reorder: 0.3, reorderByMs: 30, delayMs: 5 };
  t.deepEqual(everyMessageArrives({ seed: 5, toServer: link, toClient: link }, 3_000, () => 60).faults, []);
});

test('messages of up to 200 KB are cut and joined, with 5 % loss', t => {
  const link = { loss: 0.05, delayMs: 5 };
  const { faults } = everyMessageArrives({ seed: 6, toServer: link, toClient: link }, 60, random =>
    random.chance(0.2) ? 200_000 : 8 + random.below(5_000),
  );
  t.deepEqual(faults, []);
});

test('TSNs and stream sequence numbers wrap', t => {
  // initial TSNs just below 2³², and more messages on one stream than an SSN can count
  const seeded = new SeededRandom(8);
  let words = 0;
  const random = (length: number) =>
    length === 4 ? Uint8Array.of(0xff, 0xff, 0xff, 0xf0 - words++) : seeded.bytes(length);
  const two = new TwoEndpoints({ random, forgetful: true });
  const { client } = two.up();
  const count = 70_000;
  for (let i = 0; i < count; i++) {
    two.clientSends(client, 0, message(0, i, 8));
    if (i % 500 === 499) two.time.advance(30);
  }
  two.time.advanceUntil(() => two.atServer.data.length >= count, 10_000_000);
  t.is(two.atServer.data.length, count);
  t.true(two.atServer.data.every((output, i) => readMessage(output.bytes).number === i));
});

test('1,000 associations of one endpoint, each with its own messages', t => {
  const two = new TwoEndpoints({
    forgetful: true,
    toServer: { delayMs: 3, loss: 0.02 },
    toClient: { delayMs: 3, loss: 0.02 },
    serverReact: output =>
      output.type === 'data' ? [sending(output.association, output.stream, output.bytes)] : undefined,
  });
  const ids = Array.from({ length: 1_000 }, (_, i) => two.associate(10_000 + i));
  two.time.advanceUntil(() => two.atClient.up.length === 1_000, 120_000);
  t.is(two.atClient.up.length, 1_000);
  t.is(two.server.associationCount, 1_000);
  for (let round = 0; round < 3; round++) {
    for (const [i, id] of ids.entries()) two.clientSends(id, 0, message(0, i * 10 + round, 40));
  }
  two.time.advanceUntil(() => two.atClient.data.length === 3_000, 120_000);
  const byId = new Map(ids.map((id, i) => [id, i]));
  const next = new Map<number, number>();
  for (const output of two.atClient.data) {
    const { number } = readMessage(output.bytes);
    const round = next.get(output.association) ?? 0;
    t.is(number, byId.get(output.association)! * 10 + round);
    next.set(output.association, round + 1);
  }
  t.is(two.atClient.data.length, 3_000);
  for (const id of ids) two.tellClient(id, { type: 'shutdown' });
  two.time.advance(120_000);
  t.is(two.client.associationCount, 0);
  t.is(two.server.associationCount, 0);
  t.is(two.client.nextTimeout(), undefined);
});
