import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Collection, Long, MongoClient } from 'mongodb';
import { spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import type { BenchFigure } from './figure.ts';

const SIMS = 20_000;
const ROUND_MS = 1500;
const IN_FLIGHT = 32;
const BULK = 1000;
const SQN_STEP = Long.fromNumber(32);
const SQN_MASK = Long.fromBigInt(2n ** 48n - 1n);

interface Sim {
  readonly imsi: string;
}

/** How fast the embedded store answers the mongodb driver, with subscriber documents of some 0.8 kB. About 20 seconds. */
export async function benchMongo(): Promise<BenchFigure[]> {
  const started = performance.now();
  const server = await spawnEmbeddedMongo();
  const startMs = performance.now() - started;
  const client = await new MongoClient(server.uri).connect();
  try {
    const sims = client.db('open5gs').collection<Sim>('subscribers');
    await sims.createIndex({ imsi: 1 }, { unique: true });
    return [
      { name: 'start on a thread of its own', figure: startMs, unit: 'ms' },
      { name: 'insertMany', figure: await insertRate(sims), unit: 'documents/s' },
      { name: 'findOne by unique key, one at a time', figure: await findRate(sims, 1), unit: '/s' },
      { name: `findOne by unique key, ${IN_FLIGHT} in flight`, figure: await findRate(sims, IN_FLIGHT), unit: '/s' },
      { name: `find by $in of ${BULK} keys`, figure: await findManyRate(sims), unit: 'documents/s' },
      { name: 'SQN step ($inc, then $bit), one at a time', figure: await sqnRate(sims, 1), unit: 'pairs/s' },
      { name: `SQN step, ${IN_FLIGHT} in flight`, figure: await sqnRate(sims, IN_FLIGHT), unit: 'pairs/s' },
      { name: `SQN step, ${BULK} pairs in a bulk`, figure: await sqnBulkRate(sims), unit: 'statements/s' },
      { name: 'from a change to its event, median', figure: await changeLatencyMs(sims), unit: 'ms' },
      { name: 'process with 100,000 documents', figure: await residentMib(100_000), unit: 'MiB' },
    ];
  } finally {
    await client.close();
    await server.close();
  }
}

function imsi(index: number): string {
  return `00101${String(index).padStart(10, '0')}`;
}

/** As open5gs-dbctl would write it. */
function simDocument(index: number): Sim {
  return {
    schema_version: 1,
    imsi: imsi(index),
    msisdn: [`44770090${String(index).padStart(4, '0')}`],
    imeisv: [],
    mme_host: [],
    mm_realm: [],
    purge_flag: [],
    slice: [
      {
        sst: 1,
        default_indicator: true,
        session: [
          {
            name: 'internet',
            type: 3,
            qos: { index: 9, arp: { priority_level: 8, pre_emption_capability: 1, pre_emption_vulnerability: 2 } },
            ambr: { downlink: { value: 1_000_000_000, unit: 0 }, uplink: { value: 1_000_000_000, unit: 0 } },
            pcc_rule: [],
          },
        ],
      },
    ],
    security: { k: '0'.repeat(32), op: null, opc: '0'.repeat(32), amf: '8000', sqn: Long.fromNumber(64) },
    ambr: { downlink: { value: 1_000_000_000, unit: 0 }, uplink: { value: 1_000_000_000, unit: 0 } },
    access_restriction_data: 32,
    network_access_mode: 0,
    subscriber_status: 0,
    operator_determined_barring: 0,
    subscribed_rau_tau_timer: 12,
    __v: 0,
  } as Sim;
}

async function insertRate(sims: Collection<Sim>): Promise<number> {
  const documents = Array.from({ length: SIMS }, (_, index) => simDocument(index));
  const started = performance.now();
  for (let at = 0; at < SIMS; at += BULK) await sims.insertMany(documents.slice(at, at + BULK));
  return SIMS / ((performance.now() - started) / 1000);
}

/** Rounds a second of `work`, so many at once, for a while. */
async function rate(inFlight: number, work: (index: number) => Promise<unknown>): Promise<number> {
  let done = 0;
  const started = performance.now();
  const until = started + ROUND_MS;
  const lane = async () => {
    while (performance.now() < until) await work((done++ * 7919) % SIMS);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return done / ((performance.now() - started) / 1000);
}

function findRate(sims: Collection<Sim>, inFlight: number): Promise<number> {
  return rate(inFlight, async index => {
    const found = await sims.findOne({ imsi: imsi(index) });
    if (found === null) throw new Error(`no document for ${imsi(index)}`);
  });
}

async function findManyRate(sims: Collection<Sim>): Promise<number> {
  const rounds = await rate(1, async index => {
    const keys = Array.from({ length: BULK }, (_, at) => imsi((index + at) % SIMS));
    const found = await sims.find({ imsi: { $in: keys } }).toArray();
    if (found.length !== BULK) throw new Error(`${found.length} documents instead of ${BULK}`);
  });
  return rounds * BULK;
}

function sqnRate(sims: Collection<Sim>, inFlight: number): Promise<number> {
  return rate(inFlight, async index => {
    const filter = { imsi: imsi(index) };
    await sims.updateOne(filter, { $inc: { 'security.sqn': SQN_STEP } });
    await sims.updateOne(filter, { $bit: { 'security.sqn': { and: SQN_MASK } } });
  });
}

async function sqnBulkRate(sims: Collection<Sim>): Promise<number> {
  const rounds = await rate(1, async index => {
    const operations = Array.from({ length: BULK }, (_, at) => ({ imsi: imsi((index + at) % SIMS) })).flatMap(
      filter => [
        { updateOne: { filter, update: { $inc: { 'security.sqn': SQN_STEP } } } },
        { updateOne: { filter, update: { $bit: { 'security.sqn': { and: SQN_MASK } } } } },
      ],
    );
    await sims.bulkWrite(operations as never[], { ordered: false });
  });
  return rounds * BULK * 2;
}

/** From sending a write until the stream has told of it. */
async function changeLatencyMs(sims: Collection<Sim>): Promise<number> {
  const stream = sims.watch([], { fullDocument: 'updateLookup', maxAwaitTimeMS: 1000 });
  const latencies: number[] = [];
  // The first event only proves that the stream is open.
  let next = stream.next();
  while (stream.resumeToken === undefined || stream.resumeToken === null)
    await new Promise(resolve => setImmediate(resolve));
  for (let round = 0; round < 200; round++) {
    const started = performance.now();
    await sims.updateOne({ imsi: imsi(round) }, { $set: { subscriber_status: round + 1 } } as never);
    await next;
    latencies.push(performance.now() - started);
    next = stream.next();
  }
  next.catch(() => {});
  await stream.close();
  return latencies.sort((a, b) => a - b)[latencies.length >> 1]!;
}

/** Resident memory of a server in a process of its own that holds so many documents. */
async function residentMib(count: number): Promise<number> {
  const main = fileURLToPath(new URL('../../provisioner/embedded-mongo/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const client = await new MongoClient(line.replace('ready ', '')).connect();
    const sims = client.db('open5gs').collection<Sim>('subscribers');
    await sims.createIndex({ imsi: 1 }, { unique: true });
    for (let at = 0; at < count; at += BULK) {
      await sims.insertMany(Array.from({ length: BULK }, (_, index) => simDocument(at + index)));
    }
    const { mem } = await client.db('admin').command({ serverStatus: 1 });
    await client.close();
    return mem.resident;
  } finally {
    child.kill();
  }
}
