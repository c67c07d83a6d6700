import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { TraceEvent } from '../../emulator/vocabulary/index.ts';
import type { Bench } from '../../scenarios/runner/index.ts';
import { openEmbeddedBench } from '../benches/index.ts';
import { connectLab } from './client.ts';
import { type LabServer, serveLab } from './index.ts';
import { openProxy } from './testing/cutting-proxy.ts';
import { fakeBench } from './testing/fake-bench.ts';

let bench: Bench;
let server: LabServer;
test.before(async () => {
  bench = await openEmbeddedBench();
  server = await serveLab({ bench });
});
test.after.always(async () => {
  await server?.close();
  await bench?.close();
});

test('a program drives phones: attach, ping, data, tamper, detach, states', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-client-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const lab = await connectLab(server.url);
  t.teardown(() => lab.close());
  t.is(lab.core.bench, 'embedded');
  const session = await lab.openSession({ title: 'by hand', seed: '1', folder });
  t.like(
    (await lab.sessions()).find(each => each.session === session.id),
    { title: 'by hand', connected: true },
  );
  const heard: TraceEvent[] = [];
  session.onEvent(event => heard.push(event));
  await session.addSim('alice');
  t.is((await session.addBts('home')).type, 'accepted');
  const phone = await session.addPhone('phone', { sim: 'alice', bts: 'home' });
  t.is((await phone.attach()).type, 'accepted');
  const { emm, imsi } = await phone.state();
  t.is(emm, 'registered');
  t.true(imsi in (await session.core()).ues);
  t.is((await phone.ping({ count: 2, intervalMs: 5 })).values?.received, 2);
  t.is((await phone.data({ downOctets: 20_000, upOctets: 10_000 })).type, 'accepted');
  t.true((await phone.state()).usage.down >= 20_000);
  t.is((await session.bts('home')).ues, 1);
  t.is((await phone.detach()).type, 'accepted');
  t.is((await phone.tamper({ resFlipBits: [0] })).type, 'accepted');
  t.is((await phone.attach({ identity: 'imsi' })).type, 'rejected');
  t.true(heard.some(event => event.kind === 'message' && event.message === 'AuthenticationReject'));
  t.is((await session.subscriber('alice'))?.bson, 'document');
  t.deepEqual(await session.close(), []);
  t.deepEqual(readdirSync(folder).sort(), ['events.ndjson', 'run.pcapng']);
  t.false((await lab.sessions()).some(each => each.session === session.id));
});

test('a watch has every event once, over lost connections, and ends with its session', async t => {
  const fakes = fakeBench();
  const fake = await serveLab({ bench: fakes });
  const proxy = await openProxy(fake.url);
  t.teardown(async () => {
    await proxy.close();
    await fake.close();
  });
  const owner = await connectLab(fake.url);
  const session = await owner.openSession({ title: 'watched' });
  const reader = await connectLab(proxy.url, { reconnectMs: 60_000 });
  const tell = (text: string) => fakes.sessions[0]!.tell({ type: 'note', text });
  tell('one');
  const watch = await reader.watch(session.id);
  const seen: number[] = [];
  for await (const { seq } of watch) {
    seen.push(seq);
    if (seq > 0 && seq < 6) {
      proxy.cut();
      tell(`after ${seq}`);
    }
    if (seq === 6) void owner.close();
  }
  t.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6]);
  t.true(proxy.connections >= 6);
  await t.throwsAsync(reader.watch(session.id), { code: 'session-unknown' });
});

test('a watch from a number on; leaving the loop ends it', async t => {
  const fakes = fakeBench();
  const fake = await serveLab({ bench: fakes });
  t.teardown(() => fake.close());
  const lab = await connectLab(fake.url);
  const session = await lab.openSession();
  for (const text of ['one', 'two', 'three']) fakes.sessions[0]!.tell({ type: 'note', text });
  const seen: number[] = [];
  for await (const { seq } of await lab.watch(session.id, { afterSeq: 1 })) {
    seen.push(seq);
    if (seq === 3) break;
  }
  t.deepEqual(seen, [2, 3]);
  await lab.close();
  t.true(fakes.sessions[0]?.isClosed);
});

test('a lab that is gone ends a watch with its error', async t => {
  const fake = await serveLab({ bench: fakeBench() });
  const proxy = await openProxy(fake.url);
  const lab = await connectLab(proxy.url, { reconnectMs: 30 });
  const session = await (await connectLab(fake.url)).openSession();
  const watch = await lab.watch(session.id, { afterSeq: 0 });
  const next = watch.next();
  proxy.cut(true);
  await t.throwsAsync(next, { name: 'LabError' });
  t.deepEqual(await watch.next(), { done: true, value: undefined });
  await proxy.close();
  await fake.close();
});
