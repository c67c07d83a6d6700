import test from 'ava';
import { encodeSctp } from '../codec/sctp/index.ts';
import type { EndpointOutput, PeerAddress } from './port.ts';
import { CLIENT, CLIENT_PORT, chunksOf, SERVER, SERVER_PORT, TwoEndpoints } from './testing/two-endpoints.ts';

test('a peer that vanishes under traffic: path inactive after Path.Max.Retrans, lost after Association.Max.Retrans', t => {
  const two = new TwoEndpoints({ parameters: { pathMaxRetrans: 2, associationMaxRetrans: 4, heartbeatIntervalMs: 0 } });
  const { client } = two.up();
  two.pair.toRight.cut = true;
  two.clientSends(client, 0, Uint8Array.of(1));
  const since = two.time.now();
  two.time.advanceUntil(() => two.atClient.other.length > 0, 1_000_000);
  t.deepEqual(two.atClient.other, [{ type: 'path', association: client, active: false }]);
  t.is(two.time.now() - since, 1_000 + 2_000 + 4_000);
  two.time.advanceUntil(() => two.atClient.down.length > 0, 1_000_000);
  t.is(two.time.now() - since, 1_000 + 2_000 + 4_000 + 8_000 + 16_000);
  t.is(two.atClient.down[0]!.reason.kind, 'lost');
  t.is(two.client.associationCount, 0);
});

test('an idle association notices by HEARTBEAT that its peer vanished', t => {
  const two = new TwoEndpoints({
    parameters: { heartbeatIntervalMs: 5_000, associationMaxRetrans: 3, rtoMaxMs: 5_000 },
  });
  two.up();
  two.pair.toLeft.cut = true;
  two.pair.toRight.cut = true;
  two.time.advance(120_000);
  t.is(two.atClient.down[0]!.reason.kind, 'lost');
  t.is(two.atServer.down[0]!.reason.kind, 'lost');
  t.is(chunksOf(two.atClient, 'HEARTBEAT').length, 4);
});

test('a path that comes back is told, and its errors are forgotten', t => {
  const two = new TwoEndpoints({ parameters: { pathMaxRetrans: 1, heartbeatIntervalMs: 0 } });
  const { client } = two.up();
  two.pair.toRight.cut = true;
  two.clientSends(client, 0, Uint8Array.of(1));
  two.time.advance(4_000);
  t.true(two.clientStatistics(client).errorCount > 1);
  two.pair.toRight.cut = false;
  two.time.advance(10_000);
  t.deepEqual(two.atClient.other, [
    { type: 'path', association: client, active: false },
    { type: 'path', association: client, active: true },
  ]);
  t.is(two.clientStatistics(client).errorCount, 0);
  t.is(two.atServer.data.length, 1);
});

test('an idle association sends HEARTBEAT each HB.interval plus RTO, and measures the round trip', t => {
  const two = new TwoEndpoints({ parameters: { heartbeatIntervalMs: 30_000 } });
  const { client } = two.up();
  two.time.advance(600_000);
  const times = two.atClient.sent.filter(({ packet }) => packet.chunks[0]!.type === 'HEARTBEAT').map(({ at }) => at);
  t.true(times.length >= 18 && times.length <= 20, `${times.length} in ten minutes`);
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!;
    t.true(gap >= 30_500 && gap <= 31_600, `${gap} ms`);
  }
  t.is(two.clientStatistics(client).smoothedRttMs, 10);
  t.is(new Set(two.atClient.sent.map(({ at }) => at)).size, two.atClient.sent.length, 'never two at once');
});

test('a path that carries DATA is not asked as well', t => {
  const two = new TwoEndpoints({ parameters: { heartbeatIntervalMs: 5_000 } });
  const { client } = two.up();
  for (let i = 0; i < 60; i++) {
    two.clientSends(client, 0, Uint8Array.of(i));
    two.time.advance(1_000);
  }
  t.is(chunksOf(two.atClient, 'HEARTBEAT').length, 0);
  t.true(chunksOf(two.atServer, 'HEARTBEAT').length > 5, 'the other end sends no DATA');
});

