import test from 'ava';
import { decodeSctp } from '../codec/sctp/index.ts';
import { message, readMessage } from './testing/numbered-message.ts';
import { chunksOf, chunkTypes, TwoEndpoints } from './testing/two-endpoints.ts';

test('a hole in one stream does not hold back another', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  let dropped = 0;
  two.pair.toRight.drop = bytes => {
    const chunk = decodeSctp(bytes).chunks.find(each => each.type === 'DATA');
    return chunk !== undefined && chunk.stream === 1 && dropped++ === 0;
  };
  two.clientSends(client, 1, message(1, 0, 20));
  two.time.advance(1);
  two.clientSends(client, 1, message(1, 1, 20));
  two.time.advance(1);
  two.clientSends(client, 2, message(2, 0, 20));
  two.time.advance(20);
  t.deepEqual(
    two.atServer.data.map(output => output.stream),
    [2],
  );
  two.time.advance(5_000);
  t.deepEqual(
    two.atServer.data.map(output => [output.stream, readMessage(output.bytes).number]),
    [
      [2, 0],
      [1, 0],
      [1, 1],
    ],
  );
});

test('an unordered message overtakes ordered ones that wait for a hole', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.pair.toRight.drop = (_, index) => index === 2;
  two.clientSends(client, 1, message(1, 0, 20));
  two.time.advance(1);
  two.clientSends(client, 1, message(1, 1, 20));
  two.clientSends(client, 1, message(1, 99, 20), true);
  two.time.advance(20);
  t.deepEqual(
    two.atServer.data.map(output => [readMessage(output.bytes).number, output.unordered]),
    [[99, true]],
  );
  two.time.advance(5_000);
  t.deepEqual(
    two.atServer.data.map(output => readMessage(output.bytes).number),
    [99, 0, 1],
  );
});

test('what one turn hands over shares packets, SACK first', t => {
  const two = new TwoEndpoints();
  const { client, server } = two.up();
  two.clientSends(client, 0, message(0, 0, 50));
  two.time.advance(10);
  const before = two.atServer.sent.length;
  for (let i = 0; i < 5; i++) two.serverSends(server, i, message(i, 0, 50));
  two.time.advance(1);
  t.deepEqual(chunkTypes(two.atServer).slice(before), ['SACK+DATA+DATA+DATA+DATA+DATA']);
});

test('no packet is longer than the path carries, whatever the sizes of the messages', t => {
  const maxPacketLength = 600;
  const two = new TwoEndpoints({ parameters: { maxPacketLength } });
  const { client } = two.up();
  const lengths: number[] = [];
  two.pair.toRight.drop = bytes => {
    lengths.push(bytes.length);
    return false;
  };
  for (let length = 5; length < 1_400; length += 13) two.clientSends(client, 0, message(0, length, length));
  two.time.advance(60_000);
  t.is(two.atServer.data.length, Math.ceil((1_400 - 5) / 13));
  t.true(Math.max(...lengths) <= maxPacketLength);
  t.true(lengths.filter(length => length > maxPacketLength - 100).length > 50, 'and most are full');
});

test('every second packet is acknowledged at once, a lone one after SACK.Delay, one with the I bit at once', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  const sacksAfter = (ms: number) => {
    const before = chunksOf(two.atServer, 'SACK').length;
    two.time.advance(ms);
    return chunksOf(two.atServer, 'SACK').length - before;
  };
  two.clientSends(client, 0, message(0, 0, 20));
  t.is(sacksAfter(204), 0);
  t.is(sacksAfter(1), 1);
  two.clientSends(client, 0, message(0, 1, 20));
  t.is(sacksAfter(5), 0);
  two.clientSends(client, 0, message(0, 2, 20));
  t.is(sacksAfter(5), 1);
  const tsn = chunksOf(two.atClient, 'DATA').at(-1)!.tsn + 1;
  two.forgeToServer({
    verificationTag: two.tagAtServer,
    chunks: [{ ...chunksOf(two.atClient, 'DATA')[0]!, tsn, ssn: 3, immediate: true }],
  });
  t.is(sacksAfter(0), 1);
});

