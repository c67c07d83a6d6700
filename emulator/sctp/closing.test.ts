import test from 'ava';
import { decodeSctp } from '../codec/sctp/index.ts';
import { chunksOf, chunkTypes, TwoEndpoints } from './testing/two-endpoints.ts';

const has = (type: string) => (bytes: Uint8Array) => decodeSctp(bytes).chunks.some(chunk => chunk.type === type);

function losing(type: string, count: number): (bytes: Uint8Array) => boolean {
  let left = count;
  return bytes => has(type)(bytes) && left-- > 0;
}

function shutdownClient(two: TwoEndpoints, association: number): void {
  two.pair.feedLeft({ type: 'to', association, input: { type: 'shutdown' } });
}

test('three packets shut down; both ends say so once', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  shutdownClient(two, client);
  two.time.advance(1_000);
  t.deepEqual(chunkTypes(two.atClient).slice(2), ['SHUTDOWN', 'SHUTDOWN-COMPLETE']);
  t.deepEqual(chunkTypes(two.atServer).slice(2), ['SHUTDOWN-ACK']);
  t.deepEqual(
    two.atClient.down.map(down => down.reason.kind),
    ['shutdown'],
  );
  t.deepEqual(
    two.atServer.down.map(down => down.reason.kind),
    ['shutdown'],
  );
  t.is(two.client.associationCount, 0);
  t.is(two.server.associationCount, 0);
  two.time.advance(400_000);
  t.is(two.client.nextTimeout(), undefined, 'and no timer is left');
  t.is(two.server.nextTimeout(), undefined);
});

test('what was handed over before is delivered first, both ways, over a bad link', t => {
  const link = { delayMs: 5, loss: 0.1 };
  const two = new TwoEndpoints({ seed: 3, toServer: link, toClient: link });
  const { client, server } = two.up();
  for (let i = 0; i < 200; i++) {
    two.clientSends(client, i % 5, new Uint8Array(300));
    two.serverSends(server, i % 5, new Uint8Array(300));
  }
  shutdownClient(two, client);
  two.clientSends(client, 0, new Uint8Array(1));
  t.deepEqual(two.atClient.other, [{ type: 'refused', association: client, reason: 'state' }]);
  two.time.advance(200_000);
  t.is(two.atServer.data.length, 200);
  t.is(two.atClient.data.length, 200);
  t.deepEqual([two.atClient.down.length, two.atServer.down.length], [1, 1]);
});

for (const [type, direction, endsAfterMs] of [
  ['SHUTDOWN', 'toRight', 3_015],
  // both ends retransmit: the second SHUTDOWN is answered as well
  ['SHUTDOWN-ACK', 'toLeft', 1_015],
  ['SHUTDOWN-COMPLETE', 'toRight', 3_015],
] as const) {
  test(`${type} lost twice: the end comes a little later`, t => {
    const two = new TwoEndpoints();
    const { client } = two.up();
    two.pair[direction].drop = losing(type, 2);
    const since = two.time.now();
    shutdownClient(two, client);
    t.true(two.time.advanceUntil(() => two.atClient.down.length + two.atServer.down.length === 2, 60_000));
    t.deepEqual([two.atClient.down[0]!.reason.kind, two.atServer.down[0]!.reason.kind], ['shutdown', 'shutdown']);
    t.is(two.time.now() - since, endsAfterMs);
  });
}

test('both ends shut down at once', t => {
  const two = new TwoEndpoints();
  const { client, server } = two.up();
  shutdownClient(two, client);
  two.tellServer(server, { type: 'shutdown' });
  two.time.advance(10_000);
  t.deepEqual(
    two.atClient.down.map(down => down.reason.kind),
    ['shutdown'],
  );
  t.deepEqual(
    two.atServer.down.map(down => down.reason.kind),
    ['shutdown'],
  );
});

test('a peer that vanishes during shutdown: lost after Association.Max.Retrans', t => {
  const two = new TwoEndpoints({ parameters: { associationMaxRetrans: 3 } });
  const { client } = two.up();
  two.pair.toRight.cut = true;
  shutdownClient(two, client);
  two.time.advance(100_000);
  t.is(two.atClient.down[0]!.reason.kind, 'lost');
  t.is(chunksOf(two.atClient, 'SHUTDOWN').length, 4);
});

