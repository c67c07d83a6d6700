import { randomBytes } from 'node:crypto';
import { type Collection, MongoClient } from 'mongodb';
import type { BsonDocument } from '../../bson-values.ts';
import { type EmbeddedMongo, spawnEmbeddedMongo } from '../../embedded-mongo/index.ts';
import { luhnDigit } from '../card-numbers.ts';
import type { CardInput } from '../card-secrets.ts';
import { type Inventory, type InventoryOptions, openInventory } from '../inventory.ts';
import { KeyVault } from '../key-vault.ts';

export const CALLER = { actor: 'test' } as const;
export const VAULT = new KeyVault(new Uint8Array(32).fill(7));

/** A clock that the test moves. */
export class TestClock {
  #at = Date.UTC(2026, 0, 1);

  readonly now = (): Date => new Date(this.#at);

  advance(ms: number): void {
    this.#at += ms;
  }
}

export interface Opened {
  readonly inventory: Inventory;
  readonly sims: Inventory['sims'];
  readonly uri: string;
  readonly databaseName: string;
  /** Past the inventory: another writer, and an eye on what is stored. */
  readonly client: MongoClient;
  readonly subscribers: Collection<BsonDocument>;
  collection(name: string): Collection<BsonDocument>;
}

let server: Promise<EmbeddedMongo> | undefined;

/** One store for all tests of a file; its thread ends with the process. */
export function testServer(): Promise<EmbeddedMongo> {
  server ??= spawnEmbeddedMongo();
  return server;
}

/** An inventory in databases of its own, closed at the end of the test. */
export async function openTest(
  t: { teardown(close: () => Promise<void>): void },
  options: Partial<InventoryOptions> = {},
): Promise<Opened> {
  const { uri: root } = await testServer();
  const suffix = randomBytes(4).toString('hex');
  const uri = `${root}open5gs_${suffix}`;
  const databaseName = `mvnolab_${suffix}`;
  const inventory = await openInventory(uri, {
    vault: () => VAULT,
    databaseName,
    withdrawMs: 0,
    connectTimeoutMs: 30_000,
    ...options,
  });
  const client = await MongoClient.connect(uri);
  t.teardown(async () => {
    await inventory.close();
    await client.close();
  });
  return {
    inventory,
    sims: inventory.sims,
    uri,
    databaseName,
    client,
    subscribers: client.db().collection<BsonDocument>('subscribers'),
    collection: name => client.db(databaseName).collection<BsonDocument>(name),
  };
}

export function testIccid(index: number): string {
  const body = `8988211${String(index).padStart(11, '0')}`;
  return body + luhnDigit(body);
}

export function testImsi(index: number): string {
  return `00101${String(index).padStart(10, '0')}`;
}

/** A card as a vendor would describe it; the keys differ from card to card. */
export function testCard(index: number, more: Partial<CardInput> = {}): CardInput {
  const hex = (byte: number) => Buffer.alloc(16, byte).toString('hex');
  return {
    iccid: testIccid(index),
    imsi: testImsi(index),
    ki: hex((index % 250) + 1),
    opc: hex(255 - (index % 250)),
    pin1: '1234',
    puk1: '12345678',
    adm1: '87654321',
    ...more,
  };
}
