/** SIM cards, their life and their way into the network: what lab, API and scenarios use. */
export type { AuditEntry, AuditLog } from './audit-log.ts';
export { luhnDigit, parseIccid } from './card-numbers.ts';
export { type CardChecks, type CardInput, revealSecret, SECRET_NAMES } from './card-secrets.ts';
export { type CardQuery, INVENTORY_DATABASE } from './card-store.ts';
export type { Drift, DriftKind } from './drift.ts';
export type { EventHandler, Handled } from './events/event-handler.ts';
export type { Delivery, DeliveryState, EventQuery, EventQueue, QueuedEvent } from './events/event-queue.ts';
export type { EventWorker, WorkerOptions } from './events/event-worker.ts';
export type { HandlerRegistry, HandlerSpec } from './events/handler-registry.ts';
export { FIRST_SQN, HSS_HANDLER, type PresenceProbe } from './events/hss-handler.ts';
export { type Inventory, type InventoryOptions, inventoryOn, openInventory } from './inventory.ts';
export { KeyVault, vaultOfFile, vaultOfText } from './key-vault.ts';
export type { MsisdnPool } from './msisdn-pools.ts';
export { BUILT_IN_PLANS, DEFAULT_PLAN, type PlanSource } from './plans.ts';
export type { DriftQuery, Reconciled } from './reconcile.ts';
export type { Caller, CardSecrets, HistoryEntry, NetworkProfile, SecretName, SimCard, SimEvent } from './sim-card.ts';
export type { NetworkOutcome, SimService, StepOptions, StepResult, SwapResult } from './sim-service.ts';
export { allowedActions, SIM_STATES, type SimAction, type SimState, TRANSITIONS } from './transitions.ts';
