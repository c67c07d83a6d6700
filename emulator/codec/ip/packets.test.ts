import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import {
  answerEcho,
  checksumOf,
  decodeIcmp,
  decodeIcmpv6,
  decodeIpv4,
  decodeIpv6,
  decodeUdp,
  decrementTtl,
  describeIp,
  encodeIcmp,
  encodeIcmpv6,
  encodeIpv4,
  encodeIpv6,
  encodeUdp,
  explainIp,
  IP_PROTOCOL,
  ipv4EchoRequest,
  ipv4Error,
  ipv4Octets,
  ipv4Udp,
  ipv6EchoRequest,
  ipv6PseudoHeader,
  ipv6Udp,
  isIpv4Fragment,
  parseIpv4,
  parseIpv6,
  sumWords,
} from './index.ts';
import { SCAPY_IP } from './scapy.fixture.ts';

const scapy = (name: string) => fromHex(SCAPY_IP.find(([each]) => each === name)![1]);
const PHONE = parseIpv4('10.45.0.2');
const GATEWAY = parseIpv4('10.45.0.1');
const PHONE6 = parseIpv6('2001:db8:cafe:1::2');
const GATEWAY6 = parseIpv6('2001:db8:cafe::1');

/** Takes a packet apart down to its innermost layer and puts it together again. */
function again(packet: Uint8Array): Uint8Array {
  if (packet[0]! >> 4 === 4) {
    const ip = decodeIpv4(packet);
    const addresses = { source: ipv4Octets(ip.source), destination: ipv4Octets(ip.destination) };
    let { payload } = ip;
    if (isIpv4Fragment(ip)) return encodeIpv4(ip);
    if (ip.protocol === IP_PROTOCOL.icmp) payload = encodeIcmp(decodeIcmp(payload));
    if (ip.protocol === IP_PROTOCOL.udp) payload = encodeUdp(decodeUdp(payload, addresses), addresses);
    return encodeIpv4({ ...ip, payload });
  }
  const ip = decodeIpv6(packet);
  const addresses = ipv6PseudoHeader(ip);
  let { payload } = ip;
  const whole = !describeIp(packet).includes('fragment at');
  if (whole && ip.protocol === IP_PROTOCOL.icmpv6) payload = encodeIcmpv6(decodeIcmpv6(payload, addresses), addresses);
  if (whole && ip.protocol === IP_PROTOCOL.udp) payload = encodeUdp(decodeUdp(payload, addresses), addresses);
  return encodeIpv6({ ...ip, payload });
}

for (const [name, hex] of SCAPY_IP) {
  test(`scapy: ${name}: the same octets again, every truncation refused`, t => {
    const packet = fromHex(hex);
    t.is(toHex(again(packet)), hex);
    const lines = new Set<string>();
    for (let length = 0; length < packet.length; length++) {
      const cut = packet.subarray(0, length);
      t.throws(() => again(cut), { instanceOf: DecodeError }, `${length} octets`);
      lines.add(describeIp(cut));
      explainIp(cut);
    }
    t.true([...lines].every(line => /malformed|no IP packet/.test(line)));
    t.notRegex(describeIp(packet), /malformed/);
  });

  test(`scapy: ${name}: the tree covers every octet once and calls every checksum right`, t => {
    const packet = fromHex(hex);
    const covered = new Uint8Array(packet.length);
    const visit = (field: FieldTree): void => {
      t.true(field.offset >= 0 && field.offset + field.length <= packet.length, field.name);
      t.notRegex(field.value ?? '', /wrong/);
      t.not(field.name, 'malformed');
      for (const child of field.children ?? []) visit(child);
      if (field.children === undefined) covered.fill(1, field.offset, field.offset + field.length);
    };
    visit(explainIp(packet));
    t.is(covered.indexOf(0), -1);
  });
}

test('one line for each', t => {
  const lines = Object.fromEntries(SCAPY_IP.map(([name, hex]) => [name, describeIp(fromHex(hex))]));
  t.like(lines, {
    'UDP over IPv4': 'UDP 10.45.0.2:4000 → 10.45.0.1:53 5 octets',
    'ICMP echo request': 'ICMP echo request 10.45.0.2 → 10.45.0.1 id 1 seq 2',
    'ICMP port unreachable': 'ICMP port unreachable 10.45.0.2 → 10.45.0.1 about UDP to 10.45.0.2',
    'ICMP fragmentation needed': 'ICMP fragmentation needed 10.45.0.2 → 10.45.0.1 about UDP to 10.45.0.2',
    'ICMP time exceeded': 'ICMP time exceeded 10.45.0.2 → 10.45.0.1 about UDP to 10.45.0.2',
    'ICMP timestamp request': 'ICMP type 13 code 0 10.45.0.2 → 10.45.0.1',
    'IPv4 fragment 0': 'UDP 10.45.0.2 → 10.45.0.1 fragment at 0, 32 octets',
    'IPv4 fragment 2': 'UDP 10.45.0.2 → 10.45.0.1 fragment at 64, 4 octets, the last',
    'TCP SYN': 'TCP 10.45.0.2 → 10.45.0.1 20 octets',
    'UDP over IPv6': 'UDP [2001:db8:cafe:1::2]:4000 → [2001:db8:cafe::1]:53 5 octets',
    'ICMPv6 packet too big':
      'ICMPv6 packet too big 2001:db8:cafe:1::2 → 2001:db8:cafe::1 MTU 1280, about UDP to 2001:db8:cafe:1::2',
    'router advertisement': 'ICMPv6 router advertisement fe80::1 → ff02::1 2001:db8:cafe:1::/64',
    'IPv6 atomic fragment': 'UDP [2001:db8:cafe:1::2]:1 → [2001:db8:cafe::1]:2 1 octets',
    'no next header': 'no next header 2001:db8:cafe:1::2 → 2001:db8:cafe::1 0 octets',
  });
});

