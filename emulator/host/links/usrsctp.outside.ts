import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import test from 'ava';
import { ImpairedCarrier } from '../testing/impaired-carrier.ts';
import { Impairment } from '../testing/impairment.ts';
import { openSctpOverUdp, type SctpSocketOptions } from './open.ts';
import type { SctpSocket } from './sctp-socket.ts';
import { type ExchangePlan, echoing, exchange } from './testing/exchange.ts';
import { missingPackages } from './testing/user-mode-linux.ts';

// usrsctp (the SCTP that Open5GS and browsers use in user space) as the peer: Debian's example programs, UDP encapsulation.
const PROGRAMS = '/usr/lib/usrsctp';
const PACKAGES = { 'libusrsctp-examples': `${PROGRAMS}/echo_server` };
/** Port of the echo service. RFC 862 */
const ECHO_PORT = 7;
const MESSAGES = 10_000;
const PLAN: ExchangePlan = {
  messages: MESSAGES,
  depth: 200,
  streams: 10,
  lengthOf: number => (number % 500 === 0 ? 8_000 : 40 + (number % 200)),
};

test.before(t => {
  const missing = missingPackages(PACKAGES);
  t.deepEqual(missing, [], `install the Debian package ${missing.join(' ')}`);
});

test.serial('echo_server: 10,000 messages on ten streams, clean shutdown', async t => {
  const report = await withEchoServer({}, (socket, udpPort) =>
    exchange(socket, { address: '127.0.0.1', udpPort, sctpPort: ECHO_PORT }, PLAN),
  );
  t.log(report);
  t.deepEqual(report.faults, []);
  t.is(report.received, MESSAGES);
  t.is(report.down, 'shutdown: shut down');
  t.is(report.chunksRetransmitted, 0);
});

test.serial('echo_server addressed at one loopback address, answering from another', async t => {
  const addresses = new Set<string>();
  const report = await withEchoServer({ localAddress: '0.0.0.0' }, (socket, udpPort) => {
    socket.tap(packet => packet.direction === 'received' && addresses.add(packet.remote.address));
    const target = { address: '127.0.0.77', udpPort, sctpPort: ECHO_PORT };
    return exchange(socket, target, { ...PLAN, messages: 500 });
  });
  t.deepEqual(report.faults, []);
  t.is(report.received, 500);
  t.is(report.down, 'shutdown: shut down');
  t.false(addresses.has('127.0.0.77'), 'else this test proves nothing');
});

test.serial('echo_server over a link that loses 5 % each way: nothing is lost', async t => {
  const sent = new Impairment({ loss: 0.05 }, 3);
  const received = new Impairment({ loss: 0.05 }, 4);
  const report = await withEchoServer(
    {
      parameters: { rtoMinMs: 100, rtoInitialMs: 200 },
      through: carrier => new ImpairedCarrier(carrier, { sent, received }),
    },
    (socket, udpPort) =>
      // usrsctp's RTO.Min stays at 1 s: fewer messages keep the time of its timeouts short
      exchange(socket, { address: '127.0.0.1', udpPort, sctpPort: ECHO_PORT }, { ...PLAN, messages: 2_000 }),
  );
  t.log(report, sent.statistics.lost + received.statistics.lost);
  t.deepEqual(report.faults, []);
  t.is(report.received, 2_000);
  t.regex(report.down, /^shutdown/);
  t.true(sent.statistics.lost + received.statistics.lost > 10);
});

test.serial('the same ports again at once, after a clean end and after an ABORT', async t => {
  await withEchoServer({}, async (socket, udpPort) => {
    const target = { address: '127.0.0.1', udpPort, sctpPort: ECHO_PORT, localSctpPort: 40_404 };
    for (let round = 0; round < 3; round++) {
      const report = await exchange(socket, target, { ...PLAN, messages: 20 });
      t.is(report.received, 20);
      t.is(report.down, 'shutdown: shut down');
    }
    await new Promise<void>(resolve => {
      socket.connect(target, {
        up: association => association.abort('on purpose'),
        data: () => {},
        down: () => resolve(),
      });
    });
    const after = await exchange(socket, target, { ...PLAN, messages: 20 });
    t.is(after.down, 'shutdown: shut down');
  });
});

