import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import {
  decodeIcmp,
  decodeIcmpv6,
  decodeIpv4,
  decodeIpv6,
  decodeUdp,
  encodeIcmpv6,
  encodeIpv6,
  formatIpv4,
  IP_PROTOCOL,
  ipv4EchoRequest,
  ipv4Udp,
  ipv6EchoRequest,
  ipv6FromInterfaceId,
  ipv6LinkLocal,
  parseIpv4,
  parseIpv6,
} from '../../codec/ip/index.ts';
import { decodeVolume, encodeVolume } from '../../codec/volume/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import type { GatewayOutput } from '../port.ts';
import type { SessionMessage, SessionRequest } from '../session.ts';
import { answerConfiguration } from './configuration-options.ts';
import { Gateway } from './gateway.ts';

const ALICE = '001010000000001' as Imsi;
const BOB = '001010000000002' as Imsi;
const ENB = { address: '127.0.0.1', teid: 0x51 };

function start(ipv4Pool = '10.45.0.0/16') {
  let counter = 0;
  return new Gateway(
    {
      s1u: { address: '127.0.0.3' },
      ipv4Pool,
      ipv6Pool: '2001:db8:cafe::/48',
      dns: ['8.8.8.8', '8.8.4.4', '2001:4860:4860::8888'],
      mtu: 1400,
      internetHost: '198.51.100.1',
      apns: [],
    },
    length => new Uint8Array(length).fill(++counter),
  );
}

const create = (
  imsi: Imsi,
  more: Partial<Extract<SessionRequest, { type: 'CreateSessionRequest' }>> = {},
): SessionRequest => ({
  type: 'CreateSessionRequest',
  id: 1,
  imsi,
  apn: 'internet',
  pdnType: 'ipv4',
  ebi: 5,
  qci: 9,
  arp: { priorityLevel: 8, preEmptionCapability: false, preEmptionVulnerability: false },
  ambr: { downlinkBps: 1e9, uplinkBps: 1e9 },
  ...more,
});

function session(gateway: Gateway, message: SessionRequest): SessionMessage {
  const [output] = gateway.handle({ type: 'session', message }, 0);
  if (output?.type !== 'session') throw new Error('no session message');
  return output.message;
}

/** Creates a session and brings its bearer up; returns the gateway's TEID and the phone's address. */
function connect(gateway: Gateway, imsi: Imsi, enb = ENB): { teid: number; address: number } {
  const created = session(gateway, create(imsi));
  if (created.type !== 'CreateSessionResponse' || !created.gateway || !created.address?.ipv4)
    throw new Error('not created');
  session(gateway, { type: 'ModifyBearerRequest', id: 2, imsi, ebi: 5, enb });
  return { teid: created.gateway.teid, address: parseIpv4(created.address.ipv4) };
}

const packetsOf = (outputs: GatewayOutput[]) =>
  outputs.flatMap(output => (output.type === 'gtpu' ? [output.packet] : []));

test('addresses are given from the pool, one a session, and come back', t => {
  const gateway = start('10.45.0.0/29');
  const addresses = Array.from({ length: 6 }, (_, i) => session(gateway, create(`00101000000000${i}` as Imsi)));
  t.deepEqual(
    addresses.map(answer => (answer.type === 'CreateSessionResponse' ? (answer.address?.ipv4 ?? answer.cause) : 0)),
    ['10.45.0.2', '10.45.0.3', '10.45.0.4', '10.45.0.5', '10.45.0.6', 84],
  );
  t.is(gateway.sessionCount, 5);
  t.like(session(gateway, { type: 'DeleteSessionRequest', id: 3, imsi: '001010000000002' as Imsi, ebi: 5 }), {
    cause: 16,
  });
  t.like(session(gateway, { type: 'DeleteSessionRequest', id: 3, imsi: '001010000000002' as Imsi, ebi: 5 }), {
    cause: 64,
  });
  t.like(session(gateway, create('001010000000009' as Imsi)), { cause: 16, address: { ipv4: '10.45.0.4' } });
});

test('a static address is given once', t => {
  const gateway = start();
  t.like(session(gateway, create(ALICE, { staticIpv4: '10.45.7.7' })), { address: { ipv4: '10.45.7.7' } });
  t.like(session(gateway, create(BOB, { staticIpv4: '10.45.7.7' })), { cause: 89 });
});