test('what scapy said comes out as values', t => {
  const ip = decodeIpv4(scapy('IPv4 options'));
  t.is(toHex(ip.options), '9404000001000000'.slice(0, ip.options.length * 2));
  const fragment = decodeIpv4(scapy('IPv4 fragment 1'));
  t.is(fragment.fragmentOffset, 32);
  t.true(fragment.moreFragments);
  const marked = decodeIpv4(scapy('UDP over IPv4, odd length, empty'));
  t.is(marked.dscp, 46);
  t.true(marked.dontFragment);
  const six = decodeIpv6(scapy('UDP over IPv6'));
  t.is(six.trafficClass, 0x2e);
  t.is(six.flowLabel, 0xabcde);
  const advertisement = decodeIpv6(scapy('router advertisement'));
  t.like(decodeIcmpv6(advertisement.payload, advertisement), {
    type: 'RouterAdvertisement',
    curHopLimit: 64,
    managed: true,
    otherConfiguration: true,
    routerLifetimeSeconds: 1800,
    reachableTimeMs: 5,
    retransTimerMs: 6,
    options: [
      {
        type: 'PrefixInformation',
        prefixLength: 64,
        onLink: true,
        autonomous: true,
        validLifetimeSeconds: 7200,
        preferredLifetimeSeconds: 3600,
        prefix: parseIpv6('2001:db8:cafe:1::'),
      },
      { type: 'Mtu', mtu: 1400 },
      {
        type: 'RecursiveDnsServer',
        lifetimeSeconds: 600,
        servers: [parseIpv6('2001:4860:4860::8888'), parseIpv6('2001:4860:4860::8844')],
      },
    ],
  });
  const unreachable = decodeIcmp(decodeIpv4(scapy('ICMP fragmentation needed')).payload);
  t.like(unreachable, { type: 'DestinationUnreachable', code: 4, mtu: 1400 });
});

test('our packets are the ones of scapy', t => {
  const data = new TextEncoder().encode('hello');
  const identified = (packet: Uint8Array, identification: number, dontFragment = false) =>
    toHex(encodeIpv4({ ...decodeIpv4(packet), identification, dontFragment }));
  t.is(identified(ipv4Udp(PHONE, 4000, GATEWAY, 53, data), 7), toHex(scapy('UDP over IPv4')));
  const ping = ipv4EchoRequest(PHONE, GATEWAY, 1, 2, new TextEncoder().encode('abcdefgh'));
  t.is(identified(ping, 7), toHex(scapy('ICMP echo request')));
  const ping6 = ipv6EchoRequest(PHONE6, GATEWAY6, 1, 2, new TextEncoder().encode('abc'));
  t.is(toHex(ping6), toHex(scapy('ICMPv6 echo request')));
  const six = encodeIpv6({
    ...decodeIpv6(ipv6Udp(PHONE6, 4000, GATEWAY6, 53, data)),
    trafficClass: 0x2e,
    flowLabel: 0xabcde,
  });
  t.is(toHex(six), toHex(scapy('UDP over IPv6')));
});

test('the example of RFC 1071 §3', t => {
  t.is(checksumOf(sumWords(fromHex('0001f203f4f5f6f7'))), 0xffff - 0xddf2);
});

test('a checksum that comes out as 0 is sent as ones', t => {
  // the sum of this datagram is ffff: the port makes up what is missing
  const addresses = { source: ipv4Octets(PHONE), destination: ipv4Octets(GATEWAY) };
  const without = encodeUdp({ sourcePort: 0, destinationPort: 0, payload: new Uint8Array(0) }, addresses);
  const sourcePort = (without[6]! << 8) | without[7]!;
  const datagram = encodeUdp({ sourcePort, destinationPort: 0, payload: new Uint8Array(0) }, addresses);
  t.is(toHex(datagram.subarray(6, 8)), 'ffff');
  t.is(decodeUdp(datagram, addresses).sourcePort, sourcePort);
});

test('no UDP checksum: allowed over IPv4, wrong over IPv6', t => {
  const v4 = fromHex('0fa0003500080000');
  t.is(decodeUdp(v4, { source: ipv4Octets(PHONE), destination: ipv4Octets(GATEWAY) }).destinationPort, 53);
  t.throws(() => decodeUdp(v4, { source: PHONE6, destination: GATEWAY6 }), { instanceOf: DecodeError });
});

