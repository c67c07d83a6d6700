import test from 'ava';
import { decodeSctp } from '../../codec/sctp/index.ts';
import type { DownReason, PeerAddress } from '../../sctp/index.ts';
import { UserError } from '../../vocabulary/index.ts';
import { VirtualTime } from '../testing/virtual-time.ts';
import { type Cancel, type Carrier, nobody } from './carrier.ts';
import { openMemoryNetwork, openSctpInMemory, openSctpOverUdp, type SctpSocketOptions } from './open.ts';
import type { PacketEvent, SctpAssociation, SctpHandlers, SctpSocket } from './sctp-socket.ts';
import { echoing, exchange } from './testing/exchange.ts';

const PORT = 36_412;
const SILENT: SctpHandlers = { up: () => {}, data: () => {}, down: () => {} };

/** Sockets on a network in virtual time. */
function virtual() {
  const time = new VirtualTime();
  const network = openMemoryNetwork(time.soon);
  const open = (localAddress: string, options: SctpSocketOptions = {}) =>
    openSctpInMemory(network, { udpPort: 9899, ...options, localAddress, clock: time.clock(), soon: time.soon });
  return { time, network, open };
}

function connected(time: VirtualTime, client: SctpSocket, server: SctpSocket, handlers: Partial<SctpHandlers> = {}) {
  const accepted: SctpAssociation[] = [];
  const ends: DownReason[] = [];
  server.listen(PORT, {
    ...SILENT,
    ...handlers,
    up: association => accepted.push(association),
    down: (_, reason) => ends.push(reason),
  });
  const association = client.connect({ address: server.localAddress, sctpPort: PORT }, SILENT);
  time.advance(10);
  return { association, accepted, ends };
}

test('in memory: 20,000 messages on the event loop, echoed in order', async t => {
  const network = openMemoryNetwork();
  const server = openSctpInMemory(network);
  const client = openSctpInMemory(network);
  t.not(server.udpPort, client.udpPort);
  server.listen(PORT, echoing());
  const target = { address: server.localAddress, udpPort: server.udpPort, sctpPort: PORT };
  const plan = { messages: 20_000, depth: 50, streams: 10, lengthOf: (number: number) => 8 + (number % 900) };
  const report = await exchange(client, target, plan);
  t.deepEqual(report.faults, []);
  t.is(report.received, 20_000);
  t.is(report.down, 'shutdown: shut down');
  await client.close();
  await server.close();
});

test('nobody listens at a UDP port of loopback: unreachable in far less than T1-init', async t => {
  const spare = await openSctpOverUdp();
  await spare.close();
  const socket = await openSctpOverUdp();
  const startedAt = performance.now();
  const reasons = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<DownReason>(resolve => {
          const target = { address: '127.0.0.1', udpPort: spare.udpPort, sctpPort: PORT };
          socket.connect(target, { ...SILENT, down: (_, reason) => resolve(reason) });
        }),
    ),
  );
  t.true(performance.now() - startedAt < 900);
  const text = `nothing listens on 127.0.0.1 UDP port ${spare.udpPort}`;
  t.deepEqual(
    reasons,
    [1, 2, 3].map(() => ({ kind: 'unreachable', text })),
  );
  await socket.close();
});

test('nobody listens in memory: unreachable; nobody listens on the SCTP port: abort', t => {
  const { time, open } = virtual();
  const client = open('10.0.0.1');
  open('10.0.0.2');
  const reasons: string[] = [];
  const handlers = { ...SILENT, down: (_: SctpAssociation, reason: DownReason) => reasons.push(reason.kind) };
  client.connect({ address: '10.0.0.3', sctpPort: PORT }, handlers);
  client.connect({ address: '10.0.0.2', sctpPort: PORT }, handlers);
  time.advance(10);
  t.deepEqual(reasons.sort(), ['abort', 'unreachable']);
});

test('IPv6 loopback carries an association, and an IPv4 address is refused there', async t => {
  const server = await openSctpOverUdp({ localAddress: '::1' });
  const client = await openSctpOverUdp({ localAddress: '::1' });
  server.listen(PORT, echoing());
  const target = { address: '::1', udpPort: server.udpPort, sctpPort: PORT };
  const report = await exchange(client, target, { messages: 50, depth: 10, streams: 2, lengthOf: () => 100 });
  t.is(report.down, 'shutdown: shut down');
  const error = t.throws(() => client.connect({ address: '127.0.0.1', sctpPort: PORT }, SILENT), {
    instanceOf: UserError,
  });
  t.is(error.message, "'127.0.0.1' is not an IPv6 address");
  await client.close();
  await server.close();
});

