import test from 'ava';
import {
  answerEcho,
  decodeIcmp,
  decodeIcmpv6,
  decodeIpv4,
  decodeIpv6,
  decodeUdp,
  encodeIcmpv6,
  encodeIpv6,
  IP_PROTOCOL,
  ipv4EchoRequest,
  ipv4Error,
  ipv4Udp,
  parseIpv4,
  parseIpv6,
} from '../../codec/ip/index.ts';
import { Services } from '../../core/gateway/services.ts';
import type { PdnConnection } from '../port.ts';
import { PhoneStack, type StackInput, type StackOutput } from './index.ts';

const PHONE = parseIpv4('10.45.0.2');
const GATEWAY = parseIpv4('10.45.0.1');
const IPV4: PdnConnection = { ebi: 5, apn: 'internet', pdnType: 'ipv4', ipv4: '10.45.0.2', dns: [], qci: 9, mtu: 1400 };
const IPV6: PdnConnection = {
  ebi: 6,
  apn: 'v6',
  pdnType: 'ipv6',
  ipv6InterfaceIdentifier: '0000000000000002',
  dns: [],
  qci: 9,
};

/** What the path does to each packet: undefined = lost, else its delay. */
type Path = (uplink: boolean, index: number) => number | undefined;

/** A stack and the gateway's services, joined by a path in virtual time. */
class Link {
  readonly stack = new PhoneStack();
  readonly services = new Services();
  readonly outputs: StackOutput[] = [];
  now = 0;
  private readonly path: Path;
  private readonly queue: { at: number; uplink: boolean; packet: Uint8Array }[] = [];
  private count = 0;

  constructor(path: Path = () => 10) {
    this.path = path;
  }

  input(input: StackInput): void {
    for (const output of this.stack.handle(input, this.now)) {
      this.outputs.push(output);
      if (output.type === 'packet') this.carry(true, output.packet);
    }
  }

  /** Runs until nothing is left to do, or to the end of the time. */
  run(ms = 600_000): void {
    const end = this.now + ms;
    for (;;) {
      const timer = this.stack.nextTimeout();
      const source = this.services.nextDue();
      const packet = this.queue[0]?.at;
      const at = Math.min(...[timer, source, packet].map(time => time ?? Number.POSITIVE_INFINITY));
      if (at > end) break;
      this.now = Math.max(this.now, at);
      if (packet === at) this.deliver();
      else if (timer === at) this.input({ type: 'timeout' });
      else for (const due of this.services.due(this.now)) this.carry(false, due);
    }
    this.now = end;
  }

  last<Type extends StackOutput['type']>(type: Type): Extract<StackOutput, { readonly type: Type }> | undefined {
    return this.all(type).at(-1);
  }

  all<Type extends StackOutput['type']>(type: Type): Extract<StackOutput, { readonly type: Type }>[] {
    return this.outputs.filter((o): o is Extract<StackOutput, { readonly type: Type }> => o.type === type);
  }

  private deliver(): void {
    const { uplink, packet } = this.queue.shift()!;
    if (!uplink) this.input({ type: 'packet', ebi: 5, packet });
    else for (const back of this.services.answer(packet, this.now)) this.carry(false, back);
  }

  private carry(uplink: boolean, packet: Uint8Array): void {
    const delay = this.path(uplink, this.count++);
    if (delay === undefined) return;
    this.queue.push({ at: this.now + delay, uplink, packet });
    this.queue.sort((a, b) => a.at - b.at);
  }
}

function up(path?: Path): Link {
  const link = new Link(path);
  link.input({ type: 'up', pdn: IPV4 });
  return link;
}

test('a ping: replies with round trip times, and a summary', t => {
  const link = up();
  link.input({ type: 'ping', id: 'p', to: '10.45.0.1', count: 3, intervalMs: 500, size: 100 });
  link.run();
  t.deepEqual(
    link.all('pingReply').map(reply => [reply.sequence, reply.rttMs, reply.octets, reply.from, reply.ttl]),
    [1, 2, 3].map(sequence => [sequence, 20, 100, '10.45.0.1', 64]),
  );
  t.deepEqual(link.last('pingDone'), {
    type: 'pingDone',
    id: 'p',
    sent: 3,
    received: 3,
    minMs: 20,
    avgMs: 20,
    maxMs: 20,
  });
  t.is(link.stack.nextTimeout(), undefined);
});