test('the gateway and the internet host answer pings; other places are unreachable', t => {
  const gateway = start();
  const { teid, address } = connect(gateway, ALICE);
  for (const host of ['10.45.0.1', '198.51.100.1']) {
    const ping = ipv4EchoRequest(address, parseIpv4(host), 1, 7, fromHex('abcd'));
    const [answer] = packetsOf(gateway.handle({ type: 'gtpu', teid, packet: ping }, 0));
    const ip = decodeIpv4(answer!);
    t.is(formatIpv4(ip.source), host);
    t.like(decodeIcmp(ip.payload), { type: 'EchoReply', identifier: 1, sequenceNumber: 7 });
  }
  const away = ipv4EchoRequest(address, parseIpv4('203.0.113.9'), 1, 1, new Uint8Array(8));
  const [error] = packetsOf(gateway.handle({ type: 'gtpu', teid, packet: away }, 0));
  t.like(decodeIcmp(decodeIpv4(error!).payload), { type: 'DestinationUnreachable', code: 0 });
  t.deepEqual(
    { ...gateway.usageOf(ALICE) },
    { uplinkPackets: 3, uplinkOctets: 30 + 30 + 36, downlinkPackets: 3, downlinkOctets: 30 + 30 + error!.length },
  );
});

test('phones reach one another with the TTL lowered', t => {
  const gateway = start();
  const alice = connect(gateway, ALICE);
  const bob = connect(gateway, BOB, { address: '127.0.0.2', teid: 0x52 });
  const ping = ipv4EchoRequest(alice.address, bob.address, 1, 1, new Uint8Array(8));
  const [output] = gateway.handle({ type: 'gtpu', teid: alice.teid, packet: ping }, 0);
  t.like(output, { type: 'gtpu', to: { address: '127.0.0.2', teid: 0x52 } });
  t.is(decodeIpv4(packetsOf([output!])[0]!).ttl, 63);
});

test('a packet with a foreign source address, an unknown tunnel or no IP header goes nowhere', t => {
  const gateway = start();
  const { teid } = connect(gateway, ALICE);
  const spoofed = ipv4EchoRequest(parseIpv4('10.45.9.9'), parseIpv4('10.45.0.1'), 1, 1, new Uint8Array(8));
  t.deepEqual(gateway.handle({ type: 'gtpu', teid, packet: spoofed }, 0), []);
  t.deepEqual(gateway.handle({ type: 'gtpu', teid: 999, packet: spoofed }, 0), []);
  t.deepEqual(gateway.handle({ type: 'gtpu', teid, packet: fromHex('45') }, 0), []);
  t.deepEqual(gateway.dropped, { spoofedSource: 1, unknownTeid: 1, malformed: 1, waitingOverflow: 0 });
  t.is(gateway.usageOf(ALICE).uplinkPackets, 0);
});

test('an idle phone: one notification, packets wait, and go when the bearer is up', t => {
  const gateway = start();
  const alice = connect(gateway, ALICE);
  const bob = connect(gateway, BOB);
  session(gateway, { type: 'ModifyBearerRequest', id: 3, imsi: ALICE, ebi: 5, enb: undefined });
  const ping = ipv4EchoRequest(bob.address, alice.address, 1, 1, new Uint8Array(8));
  const send = () => gateway.handle({ type: 'gtpu', teid: bob.teid, packet: ping }, 0);
  t.like(send(), [{ type: 'session', message: { type: 'DownlinkDataNotification', imsi: ALICE, ebi: 5 } }]);
  for (let i = 0; i < 20; i++) t.deepEqual(send(), []);
  const outputs = gateway.handle(
    { type: 'session', message: { type: 'ModifyBearerRequest', id: 4, imsi: ALICE, ebi: 5, enb: ENB } },
    0,
  );
  t.is(packetsOf(outputs).length, 16);
  t.is(gateway.dropped.waitingOverflow, 5);
});