test('addresses and ports that cannot be: each its own error', async t => {
  await t.throwsAsync(openSctpOverUdp({ localAddress: 'mme' }), { message: "'mme' is not an IP address" });
  await t.throwsAsync(openSctpOverUdp({ localAddress: '192.0.2.1' }), {
    message: '192.0.2.1 is not an address of this machine',
  });
  const socket = await openSctpOverUdp();
  t.throws(() => socket.connect({ address: 'mme', sctpPort: PORT }, SILENT), {
    message: "'mme' is not an IPv4 address",
  });
  socket.listen(PORT, SILENT);
  t.throws(() => socket.listen(PORT, SILENT), {
    message: `SCTP port ${PORT} on 127.0.0.1 UDP port ${socket.udpPort} has a listener already`,
  });
  const target = { address: '127.0.0.1', udpPort: socket.udpPort, sctpPort: PORT, localSctpPort: 4_000 };
  socket.connect(target, SILENT).abort('only its port matters');
  socket.connect(target, SILENT);
  t.throws(() => socket.connect(target, SILENT), {
    message: /from SCTP port 4000 to 127\.0\.0\.1 SCTP port 36412 exists already/,
  });
  await socket.close();
  t.throws(() => socket.connect(target, SILENT), { message: /is closed/ });
});

test('a listener that closes refuses new associations and keeps those that are up', t => {
  const { time, open } = virtual();
  const client = open('10.0.0.1');
  const server = open('10.0.0.2');
  const received: number[] = [];
  const listener = server.listen(PORT, { ...SILENT, data: (_, __, ___, bytes) => received.push(bytes[0]!) });
  const first = client.connect({ address: '10.0.0.2', sctpPort: PORT }, SILENT);
  time.advance(10);
  listener.close();
  listener.close();
  const ends: string[] = [];
  client.connect({ address: '10.0.0.2', sctpPort: PORT }, { ...SILENT, down: (_, reason) => ends.push(reason.kind) });
  t.true(first.send(0, 18, Uint8Array.of(7)));
  time.advance(10);
  t.deepEqual(ends, ['abort']);
  t.deepEqual(received, [7]);
  server.listen(PORT, SILENT);
  client.connect({ address: '10.0.0.2', sctpPort: PORT }, { ...SILENT, up: () => ends.push('up') });
  time.advance(10);
  t.deepEqual(ends, ['abort', 'up']);
});

test('close aborts what is open: both ends are told, and the port is free again', async t => {
  const { time, network, open } = virtual();
  const client = open('10.0.0.1');
  const server = open('10.0.0.2');
  const { ends, association } = connected(time, client, server);
  const closing = client.close();
  time.advance(10);
  await closing;
  t.deepEqual(ends, [{ kind: 'abort', text: "aborted by the peer: user initiated abort: 'the socket was closed'" }]);
  t.false(association.send(0, 18, Uint8Array.of(1)));
  t.is(association.statistics(), undefined);
  await client.close();
  t.notThrows(() => network.open('10.0.0.1', 9899));
});

test('a peer that restarts: down and up for the server, with a new association, on one listener', t => {
  const { time, network, open } = virtual();
  const server = open('10.0.0.2');
  const log: string[] = [];
  server.listen(PORT, {
    ...SILENT,
    up: association => log.push(`up ${association.id}`),
    down: (association, reason) => log.push(`down ${association.id} ${reason.kind}`),
  });
  const target = { address: '10.0.0.2', sctpPort: PORT, localSctpPort: 5_000 };
  const dying = open('10.0.0.1');
  dying.connect(target, SILENT);
  time.advance(10);
  // another process takes its address, and has another UDP port
  network.close({ address: dying.localAddress, udpPort: dying.udpPort });
  const reborn = open(dying.localAddress, { udpPort: 4_000 });
  let up = false;
  reborn.connect(target, { ...SILENT, up: () => (up = true) });
  time.advance(10);
  t.true(up);
  t.is(log.length, 3);
  t.regex(log[0]!, /^up/);
  t.is(log[1], log[0]!.replace('up', 'down').concat(' restart'));
  t.regex(log[2]!, /^up/);
  t.not(log[2], log[0]);
});

test('a handler may close its socket while packets wait to be sent', async t => {
  const server = await openSctpOverUdp();
  const client = await openSctpOverUdp();
  server.listen(PORT, echoing());
  await new Promise<void>(resolve => {
    const target = { address: server.localAddress, udpPort: server.udpPort, sctpPort: PORT };
    client.connect(target, {
      ...SILENT,
      up: association => {
        for (let i = 0; i < 50; i++) association.send(0, 18, new Uint8Array(2_000));
      },
      // the SACK for this packet, and more messages, come after it
      data: () => client.close().then(resolve),
    });
  });
  await t.notThrowsAsync(client.close());
  await server.close();
});