test('an acknowledgement of another HEARTBEAT, or of none, does not count', t => {
  const two = new TwoEndpoints({ parameters: { heartbeatIntervalMs: 5_000 } });
  const { client } = two.up();
  two.pair.toRight.cut = true;
  two.time.advance(20_000);
  const errors = two.clientStatistics(client).errorCount;
  t.true(errors > 0);
  two.forgeToClient({ verificationTag: two.tagAtClient, chunks: [{ type: 'HEARTBEAT-ACK', info: new Uint8Array(8) }] });
  t.is(two.clientStatistics(client).errorCount, errors);
});

test('HEARTBEAT is answered with its own octets', t => {
  const two = new TwoEndpoints();
  two.up();
  const info = Uint8Array.of(1, 2, 3, 4, 5);
  two.forgeToServer({ verificationTag: two.tagAtServer, chunks: [{ type: 'HEARTBEAT', info }] });
  two.time.advance(0);
  t.deepEqual(chunksOf(two.atServer, 'HEARTBEAT-ACK'), [{ type: 'HEARTBEAT-ACK', info }]);
});

test('RTO follows the round trip, between RTO.Min and RTO.Max, and ignores chunks sent twice', t => {
  const two = new TwoEndpoints({
    parameters: { rtoMinMs: 10, rtoMaxMs: 2_000, heartbeatIntervalMs: 0 },
    toServer: { delayMs: 40 },
    toClient: { delayMs: 40 },
  });
  const { client } = two.up();
  for (let i = 0; i < 40; i++) {
    // two packets, so that the answer does not wait for the peer's SACK.Delay
    two.clientSends(client, 0, new Uint8Array(1_400));
    two.clientSends(client, 0, new Uint8Array(1_400));
    two.time.advance(100);
  }
  const { rtoMs, smoothedRttMs } = two.clientStatistics(client);
  t.is(Math.round(smoothedRttMs!), 80);
  t.true(rtoMs >= 80 && rtoMs < 100, `${rtoMs}`);
  two.pair.toRight.cut = true;
  two.clientSends(client, 0, new Uint8Array(1_400));
  two.time.advance(rtoMs + 1);
  two.pair.toRight.cut = false;
  two.time.advance(5_000);
  t.is(Math.round(two.clientStatistics(client).smoothedRttMs!), 80, 'Karn: the retransmitted chunk was not measured');
});

test('the UDP port of a peer is learned from its packets; packets from another address count but do not move it', t => {
  const two = new TwoEndpoints();
  const { server } = two.up();
  const heartbeat = encodeSctp({
    sourcePort: CLIENT_PORT,
    destinationPort: SERVER_PORT,
    verificationTag: two.tagAtServer,
    chunks: [{ type: 'HEARTBEAT', info: Uint8Array.of(1) }],
  });
  const now = two.time.now();
  const answerTo = (from: PeerAddress) => {
    two.server.handle({ type: 'datagram', from, bytes: heartbeat }, now);
    const outputs = two.server.handle({ type: 'timeout' }, now);
    return outputs.map(output => (output.type === 'transmit' ? output.to : output.type));
  };
  t.deepEqual(answerTo({ address: '10.9.9.9', udpPort: 5 }), [CLIENT]);
  t.deepEqual(answerTo({ ...CLIENT, udpPort: 4_444 }), [{ ...CLIENT, udpPort: 4_444 }]);
  t.is(two.server.statistics(server)?.packetsReceived, 3);
});

