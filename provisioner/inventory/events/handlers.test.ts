import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Inventory } from '../inventory.ts';
import { CALLER, openTest, TestClock, testCard, testIccid } from '../testing/open.ts';

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'mvnolab-events-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers each POST with what `answer` says (a status, or nothing at all for 0) and keeps them. */
async function receiver(t: ExecutionContext, answer: (count: number) => number) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    const status = answer(received.length);
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sim`, received };
}

async function live({ sims }: Inventory, index: number): Promise<void> {
  await sims.register(testCard(index), CALLER);
  await sims.activate(testIccid(index), { customer: 'c' }, { ...CALLER, traceId: 'trace-1' });
  await sims.suspend(testIccid(index), CALLER, { reason: 'lost & "found" <é>\n' });
}

test('text and XML: one whole file an event, dropped once, also when its reader has taken it', async t => {
  const path = await folder(t);
  const { inventory } = await openTest(t);
  await inventory.handlers.add({ name: 'text', type: 'text', folder: join(path, 'text') });
  await inventory.handlers.add({ name: 'xml', type: 'xml', folder: join(path, 'xml') });
  await live(inventory, 1);
  t.is(await inventory.deliver(), 6);
  const iccid = testIccid(1);
  t.deepEqual(
    (await readdir(join(path, 'xml'))).sort(),
    [2, 3, 4].map(n => `${iccid}-00000${n}.xml`),
  );
  const text = await readFile(join(path, 'text', `${iccid}-000003.txt`), 'utf8');
  t.regex(text, /^id: 8988211\d+\/3\naction: activate\n/);
  t.regex(text, /\ntraceId: trace-1\nmsisdn: 447700900000\n/);
  t.regex(await readFile(join(path, 'text', `${iccid}-000004.txt`), 'utf8'), /\nreason: lost & "found" <é>\\n\n$/);
  t.regex(
    await readFile(join(path, 'xml', `${iccid}-000004.xml`), 'utf8'),
    /<reason>lost &#38; &#34;found&#34; &#60;é&#62;&#10;<\/reason>/,
  );
  await mkdir(join(path, 'text', 'taken'));
  await rename(join(path, 'text', `${iccid}-000003.txt`), join(path, 'text', 'taken', `${iccid}-000003.txt`));
  const [handler] = await inventory.handlers.open();
  for await (const event of inventory.queue.list())
    t.is((await handler!.handle(event, { now: new Date(), signal: new AbortController().signal })).type, 'done');
  t.deepEqual((await readdir(join(path, 'text'))).sort(), [`${iccid}-000002.txt`, `${iccid}-000004.txt`, 'taken']);
});

test('a folder that cannot be written: tried again, nothing lost', async t => {
  const clock = new TestClock();
  const { inventory } = await openTest(t, { now: clock.now });
  const path = await folder(t);
  await inventory.handlers.add({ name: 'text', type: 'text', folder: '/dev/null/x' });
  await live(inventory, 1);
  t.is(await inventory.deliver(), 0);
  t.deepEqual((await inventory.queue.counts(['text', 'hss'])).text, { pending: 3, dead: 0, done: 0 });
  await inventory.handlers.remove('text');
  await inventory.handlers.add({ name: 'text', type: 'text', folder: path });
  t.is(await inventory.deliver(), 0); // not before its time
  clock.advance(1000);
  t.is(await inventory.deliver(), 3);
  t.is((await readdir(path)).length, 3);
});

test('webhook: JSON with idempotency key, trace and signature; in order; again after failures, with growing pauses', async t => {
  const clock = new TestClock();
  const { inventory } = await openTest(t, { now: clock.now, env: { HOOK_SECRET: 's3cret' } });
  const { url, received } = await receiver(t, count => [200, 503, 0, 429, 201, 200][count - 1] ?? 200);
  await inventory.handlers.add({ name: 'crm', type: 'webhook', url, secretEnv: 'HOOK_SECRET' });
  await live(inventory, 1);
  const pauses: number[] = [];
  for (let arrived = await inventory.deliver(); arrived < 3; ) {
    const next = (await inventory.queue.nextDue('crm'))!;
    pauses.push(next.getTime() - clock.now().getTime());
    clock.advance(pauses.at(-1)!);
    arrived += await inventory.deliver();
  }
  t.is(pauses.length, 3);
  for (const [i, pause] of pauses.entries()) t.true(pause >= 750 * 2 ** i && pause <= 1000 * 2 ** i, `${pauses}`);
  t.deepEqual(
    received.map(({ body }) => JSON.parse(body).sequence),
    [2, 3, 3, 3, 3, 4],
  );
  const { headers, body } = received[1]!;
  t.is(headers['idempotency-key'], `${testIccid(1)}/3`);
  t.is(headers['x-trace-id'], 'trace-1');
  t.is(headers['x-mvnolab-signature'], `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`);
  t.deepEqual((await inventory.queue.counts(['crm'])).crm, { pending: 0, dead: 0, done: 3 });
});

test('a refusal is a dead letter; the later events of that SIM wait, those of others do not; retry and drop', async t => {
  const { inventory } = await openTest(t);
  let isOpen = false;
  const { url, received } = await receiver(t, () => (isOpen ? 200 : 422));
  await inventory.handlers.add({ name: 'crm', type: 'webhook', url });
  await live(inventory, 1);
  t.is(await inventory.deliver(), 0);
  t.is(received.length, 1);
  t.is(await inventory.deliver(), 0); // nothing behind the dead letter moves, and it is not sent again
  t.is(received.length, 1);
  isOpen = true;
  await live(inventory, 2);
  t.is(await inventory.deliver(), 3);
  t.is(await inventory.queue.retry({ handler: 'crm', iccid: testIccid(1) }, new Date()), 3);
  t.is(await inventory.deliver(), 3);
  isOpen = false;
  await live(inventory, 3);
  await inventory.deliver();
  isOpen = true;
  t.is(await inventory.queue.drop({ handler: 'crm', iccid: testIccid(3) }, new Date()), 1);
  t.is(await inventory.deliver(), 2);
});

test('ten failures in a row make a dead letter', async t => {
  const clock = new TestClock();
  const { inventory } = await openTest(t, { now: clock.now });
  await inventory.handlers.add({ name: 'crm', type: 'webhook', url: 'http://127.0.0.1:1/' });
  await inventory.sims.register(testCard(1), CALLER);
  await inventory.sims.assign(testIccid(1), { customer: 'c' }, CALLER);
  for (let i = 0; i < 10; i++) {
    await inventory.deliver();
    clock.advance(300_000);
  }
  const event = await inventory.queue.find(`${testIccid(1)}/2`);
  t.like(event!.deliveries.crm, { state: 'dead', attempts: 10 });
  t.regex(event!.deliveries.crm!.error!, /ECONNREFUSED/);
});

test('a handler that was claimed by a process that died is taken over when the lease is over', async t => {
  const clock = new TestClock();
  const { inventory } = await openTest(t, { now: clock.now });
  await inventory.sims.register(testCard(1), CALLER);
  await inventory.sims.activate(testIccid(1), { customer: 'c' }, CALLER, { settleMs: 0 });
  const head = (await inventory.queue.head('hss', testIccid(1)))!;
  t.true(await inventory.queue.claim(head, 'hss', 'a process that died', clock.now(), 30_000));
  t.is(await inventory.deliver(), 0);
  clock.advance(30_000);
  t.is(await inventory.deliver(), 2);
});