test('gaps and duplicates are reported at once', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.clientSends(client, 0, message(0, 0, 20));
  two.time.advance(300);
  const [first] = chunksOf(two.atClient, 'DATA');
  const forge = (offset: number) => {
    two.forgeToServer({
      verificationTag: two.tagAtServer,
      chunks: [{ ...first!, tsn: first!.tsn + offset, ssn: offset }],
    });
    two.time.advance(0);
    return chunksOf(two.atServer, 'SACK').at(-1)!;
  };
  t.like(forge(2), { cumulativeTsnAck: first!.tsn, gapAckBlocks: [{ start: 2, end: 2 }], duplicateTsns: [] });
  t.like(forge(3), { gapAckBlocks: [{ start: 2, end: 3 }] });
  t.like(forge(6), {
    gapAckBlocks: [
      { start: 2, end: 3 },
      { start: 6, end: 6 },
    ],
  });
  t.like(forge(5), {
    gapAckBlocks: [
      { start: 2, end: 3 },
      { start: 5, end: 6 },
    ],
  });
  t.like(forge(5), { duplicateTsns: [first!.tsn + 5] });
  t.like(forge(4), { gapAckBlocks: [{ start: 2, end: 6 }], duplicateTsns: [] });
  t.like(forge(1), { cumulativeTsnAck: first!.tsn + 6, gapAckBlocks: [] });
  t.like(forge(0), { cumulativeTsnAck: first!.tsn + 6, duplicateTsns: [first!.tsn] });
});

test('one lost packet is sent again after three missing reports, long before T3-rtx', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.pair.toRight.drop = (_, index) => index === 2;
  for (let i = 0; i < 6; i++) {
    two.clientSends(client, 0, message(0, i, 1_000));
    two.time.advance(2);
  }
  two.time.advance(60);
  t.is(two.atServer.data.length, 6);
  t.like(two.clientStatistics(client), { fastRetransmits: 1, chunksRetransmitted: 1, timeouts: 0 });
});

test('T3-rtx: doubles, collapses the window to one packet, and recovers', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.pair.toRight.cut = true;
  two.clientSends(client, 0, message(0, 0, 4_000));
  two.time.advance(3_500);
  const times = two.atClient.sent.filter(({ packet }) => packet.chunks[0]!.type === 'DATA').map(({ at }) => at - 20);
  // three packets at first; then the earliest alone at RTO, and again at twice that
  t.deepEqual(times, [0, 0, 0, 1_000, 3_000]);
  t.like(two.clientStatistics(client), { timeouts: 2, congestionWindow: 1_424 });
  two.pair.toRight.cut = false;
  two.time.advance(10_000);
  t.is(two.atServer.data.length, 1);
});

test('a zero window: the sender probes for ever, nothing is lost, the association stays', t => {
  const two = new TwoEndpoints({ serverParameters: { receiveWindow: 5_000 } });
  const { client, server } = two.up();
  two.tellServer(server, { type: 'pause' });
  for (let i = 0; i < 30; i++) two.clientSends(client, 0, message(0, i, 500));
  // an hour with the window shut: far more probes than Association.Max.Retrans
  two.time.advance(3_600_000);
  t.deepEqual(two.atServer.data, []);
  t.deepEqual(two.atClient.down, []);
  t.true(two.clientStatistics(client).timeouts > 20);
  t.is(chunksOf(two.atServer, 'SACK').at(-1)!.advertisedReceiverWindow, 0);
  two.tellServer(server, { type: 'resume' });
  two.time.advance(120_000);
  t.deepEqual(
    two.atServer.data.map(output => readMessage(output.bytes).number),
    Array.from({ length: 30 }, (_, i) => i),
  );
});

test('a message larger than the receiver window ends the association with Out of Resource', t => {
  const two = new TwoEndpoints({ serverParameters: { receiveWindow: 20_000 } });
  const { client } = two.up();
  two.clientSends(client, 0, message(0, 0, 30_000));
  two.time.advance(10_000);
  t.regex(two.atClient.down[0]!.reason.text, /out of resource/);
  t.regex(two.atServer.down[0]!.reason.text, /larger than the receiver window of 20000 octets/);
});

