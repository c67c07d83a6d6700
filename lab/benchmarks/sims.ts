import { MongoClient } from 'mongodb';
import { spawnEmbeddedMongo } from '../../provisioner/embedded-mongo/index.ts';
import {
  generateCards,
  type ImportOptions,
  type Inventory,
  KeyVault,
  openInventory,
  writeLabBatch,
} from '../../provisioner/inventory/index.ts';
import type { BenchFigure } from './figure.ts';

const CARDS = Number(process.env.MVNOLAB_BENCH_CARDS ?? 100_000);
const WARM_UP = 5000;
const CHUNK = 500;
const CALLER = { actor: 'benchmark' };
const ACTIVATE: ImportOptions = { activate: { customer: 'fleet', plan: 'default', msisdn: 'none' } };

/**
 * Vendor files into the inventory and on into the HSS, each beside the driver's plain insertMany of the very same documents into the same
 * store in the same run: same indexes, same number in a command, one command after the other. Some two minutes.
 */
export async function benchSims(): Promise<BenchFigure[]> {
  const server = await spawnEmbeddedMongo();
  const client = await new MongoClient(server.uri).connect();
  try {
    await measureImport(server.uri, client, 'warm', WARM_UP, ACTIVATE);
    const stock = await measureImport(server.uri, client, 'stock', CARDS, {});
    const active = await measureImport(server.uri, client, 'active', CARDS, ACTIVATE);
    const later = await measureActivation(server.uri, client, CARDS);
    const beside = (name: string, { ours, raw }: Rates): BenchFigure[] => [
      { name, figure: ours.perSecond, unit: 'SIMs/s', reference: { name: REFERENCE, figure: raw.perSecond } },
      { name: '  of insertMany', figure: (ours.perSecond / raw.perSecond) * 100, unit: '%' },
      {
        name: '  processor time, store included',
        figure: ours.cpuUs,
        unit: 'µs/SIM',
        reference: { name: REFERENCE, figure: raw.cpuUs },
      },
    ];
    return [
      ...beside(`import ${CARDS.toLocaleString('en')} SIMs into stock`, stock),
      ...beside(`import ${CARDS.toLocaleString('en')} SIMs and activate them`, active),
      ...beside(`activate ${CARDS.toLocaleString('en')} SIMs of the stock`, later),
    ];
  } finally {
    await client.close();
    await server.close();
  }
}

const REFERENCE = 'insertMany of the same';

interface Rate {
  readonly perSecond: number;
  /** Of this process and the store's thread: tells what it costs also where others use the machine. */
  readonly cpuUs: number;
}

interface Rates {
  readonly ours: Rate;
  readonly raw: Rate;
}

function stopwatch(): (count: number) => Rate {
  const started = performance.now();
  const cpu = process.cpuUsage();
  return count => {
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: count / ((performance.now() - started) / 1000), cpuUs: (user + system) / count };
  };
}

async function measureImport(
  uri: string,
  client: MongoClient,
  name: string,
  count: number,
  options: ImportOptions,
): Promise<Rates> {
  const inventory = await open(uri, name);
  const file = await batchFile(count);
  const stop = stopwatch();
  const { accepted } = await inventory.import(piecesOf(file), { ...options, chunkLines: CHUNK }, CALLER);
  const ours = stop(accepted);
  if (accepted !== count) throw new Error(`${accepted} of ${count} cards were accepted`);
  await inventory.close();
  const raw = await rawRate(client, name, ['sims', 'subscribers'], count);
  await dropAll(client, name);
  return { ours, raw };
}

async function measureActivation(uri: string, client: MongoClient, count: number): Promise<Rates> {
  const inventory = await open(uri, 'later');
  await inventory.import(piecesOf(await batchFile(count)), { chunkLines: CHUNK }, CALLER);
  const stop = stopwatch();
  const { activated } = await inventory.activateMany(
    {},
    { customer: 'fleet', plan: 'default', msisdn: 'none' },
    CALLER,
  );
  const ours = stop(activated);
  if (activated !== count) throw new Error(`${activated} of ${count} cards were activated`);
  await inventory.close();
  const raw = await rawRate(client, 'later', ['subscribers'], count);
  await dropAll(client, 'later');
  return { ours, raw };
}

/** The documents that we wrote, once more by insertMany, into collections with the same indexes. */
async function rawRate(
  client: MongoClient,
  name: string,
  collections: readonly string[],
  count: number,
): Promise<Rate> {
  let rate: Rate = { perSecond: Number.POSITIVE_INFINITY, cpuUs: 0 };
  for (const collection of collections) {
    const database = client.db(collection === 'sims' ? `mvnolab_${name}` : `open5gs_${name}`);
    const documents = await database.collection(collection).find({}, { promoteValues: false }).toArray();
    if (documents.length === 0) continue;
    const indexes = await database.collection(collection).indexes();
    await database.collection(collection).drop();
    const fresh = database.collection(`${collection}_raw`);
    for (const { key, unique, sparse } of indexes)
      if (!('_id' in key))
        await fresh.createIndex(key, { ...(unique === true && { unique }), ...(sparse === true && { sparse }) });
    const stop = stopwatch();
    for (let at = 0; at < documents.length; at += CHUNK)
      await fresh.insertMany(documents.slice(at, at + CHUNK), { ordered: false });
    const { perSecond, cpuUs } = stop(count);
    rate = { perSecond: 1 / (1 / rate.perSecond + 1 / perSecond), cpuUs: rate.cpuUs + cpuUs };
  }
  return rate;
}

function open(uri: string, name: string): Promise<Inventory> {
  return openInventory(`${uri}open5gs_${name}`, {
    vault: () => new KeyVault(new Uint8Array(32).fill(1)),
    databaseName: `mvnolab_${name}`,
  });
}

async function dropAll(client: MongoClient, name: string): Promise<void> {
  await client.db(`mvnolab_${name}`).dropDatabase();
  await client.db(`open5gs_${name}`).dropDatabase();
}

async function batchFile(count: number): Promise<Buffer> {
  const cards = generateCards({ count, plmn: '001-01', seed: 'benchmark' });
  const parts: string[] = [];
  for await (const part of writeLabBatch(cards, { kind: 'output', batch: 'bench', quantity: count, plmn: '001-01' }))
    parts.push(part);
  return Buffer.from(parts.join(''));
}

function piecesOf(file: Buffer): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = 0; at < file.length; at += 65_536) yield file.subarray(at, at + 65_536);
  };
}
