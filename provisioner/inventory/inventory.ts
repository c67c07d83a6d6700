import { setTimeout } from 'node:timers/promises';
import { type ConnectionOptions, type MongoConnection, openMongoConnection } from '../mongodb-connection.ts';
import { SubscriberStore } from '../subscriber-store.ts';
import { AuditLog } from './audit-log.ts';
import { type ActivateManyOptions, type ActivateManySummary, activateMany } from './batch/activate-many.ts';
import type { BatchSource } from './batch/batch-reader.ts';
import { BatchRecords } from './batch/batch-record.ts';
import { type ImportOptions, type ImportSummary, importBatch } from './batch/import-batch.ts';
import { CardStore, INVENTORY_DATABASE } from './card-store.ts';
import type { Drift } from './drift.ts';
import type { EventHandler } from './events/event-handler.ts';
import { EventQueue } from './events/event-queue.ts';
import { EventWorker, type WorkerOptions } from './events/event-worker.ts';
import { HandlerRegistry } from './events/handler-registry.ts';
import { HssHandler, type PresenceProbe, WITHDRAW_MS } from './events/hss-handler.ts';
import { OutboxRelay } from './events/outbox-relay.ts';
import type { KeyVault } from './key-vault.ts';
import { MsisdnPools } from './msisdn-pools.ts';
import { BUILT_IN_PLANS, type PlanSource } from './plans.ts';
import { type DriftQuery, findDrift, type Reconciled, reconcile } from './reconcile.ts';
import type { Caller } from './sim-card.ts';
import { SimService } from './sim-service.ts';
import type { SimAction } from './transitions.ts';

const QUARANTINE_DAYS = 90;
const DAY_MS = 86_400_000;

