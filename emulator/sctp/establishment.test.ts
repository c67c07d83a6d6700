import test from 'ava';
import { decodeSctp } from '../codec/sctp/index.ts';
import { CLIENT_PORT, chunksOf, chunkTypes, SERVER_PORT, TwoEndpoints } from './testing/two-endpoints.ts';

const isFirst = (type: string) => (bytes: Uint8Array) => decodeSctp(bytes).chunks[0]!.type === type;

/** Loses the first `count` packets that begin with this chunk. */
function losing(type: string, count: number): (bytes: Uint8Array) => boolean {
  let left = count;
  return bytes => isFirst(type)(bytes) && left-- > 0;
}

test('four packets open an association, each with the right tag', t => {
  const two = new TwoEndpoints();
  two.up();
  t.deepEqual(chunkTypes(two.atClient), ['INIT', 'COOKIE-ECHO']);
  t.deepEqual(chunkTypes(two.atServer), ['INIT-ACK', 'COOKIE-ACK']);
  const [init] = chunksOf(two.atClient, 'INIT');
  const [initAck] = chunksOf(two.atServer, 'INIT-ACK');
  t.is(two.atClient.sent[0]!.packet.verificationTag, 0);
  t.is(two.atServer.sent[0]!.packet.verificationTag, init!.initiateTag);
  t.is(two.atClient.sent[1]!.packet.verificationTag, initAck!.initiateTag);
  t.is(two.atServer.sent[1]!.packet.verificationTag, init!.initiateTag);
  t.like(two.atClient.up[0], { incoming: false, peerPort: SERVER_PORT, localPort: CLIENT_PORT });
  t.like(two.atServer.up[0], { incoming: true, peerPort: CLIENT_PORT, localPort: SERVER_PORT });
});

test('streams are the smaller of what one end offers and the other takes', t => {
  const two = new TwoEndpoints({
    parameters: { outboundStreams: 5, inboundStreams: 9 },
    serverParameters: { outboundStreams: 20, inboundStreams: 3 },
  });
  two.up();
  t.like(two.atClient.up[0], { outboundStreams: 3, inboundStreams: 9 });
  t.like(two.atServer.up[0], { outboundStreams: 9, inboundStreams: 3 });
});

for (const [type, direction] of [
  ['INIT', 'toRight'],
  ['INIT-ACK', 'toLeft'],
  ['COOKIE-ECHO', 'toRight'],
  ['COOKIE-ACK', 'toLeft'],
] as const) {
  test(`${type} lost twice: the association comes up after 1 s and 2 s more`, t => {
    const two = new TwoEndpoints();
    two.pair[direction].drop = losing(type, 2);
    two.up();
    t.is(two.atClient.up.length, 1);
    t.is(two.atServer.up.length, 1);
    // four crossings of 5 ms; T1 is RTO.Initial, then doubled
    t.is(two.time.now(), 3_020);
  });
}

test('no answer to INIT: Max.Init.Retransmits with doubling T1-init up to RTO.Max, then init-timeout', t => {
  const two = new TwoEndpoints();
  two.pair.toRight.cut = true;
  two.associate();
  two.time.advance(1_000_000);
  const times = two.atClient.sent.map(({ at }) => at / 1000);
  t.deepEqual(times, [0, 1, 3, 7, 15, 31, 63, 123, 183]);
  t.is(two.atClient.down.length, 1);
  t.is(two.atClient.down[0]!.reason.kind, 'init-timeout');
  t.regex(two.atClient.down[0]!.reason.text, /10\.0\.0\.2 UDP port 9899 .*9 times INIT/);
  t.is(two.client.associationCount, 0);
  t.is(two.client.nextTimeout(), undefined);
});

test('no answer to COOKIE ECHO ends the attempt too', t => {
  const two = new TwoEndpoints();
  two.pair.toRight.drop = isFirst('COOKIE-ECHO');
  two.associate();
  two.time.advance(1_000_000);
  t.is(two.atClient.down[0]!.reason.kind, 'init-timeout');
  t.regex(two.atClient.down[0]!.reason.text, /COOKIE ECHO/);
  t.is(chunksOf(two.atClient, 'COOKIE-ECHO').length, 9);
  t.is(two.server.associationCount, 0, 'a listener keeps nothing before the cookie comes back');
});

