import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Bench, BenchSession, StoredValue } from '../../scenarios/runner/index.ts';
import { type LabServer, serveLab } from '../serve/index.ts';
import { openProxy } from '../serve/testing/cutting-proxy.ts';
import { fakeBench } from '../serve/testing/fake-bench.ts';
import { openEmbeddedBench, openRemoteBench } from './index.ts';
import { openCase, until } from './testing/open-case.ts';

/** The embedded bench behind a server, and the sessions that it opened. */
let embedded: Bench;
const behind: BenchSession[] = [];
let server: LabServer;
test.before(async () => {
  embedded = await openEmbeddedBench();
  const bench: Bench = {
    core: embedded.core,
    capabilities: embedded.capabilities,
    async open(options) {
      const session = await embedded.open(options);
      behind.push(session);
      return session;
    },
    close: () => embedded.close(),
  };
  server = await serveLab({ bench });
});
test.after.always(async () => {
  await server?.close();
  await embedded?.close();
});

test('a remote lab has the core and the capabilities of the one behind it', async t => {
  const bench = await openRemoteBench(server.url);
  t.deepEqual(bench.core, embedded.core);
  t.deepEqual(bench.capabilities, embedded.capabilities);
  await bench.close();
});

test('a phone lives there as it does here, and the files are written here', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'mvnolab-remote-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bench = await openRemoteBench(server.url);
  const { session, perform, nas } = await openCase(bench, { folder, lab: { speed: 5 } });
  const attached = await perform({ do: 'attach', ue: 'phone' });
  t.is(attached.type, 'accepted', attached.detail);
  const phone = await session.ue('phone');
  t.is(phone.pdn.internet?.ip, attached.values?.ip as string);
  t.is((await session.aka('alice'))?.xres, phone.aka?.res);
  t.true(nas().includes('AttachComplete'));
  const before = session.nowMs();
  const ping = await perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 2, intervalMs: 5 });
  t.is(ping.values?.received, 2);
  t.true(session.nowMs() > before);
  await t.throwsAsync(perform({ do: 'attach', ue: 'phon' }), {
    name: 'UserError',
    code: 'fixture-unknown',
    message: /phon/,
  });
  await perform({
    do: 'arm',
    name: 'cut',
    trigger: { when: 'after', message: 'DetachRequest' },
    command: { do: 'link', bts: 'home', impairments: { delayMs: 1 } },
  });
  t.is(session.armed('cut'), 0);
  t.throws(() => session.armed('cat'), { message: /cat/ });
  await perform({ do: 'detach', ue: 'phone' });
  await until(() => session.armed('cut') === 1);
  session.tell({ type: 'note', text: 'the last word' });
  t.deepEqual(await session.close(), []);
  t.deepEqual(await session.close(), []);
  t.deepEqual(
    session.artefacts().map(({ name }) => name),
    ['events.ndjson', 'run.pcapng'],
  );
  const lines = readFileSync(join(folder, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  t.deepEqual(
    lines.map(line => JSON.parse(line)),
    session.events().map(event => JSON.parse(JSON.stringify(event))),
  );
  t.deepEqual(
    session.events().map(({ seq }) => seq),
    lines.map((_, index) => index),
  );
  t.true(lines.some(line => line.includes('the last word')));
  t.true(lines.some(line => line.includes(`"path":"${join(folder, 'run.pcapng')}"`)));
  t.is(readFileSync(join(folder, 'run.pcapng')).readUInt32LE(0), 0x0a0d0d0a);
  await bench.close();
});

test('two clients at once, with the same names and seeds, do not meet', async t => {
  const benches = [await openRemoteBench(server.url), await openRemoteBench(server.url)];
  const cases = await Promise.all(benches.map(bench => openCase(bench)));
  const outcomes = await Promise.all(cases.map(({ perform }) => perform({ do: 'attach', ue: 'phone' })));
  t.deepEqual(
    outcomes.map(({ type }) => type),
    ['accepted', 'accepted'],
  );
  for (const { session } of cases) t.is(Object.keys((await session.core()).ues).length, 1);
  await benches[0]!.close();
  t.is((await cases[1]!.perform({ do: 'ping', ue: 'phone', to: 'gateway', count: 1, intervalMs: 5 })).type, 'accepted');
  await benches[1]!.close();
});

test('no key of the lab leaves it, and what stands for one is not shown', async t => {
  const proxy = await openProxy(server.url);
  t.teardown(() => proxy.close());
  const bench = await openRemoteBench(proxy.url);
  const { session, perform } = await openCase(bench);
  t.is((await perform({ do: 'attach', ue: 'phone' })).type, 'accepted');
  const real = keysOf(await behind.at(-1)!.subscriber('alice'));
  const seen = keysOf(await session.subscriber('alice'));
  t.regex(real.k, /^[0-9A-Fa-f]{32}$/);
  t.regex(seen.k, /^[0-9A-Fa-f]{32}$/);
  for (const key of [real.k, real.opc]) t.false(proxy.heard().toLowerCase().includes(key.toLowerCase()));
  t.true(proxy.heard().includes(seen.k), 'the proxy hears what is said');
  t.is(session.redact(`k ${seen.k}`), 'k [redacted]');
  t.deepEqual(await session.keys?.('phone'), await behind.at(-1)!.keys?.('phone'));
  await bench.close();
});

function keysOf(document: StoredValue | undefined): { k: string; opc: string } {
  const security = document?.bson === 'document' ? document.members.security : undefined;
  const members = security?.bson === 'document' ? security.members : {};
  const text = (name: string): string => {
    const value = members[name];
    return value?.bson === 'string' ? value.value : '';
  };
  return { k: text('k'), opc: text('opc') };
}