test('one changed bit is noticed wherever a checksum covers it', t => {
  for (const name of ['UDP over IPv4', 'ICMP echo request', 'ICMPv6 echo request', 'router advertisement']) {
    const packet = scapy(name);
    // IPv6 itself has no checksum: traffic class, flow label and hop limit may change unnoticed, and other fields give other errors
    const first = packet[0]! >> 4 === 4 ? 0 : 40;
    for (let bit = first * 8; bit < packet.length * 8; bit++) {
      const broken = packet.slice();
      broken[bit >> 3]! ^= 0x80 >> (bit & 7);
      t.throws(() => again(broken), { instanceOf: DecodeError }, `${name} bit ${bit}`);
    }
  }
});

test('TTL goes down to 1, with the checksum that a new calculation gives', t => {
  const packet = encodeIpv4({
    protocol: 17,
    source: PHONE,
    destination: GATEWAY,
    ttl: 255,
    payload: new Uint8Array(0),
  });
  for (let ttl = 254; ttl >= 1; ttl--) {
    t.true(decrementTtl(packet));
    t.is(toHex(packet), toHex(encodeIpv4({ ...decodeIpv4(packet), ttl })));
  }
  t.false(decrementTtl(packet));
  t.is(packet[8], 1);
});

test('echo is answered, and nothing else', t => {
  const request = ipv4EchoRequest(PHONE, GATEWAY, 7, 8, Uint8Array.of(1, 2, 3));
  t.is(describeIp(answerEcho(request)!), 'ICMP echo reply 10.45.0.1 → 10.45.0.2 id 7 seq 8');
  const request6 = ipv6EchoRequest(PHONE6, GATEWAY6, 7, 8, Uint8Array.of(1, 2, 3));
  t.is(describeIp(answerEcho(request6)!), 'ICMPv6 echo reply 2001:db8:cafe::1 → 2001:db8:cafe:1::2 id 7 seq 8');
  for (const [name] of SCAPY_IP) t.is(answerEcho(scapy(name)) !== undefined, name.endsWith('echo request'), name);
  const broken = request.slice();
  broken[broken.length - 1]! ^= 1;
  t.is(answerEcho(broken), undefined);
});

test('errors quote the packet, but are never sent about errors, later fragments or groups', t => {
  const unreachable = (packet: Uint8Array) => ipv4Error(packet, GATEWAY, { type: 'DestinationUnreachable', code: 3 });
  const packet = ipv4Udp(PHONE, 1, parseIpv4('8.8.8.8'), 2, new Uint8Array(1000));
  const error = unreachable(packet)!;
  t.is(describeIp(error), 'ICMP port unreachable 10.45.0.1 → 10.45.0.2 about UDP to 8.8.8.8');
  t.is(error.length, 576);
  t.truthy(ipv4Error(scapy('ICMP echo request'), GATEWAY, { type: 'TimeExceeded', code: 0 }));
  t.is(unreachable(error), undefined);
  t.is(unreachable(scapy('ICMP time exceeded')), undefined);
  t.is(unreachable(scapy('IPv4 fragment 1')), undefined);
  t.is(unreachable(ipv4Udp(PHONE, 1, parseIpv4('224.0.0.1'), 2, new Uint8Array(0))), undefined);
  t.is(unreachable(ipv4Udp(PHONE, 1, 0xffffffff, 2, new Uint8Array(0))), undefined);
  t.is(unreachable(packet.subarray(0, 20)), undefined);
});

test('lengths that do not fit are refused when encoding', t => {
  const addresses = { protocol: 17, source: PHONE, destination: GATEWAY };
  t.throws(() => encodeIpv4({ ...addresses, payload: new Uint8Array(65516) }), { instanceOf: RangeError });
  t.throws(() => encodeIpv4({ ...addresses, payload: new Uint8Array(0), options: new Uint8Array(3) }), {
    instanceOf: RangeError,
  });
  t.throws(() => encodeIpv4({ ...addresses, payload: new Uint8Array(0), fragmentOffset: 4 }), {
    instanceOf: RangeError,
  });
  const pseudo = { source: ipv4Octets(PHONE), destination: ipv4Octets(GATEWAY) };
  t.throws(() => encodeUdp({ sourcePort: 1, destinationPort: 2, payload: new Uint8Array(65528) }, pseudo), {
    instanceOf: RangeError,
  });
});

test('seeded random octets let only DecodeError escape', t => {
  let state = 0x2545f491;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const seeds = SCAPY_IP.map(([, hex]) => fromHex(hex));
  let accepted = 0;
  for (let round = 0; round < 20_000; round++) {
    const packet = seeds[random() % seeds.length]!.slice();
    for (let change = random() % 4; change >= 0; change--) packet[random() % packet.length] = random();
    try {
      again(packet);
      accepted++;
    } catch (error) {
      if (!(error instanceof DecodeError)) return t.fail(`${toHex(packet)}: ${error}`);
    }
    explainIp(packet);
    describeIp(packet);
    answerEcho(packet);
    ipv4Error(packet, GATEWAY, { type: 'TimeExceeded', code: 0 });
  }
  return t.true(accepted > 0);
});
