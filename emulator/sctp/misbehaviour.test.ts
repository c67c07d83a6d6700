import test from 'ava';
import { type Chunk, encodeSctp } from '../codec/sctp/index.ts';
import { SeededRandom } from '../host/testing/index.ts';
import { CLIENT, CLIENT_PORT, chunksOf, chunkTypes, SERVER_PORT, TwoEndpoints } from './testing/two-endpoints.ts';

/** An association over which the client sent one message; and DATA as the client would go on. */
function busy() {
  const two = new TwoEndpoints();
  const ids = two.up();
  two.clientSends(ids.client, 0, Uint8Array.of(1));
  two.time.advance(1_000);
  const [first] = chunksOf(two.atClient, 'DATA');
  const data = (offset: number, fields: Partial<Extract<Chunk, { type: 'DATA' }>> = {}): Chunk => ({
    ...first!,
    tsn: (first!.tsn + offset) >>> 0,
    ssn: offset,
    ...fields,
  });
  const forge = (...chunks: Chunk[]) => {
    const before = two.atServer.sent.length;
    two.forgeToServer({ verificationTag: two.tagAtServer, chunks });
    two.time.advance(0);
    return two.atServer.sent.slice(before).flatMap(({ packet }) => packet.chunks);
  };
  return { two, ...ids, data, forge, tag: two.tagAtServer };
}

test('a wrong verification tag is discarded in silence', t => {
  const { two, tag } = busy();
  const before = two.atServer.sent.length;
  for (const chunk of [
    { type: 'ABORT', tagReflected: false, causes: [] },
    { type: 'SHUTDOWN-COMPLETE', tagReflected: false },
    { type: 'HEARTBEAT', info: Uint8Array.of(1) },
    { type: 'SHUTDOWN', cumulativeTsnAck: 1 },
  ] as const) {
    two.forgeToServer({ verificationTag: tag ^ 1, chunks: [chunk] });
    two.forgeToServer({ verificationTag: 0, chunks: [chunk] });
  }
  two.time.advance(10);
  t.is(two.atServer.sent.length, before);
  t.deepEqual(two.atServer.down, []);
});

test('ABORT with the T bit counts only with the reflected tag', t => {
  const { two, tag } = busy();
  const abort = { type: 'ABORT', tagReflected: true, causes: [] } as const;
  two.forgeToServer({ verificationTag: tag, chunks: [abort] });
  t.deepEqual(two.atServer.down, []);
  two.forgeToServer({ verificationTag: two.tagAtClient, chunks: [abort] });
  t.is(two.atServer.down[0]!.reason.kind, 'abort');
});

test('DATA on a stream that does not exist: acknowledged, reported, not delivered', t => {
  const { two, data, forge } = busy();
  const answers = forge(data(1, { stream: 30, immediate: true }));
  t.deepEqual(
    answers.filter(chunk => chunk.type === 'ERROR').flatMap(chunk => chunk.causes),
    [{ type: 'INVALID-STREAM-IDENTIFIER', stream: 30 }],
  );
  t.true(answers.some(chunk => chunk.type === 'SACK'));
  t.is(two.atServer.data.length, 1);
  forge(data(2, { ssn: 1 }));
  t.is(two.atServer.data.length, 2, 'the association goes on');
});

test('DATA without user data is answered with ABORT, No User Data', t => {
  const { data, forge } = busy();
  const chunk = data(1, { userData: new Uint8Array(0) });
  const [abort] = forge(chunk);
  t.like(abort, { type: 'ABORT' });
  if (abort?.type === 'ABORT' && chunk.type === 'DATA')
    t.deepEqual(abort.causes, [{ type: 'NO-USER-DATA', tsn: chunk.tsn }]);
});

