import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import { SeededRandom } from '../../host/testing/index.ts';
import type { FieldTree } from '../tree.ts';
import type { Chunk } from './chunk.ts';
import { describeChunk, describeSctp } from './describe.ts';
import { explainSctp } from './explain.ts';
import { GOLDEN_PACKETS } from './open5gs.fixture.ts';
import { decodeSctp, encodeSctp, PacketWriter } from './packet.ts';

const HEADER = { sourcePort: 50_000, destinationPort: 36_412, verificationTag: 0xdeadbeef };
const octets = (...values: number[]) => Uint8Array.from(values);

/** One chunk of each kind, with every field and option in use, its value in hex, and how it reads. */
const CHUNKS: readonly (readonly [Chunk, string, string])[] = [
  [
    {
      type: 'DATA',
      immediate: true,
      unordered: true,
      beginning: true,
      ending: false,
      tsn: 0xfffffffe,
      stream: 3,
      ssn: 0x1234,
      ppid: 18,
      userData: octets(1, 2, 3, 4, 5),
    },
    '000e0015 fffffffe 0003 1234 00000012 0102030405 000000',
    'DATA first unordered tsn=4294967294 stream=3 ppid=18 (S1AP) 5 octets',
  ],
  [
    {
      type: 'INIT',
      initiateTag: 0x11223344,
      advertisedReceiverWindow: 131_072,
      outboundStreams: 30,
      inboundStreams: 65_535,
      initialTsn: 7,
      parameters: [
        { type: 'IPV4-ADDRESS', address: octets(10, 45, 0, 1) },
        { type: 'IPV6-ADDRESS', address: octets(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) },
        { type: 'COOKIE-PRESERVATIVE', incrementMs: 1_500 },
        { type: 'SUPPORTED-ADDRESS-TYPES', addressTypes: [5, 6, 5] },
        { type: 'ECN-CAPABLE' },
        { type: 'FORWARD-TSN-SUPPORTED' },
        { type: 'SUPPORTED-EXTENSIONS', chunkTypes: [192, 15, 193] },
        { type: 'HOST-NAME-ADDRESS', name: octets(0x68, 0x6f, 0x73, 0x74, 0) },
        { type: 'unknown', parameterType: 0x8002, value: octets(9, 8, 7) },
      ],
    },
    `01000067 11223344 00020000 001e ffff 00000007
     00050008 0a2d0001
     00060014 20010db8000000000000000000000001
     00090008 000005dc
     000c000a 0005 0006 0005 0000
     80000004 c0000004
     80080007 c00fc1 00
     000b0009 686f737400 000000
     80020007 090807 00`,
    'INIT streams=30/65535',
  ],
  [
    {
      type: 'INIT-ACK',
      initiateTag: 1,
      advertisedReceiverWindow: 1_500,
      outboundStreams: 1,
      inboundStreams: 2,
      initialTsn: 0xffffffff,
      parameters: [
        { type: 'STATE-COOKIE', cookie: octets(0xc0, 0x0c, 0x1e) },
        { type: 'UNRECOGNIZED-PARAMETER', parameter: octets(0xc1, 0x11, 0, 4) },
      ],
    },
    '02000024 00000001 000005dc 0001 0002 ffffffff 00070007 c00c1e00 00080008 c1110004',
    'INIT ACK streams=1/2',
  ],
  [
    {
      type: 'SACK',
      cumulativeTsnAck: 100,
      advertisedReceiverWindow: 5_000,
      gapAckBlocks: [
        { start: 2, end: 3 },
        { start: 5, end: 65_535 },
      ],
      duplicateTsns: [99, 102],
    },
    '03000020 00000064 00001388 0002 0002 0002 0003 0005 ffff 00000063 00000066',
    'SACK 100 gaps=+2…3,+5…65535 duplicates=2',
  ],
  [{ type: 'HEARTBEAT', info: octets(1, 2, 3, 4, 5) }, '0400000d 00010009 0102030405 000000', 'HEARTBEAT'],
  [{ type: 'HEARTBEAT-ACK', info: octets(1, 2, 3, 4) }, '0500000c 00010008 01020304', 'HEARTBEAT ACK'],
  [
    {
      type: 'ABORT',
      tagReflected: true,
      causes: [
        { type: 'USER-INITIATED-ABORT', value: octets(0x62, 0x79, 0x65) },
        { type: 'OUT-OF-RESOURCE' },
        { type: 'PROTOCOL-VIOLATION', value: octets(0, 1) },
      ],
    },
    '06010016 000c0007 62796500 00040004 000d0006 0001 0000',
    "ABORT (user initiated abort: 'bye'; out of resource; protocol violation: 0001)",
  ],
  [{ type: 'SHUTDOWN', cumulativeTsnAck: 0xdecade }, '07000008 00decade', 'SHUTDOWN'],
  [{ type: 'SHUTDOWN-ACK' }, '08000004', 'SHUTDOWN ACK'],
  [
    {
      type: 'ERROR',
      causes: [
        { type: 'INVALID-STREAM-IDENTIFIER', stream: 30 },
        { type: 'MISSING-MANDATORY-PARAMETER', parameterTypes: [7] },
        { type: 'STALE-COOKIE', stalenessMicroseconds: 1_000_000 },
        { type: 'UNRESOLVABLE-ADDRESS', value: octets(0, 11, 0, 4) },
        { type: 'UNRECOGNIZED-CHUNK-TYPE', value: octets(0xff, 0, 0, 4) },
        { type: 'INVALID-MANDATORY-PARAMETER' },
        { type: 'UNRECOGNIZED-PARAMETERS', value: octets(0xc1, 0x11, 0, 4) },
        { type: 'NO-USER-DATA', tsn: 8 },
        { type: 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN' },
        { type: 'RESTART-WITH-NEW-ADDRESSES', value: octets(0, 5, 0, 8, 10, 0, 0, 1) },
        { type: 'unknown', causeCode: 0x4000, value: octets(1) },
      ],
    },
    `09000059 00010008 001e0000 0002000a 00000001 0007 0000 00030008 000f4240 00050008 000b0004 00060008 ff000004
     00070004 00080008 c1110004 00090008 00000008 000a0004 000b000c 000500080a000001 40000005 01 000000`,
    'ERROR (invalid stream identifier: stream 30; missing mandatory parameter: 7; stale cookie: 1000000 µs; unresolvable address: 000b0004; unrecognized chunk type: ff000004; invalid mandatory parameter; unrecognized parameters: c1110004; no user data: TSN 8; cookie received while shutting down; restart with new addresses: 000500080a000001; cause 16384: 01)',
  ],
  [{ type: 'COOKIE-ECHO', cookie: octets(1, 2, 3, 4, 5, 6) }, '0a00000a 010203040506 0000', 'COOKIE ECHO'],
  [{ type: 'COOKIE-ACK' }, '0b000004', 'COOKIE ACK'],
  [{ type: 'SHUTDOWN-COMPLETE', tagReflected: true }, '0e010004', 'SHUTDOWN COMPLETE'],
  [{ type: 'unknown', chunkType: 0xc1, flags: 0x5a, value: octets(1, 2) }, 'c15a0006 0102 0000', 'chunk type 193'],
];

for (const [chunk, hex, text] of CHUNKS) {
  const packet = { ...HEADER, chunks: [chunk] };
  const wire = encodeSctp(packet);

  test(`${chunk.type}: encodes to its layout`, t => {
    t.is(toHex(wire.subarray(12)), toHex(fromHex(hex)));
  });
  test(`${chunk.type}: decodes to what was encoded`, t => {
    t.deepEqual(decodeSctp(wire), packet);
  });
  test(`${chunk.type}: every truncation is a DecodeError`, t => {
    for (let length = 0; length < wire.length; length++) {
      // cut at the end of the header it is a packet without chunks
      if (length === 12) continue;
      t.throws(() => decodeSctp(wire.subarray(0, length), 'ignored'), { instanceOf: DecodeError }, `${length} octets`);
    }
  });
  test(`${chunk.type}: is described and explained field by field`, t => {
    t.is(describeChunk(chunk), text);
    const tree = explainSctp(wire);
    t.is(tree.children?.[3]?.value?.endsWith('(correct)'), true);
    coversEachOctetOnce(t, tree.children![4]!, wire.length);
  });
}

/** Children lie inside their parent, in order, without overlap. */
function coversEachOctetOnce(t: { true: (value: boolean, text?: string) => void }, tree: FieldTree, end: number): void {
  let at = tree.offset;
  t.true(tree.offset + tree.length <= end, tree.name);
  for (const child of tree.children ?? []) {
    // flags share the chunk's first word with its type and length
    if (child.length === 1 && child.offset === tree.offset + 1) continue;
    t.true(child.offset >= at, `${tree.name} / ${child.name} begins at ${child.offset}, before ${at}`);
    at = child.offset + child.length;
    t.true(at <= tree.offset + tree.length, `${tree.name} / ${child.name} ends at ${at}`);
    coversEachOctetOnce(t, child, end);
  }
}

test('a tree names offsets, values and clauses', t => {
  const wire = encodeSctp({ ...HEADER, chunks: [CHUNKS[0]![0], CHUNKS[3]![0]] });
  const tree = explainSctp(wire);
  t.deepEqual(tree.children?.slice(0, 3), [
    { name: 'Source Port Number', offset: 0, length: 2, value: '50000', clause: 'RFC 9260 §3.1' },
    { name: 'Destination Port Number', offset: 2, length: 2, value: '36412', clause: 'RFC 9260 §3.1' },
    { name: 'Verification Tag', offset: 4, length: 4, value: '0xdeadbeef', clause: 'RFC 9260 §3.1' },
  ]);
  const [data, sack] = tree.children!.slice(4);
  t.like(data, { name: 'DATA', offset: 12, length: 24, clause: 'RFC 9260 §3.3.1' });
  t.deepEqual(
    data!.children!.map(({ name, offset, value }) => [name, offset, value]),
    [
      ['Flags', 13, '0x0e (immediate, unordered, beginning)'],
      ['TSN', 16, '4294967294'],
      ['Stream Identifier', 20, '3'],
      ['Stream Sequence Number', 22, '4660'],
      ['Payload Protocol Identifier', 24, '18 (S1AP)'],
      ['User Data', 28, '5 octets'],
    ],
  );
  t.deepEqual(
    sack!.children!.slice(4).map(({ name, offset, value }) => [name, offset, value]),
    [
      ['Gap Ack Block #1', 52, '+2 … +3 (TSN 102 … 103)'],
      ['Gap Ack Block #2', 56, '+5 … +65535 (TSN 105 … 65635)'],
      ['Duplicate TSN 1', 60, '99'],
      ['Duplicate TSN 2', 64, '102'],
    ],
  );
});

test('golden packets of Open5GS decode, and encode to the same octets', t => {
  for (const { chunks, frame, hex } of GOLDEN_PACKETS) {
    const wire = fromHex(hex);
    const packet = decodeSctp(wire, 'ignored');
    t.is(packet.chunks.map(chunk => chunk.type).join('+'), chunks, frame);
    const again = encodeSctp(packet);
    // the checksum of the capture was never computed
    t.is(toHex(again).replace(/^(.{16}).{8}/, '$1'), hex.replace(/^(.{16}).{8}/, '$1'), frame);
    const tree = explainSctp(wire);
    for (const chunk of tree.children!.slice(4)) coversEachOctetOnce(t, chunk, wire.length);
    for (let length = 13; length < wire.length; length++) {
      const whole = packet.chunks.length > 1 && length === tree.children![4]!.offset + tree.children![4]!.length;
      if (!whole) t.throws(() => decodeSctp(wire.subarray(0, length), 'ignored'), { instanceOf: DecodeError }, frame);
    }
  }
});

test('what golden packets say', t => {
  const byChunks = (chunks: string) => {
    const golden = GOLDEN_PACKETS.find(packet => packet.chunks === chunks);
    return decodeSctp(fromHex(golden!.hex), 'ignored');
  };
  t.is(describeSctp(byChunks('SACK+DATA')), 'SACK 622085437 + DATA tsn=401750063 stream=0 ppid=18 (S1AP) 17 octets');
  const [init] = byChunks('INIT').chunks;
  if (init?.type !== 'INIT') return t.fail();
  t.like(init, {
    initiateTag: 0x73d57d62,
    advertisedReceiverWindow: 131_072,
    outboundStreams: 30,
    initialTsn: 611_435_618,
  });
  t.deepEqual(
    init.parameters
      .filter(parameter => parameter.type === 'IPV4-ADDRESS')
      .map(parameter => parameter.address.join('.')),
    ['10.45.0.1', '127.0.1.10', '127.0.1.5', '127.0.1.2', '127.0.0.5', '127.0.0.2', '127.0.0.1'],
  );
});

test('a wrong checksum is named, and let pass only when asked', t => {
  const wire = encodeSctp({ ...HEADER, chunks: [{ type: 'COOKIE-ACK' }] });
  wire[11]! ^= 1;
  const error = t.throws(() => decodeSctp(wire), { instanceOf: DecodeError });
  t.is(error.offset, 8);
  t.is(error.path, 'checksum');
  t.deepEqual(decodeSctp(wire, 'ignored').chunks, [{ type: 'COOKIE-ACK' }]);
  t.regex(explainSctp(wire).children![3]!.value!, /wrong, must be 0x/);
});

test('wrong lengths inside a chunk are found, with their place', t => {
  const cases: readonly (readonly [string, number, string, RegExp])[] = [
    ['03000010 00000001 00000001 0001 0000', 24, 'SACK', /1 gap ack blocks and 0 duplicate TSNs in 0 octets/],
    ['0b000005 00000000', 16, 'COOKIE-ACK', /1 octets too many/],
    ['0b000003', 14, '', /length is 3, must be at least 4/],
    ['04000008 00020004', 16, 'HEARTBEAT', /exactly one Heartbeat Info/],
    ['04000004', 16, 'HEARTBEAT', /exactly one Heartbeat Info/],
    ['06000008 000c0003', 18, 'ABORT', /error cause length is 3/],
    ['0900000c 0002000c 00000005', 16, 'ERROR', /needs/],
    ['09000010 0002000c 00000005 00010002', 24, 'ERROR', /counts 5 parameters in 4 octets/],
    ['01000018 00000001 00000001 0001 0001 00000001 00050004', 36, 'INIT', /IPv4 address has 0 octets/],
  ];
  for (const [chunk, offset, path, reason] of cases) {
    const wire = Uint8Array.from([...new Uint8Array(12), ...fromHex(chunk)]);
    const error = t.throws(() => decodeSctp(wire, 'ignored'), { instanceOf: DecodeError });
    t.regex(error.message, reason);
    t.is(error.path, path);
    t.true(Math.abs(error.offset - offset) <= 8, `${chunk}: at ${error.offset}`);
  }
});

test('padding inside or outside the chunk length of a last parameter is read alike', t => {
  const body = '00000001 000005dc 0001 0001 00000001 80080005 0f';
  const inside = fromHex(`0100001c ${body} 000000`);
  const outside = fromHex(`01000019 ${body} 000000`);
  const read = (chunk: Uint8Array) => decodeSctp(Uint8Array.from([...new Uint8Array(12), ...chunk]), 'ignored').chunks;
  t.deepEqual(read(inside), read(outside));
});

test('200,000 random packets let only DecodeError escape, from decoder and explainer', t => {
  const random = new SeededRandom(5);
  let decoded = 0;
  for (let i = 0; i < 200_000; i++) {
    const wire = new Uint8Array(12 + 4 * random.below(12));
    for (let at = 0; at < wire.length; at++) wire[at] = random.below(256);
    if (wire.length > 16) {
      wire[12] = random.below(16);
      wire[14] = 0;
      wire[15] = random.chance(0.7) ? wire.length - 12 : random.below(64);
    }
    try {
      decodeSctp(wire, 'ignored');
      decoded++;
      explainSctp(wire);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  t.true(decoded > 10_000, `${decoded} of them decoded`);
});

test('a chunk too long for its length field is our mistake', t => {
  const chunk = { type: 'COOKIE-ECHO', cookie: new Uint8Array(65_536) } as const;
  t.throws(() => encodeSctp({ ...HEADER, chunks: [chunk] }), { instanceOf: RangeError, message: /65540 octets/ });
});

test('a packet writer keeps within its limit, and takes anything when empty', t => {
  const writer = new PacketWriter();
  writer.begin(1, 2, 3);
  const echo = { type: 'COOKIE-ECHO', cookie: new Uint8Array(100) } as const;
  t.true(writer.addWithin(echo, 50));
  t.false(writer.addWithin({ type: 'COOKIE-ACK' }, 118));
  t.true(writer.addWithin({ type: 'COOKIE-ACK' }, 120));
  t.deepEqual(decodeSctp(writer.finish()).chunks, [echo, { type: 'COOKIE-ACK' }]);
});
