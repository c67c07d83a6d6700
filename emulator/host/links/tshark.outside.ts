import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Chunk, decodeSctp, encodeSctp } from '../../codec/sctp/index.ts';
import { ImpairedCarrier } from '../testing/impaired-carrier.ts';
import { Impairment } from '../testing/impairment.ts';
import { VirtualTime } from '../testing/virtual-time.ts';
import { openMemoryNetwork, openSctpInMemory, openSctpOverUdp } from './open.ts';
import { type PacketEvent, SCTP_UDP_PORT } from './sctp-socket.ts';
import { pcapOf } from './testing/capture.ts';
import { echoing, exchange } from './testing/exchange.ts';
import { missingPackages } from './testing/user-mode-linux.ts';

// tshark reads what ours exchanged with ours: every checksum right, nothing malformed, the same chunks in the same order.
// neither port nor PPID may mean a protocol to tshark: it would call our test messages malformed ones of that
const SCTP_PORT = 5_001;
const PACKAGES = { tshark: '/usr/bin/tshark' };

test.before(t => {
  const missing = missingPackages(PACKAGES);
  t.deepEqual(missing, [], `install the Debian package ${missing.join(' ')}`);
});

test('an exchange over UDP on loopback', async t => {
  const packets: PacketEvent[] = [];
  const server = await openSctpOverUdp();
  const client = await openSctpOverUdp();
  client.tap(packet => packets.push(asServer(packet)));
  server.listen(SCTP_PORT, echoing());
  const target = { address: server.localAddress, udpPort: server.udpPort, sctpPort: SCTP_PORT };
  const lengthOf = (number: number) => 8 + (number % 300);
  const report = await exchange(client, target, { messages: 2_000, depth: 60, streams: 10, lengthOf, ppid: 0 });
  await client.close();
  await server.close();
  t.is(report.down, 'shutdown: shut down');
  judge(t, packets);
});

test('a bad link: gaps, duplicates, retransmissions, fragments, heartbeats, shutdown', async t => {
  const packets: PacketEvent[] = [];
  const time = new VirtualTime();
  const network = openMemoryNetwork(time.soon);
  const link = { loss: 0.1, duplicate: 0.05, reorder: 0.1, delayMs: 5 };
  const impairments = { sent: new Impairment(link, 5), received: new Impairment(link, 6) };
  const server = openSctpInMemory(network, {
    localAddress: '10.0.0.2',
    udpPort: SCTP_UDP_PORT,
    clock: time.clock(),
    soon: time.soon,
    through: carrier => new ImpairedCarrier(carrier, impairments, time.clock()),
  });
  const client = openSctpInMemory(network, { localAddress: '10.0.0.1', clock: time.clock(), soon: time.soon });
  client.tap(packet => packets.push(packet));
  server.listen(SCTP_PORT, echoing());
  const target = { address: '10.0.0.2', sctpPort: SCTP_PORT };
  const lengthOf = (number: number) => (number % 20 === 0 ? 5_000 : 8 + number);
  const report = exchange(client, target, { messages: 500, depth: 30, streams: 8, lengthOf, ppid: 0 });
  client.connect(target, { up: () => {}, data: () => {}, down: () => {} });
  time.advance(300_000);
  t.is((await report).down, 'shutdown: shut down');
  await client.close();
  await server.close();
  const seen = judge(t, packets);
  for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 14]) t.true(seen.has(code), `chunk type ${code}`);
});