test('lost requests are told after the timeout; late answers do not count', t => {
  const link = up((uplink, index) => (uplink ? 10 : index < 2 ? 5_000 : 10));
  link.input({ type: 'ping', id: 'p', to: '10.45.0.1', count: 2, timeoutMs: 700 });
  link.run();
  t.deepEqual(
    link.all('pingLost').map(lost => lost.sequence),
    [1],
  );
  t.like(link.last('pingDone'), { sent: 2, received: 1 });
  const silent = up(() => undefined);
  silent.input({ type: 'ping', id: 'p', to: '10.45.0.1' });
  silent.run();
  t.deepEqual(silent.last('pingDone'), { type: 'pingDone', id: 'p', sent: 3, received: 0 });
});

test('two pings at once are told apart', t => {
  const link = up();
  link.input({ type: 'ping', id: 'a', to: '10.45.0.1', count: 2 });
  link.input({ type: 'ping', id: 'b', to: '10.45.0.9', count: 1 });
  link.run();
  t.is(link.all('pingReply').filter(({ id }) => id === 'a').length, 2);
  t.is(link.all('pingReply').filter(({ id }) => id === 'b').length, 1);
});

test('an unreachable destination is told by what the router says', t => {
  const link = up(() => undefined);
  link.input({ type: 'ping', id: 'p', to: '192.0.2.1', count: 1 });
  const sent = link.last('packet')!.packet;
  link.input({
    type: 'packet',
    ebi: 5,
    packet: ipv4Error(sent, GATEWAY, { type: 'DestinationUnreachable', code: 13 })!,
  });
  t.like(link.last('pingLost'), { sequence: 1, reason: 'communication administratively prohibited' });
  t.like(link.last('pingDone'), { received: 0 });
});

test('the phone answers pings for its own address only', t => {
  const link = up(() => undefined);
  link.input({ type: 'packet', ebi: 5, packet: ipv4EchoRequest(GATEWAY, PHONE, 7, 9, Uint8Array.of(1, 2)) });
  const reply = decodeIpv4(link.last('packet')!.packet);
  t.is(reply.destination, GATEWAY);
  t.like(decodeIcmp(reply.payload), { type: 'EchoReply', identifier: 7, sequenceNumber: 9 });
  link.input({ type: 'packet', ebi: 5, packet: ipv4EchoRequest(GATEWAY, PHONE + 1, 7, 9, Uint8Array.of(1)) });
  t.is(link.all('packet').length, 1);
});

test('what nobody listens to is refused', t => {
  const link = up(() => undefined);
  link.input({ type: 'packet', ebi: 5, packet: ipv4Udp(GATEWAY, 53, PHONE, 53, Uint8Array.of(1)) });
  t.like(decodeIcmp(decodeIpv4(link.last('packet')!.packet).payload), { type: 'DestinationUnreachable', code: 3 });
});

test('a download: every octet, at the rate asked for', t => {
  const link = up();
  link.input({ type: 'download', id: 'd', peer: '10.45.0.1', octets: 1_000_000, rateBps: 8_000_000, packetSize: 1000 });
  link.run();
  t.deepEqual(link.last('volumeDone'), {
    type: 'volumeDone',
    id: 'd',
    direction: 'download',
    complete: true,
    sent: 1000,
    sentOctets: 1_000_000,
    received: 1000,
    receivedOctets: 1_000_000,
    lost: 0,
    duplicates: 0,
    reordered: 0,
    durationMs: 999,
  });
});

test('a download over a bad path: losses, duplicates and disorder are counted; a lost request is repeated', t => {
  const link = up((uplink, index) =>
    index === 0 ? undefined : uplink ? 10 : index % 10 === 0 ? undefined : 10 + (index % 7),
  );
  link.input({ type: 'download', id: 'd', peer: '10.45.0.1', octets: 100_000, rateBps: 8_000_000, packetSize: 1000 });
  link.run();
  const done = link.last('volumeDone')!;
  t.false(done.complete);
  t.is(done.sent, 100);
  t.is(done.received + done.lost, 100);
  t.true(done.lost >= 9 && done.lost <= 11, String(done.lost));
  t.true(done.reordered > 0);
  t.is(done.detail, 'no more datagrams came');
});