test('above the high-water mark the sender is told when there is room again', t => {
  const two = new TwoEndpoints({ parameters: { sendHighWater: 10_000 } });
  const { client } = two.up();
  two.clientSends(client, 0, message(0, 0, 9_000));
  two.time.advance(1_000);
  t.deepEqual(two.atClient.other, []);
  for (let i = 0; i < 20; i++) two.clientSends(client, 0, message(0, i, 1_000));
  two.time.advance(10_000);
  t.deepEqual(two.atClient.other, [{ type: 'writable', association: client }]);
});

test('no more than Max.Burst packets leave at once', t => {
  const two = new TwoEndpoints({ parameters: { maxBurst: 3 } });
  const { client } = two.up();
  for (let i = 0; i < 400; i++) two.clientSends(client, 0, message(0, i, 1_000));
  two.time.advance(60_000);
  t.is(two.atServer.data.length, 400);
  const perMoment = new Map<number, number>();
  for (const { at } of two.atClient.sent) perMoment.set(at, (perMoment.get(at) ?? 0) + 1);
  t.true(Math.max(...perMoment.values()) <= 3);
});

test('slow start doubles, one loss halves, congestion avoidance adds one packet a round trip', t => {
  const two = new TwoEndpoints({ parameters: { maxBurst: 1_000 }, forgetful: true });
  const { client } = two.up();
  const full = message(0, 0, 1_424);
  for (let i = 0; i < 5_000; i++) two.clientSends(client, 0, full);
  const windows: number[] = [];
  for (let round = 0; round < 5; round++) {
    two.time.advance(10);
    windows.push(two.clientStatistics(client).congestionWindow);
  }
  for (let i = 1; i < 5; i++) t.true(windows[i]! > 1.8 * windows[i - 1]!, `round ${i}: ${windows}`);
  const before = windows.at(-1)!;
  let lost = 0;
  two.pair.toRight.drop = () => lost++ === 0;
  two.time.advance(20);
  const start = two.clientStatistics(client);
  t.like(start, { fastRetransmits: 1, timeouts: 0 });
  t.is(start.congestionWindow, start.slowStartThreshold);
  t.true(
    start.congestionWindow >= before / 2 && start.congestionWindow <= before * 1.1,
    `${before} → ${start.congestionWindow}`,
  );
  two.time.advance(100);
  const grown = (two.clientStatistics(client).congestionWindow - start.congestionWindow) / 1_424;
  t.true(grown >= 6 && grown <= 11, `${grown} packets in ten round trips`);
});

test('an idle sender loses half its window for each RTO, down to four packets', t => {
  const two = new TwoEndpoints({ parameters: { maxBurst: 1_000 } });
  const { client } = two.up();
  for (let i = 0; i < 1_000; i++) two.clientSends(client, 0, message(0, i, 1_424));
  two.time.advance(2_000);
  const before = two.clientStatistics(client).congestionWindow;
  two.time.advance(1_100);
  two.clientSends(client, 0, message(0, 0, 100));
  two.time.advance(1);
  const after = two.clientStatistics(client).congestionWindow;
  t.true(after < before && after >= 4 * 1_424, `${before} → ${after}`);
});

test('what a peer acknowledged in a gap and took back is sent again', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.pair.toRight.cut = true;
  for (let i = 0; i < 3; i++) {
    two.clientSends(client, 0, message(0, i, 100));
    two.time.advance(1);
  }
  const [first] = chunksOf(two.atClient, 'DATA');
  const sack = {
    type: 'SACK',
    cumulativeTsnAck: first!.tsn - 1,
    advertisedReceiverWindow: 50_000,
    gapAckBlocks: [{ start: 2, end: 3 }],
    duplicateTsns: [],
  } as const;
  two.forgeToClient({ verificationTag: two.tagAtClient, chunks: [sack] });
  t.is(two.clientStatistics(client).flightSize, 100);
  two.forgeToClient({ verificationTag: two.tagAtClient, chunks: [{ ...sack, gapAckBlocks: [] }] });
  t.is(two.clientStatistics(client).flightSize, 300);
  two.pair.toRight.cut = false;
  two.time.advance(10_000);
  t.deepEqual(
    two.atServer.data.map(output => readMessage(output.bytes).number),
    [0, 1, 2],
  );
});
