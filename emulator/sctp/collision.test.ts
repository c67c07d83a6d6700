import test from 'ava';
import { judgeCookie } from './collision.ts';
import type { StateCookie } from './cookie.ts';
import { CLIENT, CLIENT_PORT, chunksOf, chunkTypes, SERVER_PORT, TwoEndpoints } from './testing/two-endpoints.ts';

const COOKIE: StateCookie = {
  createdAt: 0,
  lifeMs: 60_000,
  localPort: 1,
  peerPort: 2,
  localTag: 10,
  peerTag: 20,
  localTieTag: 0,
  peerTieTag: 0,
  localInitialTsn: 1,
  peerInitialTsn: 1,
  peerReceiverWindow: 1500,
  outboundStreams: 1,
  inboundStreams: 1,
};

test('the table of RFC 9260 §5.2.4', t => {
  const tied = { localTieTag: 11, peerTieTag: 21 };
  t.is(judgeCookie({ ...COOKIE, ...tied }, { localTag: 11, peerTag: 21 }), 'restart');
  t.is(judgeCookie(COOKIE, { localTag: 10, peerTag: 21 }), 'collision');
  t.is(judgeCookie(COOKIE, { localTag: 10, peerTag: 0 }), 'collision');
  t.is(judgeCookie(COOKIE, { localTag: 11, peerTag: 20 }), 'late');
  t.is(judgeCookie(COOKIE, { localTag: 10, peerTag: 20 }), 'again');
  t.is(judgeCookie({ ...COOKIE, ...tied }, { localTag: 11, peerTag: 20 }), 'discard');
  t.is(judgeCookie({ ...COOKIE, localTieTag: 11, peerTieTag: 22 }, { localTag: 11, peerTag: 21 }), 'discard');
  t.is(judgeCookie(COOKIE, { localTag: 11, peerTag: 21 }), 'discard');
});

test('both ends open at once with the same ports: one association', t => {
  const two = new TwoEndpoints();
  two.associate(CLIENT_PORT);
  const server = two.server.reserveId();
  two.pair.feedRight({
    type: 'associate',
    association: server,
    peer: CLIENT,
    peerPort: CLIENT_PORT,
    localPort: SERVER_PORT,
  });
  two.time.advance(60_000);
  t.is(two.atClient.up.length, 1);
  t.is(two.atServer.up.length, 1);
  t.is(two.client.associationCount, 1);
  t.is(two.server.associationCount, 1);
  two.clientSends(two.atClient.up[0]!.association, 0, Uint8Array.of(1));
  two.serverSends(server, 0, Uint8Array.of(2));
  two.time.advance(1_000);
  t.deepEqual(
    two.atServer.data.map(data => data.bytes[0]),
    [1],
  );
  t.deepEqual(
    two.atClient.data.map(data => data.bytes[0]),
    [2],
  );
});

test('a collision with each of its packets lost once still makes one association', t => {
  for (let lost = 0; lost < 8; lost++) {
    const two = new TwoEndpoints({ seed: lost + 1 });
    two.pair[lost % 2 === 0 ? 'toRight' : 'toLeft'].drop = (_, index) => index === lost >> 1;
    two.associate(CLIENT_PORT);
    const server = two.server.reserveId();
    two.time.advance(3);
    two.pair.feedRight({
      type: 'associate',
      association: server,
      peer: CLIENT,
      peerPort: CLIENT_PORT,
      localPort: SERVER_PORT,
    });
    two.time.advance(60_000);
    t.is(two.atClient.up.length, 1, `lost ${lost}`);
    t.is(two.atServer.up.length, 1, `lost ${lost}`);
    two.clientSends(two.atClient.up[0]!.association, 0, Uint8Array.of(1));
    two.serverSends(server, 0, Uint8Array.of(2));
    two.time.advance(10_000);
    t.is(two.atServer.data.length, 1, `lost ${lost}`);
    t.is(two.atClient.data.length, 1, `lost ${lost}`);
  }
});

