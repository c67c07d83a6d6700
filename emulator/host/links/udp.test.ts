import test from 'ava';
import { openSctpOverUdp } from './open.ts';
import type { SctpHandlers } from './sctp-socket.ts';

const NOTHING: SctpHandlers = { up: () => {}, data: () => {}, down: () => {} };

test('two sockets on loopback exchange messages on several streams and shut down', async t => {
  const server = await openSctpOverUdp();
  const client = await openSctpOverUdp();
  const ends: string[] = [];
  const echoes: string[] = [];
  const serverDown = new Promise<void>(resolve => {
    server.listen(36412, {
      ...NOTHING,
      data: (association, stream, ppid, bytes) => association.send(stream, ppid, bytes),
      down: (_, reason) => {
        ends.push(`server: ${reason.kind}`);
        resolve();
      },
    });
  });
  const clientDown = new Promise<void>(resolve => {
    client.connect(
      { address: server.localAddress, udpPort: server.udpPort, sctpPort: 36412, streams: { outbound: 4, inbound: 7 } },
      {
        up: (association, details) => {
          t.is(details.outboundStreams, 4);
          t.is(details.inboundStreams, 7);
          t.is(details.peer.udpPort, server.udpPort);
          for (let i = 0; i < 40; i++) t.true(association.send(i % 4, 18, Uint8Array.of(i)));
          t.throws(() => association.send(4, 18, Uint8Array.of(0)), { instanceOf: RangeError });
          t.throws(() => association.send(0, 18, new Uint8Array(0)), { instanceOf: RangeError });
        },
        data: (association, stream, ppid, bytes) => {
          echoes.push(`${stream}/${ppid}/${bytes[0]}`);
          if (echoes.length === 40) association.shutdown();
        },
        down: (_, reason) => {
          ends.push(`client: ${reason.kind}`);
          resolve();
        },
      },
    );
  });
  await Promise.all([serverDown, clientDown]);
  t.deepEqual(
    echoes,
    Array.from({ length: 40 }, (_, i) => `${i % 4}/18/${i}`),
  );
  t.deepEqual(ends.sort(), ['client: shutdown', 'server: shutdown']);
  await client.close();
  await server.close();
});

test('a port in use is a LabError that names it', async t => {
  const first = await openSctpOverUdp();
  const error = await t.throwsAsync(openSctpOverUdp({ udpPort: first.udpPort }));
  t.is(error?.message, `UDP port ${first.udpPort} on 127.0.0.1 is in use`);
  await first.close();
});