test('a peer that acknowledges SHUTDOWN with nothing but DATA: T5-shutdown-guard ends it', t => {
  const two = new TwoEndpoints({
    parameters: { rtoMaxMs: 2_000, heartbeatIntervalMs: 0, associationMaxRetrans: 1_000 },
  });
  const { client } = two.up();
  two.pair.toLeft.cut = true;
  shutdownClient(two, client);
  two.time.advance(9_999);
  t.deepEqual(two.atClient.down, []);
  two.time.advance(2);
  t.is(two.atClient.down[0]!.reason.kind, 'lost');
  t.regex(two.atClient.down[0]!.reason.text, /RTO\.Max/);
});

test('ABORT with a reason reaches the other end with its text', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.tellClient(client, { type: 'abort', reason: 'test is over' });
  two.time.advance(10);
  t.deepEqual(
    two.atClient.down.map(down => down.reason),
    [{ kind: 'abort', text: 'aborted here: test is over' }],
  );
  t.deepEqual(
    two.atServer.down.map(down => down.reason),
    [{ kind: 'abort', text: "aborted by the peer: user initiated abort: 'test is over'" }],
  );
});

test('an attempt that is given up: nothing is left, and a peer that had the cookie is told', t => {
  const early = new TwoEndpoints();
  shutdownClient(early, early.associate());
  t.deepEqual(
    early.atClient.down.map(down => down.reason.kind),
    ['shutdown'],
  );
  early.time.advance(10_000);
  t.is(early.client.associationCount, 0);

  const late = new TwoEndpoints();
  const association = late.associate();
  late.time.advance(11);
  shutdownClient(late, association);
  late.time.advance(10_000);
  t.deepEqual(chunkTypes(late.atClient), ['INIT', 'COOKIE-ECHO', 'ABORT']);
  t.is(late.server.associationCount, 0);
});

test('SHUTDOWN that acknowledges what was never sent is a protocol violation', t => {
  const two = new TwoEndpoints();
  const { server } = two.up();
  two.serverSends(server, 0, Uint8Array.of(1));
  two.time.advance(1_000);
  const { tsn } = chunksOf(two.atServer, 'DATA')[0]!;
  two.forgeToServer({
    verificationTag: two.tagAtServer,
    chunks: [{ type: 'SHUTDOWN', cumulativeTsnAck: (tsn + 5) >>> 0 }],
  });
  t.regex(two.atServer.down[0]!.reason.text, /never sent/);
  t.is(chunksOf(two.atServer, 'ABORT')[0]!.causes[0]!.type, 'PROTOCOL-VIOLATION');
});

test('DATA that comes after our SHUTDOWN is delivered and answered with SHUTDOWN', t => {
  const two = new TwoEndpoints();
  const { client, server } = two.up();
  two.serverSends(server, 0, Uint8Array.of(7));
  shutdownClient(two, client);
  two.time.advance(10_000);
  t.deepEqual(
    two.atClient.data.map(data => data.bytes[0]),
    [7],
  );
  t.deepEqual(
    two.atClient.down.map(down => down.reason.kind),
    ['shutdown'],
  );
  t.true(chunksOf(two.atClient, 'SHUTDOWN').length >= 2);
});

test('SHUTDOWN that acknowledges all that is outstanding lets out what still waits', t => {
  const two = new TwoEndpoints();
  const { server } = two.up();
  // one packet is outstanding, nine wait for the window
  two.pair.toLeft.cut = true;
  for (let i = 0; i < 10; i++) two.serverSends(server, 0, new Uint8Array(1_400));
  two.time.advance(1);
  const { tsn } = chunksOf(two.atServer, 'DATA').at(-1)!;
  const before = chunksOf(two.atServer, 'DATA').length;
  t.true(before < 10);
  two.forgeToServer({ verificationTag: two.tagAtServer, chunks: [{ type: 'SHUTDOWN', cumulativeTsnAck: tsn }] });
  two.time.advance(1);
  t.true(chunksOf(two.atServer, 'DATA').length > before);
});