test('an upload: the sink’s count is what counts', t => {
  const link = up();
  link.input({ type: 'upload', id: 'u', peer: '10.45.0.1', octets: 500_000, rateBps: 4_000_000, packetSize: 1000 });
  link.run();
  t.like(link.last('volumeDone'), {
    direction: 'upload',
    complete: true,
    sent: 500,
    received: 500,
    receivedOctets: 500_000,
    lost: 0,
    durationMs: 998,
  });
});

test('an upload over a bad path: what the sink did not get is lost', t => {
  const link = up((uplink, index) => (uplink && index > 4 && index % 20 === 0 ? undefined : 10));
  link.input({ type: 'upload', id: 'u', peer: '10.45.0.1', octets: 100_000, packetSize: 1000 });
  link.run();
  const done = link.last('volumeDone')!;
  t.false(done.complete);
  t.is(done.received + done.lost, 100);
  t.true(done.lost >= 4, String(done.lost));
});

test('without an answer a flow ends by itself', t => {
  for (const type of ['download', 'upload'] as const) {
    const link = up(() => undefined);
    link.input({ type, id: 'x', peer: '10.45.0.1', octets: 1000 });
    link.run();
    t.like(link.last('volumeDone'), {
      complete: false,
      received: 0,
      detail: `the ${type === 'download' ? 'source' : 'sink'} did not answer`,
    });
    t.is(link.stack.nextTimeout(), undefined);
  }
});

test('a flow may be stopped; the source is told', t => {
  const link = up();
  link.input({ type: 'download', id: 'd', peer: '10.45.0.1', octets: 10_000_000, rateBps: 1_000_000 });
  link.run(1000);
  link.input({ type: 'stop', id: 'd' });
  t.like(link.last('volumeDone'), { complete: false, detail: 'stopped' });
  link.run(1000);
  t.is(link.services.nextDue(), undefined);
});

test('the end of a PDN connection ends what runs over it', t => {
  const link = up();
  link.input({ type: 'ping', id: 'p', to: '10.45.0.1', count: 100 });
  link.run(1500);
  link.input({ type: 'down', ebi: 5 });
  t.like(link.last('pingDone'), { sent: 2, received: 2 });
  link.input({ type: 'ping', id: 'q', to: '10.45.0.1' });
  t.like(link.last('failed'), { id: 'q', detail: 'no PDN connection' });
  t.is(link.stack.nextTimeout(), undefined);
});

test('a changed MTU leaves what runs alone', t => {
  const link = up();
  link.input({ type: 'ping', id: 'p', to: '10.45.0.1', count: 2 });
  link.input({ type: 'up', pdn: { ...IPV4, mtu: 1300 } });
  link.run();
  t.like(link.last('pingDone'), { received: 2 });
  link.input({ type: 'ping', id: 'q', to: '10.45.0.1', size: 1273 });
  t.regex(link.last('failed')?.detail ?? '', /1272 at most/);
});

test('what cannot be asked is refused with a reason', t => {
  const link = up();
  for (const [input, detail] of [
    [{ type: 'ping', id: 'x', to: 'example.org' }, /not an IP address/],
    [{ type: 'ping', id: 'x', to: '2001:db8::1' }, /no IPv6 address/],
    [{ type: 'ping', id: 'x', to: '10.45.0.1', ebi: 9 }, /EPS bearer 9/],
    [{ type: 'download', id: 'x', peer: '10.45.0.1', octets: 10, packetSize: 10 }, /24 to 1372/],
    [{ type: 'download', id: 'x', peer: '10.45.0.1', octets: 10, packetSize: 1400 }, /24 to 1372/],
    [{ type: 'upload', id: 'x', peer: '10.45.0.1', octets: 0 }, /above 0/],
  ] as [StackInput, RegExp][]) {
    link.input(input);
    t.regex(link.last('failed')?.detail ?? '', detail);
  }
});