export interface InventoryOptions {
  /** Opens and seals the secrets; asked for when one is needed, so that reading needs no key. */
  readonly vault: () => KeyVault;
  /** The lab's database on the server of the subscribers. Default `mvnolab`. */
  readonly databaseName?: string;
  readonly plans?: PlanSource;
  /** Tells whether a phone is attached, where somebody can see that. */
  readonly presence?: PresenceProbe;
  /** How long the number of a deactivated card rests, days. Default 90. */
  readonly quarantineDays?: number;
  /** See HssHandlerOptions. */
  readonly withdrawMs?: number;
  readonly worker?: WorkerOptions;
  /** Where secrets of webhooks are looked up. Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
}

/** The inventory on a MongoDB: its service, its parts, and how to close it. */
export interface Inventory {
  readonly sims: SimService;
  readonly cards: CardStore;
  readonly pools: MsisdnPools;
  readonly audit: AuditLog;
  readonly queue: EventQueue;
  readonly relay: OutboxRelay;
  readonly subscribers: SubscriberStore;
  readonly worker: EventWorker;
  readonly hss: EventHandler;
  /** Who gets events beside the HSS. */
  readonly handlers: HandlerRegistry;
  /** Goes on with what was left, and brings every event that is due to every handler. Gives how many arrived. */
  deliver(): Promise<number>;
  readonly vault: () => KeyVault;
  /** In what the HSS differs from the inventory. */
  drift(query?: DriftQuery): AsyncGenerator<Drift, void, void>;
  /** Makes the HSS as the inventory says. */
  reconcile(query: DriftQuery, caller: Caller): AsyncGenerator<Reconciled, void, void>;
  /** How far imports have come, and what became of their lines. */
  readonly batches: BatchRecords;
  /** Takes the cards of a file into stock; see importBatch. */
  import(source: BatchSource, options: ImportOptions, caller: Caller): Promise<ImportSummary>;
  /** Activates many cards; see there. */
  activateMany(
    query: Parameters<typeof activateMany>[1],
    options: ActivateManyOptions,
    caller: Caller,
  ): Promise<ActivateManySummary>;
  /** Closes what openInventory opened. */
  close(): Promise<void>;
}

/** Opens the inventory beside the subscribers of a MongoDB URI. @throws UserError, LabError as openMongoConnection */
export async function openInventory(uri: string, options: InventoryOptions & ConnectionOptions): Promise<Inventory> {
  const connection = await openMongoConnection(uri, options);
  const inventory = inventoryOn(connection, options);
  return {
    ...inventory,
    async close() {
      await inventory.close();
      await connection.close();
    },
  };
}

/** The inventory on a connection that is open, and stays so after `close`. */
export function inventoryOn(connection: MongoConnection, options: InventoryOptions): Inventory {
  const { vault, databaseName = INVENTORY_DATABASE, plans = BUILT_IN_PLANS, now = () => new Date() } = options;
  const closing = new AbortController();
  const cards = new CardStore(connection, databaseName);
  const pools = new MsisdnPools(connection, cards, databaseName);
  const audit = new AuditLog(connection, databaseName);
  const queue = new EventQueue(connection, databaseName);
  const worker = new EventWorker(queue, { now, ...options.worker });
  const subscribers = new SubscriberStore(connection);
  const { presence, withdrawMs } = options;
  const hss = new HssHandler({
    subscribers,
    cards,
    vault,
    ...(presence !== undefined && { presence }),
    ...(withdrawMs !== undefined && { withdrawMs }),
  });
  const handlers = new HandlerRegistry(connection, options.env ?? process.env, databaseName);
  const names = async () => [hss.name, ...(await handlers.names())];
  const relay = new OutboxRelay({ cards, queue, audit, handlers: names, now });
  const pause = (ms: number) => setTimeout(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  const parts = {
    connection,
    cards,
    subscribers,
    queue,
    audit,
    plans,
    vault,
    now,
    pause,
    withdrawMs: withdrawMs ?? WITHDRAW_MS,
  };
  const batches = new BatchRecords(connection, databaseName);
  const bulk = { ...parts, pools, worker, hss, otherHandlers: () => handlers.names(), batches };
  const sims = new SimService({
    cards,
    pools,
    audit,
    queue,
    relay,
    worker,
    hss,
    subscribers,
    plans,
    vault,
    now,
    pause,
    quarantineMs: (options.quarantineDays ?? QUARANTINE_DAYS) * DAY_MS,
    attachedAdvice: (imsi, action) => attachedAdvice(connection, subscribers, presence, imsi, action),
  });
  return {
    sims,
    cards,
    pools,
    audit,
    queue,
    relay,
    subscribers,
    worker,
    hss,
    handlers,
    async deliver() {
      await sims.recover();
      return worker.drain([hss, ...(await handlers.open())]);
    },
    vault,
    batches,
    import: (source, wishes, caller) => importBatch(bulk, source, wishes, caller),
    activateMany: (query, wishes, caller) => activateMany(bulk, query, wishes, caller),
    drift: query => findDrift(parts, query),
    reconcile: (query, caller) => reconcile(parts, query, caller),
    async close() {
      closing.abort();
      worker.stop();
    },
  };
}

/** What a change in the database does not do by itself to a phone that may be attached. */
async function attachedAdvice(
  connection: MongoConnection,
  subscribers: SubscriberStore,
  presence: PresenceProbe | undefined,
  imsi: string,
  action: SimAction,
): Promise<string | undefined> {
  if (!['suspend', 'deactivate', 'swap-out', 'change-plan'].includes(action)) return undefined;
  if ((await presence?.(imsi)) === false) return undefined;
  const stored = await subscribers.find(imsi);
  const { mmeHost, purged } = stored?.sim.serving ?? {};
  if (stored === undefined || mmeHost === undefined || purged === true) return undefined;
  if (action === 'change-plan')
    return `its phone was last seen at ${mmeHost}: if it is attached, it has the new plan after a re-attach`;
  // Seen on Open5GS 2.8: its MME keeps what it knows of a phone that was switched off, and takes it in again by GUTI without asking the HSS.
  const seen = `its phone was last seen at ${mmeHost}`;
  const until = 'it stays attached, also when it is switched off and on, until the MME restarts';
  if (await canFollowChanges(connection))
    return `${seen}: it is detached if the HSS follows changes (hss.yaml: use_mongodb_change_stream: true); if not, ${until}. Once the HSS does, mvnolab sim detach ${imsi} detaches it`;
  return `${seen}. This MongoDB is no replica set, so the HSS cannot follow changes: ${until}. What works: restart the MME; or make the MongoDB a replica set (mongod --replSet), set use_mongodb_change_stream: true in hss.yaml, restart the HSS, and mvnolab sim detach ${imsi}`;
}

/** A MongoDB tells of changes only as a replica set; the lab's own store does so always. */
async function canFollowChanges(connection: MongoConnection): Promise<boolean> {
  const { setName } = await connection.attempt('answer', () => connection.command({ hello: 1 }));
  if (setName !== undefined) return true;
  const { modules } = await connection.attempt('answer', () => connection.command({ buildInfo: 1 }));
  return Array.isArray(modules) && modules.includes('mvnolab-embedded');
}