test('the network says that nobody listens: unreachable, at once', t => {
  const two = new TwoEndpoints();
  const association = two.associate();
  two.pair.feedLeft({ type: 'to', association, input: { type: 'unreachable', text: 'port unreachable' } });
  t.deepEqual(
    two.atClient.down.map(down => down.reason),
    [{ kind: 'unreachable', text: 'port unreachable' }],
  );
});

test('unreachable after the association is up changes nothing', t => {
  const two = new TwoEndpoints();
  const { client } = two.up();
  two.tellClient(client, { type: 'unreachable', text: 'port unreachable' });
  t.deepEqual(two.atClient.down, []);
});

test('nobody listens on the SCTP port: ABORT ends the attempt', t => {
  const two = new TwoEndpoints();
  two.pair.feedRight({ type: 'unlisten', port: SERVER_PORT });
  two.associate();
  two.time.advance(100);
  t.is(two.atClient.down[0]!.reason.kind, 'abort');
  t.deepEqual(chunkTypes(two.atServer), ['ABORT']);
});

test('a stale cookie: the peer says so, the next INIT asks for a longer life', t => {
  const two = new TwoEndpoints({ parameters: { validCookieLifeMs: 200 } });
  // 300 ms to the server and back: each cookie is 300 ms old when it returns
  two.pair.toRight.options = { delayMs: 150 };
  two.pair.toLeft.options = { delayMs: 150 };
  two.up();
  const inits = chunksOf(two.atClient, 'INIT');
  t.is(inits.length, 2);
  t.deepEqual(inits[0]!.parameters, []);
  // 100 ms stale, and one RTO for the way
  t.deepEqual(inits[1]!.parameters, [{ type: 'COOKIE-PRESERVATIVE', incrementMs: 1_100 }]);
  t.deepEqual(chunksOf(two.atServer, 'ERROR')[0]!.causes, [{ type: 'STALE-COOKIE', stalenessMicroseconds: 100_000 }]);
});

test('a cookie that is always stale ends the attempt', t => {
  const two = new TwoEndpoints({ parameters: { validCookieLifeMs: 10, maxInitRetransmits: 3 } });
  two.pair.toRight.options = { delayMs: 150 };
  two.pair.toLeft.options = { delayMs: 150 };
  two.associate();
  two.time.advance(60_000);
  t.is(two.atClient.down[0]!.reason.kind, 'init-timeout');
  t.regex(two.atClient.down[0]!.reason.text, /4 cookies stale/);
});

test('a cookie with one bit changed is discarded in silence', t => {
  const two = new TwoEndpoints();
  two.pair.toRight.drop = isFirst('COOKIE-ECHO');
  two.associate();
  two.time.advance(100);
  const { packet } = two.atClient.sent[1]!;
  const echo = packet.chunks[0]!;
  if (echo.type !== 'COOKIE-ECHO') return t.fail();
  const before = two.atServer.sent.length;
  for (const bit of [0, 77, 300, 79 * 8]) {
    const cookie = echo.cookie.slice();
    cookie[bit >> 3]! ^= 1 << (bit & 7);
    two.forgeToServer({ verificationTag: packet.verificationTag, chunks: [{ type: 'COOKIE-ECHO', cookie }] });
  }
  two.forgeToServer({ verificationTag: packet.verificationTag ^ 1, chunks: [echo] });
  two.forgeToServer({ verificationTag: packet.verificationTag, sourcePort: CLIENT_PORT + 1, chunks: [echo] });
  t.is(two.atServer.sent.length, before);
  t.is(two.atServer.up.length, 0);
  two.forgeToServer({ verificationTag: packet.verificationTag, chunks: [echo] });
  t.is(two.atServer.up.length, 1, 'unchanged it opens the association');
});