test('a client that lost its memory and opens anew: restart is told, then the successor is up', t => {
  const two = new TwoEndpoints();
  const { server: first } = two.up();
  two.serverSends(first, 3, Uint8Array.of(1));
  two.time.advance(1_000);
  two.rebootClient();
  two.associate(CLIENT_PORT);
  two.time.advance(100);
  t.deepEqual(
    two.atServer.down.map(down => [down.association, down.reason.kind]),
    [[first, 'restart']],
  );
  t.is(two.atServer.up.length, 2);
  const second = two.atServer.up[1]!.association;
  t.not(second, first);
  t.is(two.server.associationCount, 1);
  t.is(two.server.statistics(first), undefined);
  two.serverSends(second, 3, Uint8Array.of(2));
  two.clientSends(two.atClient.up[1]!.association, 3, Uint8Array.of(3));
  two.time.advance(1_000);
  t.deepEqual(
    two.atClient.data.map(data => data.bytes[0]),
    [1, 2],
    'the successor starts its streams anew',
  );
  t.deepEqual(
    two.atServer.data.map(data => data.bytes[0]),
    [3],
  );
  t.deepEqual(
    two.atServer.data.map(data => data.association),
    [second],
  );
});

test('messages that waited when the peer restarted are lost, not sent to the successor', t => {
  const two = new TwoEndpoints();
  const { server: first } = two.up();
  two.pair.toLeft.cut = true;
  for (let i = 0; i < 100; i++) two.serverSends(first, 0, new Uint8Array(1000).fill(1));
  two.time.advance(100);
  two.pair.toLeft.cut = false;
  two.rebootClient();
  two.associate(CLIENT_PORT);
  two.time.advance(120_000);
  t.is(two.atServer.down.length, 1);
  t.deepEqual(two.atClient.data, []);
  t.is(two.serverStatistics(two.atServer.up[1]!.association).bufferedOctets, 0);
});

test('a restart while this end shuts down is refused until the old association is gone', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.tellClient(client, { type: 'shutdown' });
  two.pair.toLeft.cut = true;
  two.time.advance(10);
  two.rebootClient();
  two.pair.toLeft.cut = false;
  two.associate(CLIENT_PORT);
  two.time.advance(10_000);
  t.deepEqual(
    two.atServer.down.map(down => down.reason.kind),
    ['shutdown'],
    'the SHUTDOWN ACK was answered with the T bit',
  );
  t.is(two.atServer.up.length, 2);
  t.true(chunksOf(two.atClient, 'SHUTDOWN-COMPLETE').every(chunk => chunk.tagReflected));
});

test('INIT to an established association does not touch it', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  for (let i = 0; i < 5; i++) {
    two.forgeToServer({
      chunks: [
        {
          type: 'INIT',
          initiateTag: 1000 + i,
          advertisedReceiverWindow: 5_000,
          outboundStreams: 1,
          inboundStreams: 1,
          initialTsn: 1,
          parameters: [],
        },
      ],
    });
  }
  const [, ...answers] = chunksOf(two.atServer, 'INIT-ACK');
  t.is(answers.length, 5);
  t.is(new Set(answers.map(answer => answer.initiateTag)).size, 5, 'each with a new random tag');
  two.clientSends(client, 0, Uint8Array.of(1));
  two.time.advance(1_000);
  t.is(two.atServer.data.length, 1);
  t.deepEqual(two.atServer.down, []);
});

test('INIT to an end that sent SHUTDOWN ACK gets another SHUTDOWN ACK', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  // the client never hears SHUTDOWN ACK
  two.tellClient(client, { type: 'shutdown' });
  two.pair.toLeft.cut = true;
  two.time.advance(10);
  const before = two.atServer.sent.length;
  two.forgeToServer({
    chunks: [
      {
        type: 'INIT',
        initiateTag: 1000,
        advertisedReceiverWindow: 5_000,
        outboundStreams: 1,
        inboundStreams: 1,
        initialTsn: 1,
        parameters: [],
      },
    ],
  });
  t.deepEqual(chunkTypes(two.atServer).slice(before), ['SHUTDOWN-ACK']);
});
