import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { findGone } from './core-watch.ts';

test('a core is there as long as somebody holds its ports; then it is told which is closed', async t => {
  const mme = createSocket('udp4');
  mme.bind(0, '127.0.0.1');
  await once(mme, 'listening');
  const metrics = createServer((_, response) => response.end('enb 1\n')).listen(0, '127.0.0.1');
  await once(metrics, 'listening');
  t.teardown(() => {
    metrics.close();
    mme.unref();
  });
  const url = `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`;
  const watched = { mme: { address: '127.0.0.1', udpPort: mme.address().port }, metrics: [url] };
  t.is(await findGone(watched), undefined);

  metrics.closeAllConnections();
  await new Promise(resolve => metrics.close(resolve));
  const half = await findGone(watched);
  t.is(half?.code, 'core-away');
  t.true(half?.message.includes(`nothing listens at ${url} any more`), half?.message);

  await new Promise<void>(resolve => mme.close(resolve));
  const all = await findGone(watched);
  t.true(all?.message.includes(`UDP port ${watched.mme.udpPort} any more, nor at ${url}`), all?.message);
  t.regex(all?.help.hint ?? '', /mme\.log/);
});
