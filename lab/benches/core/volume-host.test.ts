import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import test from 'ava';
import { decodeVolume, encodeVolume, VOLUME_PORTS, type VolumeMessage } from '../../../emulator/codec/volume/index.ts';
import { VolumeHost } from './volume-host.ts';

const ADDRESS = `127.${101 + (process.pid % 150)}.251.1`;

test('sends what is asked for and counts what comes; an address of another machine is no host', async t => {
  t.is(await VolumeHost.open('192.0.2.1'), undefined);
  const host = await VolumeHost.open(ADDRESS);
  if (host === undefined) {
    t.pass('ports below 1024 are not for this user');
    return;
  }
  t.teardown(() => host.close());
  t.is(await VolumeHost.open(ADDRESS), undefined, 'the ports are taken');
  const phone = createSocket('udp4');
  t.teardown(() => phone.close());
  phone.bind(0, '127.0.0.1');
  await once(phone, 'listening');
  const got: VolumeMessage[] = [];
  phone.on('message', payload => got.push(decodeVolume(payload)));
  const send = (message: VolumeMessage, port: number) => phone.send(encodeVolume(message), port, ADDRESS);
  const until = async (holds: () => boolean) => {
    while (!holds()) await once(phone, 'message');
  };

  send({ type: 'SourceRequest', flow: 1, octets: 5_000, rateBps: 0, packetSize: 1_000 }, VOLUME_PORTS.source);
  await until(() => got.length === 5);
  t.deepEqual(
    got.map(message => message.type === 'Record' && [message.sequence, message.size]),
    [0, 1, 2, 3, 4].map(sequence => [sequence, 1_000]),
  );
  for (const sequence of [0, 1, 1]) {
    send({ type: 'Record', flow: 2, sequence, total: 3, sentAtMs: 0, size: 100 }, VOLUME_PORTS.sink);
  }
  phone.send('garbage', VOLUME_PORTS.sink, ADDRESS);
  send({ type: 'SinkReportRequest', flow: 2 }, VOLUME_PORTS.sink);
  await until(() => got.length === 6);
  t.deepEqual(got[5], { type: 'SinkReport', flow: 2, datagrams: 2, duplicates: 1, upTo: 2, octets: 200 });
});