test('every chunk, parameter and error cause', t => {
  const octets = (...values: number[]) => Uint8Array.from(values);
  const init = {
    initiateTag: 1,
    advertisedReceiverWindow: 131_072,
    outboundStreams: 30,
    inboundStreams: 65_535,
    initialTsn: 7,
  };
  const packets: readonly Chunk[][] = [
    [
      {
        type: 'INIT',
        ...init,
        parameters: [
          { type: 'IPV4-ADDRESS', address: octets(10, 45, 0, 1) },
          { type: 'IPV6-ADDRESS', address: new Uint8Array(16).fill(0x20) },
          { type: 'COOKIE-PRESERVATIVE', incrementMs: 1_500 },
          { type: 'SUPPORTED-ADDRESS-TYPES', addressTypes: [5, 6, 5] },
          { type: 'ECN-CAPABLE' },
          { type: 'FORWARD-TSN-SUPPORTED' },
          { type: 'SUPPORTED-EXTENSIONS', chunkTypes: [192, 15, 193] },
        ],
      },
    ],
    [
      {
        type: 'INIT-ACK',
        ...init,
        parameters: [
          { type: 'STATE-COOKIE', cookie: new Uint8Array(81) },
          { type: 'UNRECOGNIZED-PARAMETER', parameter: octets(0xc1, 0x11, 0, 4) },
        ],
      },
    ],
    [{ type: 'COOKIE-ECHO', cookie: new Uint8Array(81) }],
    [
      {
        type: 'ERROR',
        causes: [
          { type: 'INVALID-STREAM-IDENTIFIER', stream: 30 },
          { type: 'MISSING-MANDATORY-PARAMETER', parameterTypes: [7, 8] },
          { type: 'STALE-COOKIE', stalenessMicroseconds: 1_000_000 },
          { type: 'UNRESOLVABLE-ADDRESS', value: octets(0, 5, 0, 8, 10, 0, 0, 1) },
          { type: 'UNRECOGNIZED-CHUNK-TYPE', value: octets(0xff, 0, 0, 4) },
          { type: 'INVALID-MANDATORY-PARAMETER' },
          { type: 'UNRECOGNIZED-PARAMETERS', value: octets(0xc1, 0x11, 0, 4) },
          { type: 'NO-USER-DATA', tsn: 8 },
          { type: 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN' },
          { type: 'RESTART-WITH-NEW-ADDRESSES', value: octets(0, 5, 0, 8, 10, 0, 0, 1) },
        ],
      },
      {
        type: 'SACK',
        cumulativeTsnAck: 100,
        advertisedReceiverWindow: 5_000,
        gapAckBlocks: [{ start: 2, end: 3 }],
        duplicateTsns: [99],
      },
    ],
    [
      {
        type: 'ABORT',
        tagReflected: true,
        causes: [
          { type: 'OUT-OF-RESOURCE' },
          { type: 'USER-INITIATED-ABORT', value: octets(0x62, 0x79, 0x65) },
          { type: 'PROTOCOL-VIOLATION', value: octets(0x61) },
        ],
      },
    ],
    [{ type: 'SHUTDOWN-COMPLETE', tagReflected: true }],
  ];
  const local = { address: '10.0.0.1', udpPort: 50_000 };
  const remote = { address: '10.0.0.2', udpPort: SCTP_UDP_PORT };
  const rows = dissect(
    packets.map((chunks, at) => {
      const bytes = encodeSctp({ sourcePort: 1_000, destinationPort: SCTP_PORT, verificationTag: at, chunks });
      return { direction: 'sent', at, local, remote, bytes };
    }),
  );
  // 255 is the chunk inside the cause Unrecognized Chunk Type
  t.deepEqual(
    rows,
    ['1', '2', '10', '9,255,3', '6', '14'].map(chunkTypes => ({ checksumStatus: '1', chunkTypes, malformed: false })),
  );
});

test('the judge finds a wrong checksum and a malformed chunk', t => {
  const local = { address: '10.0.0.1', udpPort: 50_000 };
  const remote = { address: '10.0.0.2', udpPort: SCTP_UDP_PORT };
  const good = encodeSctp({ sourcePort: 1, destinationPort: 2, verificationTag: 3, chunks: [{ type: 'COOKIE-ACK' }] });
  const wrong = good.slice();
  wrong[11]! ^= 1;
  const sack = { type: 'unknown', chunkType: 3, flags: 0, value: new Uint8Array(3) } as const;
  const short = encodeSctp({ sourcePort: 1, destinationPort: 2, verificationTag: 3, chunks: [sack] });
  const rows = dissect([good, wrong, short].map((bytes, at) => ({ direction: 'sent', at, local, remote, bytes })));
  t.deepEqual(
    rows.map(row => [row.checksumStatus, row.malformed]),
    [
      ['1', false],
      ['0', false],
      ['1', true],
    ],
  );
});

interface Row {
  readonly checksumStatus: string;
  readonly chunkTypes: string;
  readonly malformed: boolean;
}

/** What tshark says must be what we say; returns the chunk types it saw. */
function judge(t: ExecutionContext, packets: readonly PacketEvent[]): Set<number> {
  const rows = dissect(packets);
  t.is(rows.length, packets.length);
  t.true(rows.length > 0);
  t.is(rows.filter(row => row.checksumStatus !== '1').length, 0, 'bad checksums');
  t.is(rows.filter(row => row.malformed).length, 0, 'malformed packets');
  const differing = rows.filter((row, i) => row.chunkTypes !== chunkTypesOf(packets[i]!.bytes));
  t.deepEqual(differing, [], 'chunks');
  t.log(`${rows.length} packets`);
  return new Set(rows.flatMap(row => row.chunkTypes.split(',').map(Number)));
}

/** Chunk types as they stand on the wire, found by their lengths alone. */
function chunkTypesOf(bytes: Uint8Array): string {
  decodeSctp(bytes);
  const types: number[] = [];
  for (let at = 12; at < bytes.length; at += (((bytes[at + 2]! << 8) | bytes[at + 3]!) + 3) & ~3)
    types.push(bytes[at]!);
  return types.join();
}

function dissect(packets: readonly PacketEvent[]): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-tshark-'));
  try {
    const path = join(folder, 'exchange.pcap');
    writeFileSync(path, pcapOf(packets));
    const fields = ['sctp.checksum.status', 'sctp.chunk_type', '_ws.malformed'].flatMap(field => ['-e', field]);
    const options = ['-o', 'sctp.checksum:CRC-32C', '-o', 'sctp.reassembly:FALSE', '-T', 'fields'];
    const { status, stdout, stderr } = spawnSync('tshark', ['-r', path, ...options, ...fields], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, HOME: folder, LC_ALL: 'C' },
    });
    if (status !== 0) throw new Error(stderr);
    return stdout
      .trimEnd()
      .split('\n')
      .map(line => {
        const [checksumStatus = '', chunkTypes = '', malformed = ''] = line.split('\t');
        return { checksumStatus, chunkTypes, malformed: malformed !== '' };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same packet as if the server had port 9899, by which tshark knows SCTP in UDP. */
function asServer(packet: PacketEvent): PacketEvent {
  return { ...packet, remote: { ...packet.remote, udpPort: SCTP_UDP_PORT } };
}