test('INIT ACK without a cookie, with tag 0 or without streams ends the attempt', t => {
  const good = {
    type: 'INIT-ACK',
    initiateTag: 77,
    advertisedReceiverWindow: 5_000,
    outboundStreams: 1,
    inboundStreams: 1,
    initialTsn: 1,
    parameters: [{ type: 'STATE-COOKIE', cookie: Uint8Array.of(1, 2, 3, 4) }],
  } as const;
  const cases = [
    [{ ...good, parameters: [] }, /no State Cookie/, 'MISSING-MANDATORY-PARAMETER'],
    [{ ...good, outboundStreams: 0 }, /no outbound stream/, 'INVALID-MANDATORY-PARAMETER'],
    [{ ...good, inboundStreams: 0 }, /no inbound stream/, 'INVALID-MANDATORY-PARAMETER'],
    [{ ...good, advertisedReceiverWindow: 1_499 }, /1499 octets/, 'PROTOCOL-VIOLATION'],
    [{ ...good, initiateTag: 0 }, /initiate tag 0/, undefined],
  ] as const;
  for (const [chunk, text, cause] of cases) {
    const two = new TwoEndpoints();
    two.pair.toRight.cut = true;
    two.associate();
    const [init] = chunksOf(two.atClient, 'INIT');
    two.forgeToClient({ verificationTag: init!.initiateTag, chunks: [chunk] });
    t.regex(two.atClient.down[0]!.reason.text, text);
    const aborts = chunksOf(two.atClient, 'ABORT');
    t.deepEqual(
      aborts.map(abort => abort.causes[0]!.type),
      cause === undefined ? [] : [cause],
    );
  }
});

test('INIT with tag 0, with company or with a verification tag is discarded; without streams it is aborted', t => {
  const two = new TwoEndpoints();
  const init = {
    type: 'INIT',
    initiateTag: 99,
    advertisedReceiverWindow: 5_000,
    outboundStreams: 1,
    inboundStreams: 1,
    initialTsn: 1,
    parameters: [],
  } as const;
  two.forgeToServer({ chunks: [{ ...init, initiateTag: 0 }] });
  two.forgeToServer({ chunks: [init, { type: 'COOKIE-ACK' }] });
  two.forgeToServer({ verificationTag: 5, chunks: [init] });
  t.deepEqual(chunkTypes(two.atServer), []);
  two.forgeToServer({ chunks: [{ ...init, outboundStreams: 0 }] });
  two.forgeToServer({ chunks: [{ ...init, parameters: [{ type: 'HOST-NAME-ADDRESS', name: Uint8Array.of(97, 0) }] }] });
  t.deepEqual(
    chunksOf(two.atServer, 'ABORT').map(abort => abort.causes[0]!.type),
    ['INVALID-MANDATORY-PARAMETER', 'UNRESOLVABLE-ADDRESS'],
  );
  t.is(two.atServer.sent[0]!.packet.verificationTag, 99);
});

test('unknown parameters: skipped or not, reported or not, by their two highest bits', t => {
  const two = new TwoEndpoints();
  const unknown = (parameterType: number) => ({ type: 'unknown', parameterType, value: Uint8Array.of(1) }) as const;
  const init = {
    type: 'INIT',
    initiateTag: 99,
    advertisedReceiverWindow: 5_000,
    outboundStreams: 1,
    inboundStreams: 1,
    initialTsn: 1,
  } as const;
  const reported = (...types: number[]) => {
    const before = chunksOf(two.atServer, 'INIT-ACK').length;
    two.forgeToServer({ chunks: [{ ...init, parameters: types.map(unknown) }] });
    return chunksOf(two.atServer, 'INIT-ACK')
      .slice(before)
      .flatMap(ack => ack.parameters)
      .filter(parameter => parameter.type === 'UNRECOGNIZED-PARAMETER')
      .map(({ parameter }) => (parameter[0]! << 8) | parameter[1]!);
  };
  t.deepEqual(reported(0x8111, 0xc111, 0xc112), [0xc111, 0xc112], '10 is skipped, 11 is skipped and reported');
  t.deepEqual(reported(0x0111, 0xc111), [], '00 stops in silence');
  t.deepEqual(reported(0x4111, 0xc111), [0x4111], '01 stops and is reported');
});

test('unknown parameters of an INIT ACK are reported with the COOKIE ECHO', t => {
  const two = new TwoEndpoints();
  two.pair.toRight.cut = true;
  two.associate();
  const [init] = chunksOf(two.atClient, 'INIT');
  two.forgeToClient({
    verificationTag: init!.initiateTag,
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
          { type: 'unknown', parameterType: 0xc111, value: Uint8Array.of(5) },
          { type: 'FORWARD-TSN-SUPPORTED' },
        ],
      },
    ],
  });
  t.deepEqual(chunkTypes(two.atClient), ['INIT', 'COOKIE-ECHO+ERROR']);
  const [error] = chunksOf(two.atClient, 'ERROR');
  t.deepEqual(error!.causes, [{ type: 'UNRECOGNIZED-PARAMETERS', value: Uint8Array.of(0xc1, 0x11, 0, 5, 5, 0, 0, 0) }]);
});