test('IPv6: a router is solicited three times; its advertisement brings the address; pings work', t => {
  const stack = new PhoneStack();
  const packets = (now: number) =>
    stack.handle({ type: 'timeout' }, now).flatMap(output => (output.type === 'packet' ? [output.packet] : []));
  const first = stack.handle({ type: 'up', pdn: IPV6 }, 0);
  const solicitation = decodeIpv6(first[0]?.type === 'packet' ? first[0].packet : new Uint8Array());
  t.is(solicitation.hopLimit, 255);
  t.deepEqual(solicitation.source, parseIpv6('fe80::2'));
  t.deepEqual(solicitation.destination, parseIpv6('ff02::2'));
  t.is(decodeIcmpv6(solicitation.payload, solicitation).type, 'RouterSolicitation');
  t.is(packets(4000).length, 1);
  t.is(packets(8000).length, 1);
  t.is(stack.nextTimeout(), undefined);

  const advertise = (prefix: string, hopLimit = 255, source = 'fe80::1') => {
    const addresses = { source: parseIpv6(source), destination: parseIpv6('ff02::1') };
    const payload = encodeIcmpv6(
      {
        type: 'RouterAdvertisement',
        curHopLimit: 64,
        managed: false,
        otherConfiguration: false,
        otherFlags: 0,
        routerLifetimeSeconds: 1800,
        reachableTimeMs: 0,
        retransTimerMs: 0,
        options: [
          { type: 'Mtu', mtu: 1420 },
          {
            type: 'PrefixInformation',
            prefixLength: 64,
            onLink: false,
            autonomous: true,
            validLifetimeSeconds: 0xffffffff,
            preferredLifetimeSeconds: 0xffffffff,
            prefix: parseIpv6(prefix),
          },
        ],
      },
      addresses,
    );
    const packet = encodeIpv6({ ...addresses, protocol: IP_PROTOCOL.icmpv6, hopLimit, payload });
    return stack.handle({ type: 'packet', ebi: 6, packet }, 9000);
  };
  t.deepEqual(advertise('2001:db8:bad::', 64), [], 'from afar');
  t.deepEqual(advertise('2001:db8:bad::', 255, '2001:db8::1'), [], 'not from a router on the link');
  t.deepEqual(advertise('2001:db8:cafe:1::'), [{ type: 'ipv6Address', ebi: 6, address: '2001:db8:cafe:1::2' }]);
  t.deepEqual(advertise('2001:db8:cafe:1::'), [], 'nothing new');

  const [request] = stack.handle({ type: 'ping', id: 'p', to: '2001:db8:cafe::1', count: 1 }, 10_000);
  const packet = request?.type === 'packet' ? request.packet : new Uint8Array();
  t.deepEqual(decodeIpv6(packet).source, parseIpv6('2001:db8:cafe:1::2'));
  const outputs = stack.handle({ type: 'packet', ebi: 6, packet: answerEcho(packet)! }, 10_030);
  t.like(outputs[0], { type: 'pingReply', rttMs: 30, from: '2001:db8:cafe::1' });
});

test('octets without meaning never make the stack throw', t => {
  const link = up(() => undefined);
  link.input({ type: 'up', pdn: IPV6 });
  link.input({ type: 'ping', id: 'p', to: '10.45.0.1', count: 1 });
  link.input({ type: 'download', id: 'd', peer: '10.45.0.1', octets: 1000 });
  let state = 5;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const real = [
    ipv4EchoRequest(GATEWAY, PHONE, 1, 1, new Uint8Array(20)),
    ipv4Udp(GATEWAY, 19, PHONE, 49153, new Uint8Array(30)),
    ...link.all('packet').map(({ packet }) => packet),
  ];
  for (let round = 0; round < 20_000; round++) {
    const packet =
      random(2) === 0 ? Uint8Array.from({ length: random(80) }, () => random(256)) : real[random(real.length)]!.slice();
    for (let i = random(4); i > 0 && packet.length > 0; i--) packet[random(packet.length)] = random(256);
    link.stack.handle(
      { type: 'packet', ebi: 5 + random(2), packet: packet.subarray(0, random(packet.length + 20)) },
      round,
    );
  }
  t.pass();
});

test('a datagram with a wrong checksum is nobody’s', t => {
  const link = up(() => undefined);
  link.input({ type: 'download', id: 'd', peer: '10.45.0.1', octets: 24, packetSize: 24 });
  const request = decodeUdp(decodeIpv4(link.last('packet')!.packet).payload);
  const [answer] = link.services.answer(link.last('packet')!.packet, 0);
  t.is(answer, undefined);
  const [record] = link.services.due(0);
  const damaged = record!.slice();
  damaged[damaged.length - 1]! ^= 1;
  link.input({ type: 'packet', ebi: 5, packet: damaged });
  t.is(link.last('volumeDone'), undefined);
  link.input({ type: 'packet', ebi: 5, packet: record! });
  t.like(link.last('volumeDone'), { complete: true, received: 1 });
  t.is(request.destinationPort, 19);
});