test('fragments that contradict each other end the association', t => {
  const fragment = { beginning: false, ending: false, ssn: 1 };
  const cases: readonly (readonly [RegExp, (make: ReturnType<typeof busy>['data']) => Chunk[]])[] = [
    [
      /begins a message inside another/,
      make => [make(1, { ...fragment, beginning: true }), make(2, { ...fragment, beginning: true })],
    ],
    [/ends a message inside another/, make => [make(2, fragment), make(1, { ...fragment, ending: true })]],
    [/streams 0, 1/, make => [make(1, { ...fragment, beginning: true }), make(2, { ...fragment, stream: 1 })]],
    [/SSN 1 and 2/, make => [make(1, { ...fragment, beginning: true }), make(2, { ...fragment, ssn: 2 })]],
    [
      /both ordered and unordered/,
      make => [make(1, { ...fragment, beginning: true }), make(2, { ...fragment, unordered: true })],
    ],
    [/SSN 0 came twice/, make => [make(1, { ssn: 0 })]],
    [/SSN 5 came twice/, make => [make(1, { ssn: 5 }), make(2, { ssn: 5 })]],
  ];
  for (const [text, chunks] of cases) {
    const { two, data, forge } = busy();
    const answers = forge(...chunks(data));
    t.regex(two.atServer.down[0]?.reason.text ?? 'still up', text);
    t.true(answers.some(chunk => chunk.type === 'ABORT' && chunk.causes[0]!.type === 'PROTOCOL-VIOLATION'));
  }
});

test('a SACK of what was never sent ends the association; an old one does nothing', t => {
  const sack = { type: 'SACK', advertisedReceiverWindow: 5_000, gapAckBlocks: [], duplicateTsns: [] } as const;
  const sent = (two: TwoEndpoints) => chunksOf(two.atServer, 'INIT-ACK')[0]!.initialTsn;
  const old = busy();
  old.forge({ ...sack, cumulativeTsnAck: (sent(old.two) - 100) >>> 0 });
  t.deepEqual(old.two.atServer.down, []);
  for (const wrong of [
    { ...sack, ahead: 0 },
    { ...sack, ahead: -1, gapAckBlocks: [{ start: 2, end: 9 }] },
  ]) {
    const { two, forge } = busy();
    const { ahead, ...chunk } = wrong;
    forge({ ...chunk, cumulativeTsnAck: (sent(two) + ahead) >>> 0 });
    t.regex(two.atServer.down[0]?.reason.text ?? 'still up', /never sent/);
  }
});

test('unknown chunks: stop or skip, silent or reported, by their two highest bits', t => {
  const unknown = (chunkType: number): Chunk => ({ type: 'unknown', chunkType, flags: 0, value: Uint8Array.of(1, 2) });
  for (const [chunkType, reported, goesOn] of [
    [0x3f, false, false],
    [0x7f, true, false],
    [0xbf, false, true],
    [0xff, true, true],
  ] as const) {
    const { two, data, forge } = busy();
    const answers = forge(unknown(chunkType), data(1));
    const causes = answers.flatMap(chunk => (chunk.type === 'ERROR' ? chunk.causes : []));
    t.deepEqual(
      causes,
      reported ? [{ type: 'UNRECOGNIZED-CHUNK-TYPE', value: Uint8Array.of(chunkType, 0, 0, 6, 1, 2, 0, 0) }] : [],
    );
    t.is(two.atServer.data.length, goesOn ? 2 : 1);
  }
});

test('an ERROR of the peer is told, and the association goes on', t => {
  const { two, server, forge } = busy();
  forge({ type: 'ERROR', causes: [{ type: 'INVALID-STREAM-IDENTIFIER', stream: 7 }] });
  t.deepEqual(two.atServer.other, [
    { type: 'peerError', association: server, text: 'invalid stream identifier: stream 7' },
  ]);
  t.deepEqual(two.atServer.down, []);
});

test('a packet with our tag that nobody can read ends the association with the reason', t => {
  const { two, tag } = busy();
  const bytes = encodeSctp({
    sourcePort: CLIENT_PORT,
    destinationPort: SERVER_PORT,
    verificationTag: tag,
    chunks: [{ type: 'unknown', chunkType: 3, flags: 0, value: new Uint8Array(7) }],
  });
  two.pair.feedRight({ type: 'datagram', from: CLIENT, bytes });
  t.regex(two.atServer.down[0]!.reason.text, /broke the protocol: .*SACK/);
  t.is(chunksOf(two.atServer, 'ABORT')[0]!.causes[0]!.type, 'PROTOCOL-VIOLATION');
});