test.serial('a client that dies and comes back with the same ports: usrsctp takes it for a restart', async t => {
  await withEchoServer({}, async (_, udpPort) => {
    const target = { address: '127.0.0.1', udpPort, sctpPort: ECHO_PORT, localSctpPort: 40_405 };
    // this one is cut off from the network with its association up, so that its ABORT is lost
    const cut = new Impairment();
    const dying = await openSctpOverUdp({
      through: carrier => new ImpairedCarrier(carrier, { sent: cut, received: cut }),
    });
    await new Promise<void>(resolve => {
      dying.connect(target, { up: () => resolve(), data: () => {}, down: () => {} });
    });
    cut.cut = true;
    await dying.close();
    // from the same UDP port: usrsctp refuses a restart from another one
    const reborn = await openSctpOverUdp({ udpPort: dying.udpPort });
    const report = await exchange(reborn, target, { ...PLAN, messages: 20 });
    await reborn.close();
    t.is(report.received, 20, report.down);
    t.is(report.down, 'shutdown: shut down');
  });
});

test.serial("usrsctp's client opens an association to our server", async t => {
  const server = await openSctpOverUdp();
  let ended = 'never';
  const down = new Promise<void>(resolve => {
    server.listen(
      ECHO_PORT,
      echoing(reason => {
        ended = reason;
        resolve();
      }),
    );
  });
  const local = 23_456;
  const args = ['127.0.0.1', String(ECHO_PORT), '0', String(local), String(server.udpPort)];
  const client = spawn(`${PROGRAMS}/client`, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let heard = '';
  client.stdout.setEncoding('utf8').on('data', text => (heard += text));
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
  client.stdin.write(`${lines.join('\n')}\n`);
  await until(
    () => heard.includes('line 49'),
    () => `heard: ${heard}`,
  );
  for (const line of lines) t.true(heard.includes(line), line);
  client.stdin.end();
  await Promise.race([down, late(10_000, 'the client does not shut down')]);
  t.is(ended, 'shutdown: shut down by the peer');
  client.kill('SIGKILL');
  await server.close();
});

async function withEchoServer<Result>(
  options: SctpSocketOptions,
  use: (socket: SctpSocket, udpPort: number) => Promise<Result>,
): Promise<Result> {
  const udpPort = await freeUdpPort();
  const server = spawn(`${PROGRAMS}/echo_server`, [String(udpPort), '0'], { stdio: 'ignore' });
  const socket = await openSctpOverUdp(options);
  try {
    await answering(socket, udpPort, server);
    return await Promise.race([use(socket, udpPort), late(40_000, 'the exchange does not end')]);
  } finally {
    await socket.close();
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}

/** Waits until the server's UDP port is open: until then each attempt is refused at once. */
async function answering(socket: SctpSocket, udpPort: number, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) throw new Error(`echo_server ended with ${server.exitCode}`);
    const outcome = await new Promise<string>(resolve => {
      const target = { address: '127.0.0.1', udpPort, sctpPort: ECHO_PORT };
      socket.connect(target, {
        up: association => association.shutdown(),
        data: () => {},
        down: (_, reason) => resolve(reason.kind),
      });
    });
    if (outcome === 'shutdown') return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error('echo_server does not answer');
}

async function freeUdpPort(): Promise<number> {
  const socket = await openSctpOverUdp();
  await socket.close();
  return socket.udpPort;
}

async function until(done: () => boolean, state: () => string): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (done()) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`not in 10 s; ${state()}`);
}

function late(ms: number, text: string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(text)), ms).unref();
  });
}
