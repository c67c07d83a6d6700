import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import { decodeGtpu, encodeGPdu, encodeGtpu, type GtpuMessage } from '../../codec/gtpu/index.ts';
import { formatIp } from '../../codec/ip/index.ts';
import { LabError } from '../../vocabulary/index.ts';
import { GtpuAddressBook, type GtpuSocketOptions, openGtpuSocket, type ReceivedGPdu } from './index.ts';

const PACKET = fromHex('4500001c000700004001667e0a2d00020a2d00010800f7fc00010002');

/** Opens an endpoint on a free port with the tunnels 1 … 9 and collects what it is told. */
async function endpoint(options: Partial<GtpuSocketOptions> = {}) {
  const received: ReceivedGPdu[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const told = () => {
    for (const each of waiting.splice(0))
      if (received.length >= each.count) each.resolve();
      else waiting.push(each);
  };
  const socket = await openGtpuSocket({
    port: 0,
    hasTunnel: teid => teid >= 1 && teid <= 9,
    received: packet => {
      received.push(packet);
      told();
    },
    ...options,
  });
  const until = (count: number) =>
    new Promise<void>(resolve => {
      waiting.push({ count, resolve });
      told();
    });
  return { socket, received, until };
}

/** A peer that is nothing but a UDP socket. */
async function rawPeer(): Promise<{ socket: Socket; port: number; next: () => Promise<GtpuMessage> }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const next = async () => decodeGtpu((await once(socket, 'message'))[0] as Uint8Array);
  return { socket, port: socket.address().port, next };
}

