import { type Collection, type Document, MongoClient } from 'mongodb';
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
const ROUNDS = Number(process.env.MVNOLAB_BENCH_ROUNDS ?? 5);
const WARM_UP = 4000;
const CHUNK = 500;
const CALLER = { actor: 'benchmark' };
const WISHES = { customer: 'fleet', plan: 'default', msisdn: 'none' } as const;

/**
 * Vendor files into the inventory and on into the HSS, each beside the plain driver writing the very same into the same store: same documents, same
 * indexes, same number in a command, one command after the other. Both take turns, a file each, and the medians of the rounds are told: what else
 * the machine does then bears on both alike. Some two minutes.
 */
export async function benchSims(): Promise<BenchFigure[]> {
  const server = await spawnEmbeddedMongo();
  const client = await new MongoClient(server.uri).connect();
  try {
    const bench = (name: string, measure: Measure) => rounds(server.uri, client, name, measure);
    const stock = await bench('stock', measureImport({}));
    const active = await bench('active', measureImport({ activate: WISHES }));
    const later = await bench('later', measureActivation);
    const beside = (name: string, reference: string, { ours, raw, share }: Rates): BenchFigure[] => [
      { name, figure: ours.perSecond, unit: 'SIMs/s', reference: { name: reference, figure: raw.perSecond } },
      { name: '  of that', figure: share * 100, unit: '%' },
      {
        name: '  processor time, store included',
        figure: ours.cpuUs,
        unit: 'µs/SIM',
        reference: { name: reference, figure: raw.cpuUs },
      },
    ];
    const many = CARDS.toLocaleString('en');
    return [
      ...beside(`import ${many} SIMs into stock`, 'insertMany of the same', stock),
      ...beside(`import ${many} SIMs and activate them`, 'insertMany of the same', active),
      ...beside(`activate ${many} SIMs of the stock`, 'bulkWrite and insertMany of the same', later),
    ];
  } finally {
    await client.close();
    await server.close();
  }
}

interface Rate {
  readonly perSecond: number;
  /** Of this process and the store's thread: tells what it costs also where others use the machine. */
  readonly cpuUs: number;
}

interface Rates {
  readonly ours: Rate;
  readonly raw: Rate;
  /** Median of the rounds' shares, each of two neighbours in time. */
  readonly share: number;
}

type Timed = <T>(work: () => Promise<T>) => Promise<T>;
/** Does one round; what is in `ours` and `raw` counts, the rest does not. */
type Measure = (round: Round, ours: Timed, raw: Timed) => Promise<void>;

interface Round {
  readonly inventory: Inventory;
  readonly first: number;
  readonly count: number;
  readonly sims: Collection<Document>;
  readonly subscribers: Collection<Document>;
  /** Collections with the indexes of those. */
  readonly rawSims: Collection<Document>;
  readonly rawSubscribers: Collection<Document>;
}

async function rounds(uri: string, client: MongoClient, name: string, measure: Measure): Promise<Rates> {
  const inventory = await openInventory(`${uri}open5gs_${name}`, {
    vault: () => new KeyVault(new Uint8Array(32).fill(1)),
    databaseName: `mvnolab_${name}`,
  });
  const [cards, hss] = [client.db(`mvnolab_${name}`), client.db(`open5gs_${name}`)];
  const all: { readonly ours: Rate; readonly raw: Rate }[] = [];
  let first = 1;
  for (let i = -1; i < ROUNDS; i++) {
    const count = i < 0 ? WARM_UP : Math.ceil(CARDS / ROUNDS);
    let [ours, raw] = [NONE, NONE];
    const round = {
      inventory,
      first,
      count,
      sims: cards.collection('sims'),
      subscribers: hss.collection('subscribers'),
      rawSims: cards.collection('sims_raw'),
      rawSubscribers: hss.collection('subscribers_raw'),
    };
    await measure(
      round,
      async work => {
        await copyIndexes(round.sims, round.rawSims);
        await copyIndexes(round.subscribers, round.rawSubscribers);
        return timed(count, work, rate => (ours = rate));
      },
      work => timed(count, work, rate => (raw = rate)),
    );
    first += count;
    if (i >= 0) all.push({ ours, raw });
  }
  await inventory.close();
  await cards.dropDatabase();
  await hss.dropDatabase();
  const rate = (which: 'ours' | 'raw'): Rate => ({
    perSecond: median(all.map(one => one[which].perSecond)),
    cpuUs: median(all.map(one => one[which].cpuUs)),
  });
  return {
    ours: rate('ours'),
    raw: rate('raw'),
    share: median(all.map(({ ours, raw }) => ours.perSecond / raw.perSecond)),
  };
}

const NONE: Rate = { perSecond: 0, cpuUs: 0 };

