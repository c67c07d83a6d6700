import type { SubscriberStore } from '../subscriber-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { CardStore } from './card-store.ts';
import type { EventHandler } from './events/event-handler.ts';
import type { EventQueue } from './events/event-queue.ts';
import type { EventWorker } from './events/event-worker.ts';
import type { OutboxRelay } from './events/outbox-relay.ts';
import type { KeyVault } from './key-vault.ts';
import type { MsisdnPools } from './msisdn-pools.ts';
import type { PlanSource } from './plans.ts';
import type { SimCard } from './sim-card.ts';
import type { SimAction } from './transitions.ts';

/** What the service is made of; `openInventory` puts it together. */
export interface ServiceParts {
  readonly cards: CardStore;
  readonly pools: MsisdnPools;
  readonly audit: AuditLog;
  readonly queue: EventQueue;
  readonly relay: OutboxRelay;
  readonly worker: EventWorker;
  readonly hss: EventHandler;
  readonly subscribers: SubscriberStore;
  readonly plans: PlanSource;
  readonly vault: () => KeyVault;
  readonly now: () => Date;
  /** Resolves after that long, or when the inventory is closed. */
  readonly pause: (ms: number) => Promise<void>;
  readonly quarantineMs: number;
  /** Says what the database alone cannot do with a phone that is attached; undefined when none is. */
  readonly attachedAdvice: (imsi: string, action: SimAction) => Promise<string | undefined>;
}

/** For every transition. */
export interface StepOptions {
  /** Refuse unless the card has this version (an ETag). */
  readonly version?: number | undefined;
  readonly reason?: string | undefined;
  /** How long to wait until the HSS has the change, ms; 0 leaves it to the queue. Default 5000. */
  readonly settleMs?: number | undefined;
}

/** How far a change has come in the HSS. */
export type NetworkOutcome =
  /** The network is not concerned. */
  | { readonly state: 'none' }
  | { readonly state: 'applied'; readonly note: string }
  /** Accepted and kept; the queue brings it there. */
  | { readonly state: 'pending'; readonly why: string; readonly again?: Date }
  /** Accepted and kept, but it will not arrive until somebody does something. */
  | { readonly state: 'dead'; readonly why: string };

export interface StepResult {
  readonly card: SimCard;
  readonly eventId: string;
  readonly network: NetworkOutcome;
  /** What the user should know of a phone that is attached. */
  readonly advice?: string;
}

export interface SwapResult extends StepResult {
  readonly old: StepResult;
}
