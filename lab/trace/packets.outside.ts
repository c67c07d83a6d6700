import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { encodeGtpu, encodePduSessionContainer, type GtpuMessage } from '../../emulator/codec/gtpu/index.ts';
import {
  encodeIcmp,
  encodeIcmpv6,
  encodeIpv4,
  encodeIpv6,
  encodeUdp,
  formatIpv4,
  formatIpv6,
  IP_PROTOCOL,
  ipv4Octets,
} from '../../emulator/codec/ip/index.ts';
import { openCapture, Redactor } from './index.ts';
import { JUDGE_CHECKSUMS, tsharkFields } from './testing/tshark.ts';

/** Packets of our codecs with random values, read back by tshark: the same values, no checksum wrong, nothing malformed. */

const folder = mkdtempSync(join(tmpdir(), 'mvnolab-packets-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
const GTPU = { address: '127.0.0.2', port: 2152 };
const COUNT = 1000;

let state = 0x6d2b79f5;
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}
const octets = (length: number) => Uint8Array.from({ length }, () => random(256));

function dissected(name: string, datagrams: readonly Uint8Array[], fields: readonly string[]): string[][] {
  const path = join(folder, name);
  const capture = openCapture(path, {
    startedAt: new Date(0),
    elapsedMs: () => 0,
    redactor: new Redactor(),
    application: 'test',
    failed: error => {
      throw error;
    },
  });
  for (const datagram of datagrams) capture.udp(GTPU, GTPU, datagram);
  capture.close();
  const judged = [
    '_ws.malformed',
    'ip.checksum.status',
    'udp.checksum.status',
    'icmp.checksum.status',
    'icmpv6.checksum.status',
  ];
  return tsharkFields(path, [...judged, ...fields], JUDGE_CHECKSUMS).map(row => {
    const [malformed, ...statuses] = row.slice(0, judged.length);
    const wrong = statuses
      .join('|')
      .split('|')
      .some(status => status === '0');
    return [malformed !== '' || wrong ? `judged ${row.join(' ')}` : 'good', ...row.slice(judged.length)];
  });
}

test('UDP and ICMP over IPv4', t => {
  const packets: Uint8Array[] = [];
  const expected: string[][] = [];
  for (let i = 0; i < COUNT; i++) {
    const [source, destination, ttl, identification, dscp] = [
      random(2 ** 32),
      random(2 ** 32),
      random(256),
      random(65536),
      random(64),
    ];
    const data = octets(random(200));
    const [a, b] = [random(65536), random(65536)];
    // ports 1 … 1023 and registered ones would be taken for their protocols
    const ports = { sourcePort: 60000 + random(5000), destinationPort: 60000 + random(5000) };
    const addresses = { source: ipv4Octets(source), destination: ipv4Octets(destination) };
    const udp = random(2) === 0;
    const payload = udp
      ? encodeUdp({ ...ports, payload: data }, addresses)
      : encodeIcmp({ type: 'EchoRequest', identifier: a, sequenceNumber: b, data });
    const protocol = udp ? IP_PROTOCOL.udp : IP_PROTOCOL.icmp;
    const options = octets(4 * random(3)).fill(1);
    packets.push(
      encodeIpv4({ source, destination, ttl, identification, dscp, protocol, payload, options, dontFragment: true }),
    );
    expected.push([
      'good',
      `127.0.0.2|${formatIpv4(source)}`,
      `127.0.0.2|${formatIpv4(destination)}`,
      `64|${ttl}`,
      String(dscp),
      udp ? String(ports.destinationPort) : '2152',
      udp ? '' : String(a),
      udp ? '' : String(b),
    ]);
  }
  const datagrams = packets.map(packet => encodeGtpu({ type: 'GPdu', teid: 1, packet }));
  const rows = dissected('ipv4.pcapng', datagrams, [
    'ip.src',
    'ip.dst',
    'ip.ttl',
    'ip.dsfield.dscp',
    'udp.dstport',
    'icmp.ident',
    'icmp.seq',
  ]);
  for (const [i, row] of rows.entries()) {
    const seen = [...row];
    // fields of the outer packet come first
    seen[4] = row[4]!.split('|').at(-1)!;
    seen[5] = row[5]!.split('|').at(-1)!;
    seen[6] = row[6]!.split('|')[0]!;
    seen[7] = row[7]!.split('|')[0]!;
    t.deepEqual(seen, expected[i], `packet ${i}`);
  }
  t.is(rows.length, COUNT);
});

test('UDP, ICMPv6 and router discovery over IPv6', t => {
  const packets: Uint8Array[] = [];
  const expected: string[][] = [];
  for (let i = 0; i < COUNT; i++) {
    const source = octets(16);
    const destination = octets(16);
    source[0] = destination[0] = 0x20;
    const addresses = { source, destination };
    const [hopLimit, flowLabel, trafficClass] = [random(256), random(2 ** 20), random(256)];
    const data = octets(random(200));
    const ports = { sourcePort: 60000 + random(5000), destinationPort: 60000 + random(5000) };
    const kind = random(4);
    const [mtu, lifetime, prefix] = [random(2 ** 32), random(65536), octets(16)];
    prefix[0] = 0x20;
    const advertisement = {
      type: 'RouterAdvertisement',
      curHopLimit: random(256),
      managed: random(2) === 0,
      otherConfiguration: random(2) === 0,
      otherFlags: 0,
      routerLifetimeSeconds: lifetime,
      reachableTimeMs: random(2 ** 32),
      retransTimerMs: random(2 ** 32),
      options: [
        {
          type: 'PrefixInformation',
          prefixLength: 128,
          onLink: true,
          autonomous: true,
          validLifetimeSeconds: 5,
          preferredLifetimeSeconds: 4,
          prefix,
        },
        { type: 'Mtu', mtu },
      ],
    } as const;
    const payload =
      kind === 0
        ? encodeUdp({ ...ports, payload: data }, addresses)
        : kind === 1
          ? encodeIcmpv6({ type: 'EchoReply', identifier: lifetime, sequenceNumber: 7, data }, addresses)
          : kind === 2
            ? encodeIcmpv6(advertisement, addresses)
            : encodeIcmpv6({ type: 'RouterSolicitation', options: [] }, addresses);
    const protocol = kind === 0 ? IP_PROTOCOL.udp : IP_PROTOCOL.icmpv6;
    packets.push(encodeIpv6({ ...addresses, protocol, hopLimit, flowLabel, trafficClass, payload }));
    expected.push([
      'good',
      formatIpv6(source),
      formatIpv6(destination),
      String(hopLimit),
      `0x${flowLabel.toString(16).padStart(6, '0')}`,
      kind === 0 ? '' : ['', '129', '134', '133'][kind]!,
      kind === 2 ? String(mtu) : '',
      kind === 2 ? formatIpv6(prefix) : '',
    ]);
  }
  const datagrams = packets.map(packet => encodeGtpu({ type: 'GPdu', teid: 1, packet }));
  const fields = [
    'ipv6.src',
    'ipv6.dst',
    'ipv6.hlim',
    'ipv6.flow',
    'icmpv6.type',
    'icmpv6.opt.mtu',
    'icmpv6.opt.prefix',
  ];
  const rows = dissected('ipv6.pcapng', datagrams, fields);
  t.is(rows.length, COUNT);
  for (const [i, row] of rows.entries()) t.deepEqual(row, expected[i], `packet ${i}`);
});

test('GTP-U headers and messages', t => {
  const messages: GtpuMessage[] = [];
  const expected: string[][] = [];
  for (let i = 0; i < COUNT; i++) {
    const teid = random(2 ** 32);
    const sequenceNumber = random(2) === 0 ? random(65536) : undefined;
    const nPduNumber = random(3) === 0 ? random(256) : undefined;
    const qfi = random(2) === 0 ? random(64) : undefined;
    const header = {
      teid,
      ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
      ...(nPduNumber === undefined ? {} : { nPduNumber }),
      ...(qfi === undefined
        ? {}
        : {
            extensionHeaders: [
              encodePduSessionContainer({ direction: 'uplink', flags: 0, upperFlags: 0, qfi, rest: new Uint8Array(0) }),
              { type: 0xc0, content: octets(2) },
            ],
          }),
    };
    const packet = encodeIpv4({ source: 1, destination: 2, protocol: 253, payload: octets(20) });
    const unknownTeid = random(2 ** 32);
    const peerAddress = octets(random(2) === 0 ? 4 : 16);
    const kinds: GtpuMessage[] = [
      { type: 'GPdu', ...header, packet },
      { type: 'EchoRequest', ...header, otherIes: [] },
      { type: 'EchoResponse', ...header, recovery: random(256), otherIes: [] },
      { type: 'ErrorIndication', ...header, teidDataI: unknownTeid, peerAddress, otherIes: [] },
      { type: 'EndMarker', ...header, otherIes: [{ type: 255, value: octets(2 + random(8)) }] },
      { type: 'SupportedExtensionHeadersNotification', ...header, extensionHeaderTypes: [0x85, 0xc0], otherIes: [] },
    ];
    const message = kinds[random(kinds.length)]!;
    messages.push(message);
    const code =
      { GPdu: 'ff', EchoRequest: '01', EchoResponse: '02', ErrorIndication: '1a', EndMarker: 'fe' }[
        message.type as 'GPdu'
      ] ?? '1f';
    const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`;
    expected.push([
      'good',
      `0x${code}`,
      hex(teid, 8),
      sequenceNumber === undefined ? '' : hex(sequenceNumber, 4),
      nPduNumber === undefined ? '' : hex(nPduNumber, 2),
      qfi === undefined ? '' : String(qfi),
      message.type === 'EchoResponse' ? String(message.recovery) : '',
      message.type === 'ErrorIndication' ? hex(unknownTeid, 8) : '',
    ]);
  }
  const fields = [
    'gtp.message',
    'gtp.teid',
    'gtp.seq_number',
    'gtp.npdu_number',
    'gtp.ext_hdr.pdu_ses_con.qos_flow_id',
    'gtp.recovery',
    'gtp.teid_data',
  ];
  const rows = dissected(
    'gtpu.pcapng',
    messages.map(message => encodeGtpu(message)),
    fields,
  );
  t.is(rows.length, COUNT);
  for (const [i, row] of rows.entries()) t.deepEqual(row, expected[i], `${i} ${messages[i]!.type}`);
});