test('the source sends what was asked for at its rate; the sink reports what came', t => {
  const gateway = start();
  const { teid, address } = connect(gateway, ALICE);
  const host = parseIpv4('10.45.0.1');
  const say = (port: number, payload: Uint8Array, now: number) =>
    gateway.handle({ type: 'gtpu', teid, packet: ipv4Udp(address, 5000, host, port, payload) }, now);
  say(19, encodeVolume({ type: 'SourceRequest', flow: 9, octets: 10_000, rateBps: 80_000, packetSize: 1000 }), 0);
  const times: number[] = [];
  for (let at = gateway.nextTimeout(); at !== undefined; at = gateway.nextTimeout()) {
    for (const packet of packetsOf(gateway.handle({ type: 'timeout' }, at))) {
      const record = decodeVolume(decodeUdp(decodeIpv4(packet).payload).payload);
      t.like(record, { type: 'Record', flow: 9, sequence: times.length, total: 10, size: 1000 });
      times.push(at);
    }
  }
  t.deepEqual(times, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  for (const sequence of [0, 1, 1, 3])
    say(9, encodeVolume({ type: 'Record', flow: 4, sequence, total: 4, sentAtMs: 0, size: 500 }), 0);
  const [report] = packetsOf(say(9, encodeVolume({ type: 'SinkReportRequest', flow: 4 }), 0));
  const message = decodeVolume(decodeUdp(decodeIpv4(report!).payload).payload);
  t.like(message, { type: 'SinkReport', datagrams: 3, duplicates: 1, upTo: 4, octets: 1500 });
  const [refused] = packetsOf(say(4242, new Uint8Array(4), 0));
  t.like(decodeIcmp(decodeIpv4(refused!).payload), { type: 'DestinationUnreachable', code: 3 });
});

test('IPv6: a router solicitation brings the prefix, and the address made of it reaches the gateway', t => {
  const gateway = start();
  const created = session(gateway, create(ALICE, { pdnType: 'ipv4v6' }));
  if (created.type !== 'CreateSessionResponse') return t.fail();
  const identifier = created.address!.ipv6InterfaceIdentifier!;
  t.is(created.address!.ipv4, '10.45.0.2');
  session(gateway, { type: 'ModifyBearerRequest', id: 2, imsi: ALICE, ebi: 5, enb: ENB });
  const { teid } = created.gateway!;
  const addresses = { source: ipv6LinkLocal(identifier), destination: parseIpv6('ff02::2') };
  const solicitation = encodeIpv6({
    ...addresses,
    protocol: IP_PROTOCOL.icmpv6,
    hopLimit: 255,
    payload: encodeIcmpv6({ type: 'RouterSolicitation', options: [] }, addresses),
  });
  const [advertised] = packetsOf(gateway.handle({ type: 'gtpu', teid, packet: solicitation }, 0));
  const ip = decodeIpv6(advertised!);
  const advertisement = decodeIcmpv6(ip.payload, ip);
  if (advertisement.type !== 'RouterAdvertisement') return t.fail(advertisement.type);
  const prefix = advertisement.options.find(option => option.type === 'PrefixInformation');
  if (prefix?.type !== 'PrefixInformation') return t.fail();
  t.is(toHex(prefix.prefix), '20010db8cafe00010000000000000000');
  const own = ipv6FromInterfaceId(prefix.prefix, identifier);
  const ping = ipv6EchoRequest(own, parseIpv6('2001:db8:cafe::1'), 3, 4, new Uint8Array(8));
  const [answer] = packetsOf(gateway.handle({ type: 'gtpu', teid, packet: ping }, 0));
  const reply = decodeIpv6(answer!);
  t.like(decodeIcmpv6(reply.payload, reply), { type: 'EchoReply', identifier: 3, sequenceNumber: 4 });
});

test('configuration options: DNS by container and by IPCP, MTU', t => {
  const offered = { dns: ['8.8.8.8', '8.8.4.4', '2001:4860:4860::8888'], mtu: 1400 };
  const answers = answerConfiguration(
    [
      { id: 0x8021, contents: fromHex('01 01 0010 8106 00000000 8306 00000000') },
      { id: 0x000d, contents: new Uint8Array() },
      { id: 0x0003, contents: new Uint8Array() },
      { id: 0x0010, contents: new Uint8Array() },
      { id: 0x0005, contents: new Uint8Array() },
    ],
    offered,
  );
  t.deepEqual(
    answers.map(({ id, contents }) => `${id.toString(16)} ${toHex(contents)}`),
    [
      '8021 03010010810608080808830608080404',
      'd 08080808',
      'd 08080404',
      '3 20014860486000000000000000008888',
      '10 0578',
    ],
  );
  const [acknowledged] = answerConfiguration([{ id: 0x8021, contents: fromHex('01 02 000a 8106 08080808') }], offered);
  t.is(toHex(acknowledged!.contents), '0202000a810608080808');
  const [rejected] = answerConfiguration([{ id: 0x8021, contents: fromHex('01 03 000a 0306 0a000001') }], offered);
  t.is(toHex(rejected!.contents), '0403000a03060a000001');
  t.deepEqual(answerConfiguration([{ id: 0x8021, contents: fromHex('01 03 00ff 03') }], offered), []);
});

test('garbage through the tunnel never throws', t => {
  const gateway = start();
  const { teid, address } = connect(gateway, ALICE);
  let seed = 1;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16;
  const sample = ipv4Udp(
    address,
    5000,
    parseIpv4('10.45.0.1'),
    19,
    encodeVolume({ type: 'SourceRequest', flow: 1, octets: 9, rateBps: 0, packetSize: 24 }),
  );
  for (let i = 0; i < 5000; i++) {
    const packet = sample.slice(0, 20 + (random() % (sample.length - 19)));
    for (let n = random() % 4; n > 0; n--) packet[random() % packet.length] = random();
    t.notThrows(() => gateway.handle({ type: 'gtpu', teid, packet }, 0));
  }
});