test('a packet with a wrong tag from a new UDP port moves nothing', t => {
  const two = new TwoEndpoints();
  const { server } = two.up();
  const bytes = encodeSctp({
    sourcePort: CLIENT_PORT,
    destinationPort: SERVER_PORT,
    verificationTag: two.tagAtServer ^ 1,
    chunks: [{ type: 'HEARTBEAT', info: Uint8Array.of(1) }],
  });
  two.server.handle({ type: 'datagram', from: { ...CLIENT, udpPort: 4_444 }, bytes }, two.time.now());
  const sent = { type: 'send', stream: 0, ppid: 1, bytes: Uint8Array.of(1) } as const;
  two.server.handle({ type: 'to', association: server, input: sent }, two.time.now());
  const outputs = two.server.handle({ type: 'timeout' }, two.time.now());
  t.deepEqual(
    outputs.map(output => (output.type === 'transmit' ? output.to : output.type)),
    [CLIENT],
  );
});

test('a peer that answers from another address: the one addressed goes on being used while it answers', t => {
  const two = new TwoEndpoints();
  two.up();
  const other: PeerAddress = { address: '10.0.0.99', udpPort: 9899 };
  const now = () => two.time.now();
  const client = two.atClient.up[0]!.association;
  // HEARTBEAT from the other address: noted, the answer goes where packets went before
  const heartbeat = encodeSctp({
    sourcePort: SERVER_PORT,
    destinationPort: CLIENT_PORT,
    verificationTag: two.tagAtClient,
    chunks: [{ type: 'HEARTBEAT', info: Uint8Array.of(1) }],
  });
  const where = (outputs: readonly EndpointOutput[]) =>
    outputs.flatMap(output => (output.type === 'transmit' ? [output.to.address] : []));
  two.client.handle({ type: 'datagram', from: other, bytes: heartbeat }, now());
  t.deepEqual(where(two.client.handle({ type: 'timeout' }, now())), [SERVER.address]);
  // DATA is not acknowledged: each T3-rtx tries the other of the two
  two.client.handle(
    { type: 'to', association: client, input: { type: 'send', stream: 0, ppid: 1, bytes: Uint8Array.of(1) } },
    now(),
  );
  t.deepEqual(where(two.client.handle({ type: 'timeout' }, now())), [SERVER.address]);
  t.deepEqual(where(two.client.handle({ type: 'timeout' }, now() + 1_000)), [other.address]);
  t.deepEqual(where(two.client.handle({ type: 'timeout' }, now() + 3_000)), [SERVER.address]);
});

for (const [what, listed, expected] of [
  ['lists only the address it answers from', ['10.0.0.99'], '10.0.0.99'],
  ['lists the address that was dialled as well', ['10.0.0.99', SERVER.address], SERVER.address],
  ['lists none', [], SERVER.address],
  ['lists others only', ['10.0.0.98'], SERVER.address],
] as const) {
  test(`an INIT ACK from another address that ${what}`, t => {
    const two = new TwoEndpoints();
    two.pair.toRight.cut = true;
    two.associate();
    const bytes = encodeSctp({
      sourcePort: SERVER_PORT,
      destinationPort: CLIENT_PORT,
      verificationTag: chunksOf(two.atClient, 'INIT')[0]!.initiateTag,
      chunks: [
        {
          type: 'INIT-ACK',
          initiateTag: 77,
          advertisedReceiverWindow: 5_000,
          outboundStreams: 1,
          inboundStreams: 1,
          initialTsn: 1,
          parameters: [
            { type: 'STATE-COOKIE', cookie: Uint8Array.of(1, 2, 3, 4) },
            ...listed.map(
              address => ({ type: 'IPV4-ADDRESS', address: Uint8Array.from(address.split('.'), Number) }) as const,
            ),
          ],
        },
      ],
    });
    const outputs = two.client.handle({ type: 'datagram', from: { address: '10.0.0.99', udpPort: 9899 }, bytes }, 10);
    t.deepEqual(
      outputs.flatMap(output => (output.type === 'transmit' ? [output.to.address] : [])),
      [expected],
    );
  });
}
