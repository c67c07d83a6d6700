import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import {
  openMemoryNetwork,
  openSctpInMemory,
  openSctpOverUdp,
  type SctpAssociation,
  type SctpHandlers,
  type SctpSocket,
} from '../../emulator/host/index.ts';
import type { BenchFigure } from './figure.ts';

const PORT = 36_412;
const PPID = 18;
const STREAMS = 10;
/** A typical S1AP message with its NAS. */
const OCTETS = 128;
const ROUND_MS = 400;
const ROUNDS = 3;
/** Echoes under way at once: as many phones that wait for an answer. */
const DEPTH = 50;
const USRSCTP_ECHO_SERVER = '/usr/lib/usrsctp/echo_server';
const USRSCTP_ECHO_PORT = 7;

/** How fast signalling links are, both ends in this process. About six seconds; each figure is the best of three rounds. */
export async function benchSctp(): Promise<BenchFigure[]> {
  const udp = await withPair(udpPair, measureAll);
  const memory = await withPair(memoryPair, measureAll);
  const usrsctp = existsSync(USRSCTP_ECHO_SERVER) ? await measureUsrsctp() : undefined;
  const figures: BenchFigure[] = [
    figure('SCTP over UDP, echo one at a time', udp.echo, 'echoes/s', usrsctp?.echo),
    figure(`SCTP over UDP, ${DEPTH} echoes under way`, udp.echoes, 'echoes/s', usrsctp?.echoes),
    figure('SCTP over UDP, one way', udp.oneWay, 'messages/s'),
    figure('SCTP in memory, echo one at a time', memory.echo, 'echoes/s'),
    figure(`SCTP in memory, ${DEPTH} echoes under way`, memory.echoes, 'echoes/s'),
    figure('SCTP in memory, one way', memory.oneWay, 'messages/s'),
  ];
  return figures;
}

interface Pair {
  readonly client: SctpSocket;
  readonly server: SctpSocket;
}

interface Speeds {
  readonly echo: number;
  readonly echoes: number;
  readonly oneWay: number;
}

async function udpPair(): Promise<Pair> {
  return { client: await openSctpOverUdp(), server: await openSctpOverUdp() };
}

async function memoryPair(): Promise<Pair> {
  const network = openMemoryNetwork();
  return { client: openSctpInMemory(network), server: openSctpInMemory(network) };
}

async function withPair(open: () => Promise<Pair>, measure: (pair: Pair) => Promise<Speeds>): Promise<Speeds> {
  const pair = await open();
  try {
    return await measure(pair);
  } finally {
    await pair.client.close();
    await pair.server.close();
  }
}

async function measureAll({ client, server }: Pair): Promise<Speeds> {
  const target = { address: server.localAddress, udpPort: server.udpPort, sctpPort: PORT };
  const echoing = server.listen(PORT, {
    ...SILENT,
    data: (association, stream, ppid, bytes) => association.send(stream, ppid, bytes),
  });
  const echo = await best(() => echoes(client, target, 1));
  const many = await best(() => echoes(client, target, DEPTH));
  echoing.close();
  let received = 0;
  server.listen(PORT, { ...SILENT, data: () => received++ });
  const oneWay = await best(() => flood(client, target, () => received));
  return { echo, echoes: many, oneWay };
}

async function measureUsrsctp(): Promise<{ echo: number; echoes: number }> {
  const spare = await openSctpOverUdp();
  await spare.close();
  const server = spawn(USRSCTP_ECHO_SERVER, [String(spare.udpPort), '0'], { stdio: 'ignore' });
  const client = await openSctpOverUdp();
  const target = { address: '127.0.0.1', udpPort: spare.udpPort, sctpPort: USRSCTP_ECHO_PORT };
  try {
    for (let attempt = 0; attempt < 100 && !(await answers(client, target)); attempt++) await wait(20);
    return {
      echo: await best(() => echoes(client, target, 1)),
      echoes: await best(() => echoes(client, target, DEPTH)),
    };
  } finally {
    await client.close();
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}

type Target = Parameters<SctpSocket['connect']>[0];

const SILENT: SctpHandlers = { up: () => {}, data: () => {}, down: () => {} };

/** Echoes a second with `depth` of them under way. */
function echoes(client: SctpSocket, target: Target, depth: number): Promise<number> {
  const message = new Uint8Array(OCTETS).fill(7);
  let startedAt = 0;
  let count = 0;
  let speed = 0;
  return new Promise((resolve, reject) => {
    client.connect(target, {
      up: association => {
        startedAt = performance.now();
        for (let i = 0; i < depth; i++) association.send(i % STREAMS, PPID, message);
      },
      data: (association, stream) => {
        count++;
        const elapsedMs = performance.now() - startedAt;
        if (elapsedMs < ROUND_MS) association.send(stream, PPID, message);
        else if (speed === 0) {
          speed = (count * 1000) / elapsedMs;
          association.shutdown();
        }
      },
      down: (_, { kind, text }) => (kind === 'shutdown' ? resolve(speed) : reject(new Error(text))),
    });
  });
}

/** Messages a second that arrive while the sender keeps its buffer full. */
function flood(client: SctpSocket, target: Target, received: () => number): Promise<number> {
  const message = new Uint8Array(OCTETS).fill(7);
  let startedAt = 0;
  let before = 0;
  let speed = 0;
  const fill = (association: SctpAssociation): void => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs >= ROUND_MS) {
      speed = ((received() - before) * 1000) / elapsedMs;
      association.shutdown();
      return;
    }
    for (let i = 0; i < 4_000; i++) association.send(i % STREAMS, PPID, message);
  };
  return new Promise((resolve, reject) => {
    client.connect(target, {
      up: association => {
        startedAt = performance.now();
        before = received();
        fill(association);
      },
      data: () => {},
      writable: fill,
      down: (_, { kind, text }) => (kind === 'shutdown' ? resolve(speed) : reject(new Error(text))),
    });
  });
}

function answers(client: SctpSocket, target: Target): Promise<boolean> {
  return new Promise(resolve => {
    client.connect(target, {
      ...SILENT,
      up: association => association.shutdown(),
      down: (_, reason) => resolve(reason.kind === 'shutdown'),
    });
  });
}

async function best(measure: () => Promise<number>): Promise<number> {
  let fastest = 0;
  for (let round = 0; round < ROUNDS; round++) fastest = Math.max(fastest, await measure());
  return fastest;
}

function figure(name: string, value: number, unit: string, usrsctp?: number): BenchFigure {
  const rounded = Math.round(value);
  if (usrsctp === undefined) return { name, figure: rounded, unit };
  return { name, figure: rounded, unit, reference: { name: "to usrsctp's echo server", figure: Math.round(usrsctp) } };
}
