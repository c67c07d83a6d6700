import { connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { until } from '../../benches/testing/open-case.ts';
import { fakeBench } from '../testing/fake-bench.ts';
import { openOptions, RawClient } from '../testing/raw-client.ts';
import { type ServeOptions, serveLab } from './serve-lab.ts';

const TOKEN = 'a token of 16 and more characters';

async function serve(t: ExecutionContext, options: Partial<ServeOptions> = {}) {
  const bench = fakeBench();
  const server = await serveLab({ bench, ...options });
  t.teardown(() => server.close());
  return {
    bench,
    server,
    client: (origin?: string) => RawClient.open(server.url, origin === undefined ? {} : { origin }),
  };
}

test('a client that greets rightly is welcome', async t => {
  const { client } = await serve(t, { token: TOKEN });
  const raw = await client();
  raw.hello(TOKEN);
  const { core, capabilities, protocol } = await raw.frame('welcome');
  t.deepEqual(
    [core.bench, core.version, capabilities, protocol],
    ['embedded', '2.8.0', ['database', 'core-config'], 1],
  );
});

const HELLO = { type: 'hello', protocol: 1, client: 'test', token: TOKEN };
const ASK = { type: 'ask', id: 1, what: 'ue', args: ['phone'] };
const OPEN = { type: 'open', options: openOptions('x') };
const REFUSED: readonly (readonly [string, readonly (object | string | Buffer)[], string])[] = [
  ['another version', [{ ...HELLO, protocol: 2 }], 'protocol-version'],
  ['a wrong token', [{ ...HELLO, token: `${TOKEN}x` }], 'token-wrong'],
  ['no token', [{ type: 'hello', protocol: 1, client: 'test' }], 'token-wrong'],
  ['a request before the greeting', [ASK], 'hello-first'],
  ['an open before the greeting', [OPEN], 'hello-first'],
  ['two greetings', [HELLO, HELLO], 'frame-out-of-place'],
  ['a request without a session', [HELLO, ASK], 'frame-out-of-place'],
  ['an unknown frame', [HELLO, { type: 'dance' }], 'frame-invalid'],
  ['an unknown member', [HELLO, { ...OPEN, options: { ...openOptions('x'), folder: '/etc' } }], 'frame-invalid'],
  ['text that is not JSON', ['{"type":'], 'frame-invalid'],
  ['a binary frame', [Buffer.from('{}')], 'frame-invalid'],
  [
    'a session that is not there',
    [HELLO, { type: 'resume', session: 'x', key: 'y', got: 0, after: -1 }],
    'session-unknown',
  ],
  ['watching nothing', [HELLO, { type: 'watch', session: 'x', after: -1 }], 'session-unknown'],
  ['keys in logs', [HELLO, { ...OPEN, options: { ...openOptions('x'), revealKeys: true } }], 'reveal-not-allowed'],
  ['a lab that does not come up', [HELLO, { ...OPEN, options: openOptions('refuse me') }], 'no-core'],
];

for (const [name, frames, code] of REFUSED) {
  test(`${name} is refused: ${code}`, async t => {
    const { client, server } = await serve(t, { token: TOKEN });
    const raw = await client();
    for (const frame of frames) {
      if (typeof frame === 'string' || frame instanceof Buffer) raw.socket.send(frame);
      else raw.send(frame as Readonly<Record<string, unknown>>);
    }
    t.is((await raw.refusal()).code, code);
    t.is(await raw.closed, 1008);
    t.deepEqual(server.sessions, []);
  });
}

test('a page of another origin cannot connect; one that is named can', async t => {
  const { client } = await serve(t, { origins: ['https://lab.example'] });
  await t.throwsAsync(client('https://evil.example'), { message: /403/ });
  const raw = await client('https://lab.example');
  raw.hello();
  t.truthy(await raw.frame('welcome'));
});

test('elsewhere than on loopback a token is needed, and no short one', async t => {
  const bench = fakeBench();
  await t.throwsAsync(serveLab({ bench, host: '0.0.0.0' }), { code: 'token-needed' });
  await t.throwsAsync(serveLab({ bench, token: 'short' }), { code: 'token-short' });
});

test('a port that another has is a LabError', async t => {
  const { bench, server } = await serve(t);
  await t.throwsAsync(serveLab({ bench, port: Number(new URL(server.url).port) }), { code: 'port-in-use' });
});

test('a frame that is too long ends its connection, and no other', async t => {
  const { client, bench } = await serve(t);
  const [long, good] = [await client(), await client()];
  await good.open();
  await long.open();
  long.socket.send(`"${'x'.repeat(5 * 1024 * 1024)}"`);
  t.is(await long.closed, 1009);
  good.send({ type: 'ask', id: 1, what: 'perform', args: [{ do: 'attach', ue: 'phone' }] });
  await good.frame('answer');
  t.is(bench.sessions[0]?.performed.length, 1);
});

test('half a frame and then nothing: the heartbeat ends the connection, and the server goes on', async t => {
  const { client, server } = await serve(t, { heartbeatMs: 1_000 });
  const { port, hostname } = new URL(server.url);
  const half = connect(Number(port), hostname);
  const upgrade = ['GET / HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket'];
  half.write(
    `${[...upgrade, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${'A'.repeat(22)}==`].join('\r\n')}\r\n\r\n`,
  );
  await new Promise(resolve => half.once('data', resolve));
  // FIN, text, masked, 126 octets, of which some come
  half.write(Buffer.from([0x81, 0xfe, 0x00, 0x7e, 1, 2, 3, 4, 5, 6]));
  half.on('error', () => {});
  await new Promise(resolve => half.once('close', resolve));
  const good = await client();
  await good.open();
  good.send({ ...ASK, what: 'health', args: ['mme'] });
  t.is((await good.frame('answer')).value, 'healthy');
});

test('a flood of frames ends its connection, and no other', async t => {
  const { client } = await serve(t);
  const [flood, good] = [await client(), await client()];
  await good.open();
  await flood.open();
  // a busy computer may see them in two seconds
  for (let id = 1; id <= 12_000; id++) flood.send({ type: 'tell', id, note: { type: 'note', text: 'x' } });
  t.is((await flood.refusal()).code, 'flood');
  good.send(ASK);
  t.truthy(await good.frame('answer'));
});

test('requests without reading their answers end the connection', async t => {
  const { client } = await serve(t);
  const raw = await client();
  await raw.open();
  for (let id = 1; id <= 1_100; id++) {
    raw.send({ type: 'ask', id, what: 'perform', args: [{ do: 'release', ue: 'phone' }] });
  }
  t.is((await raw.refusal()).code, 'flood');
});

test('a gap in the ids ends the connection', async t => {
  const { client } = await serve(t);
  const raw = await client();
  await raw.open();
  raw.send({ ...ASK, id: 2 });
  t.is((await raw.refusal()).code, 'frame-lost');
});

test('a slow reader gets everything in order once it reads', async t => {
  const { client, bench } = await serve(t);
  const raw = await client();
  await raw.open();
  raw.socket.pause();
  // more than fits into what the system keeps for a connection
  const text = 'x'.repeat(4_000);
  for (let count = 0; count < 5_000; count++) bench.sessions[0]!.tell({ type: 'note', text });
  raw.send(ASK);
  raw.socket.resume();
  await raw.frame('answer');
  const at = raw.frames.findIndex(({ type }) => type === 'answer');
  const seqs = raw.frames
    .slice(0, at)
    .flatMap(frame => (frame.type === 'events' ? frame.events.map(({ seq }) => seq) : []));
  t.deepEqual(
    seqs,
    Array.from({ length: 5_000 }, (_, index) => index + 1),
  );
});

test('a session whose client vanishes in the middle of a command is closed after the grace', async t => {
  const { client, bench, server } = await serve(t, { graceMs: 20 });
  const raw = await client();
  await raw.open();
  raw.send({ type: 'ask', id: 1, what: 'perform', args: [{ do: 'release', ue: 'phone' }] });
  await until(() => bench.sessions[0]?.performed.length === 1);
  raw.socket.terminate();
  await until(() => server.sessions.length === 0);
  t.true(bench.sessions[0]?.isClosed);
  t.is(bench.sessions[0]?.stopped, 1);
});

test('a client that comes back in time has its session still, and misses nothing', async t => {
  const { client, bench, server } = await serve(t, { graceMs: 60_000 });
  const raw = await client();
  const { session, key } = await raw.open();
  raw.send({ type: 'tell', id: 1, note: { type: 'note', text: 'one' } });
  raw.send({ type: 'ask', id: 2, what: 'health', args: ['mme'] });
  await raw.frame('answer');
  raw.socket.terminate();
  await until(() => server.sessions[0]?.connected === false);
  bench.sessions[0]!.tell({ type: 'note', text: 'two' });
  const wrong = await client();
  wrong.hello();
  wrong.send({ type: 'resume', session, key: `${key}x`, got: 0, after: 0 });
  t.is((await wrong.refusal()).code, 'session-unknown');
  const again = await client();
  again.hello();
  again.send({ type: 'resume', session, key, got: 0, after: 1 });
  t.is((await again.frame('resumed')).taken, 2);
  // the answer was not confirmed, so it comes again, after the event that was missed
  t.is((await again.frame('answer')).value, 'healthy');
  const { events } = await again.frame('events');
  t.deepEqual(
    events.map(event => event.kind === 'note' && event.text),
    ['two'],
  );
  // sent again: taken once
  again.send({ type: 'tell', id: 1, note: { type: 'note', text: 'one' } });
  again.send({ type: 'tell', id: 3, note: { type: 'note', text: 'three' } });
  await until(() => bench.sessions[0]?.notes.includes('three') === true);
  t.deepEqual(bench.sessions[0]?.notes, ['one', 'two', 'three']);
});

test('a second connection takes a session over from one that hangs', async t => {
  const { client } = await serve(t);
  const raw = await client();
  const { session, key } = await raw.open();
  const again = await client();
  again.hello();
  again.send({ type: 'resume', session, key, got: 0, after: 0 });
  t.is((await raw.refusal()).code, 'session-taken-over');
  again.send(ASK);
  t.truthy(await again.frame('answer'));
});

test('others watch a session from any event on, and learn of its end', async t => {
  const { client, bench } = await serve(t);
  const raw = await client();
  const { session } = await raw.open();
  for (const text of ['one', 'two']) bench.sessions[0]!.tell({ type: 'note', text });
  const watcher = await client();
  watcher.hello();
  watcher.send({ type: 'watch', session, after: 1 });
  t.deepEqual(
    (await watcher.frame('events')).events.map(({ seq }) => seq),
    [2],
  );
  watcher.send({ type: 'sessions' });
  t.is((await watcher.refusal()).code, 'frame-out-of-place');
  const list = await client();
  list.hello();
  list.send({ type: 'sessions' });
  t.deepEqual(
    (await list.frame('sessions')).sessions.map(each => each.session),
    [session],
  );
  const last = await client();
  last.hello();
  last.send({ type: 'watch', session, after: 2 });
  await last.frame('watching');
  raw.send({ type: 'bye' });
  t.truthy(await last.frame('ended'));
});

test('the lab’s clock is held until the client has dealt with what came', async t => {
  const { client, bench } = await serve(t);
  const raw = await client();
  await raw.open('fast', { speed: 10 });
  t.is(bench.sessions[0]?.holds, 1);
  raw.send({ type: 'idle', got: 0, after: 0 });
  await until(() => bench.sessions[0]?.holds === 0);
  raw.send(ASK);
  await raw.frame('answer');
  t.is(bench.sessions[0]?.holds, 1);
  raw.send({ type: 'idle', got: 0, after: 0 });
  raw.send({ type: 'stop', id: 2, of: 1 });
  // the time is told while it is held, too
  await until(() => raw.frames.some(frame => frame.type === 'clock' && frame.taken === 2));
  t.is(bench.sessions[0]?.holds, 1, 'an old confirmation lets nothing go');
  raw.send({ type: 'tell', id: 3, note: { type: 'note', text: 'x' } });
  await raw.frame('events');
  raw.send({ type: 'idle', got: 1, after: 0 });
  raw.send({ type: 'stop', id: 4, of: 1 });
  await until(() => raw.frames.some(frame => frame.type === 'clock' && frame.taken === 4));
  t.is(bench.sessions[0]?.holds, 1, 'nor one that has not seen the event');
  raw.send({ type: 'idle', got: 1, after: 1 });
  await until(() => bench.sessions[0]?.holds === 0);
});

test('no more sessions than allowed; cases get workers of their own', async t => {
  const { client, bench } = await serve(t, { maxSessions: 2 });
  const [one, two, three] = [await client(), await client(), await client()];
  await one!.open();
  await two!.open();
  t.deepEqual(
    bench.sessions.map(({ options }) => options.worker),
    [0, 1],
  );
  three!.hello();
  three!.send(OPEN);
  t.is((await three!.refusal()).code, 'lab-full');
  one!.send({ type: 'bye' });
  await until(() => bench.sessions[0]?.isClosed === true);
  const four = await client();
  await four.open();
  t.is(bench.sessions[2]?.options.worker, 0);
});

test('closing the server closes the sessions', async t => {
  const bench = fakeBench();
  const server = await serveLab({ bench });
  const raw = await RawClient.open(server.url);
  await raw.open();
  await server.close();
  t.true(bench.sessions[0]?.isClosed);
  t.is((await raw.refusal()).code, 'lab-closing');
});

test('health for container engines, and a hint for browsers', async t => {
  const { server } = await serve(t);
  const base = server.url.replace('ws:', 'http:');
  const health = await fetch(`${base}/health`);
  t.like(await health.json(), { status: 'ok', protocol: 1, sessions: 0 });
  t.is((await fetch(base)).status, 426);
});