test('packets arrive in order, in the tunnel they were sent into, and are counted', async t => {
  const one = await endpoint();
  const two = await endpoint();
  for (let i = 0; i < 100; i++) one.socket.send(two.socket.local, 1 + (i % 9), Uint8Array.of(...PACKET, i));
  await two.until(100);
  t.deepEqual(
    two.received.map(({ teid, packet }) => [teid, packet.at(-1)]),
    Array.from({ length: 100 }, (_, i) => [1 + (i % 9), i]),
  );
  t.deepEqual(two.received[0]!.from, one.socket.local);
  t.like(one.socket.counters, { sentPackets: 100, sentOctets: 2900, sendErrors: 0 });
  t.like(two.socket.counters, { receivedPackets: 100, receivedOctets: 2900, unknownTeid: 0 });
  // yours to keep: a later datagram does not overwrite an earlier packet
  t.is(toHex(two.received[0]!.packet), `${toHex(PACKET)}00`);
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('extension headers travel with the packet', async t => {
  const one = await endpoint();
  const two = await endpoint();
  const headers = [
    { type: 0x85, content: fromHex('1009') },
    { type: 0x21, content: fromHex('0102') },
  ];
  one.socket.send(two.socket.local, 3, PACKET, headers);
  await two.until(1);
  t.like(two.received[0], { teid: 3, packet: { length: PACKET.length } });
  t.deepEqual(
    two.received[0]!.extensionHeaders?.map(header => [header.type, toHex(header.content)]),
    [
      [0x85, '1009'],
      [0x21, '0102'],
    ],
  );
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('Echo Request is answered with its sequence number', async t => {
  const one = await endpoint();
  const peer = await rawPeer();
  const answer = peer.next();
  peer.socket.send(
    encodeGtpu({ type: 'EchoRequest', teid: 0, sequenceNumber: 4711, otherIes: [] }),
    one.socket.local.port,
    '127.0.0.1',
  );
  t.like(await answer, { type: 'EchoResponse', teid: 0, sequenceNumber: 4711, recovery: 0 });
  peer.socket.close();
  await one.socket.close();
});

test('echo measures a living path and gives up a dead one', async t => {
  const one = await endpoint();
  const two = await endpoint();
  const roundTripMs = await one.socket.echo(two.socket.local);
  t.true(roundTripMs !== undefined && roundTripMs >= 0);
  const silent = await rawPeer();
  let requests = 0;
  silent.socket.on('message', () => requests++);
  t.is(await one.socket.echo({ address: '127.0.0.1', port: silent.port }, { attempts: 3, intervalMs: 15 }), undefined);
  t.is(requests, 3);
  silent.socket.close();
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('an echo that waits ends when the socket closes', async t => {
  const one = await endpoint();
  const silent = await rawPeer();
  const asked = once(silent.socket, 'message');
  const echo = one.socket.echo({ address: '127.0.0.1', port: silent.port }, { attempts: 5, intervalMs: 60_000 });
  await asked;
  await one.socket.close();
  t.is(await echo, undefined);
  silent.socket.close();
});

test('a packet for nobody is answered with Error Indication, and the sender is told', async t => {
  const indications: unknown[] = [];
  let told = () => {};
  const arrived = new Promise<void>(resolve => (told = resolve));
  const one = await endpoint({
    errorIndication: indication => {
      indications.push(indication);
      told();
    },
  });
  const two = await endpoint({ advertisedAddress: '192.0.2.7' });
  one.socket.send(two.socket.local, 0xfffffffe, PACKET);
  await arrived;
  t.deepEqual(indications, [{ from: two.socket.local, teid: 0xfffffffe, address: '192.0.2.7' }]);
  t.is(two.received.length, 0);
  t.like(two.socket.counters, { unknownTeid: 1, errorIndicationsSent: 1, receivedPackets: 0 });
  t.is(one.socket.counters.errorIndicationsReceived, 1);
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('Error Indication as it is on the wire', async t => {
  const one = await endpoint();
  const peer = await rawPeer();
  const answer = peer.next();
  peer.socket.send(encodeGPdu(77, PACKET), one.socket.local.port, '127.0.0.1');
  const indication = await answer;
  t.like(indication, { type: 'ErrorIndication', teid: 0, sequenceNumber: 0, teidDataI: 77 });
  t.is(formatIp((indication as { peerAddress: Uint8Array }).peerAddress), '127.0.0.1');
  const [udpPort] = indication.extensionHeaders!;
  t.deepEqual([udpPort!.type, (udpPort!.content[0]! << 8) | udpPort!.content[1]!], [0x40, peer.port]);
  peer.socket.close();
  await one.socket.close();
});

test('an extension header that must be understood and is not: the packet is dropped, the sender hears what is', async t => {
  const one = await endpoint();
  const peer = await rawPeer();
  const answer = peer.next();
  const extensionHeaders = [{ type: 0x84, content: fromHex('0000') }];
  peer.socket.send(
    encodeGtpu({ type: 'GPdu', teid: 1, extensionHeaders, packet: PACKET }),
    one.socket.local.port,
    '127.0.0.1',
  );
  t.like(await answer, { type: 'SupportedExtensionHeadersNotification', extensionHeaderTypes: [0x85, 0xc0] });
  t.like(one.socket.counters, { unsupportedExtensionHeader: 1, receivedPackets: 0 });
  t.is(one.received.length, 0);
  peer.socket.close();
  await one.socket.close();
});

test('End Marker reaches the owner of the tunnel', async t => {
  const markers: unknown[] = [];
  const one = await endpoint();
  const two = await endpoint({ endMarker: marker => markers.push(marker) });
  one.socket.sendEndMarker(two.socket.local, 5);
  one.socket.sendEndMarker(two.socket.local, 500);
  one.socket.send(two.socket.local, 5, PACKET);
  await two.until(1);
  t.deepEqual(markers, [{ from: one.socket.local, teid: 5 }]);
  t.is(one.socket.counters.endMarkersSent, 2);
  t.is(two.socket.counters.endMarkersReceived, 2);
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('what is not GTP-U, or no use here, is counted and changes nothing', async t => {
  const one = await endpoint();
  const peer = await rawPeer();
  const send = (bytes: Uint8Array) => peer.socket.send(bytes, one.socket.local.port, '127.0.0.1');
  for (const hex of ['', '30', '48010004000000000000', '20ff000000000001', 'ffffffffffffffffffff']) send(fromHex(hex));
  send(encodeGtpu({ type: 'Unknown', messageType: 50, teid: 1, body: PACKET }));
  send(encodeGtpu({ type: 'TunnelStatus', teid: 1, otherIes: [] }));
  send(encodeGPdu(1, PACKET));
  await one.until(1);
  t.like(one.socket.counters, { malformed: 5, ignored: 2, receivedPackets: 1, sendErrors: 0, errorIndicationsSent: 0 });
  peer.socket.close();
  await one.socket.close();
});

test('the address book stands for addresses that a machine does not have', async t => {
  const addressBook = new GtpuAddressBook();
  const indications: { address: string }[] = [];
  let told = () => {};
  const arrived = new Promise<void>(resolve => (told = resolve));
  const bts = await endpoint({
    addressBook,
    advertisedAddress: '10.9.0.1',
    errorIndication: indication => {
      indications.push(indication);
      told();
    },
  });
  const gateway = await endpoint({ addressBook, advertisedAddress: '10.9.0.2' });
  addressBook.enter('10.9.0.1', bts.socket.local);
  addressBook.enter('10.9.0.2', gateway.socket.local);
  bts.socket.send({ address: '10.9.0.2' }, 1, PACKET);
  await gateway.until(1);
  t.is(addressBook.addressOf(gateway.received[0]!.from), '10.9.0.1');
  gateway.socket.send({ address: '10.9.0.1' }, 2, PACKET);
  await bts.until(1);
  bts.socket.send({ address: '10.9.0.2' }, 99, PACKET);
  await arrived;
  t.is(indications[0]!.address, '10.9.0.2');
  addressBook.enter('10.9.0.2', { address: '127.0.0.1', port: 1 });
  t.deepEqual(addressBook.placeOf('10.9.0.2'), { address: '127.0.0.1', port: 1 });
  t.is(addressBook.addressOf(gateway.socket.local), '127.0.0.1', 'the old place is forgotten');
  addressBook.remove('10.9.0.2');
  t.is(addressBook.placeOf('10.9.0.2'), undefined);
  await Promise.all([bts.socket.close(), gateway.socket.close()]);
});

test('a tap sees every datagram as it is on the wire, both ways', async t => {
  const seen: string[] = [];
  const one = await endpoint({
    tap: (direction, local, remote, datagram) =>
      seen.push(`${direction} ${local.port} ${remote.port} ${toHex(datagram)}`),
  });
  const two = await endpoint();
  two.socket.send(one.socket.local, 1, PACKET);
  await one.until(1);
  one.socket.send(two.socket.local, 2, PACKET);
  await two.until(1);
  const [a, b] = [one.socket.local.port, two.socket.local.port];
  t.deepEqual(seen, [
    `received ${a} ${b} ${toHex(encodeGPdu(1, PACKET))}`,
    `sent ${a} ${b} ${toHex(encodeGPdu(2, PACKET))}`,
  ]);
  await Promise.all([one.socket.close(), two.socket.close()]);
});

test('close hands over what was sent, frees the port, and nothing follows', async t => {
  const two = await endpoint();
  const one = await endpoint();
  const { port } = one.socket.local;
  for (let i = 0; i < 50; i++) one.socket.send(two.socket.local, 1, PACKET);
  const closed = one.socket.close();
  one.socket.send(two.socket.local, 1, PACKET);
  await closed;
  await one.socket.close();
  await two.until(50);
  t.is(two.received.length, 50);
  t.is(one.socket.counters.sendErrors, 1);
  const again = await endpoint({ port });
  await Promise.all([again.socket.close(), two.socket.close()]);
});

test('a port in use and an address that is not here are lab errors that say so', async t => {
  const one = await endpoint();
  const { port } = one.socket.local;
  const inUse = await t.throwsAsync(endpoint({ port }), { instanceOf: LabError, code: 'gtpu-port-in-use' });
  t.true(inUse!.message.includes(`127.0.0.1:${port}`));
  const away = await t.throwsAsync(endpoint({ address: '192.0.2.1' }), {
    instanceOf: LabError,
    code: 'gtpu-address-unavailable',
  });
  t.true(away!.message.includes('192.0.2.1'));
  await one.socket.close();
});

test('over IPv6', async t => {
  const one = await endpoint({ address: '::1' }).catch((error: LabError) => error);
  if (one instanceof LabError) {
    t.is(one.code, 'gtpu-address-unavailable', 'the only reason not to have ::1 is a machine without IPv6');
    t.log('this machine has no IPv6: GTP-U over it is not tried');
    return;
  }
  const two = await endpoint({ address: '::1' });
  one.socket.send(two.socket.local, 1, PACKET);
  await two.until(1);
  t.deepEqual(two.received[0]!.from, one.socket.local);
  t.not(await one.socket.echo(two.socket.local), undefined);
  await Promise.all([one.socket.close(), two.socket.close()]);
});