async function timed<T>(count: number, work: () => Promise<T>, take: (rate: Rate) => void): Promise<T> {
  globalThis.gc?.();
  const started = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  take({ perSecond: count / ((performance.now() - started) / 1000), cpuUs: (user + system) / count });
  return result;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function copyIndexes(from: Collection<Document>, to: Collection<Document>): Promise<void> {
  for (const { key, unique, sparse } of await from.indexes().catch(() => []))
    if (!('_id' in key))
      await to.createIndex(key, { ...(unique === true && { unique }), ...(sparse === true && { sparse }) });
}

function measureImport(options: ImportOptions): Measure {
  return async ({ inventory, first, count, sims, subscribers, rawSims, rawSubscribers }, ours, raw) => {
    const file = await batchFile(first, count);
    await inventory.cards.ensureIndexes();
    await inventory.subscribers.lifecycle();
    const { accepted } = await ours(() => inventory.import(piecesOf(file), { ...options, chunkLines: CHUNK }, CALLER));
    if (accepted !== count) throw new Error(`${accepted} of ${count} cards were accepted`);
    const cards = await lastOf(sims, first, count);
    const profiles = await lastOf(subscribers, first, count);
    await raw(async () => {
      await insertAll(rawSims, cards);
      await insertAll(rawSubscribers, profiles);
    });
  };
}

/** The reference: the same changes by bulkWrite, the same subscribers by insertMany, and the same end of the outboxes by updateMany. */
async function measureActivation(
  { inventory, first, count, sims, subscribers, rawSims, rawSubscribers }: Round,
  ours: Timed,
  raw: Timed,
): Promise<void> {
  await inventory.import(piecesOf(await batchFile(first, count)), {}, CALLER);
  await inventory.subscribers.lifecycle();
  const stock = await lastOf(sims, first, count);
  const { activated } = await ours(() => inventory.activateMany({}, WISHES, CALLER));
  if (activated !== count) throw new Error(`${activated} of ${count} cards were activated`);
  await insertAll(rawSims, stock);
  const changes = (await lastOf(sims, first, count)).map(changeOf);
  const profiles = await lastOf(subscribers, first, count);
  await raw(async () => {
    for (let at = 0; at < count; at += CHUNK) {
      const some = changes.slice(at, at + CHUNK);
      await rawSims.bulkWrite(some, { ordered: false });
      await rawSubscribers.insertMany(profiles.slice(at, at + CHUNK), { ordered: false });
      await rawSims.updateMany(
        { _id: { $in: some.map(({ updateOne: { filter } }) => filter._id) }, version: 3 } as never,
        { $unset: { outbox: '', pending: '' } },
      );
    }
  });
}

/** What makes this card of the one in stock: its fields, history and events. */
function changeOf(card: Document) {
  const { _id, imsi, customer, plan, state, version, changedAt, history } = card;
  const entries = (history as Document[]).slice(1);
  const events = entries.map(entry => ({
    id: `${_id}/${entry.version}`,
    iccid: _id,
    imsi,
    sequence: entry.version,
    action: entry.action,
    network: 'provision',
    from: entry.from,
    to: entry.to,
    at: entry.at,
    actor: entry.actor,
    ...entry.detail,
  }));
  return {
    updateOne: {
      filter: { _id, version: 1, swap: { $exists: false }, reservedBy: { $exists: false } },
      update: {
        $set: { customer, plan, state, version, changedAt, pending: true },
        $push: { history: { $each: entries }, outbox: { $each: events } } as never,
      },
    },
  };
}

function lastOf(collection: Collection<Document>, first: number, count: number): Promise<Document[]> {
  const imsi = (serial: number) => `00101${`${serial}`.padStart(10, '0')}`;
  const filter = { imsi: { $gte: imsi(first), $lt: imsi(first + count) } };
  return collection.find(filter, { promoteValues: false }).toArray();
}

async function insertAll(collection: Collection<Document>, documents: readonly Document[]): Promise<void> {
  for (let at = 0; at < documents.length; at += CHUNK)
    await collection.insertMany(documents.slice(at, at + CHUNK), { ordered: false });
}

async function batchFile(first: number, count: number): Promise<Buffer> {
  const cards = generateCards({ count, plmn: '001-01', firstMsin: first, seed: `benchmark ${first}` });
  const options = { kind: 'output', batch: `bench-${first}`, quantity: count, plmn: '001-01' } as const;
  const parts: string[] = [];
  for await (const part of writeLabBatch(cards, options)) parts.push(part);
  return Buffer.from(parts.join(''));
}

function piecesOf(file: Buffer): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = 0; at < file.length; at += 65_536) yield file.subarray(at, at + 65_536);
  };
}