test('keys that this side sent are known here, and not shown', async t => {
  const bench = await openRemoteBench(server.url);
  const ki = '0123456789abcdeffedcba9876543210';
  const { session } = await openCase(bench, { sim: { ki } });
  t.is(keysOf(await session.subscriber('alice')).k.toLowerCase(), ki);
  t.is(session.redact(`ki: ${ki}`), 'ki: [redacted]');
  await bench.close();
});

async function fakeLab(t: ExecutionContext, reconnectMs?: number) {
  const bench = fakeBench();
  const fake = await serveLab({ bench });
  const proxy = await openProxy(fake.url);
  const remote = await openRemoteBench(proxy.url, undefined, reconnectMs === undefined ? {} : { reconnectMs });
  t.teardown(async () => {
    await remote.close();
    await proxy.close();
    await fake.close();
  });
  const options = { caseId: 'a', title: 'a', folder: undefined, seed: '1', worker: 0, revealKeys: false, secrets: [] };
  const session = await remote.open({ ...options, lab: { speed: 10 } });
  return { bench, proxy, session, there: bench.sessions[0]! };
}

const NEVER = new AbortController().signal;

test('a connection that is cut again and again costs nothing: every command once, every event once, in order', async t => {
  const { session, proxy, there } = await fakeLab(t, 60_000);
  for (let round = 0; round < 8; round++) {
    const done = session.perform({ do: 'attach', ue: `phone ${round}` }, NEVER);
    session.tell({ type: 'note', text: `round ${round}` });
    if (round % 2 === 1) await new Promise(resolve => setImmediate(resolve));
    proxy.cut();
    t.deepEqual(await done, { type: 'accepted', values: { none: undefined, rate: Number.NaN } });
  }
  await session.health('mme');
  t.true(proxy.connections >= 9, `${proxy.connections}`);
  t.deepEqual(
    there.performed.map(command => 'ue' in command && command.ue),
    Array.from({ length: 8 }, (_, round) => `phone ${round}`),
  );
  t.deepEqual(session.events(), there.events());
  t.is(session.events().length, 17);
});

test('a command ends here at once when it is aborted, and there too', async t => {
  const { session, there } = await fakeLab(t);
  const stop = new AbortController();
  const done = session.perform({ do: 'release', ue: 'phone' }, stop.signal);
  await until(() => there.performed.length === 1);
  stop.abort();
  // a DOMException, which throwsAsync does not take for an error
  t.is(await done.catch(error => error.name), 'AbortError');
  await until(() => there.stopped === 1);
  t.is(await session.perform({ do: 'attach', ue: 'phone' }, stop.signal).catch(error => error.name), 'AbortError');
  t.is((await session.perform({ do: 'attach', ue: 'phone' }, NEVER)).type, 'accepted');
});

test('an error keeps its code and its help, and loses the keys in it', async t => {
  const { session } = await fakeLab(t);
  const error = await t.throwsAsync(session.perform({ do: 'move', ue: 'phone', bts: 'far' }, NEVER));
  t.like(error, {
    name: 'UserError',
    code: 'fixture-unknown',
    message: "no 'far' but [redacted]",
    help: { hint: 'help' },
  });
  const wrong = { do: 'ping', ue: 'phone', to: 'gateway', count: 'many', intervalMs: 1 };
  await t.throwsAsync(session.perform(wrong as never, NEVER), { name: 'UserError', code: 'request-invalid' });
});

test('an alarm rings in lab time, once, unless it is stopped', async t => {
  const { session } = await fakeLab(t);
  let rings = 0;
  const stop = session.after(100, () => rings++);
  stop();
  const [from, wall] = [session.nowMs(), performance.now()];
  await new Promise<void>(resolve => session.after(2_000, resolve));
  t.true(session.nowMs() - from >= 1_999, `${session.nowMs() - from}`);
  t.true(performance.now() - wall < 2_000, 'faster than the wall');
  t.is(rings, 0);
});

test('a lab that is gone for good ends what runs with a LabError, and nothing hangs', async t => {
  const { session, proxy, there } = await fakeLab(t, 50);
  const running = session.perform({ do: 'release', ue: 'phone' }, NEVER);
  const rung = new Promise<void>(resolve => session.after(3_000, resolve));
  let late = 0;
  const stop = session.after(2_900, () => late++);
  await until(() => there.performed.length === 1);
  proxy.cut(true);
  await t.throwsAsync(running, { name: 'LabError', code: 'lab-lost' });
  await t.throwsAsync(session.ue('phone'), { code: 'lab-lost' });
  stop();
  await rung;
  t.is(late, 0);
  t.like(session.events().at(-1), { kind: 'error', code: 'lab-lost' });
  t.deepEqual(await session.close(), []);
});

test('nobody there, a wrong address, a wrong token', async t => {
  await t.throwsAsync(openRemoteBench('ws://127.0.0.1:1'), { name: 'LabError', code: 'lab-unreachable' });
  for (const url of ['127.0.0.1:7010', 'http://127.0.0.1', 'nowhere']) {
    await t.throwsAsync(openRemoteBench(url), { name: 'UserError', code: 'lab-url-invalid' });
  }
  const guarded = await serveLab({ bench: fakeBench(), token: 'right horse battery' });
  t.teardown(() => guarded.close());
  await t.throwsAsync(openRemoteBench(guarded.url, 'wrong horse battery'), { name: 'UserError', code: 'token-wrong' });
  await (await openRemoteBench(guarded.url, 'right horse battery')).close();
});