test('tap shows each packet once, with both ends, and stops when asked', t => {
  const { time, open } = virtual();
  const client = open('10.0.0.1');
  const server = open('10.0.0.2');
  const packets: PacketEvent[] = [];
  const stop = client.tap(packet => packets.push(packet));
  connected(time, client, server);
  t.deepEqual(
    packets.map(({ direction, bytes }) => `${direction} ${decodeSctp(bytes).chunks[0]!.type}`),
    ['sent INIT', 'received INIT-ACK', 'sent COOKIE-ECHO', 'received COOKIE-ACK'],
  );
  t.like(packets[1], {
    local: { address: '10.0.0.1', udpPort: 9899 },
    remote: { address: '10.0.0.2', udpPort: 9899 },
  });
  stop();
  client.connect({ address: '10.0.0.2', sctpPort: PORT }, SILENT);
  time.advance(10);
  t.is(packets.length, 4);
});

test('messages of one turn share a packet; a handler may answer, shut down or abort at once', t => {
  const { time, open } = virtual();
  const client = open('10.0.0.1');
  const server = open('10.0.0.2');
  const packets: string[] = [];
  const log: string[] = [];
  server.listen(PORT, {
    ...SILENT,
    data: (association, stream, ppid, bytes) => {
      association.send(stream, ppid, bytes);
      if (bytes[0] === 2) association.abort('enough');
      // after its own abort nothing more comes: not the third message of the same packet
      log.push(`data ${bytes[0]}`);
    },
    down: (_, reason) => log.push(reason.text),
  });
  client.tap(({ direction, bytes }) =>
    packets.push(
      `${direction} ${decodeSctp(bytes)
        .chunks.map(chunk => chunk.type)
        .join('+')}`,
    ),
  );
  const association = client.connect(
    { address: '10.0.0.2', sctpPort: PORT },
    {
      ...SILENT,
      up: up => {
        for (const octet of [1, 2, 3]) up.send(0, 18, Uint8Array.of(octet));
      },
    },
  );
  time.advance(10);
  t.true(packets.includes('sent DATA+DATA+DATA'));
  t.deepEqual(log, ['data 1', 'aborted here: enough', 'data 2']);
  t.false(association.send(0, 18, Uint8Array.of(4)));
});

test('pause leaves messages with the peer, resume brings them', t => {
  const { time, open } = virtual();
  const client = open('10.0.0.1', { parameters: { sendHighWater: 20_000 } });
  const server = open('10.0.0.2', { parameters: { receiveWindow: 10_000 } });
  const received: number[] = [];
  const { accepted } = connected(time, client, server, { data: (_, __, ___, bytes) => received.push(bytes.length) });
  accepted[0]!.pause();
  let writable = 0;
  const sender = client.connect({ address: '10.0.0.2', sctpPort: PORT }, { ...SILENT, writable: () => writable++ });
  time.advance(10);
  accepted[1]!.pause();
  for (let i = 0; i < 50; i++) sender.send(0, 18, new Uint8Array(1_000));
  time.advance(5_000);
  t.deepEqual(received, []);
  t.true(sender.bufferedOctets >= 40_000);
  t.is(writable, 0);
  accepted[1]!.resume();
  time.advance(60_000);
  t.is(received.length, 50);
  t.is(sender.bufferedOctets, 0);
  t.is(writable, 1);
});

test('while the network below is congested no new packets are made', t => {
  const time = new VirtualTime();
  const network = openMemoryNetwork(time.soon);
  let congested = false;
  let sent = 0;
  const through = (carrier: Carrier): Carrier =>
    new Watched(
      carrier,
      () => congested,
      () => sent++,
    );
  const client = openSctpInMemory(network, {
    localAddress: '10.0.0.1',
    clock: time.clock(),
    soon: callback => time.at(time.now() + 1, callback),
    through,
  });
  const server = openSctpInMemory(network, {
    localAddress: '10.0.0.2',
    udpPort: 9899,
    clock: time.clock(),
    soon: time.soon,
  });
  server.listen(PORT, SILENT);
  const association = client.connect({ address: '10.0.0.2', sctpPort: PORT }, SILENT);
  time.advance(50);
  const before = sent;
  congested = true;
  for (let i = 0; i < 10; i++) association.send(0, 18, new Uint8Array(100));
  time.advance(100);
  t.is(sent, before);
  congested = false;
  time.advance(5);
  t.is(sent, before + 1, 'and then all of it in one');
});

class Watched implements Carrier {
  private readonly inner: Carrier;
  private readonly isCongested: () => boolean;
  private readonly counted: () => void;
  receive: Carrier['receive'] = nobody;

  constructor(inner: Carrier, isCongested: () => boolean, counted: () => void) {
    this.inner = inner;
    this.isCongested = isCongested;
    this.counted = counted;
    inner.receive = (packet, from) => this.receive(packet, from);
  }

  get localAddress(): string {
    return this.inner.localAddress;
  }

  get udpPort(): number {
    return this.inner.udpPort;
  }

  get congested(): boolean {
    return this.isCongested();
  }

  send(packet: Uint8Array, to: PeerAddress): void {
    this.counted();
    this.inner.send(packet, to);
  }

  watchUnreachable(to: PeerAddress, refused: (text: string) => void): Cancel {
    return this.inner.watchUnreachable(to, refused);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