test('out of the blue: the table of RFC 9260 §8.4', t => {
  const sack = {
    type: 'SACK',
    cumulativeTsnAck: 1,
    advertisedReceiverWindow: 1,
    gapAckBlocks: [],
    duplicateTsns: [],
  } as const;
  const answer = (...chunks: Chunk[]) => {
    const two = new TwoEndpoints();
    two.forgeToServer({ verificationTag: 77, chunks });
    two.time.advance(10);
    const tags = two.atServer.sent.map(({ packet }) => packet.verificationTag);
    return [chunkTypes(two.atServer).join(), chunksOf(two.atServer, 'ABORT')[0]?.tagReflected, tags[0]];
  };
  const silence = ['', undefined, undefined];
  t.deepEqual(answer(sack), ['ABORT', true, 77]);
  t.deepEqual(answer({ type: 'HEARTBEAT', info: Uint8Array.of(1) }), ['ABORT', true, 77]);
  t.deepEqual(answer({ type: 'SHUTDOWN-ACK' }), ['SHUTDOWN-COMPLETE', undefined, 77]);
  t.deepEqual(answer({ type: 'ABORT', tagReflected: false, causes: [] }), silence);
  t.deepEqual(answer(sack, { type: 'ABORT', tagReflected: false, causes: [] }), silence);
  t.deepEqual(answer({ type: 'SHUTDOWN-COMPLETE', tagReflected: false }), silence);
  t.deepEqual(answer({ type: 'COOKIE-ACK' }), silence);
  t.deepEqual(answer({ type: 'ERROR', causes: [{ type: 'STALE-COOKIE', stalenessMicroseconds: 1 }] }), silence);
  t.deepEqual(answer({ type: 'COOKIE-ECHO', cookie: new Uint8Array(80) }), silence);
  t.deepEqual(answer(), silence);
});

test('SHUTDOWN ACK to an end in COOKIE-WAIT gets SHUTDOWN COMPLETE with the T bit', t => {
  const two = new TwoEndpoints();
  two.pair.toRight.cut = true;
  two.associate();
  two.forgeToClient({ verificationTag: 4_711, chunks: [{ type: 'SHUTDOWN-ACK' }] });
  const last = two.atClient.sent.at(-1)!.packet;
  t.is(last.verificationTag, 4_711);
  t.deepEqual(last.chunks, [{ type: 'SHUTDOWN-COMPLETE', tagReflected: true }]);
  t.deepEqual(two.atClient.down, []);
});

test('20,000 chunks of random content with right tags and checksums never make an endpoint throw', t => {
  const random = new SeededRandom(11);
  let associations = 0;
  for (let run = 0; run < 40; run++) {
    const { two, server, tag } = busy();
    two.serverSends(server, 0, new Uint8Array(3_000));
    for (let i = 0; i < 500; i++) {
      const length = random.below(40);
      const chunkType = random.chance(0.9) ? random.below(16) : random.below(256);
      const bytes = encodeSctp({
        sourcePort: CLIENT_PORT,
        destinationPort: SERVER_PORT,
        verificationTag: random.chance(0.95) ? tag : random.chance(0.5) ? 0 : two.tagAtClient,
        chunks: [{ type: 'unknown', chunkType, flags: random.below(256), value: random.bytes(length) }],
      });
      two.pair.feedRight({ type: 'datagram', from: CLIENT, bytes });
      if (i % 20 === 0) two.time.advance(500);
    }
    two.time.advance(400_000);
    associations += two.server.associationCount;
  }
  t.is(associations, 0, 'and what was broken is gone');
});

test('every packet of a real exchange, damaged at every octet, never makes an endpoint throw', t => {
  const random = new SeededRandom(12);
  const source = busy();
  source.two.serverSends(source.server, 0, new Uint8Array(200));
  source.two.pair.feedLeft({ type: 'to', association: source.client, input: { type: 'shutdown' } });
  source.two.time.advance(5_000);
  const packets = [...source.two.atClient.sent, ...source.two.atServer.sent].map(({ packet }) => encodeSctp(packet));
  const { two } = busy();
  for (const packet of packets) {
    for (let at = 0; at < packet.length; at++) {
      const damaged = packet.slice();
      damaged[at] = random.below(256);
      two.pair.feedRight({ type: 'datagram', from: CLIENT, bytes: damaged });
      two.pair.feedRight({ type: 'datagram', from: CLIENT, bytes: packet.subarray(0, at) });
    }
  }
  two.time.advance(1_000);
  t.deepEqual(two.atServer.down, [], 'the checksum keeps all of it out');
});
