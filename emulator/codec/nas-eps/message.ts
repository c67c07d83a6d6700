import type { EpsMessageOf } from './message-table.ts';
import type { EMM_TABLES, ESM_TABLES } from './messages/index.ts';
import type { ServiceRequest } from './service-request-short.ts';

/** Every EMM message in plain form, told apart by `message`. */
export type EmmMessage = { [I in keyof EmmTables]: EpsMessageOf<EmmTables[I]> }[number] | ServiceRequest;

/** Every ESM message, told apart by `message`. */
export type EsmMessage = { [I in keyof EsmTables]: EpsMessageOf<EsmTables[I]> }[number];

/** Every plain NAS message of EPS. */
export type NasEpsMessage = EmmMessage | EsmMessage;

/** The name of a message, as in TS 24.301 §8 without spaces. */
export type NasEpsMessageName = NasEpsMessage['message'];

/** The type of the message with this name: `NasEps<'AttachRequest'>`. */
export type NasEps<Name extends NasEpsMessageName> = Extract<NasEpsMessage, { readonly message: Name }>;

/** Uplink: from the UE. */
export type Direction = 'uplink' | 'downlink';

type EmmTables = typeof EMM_TABLES;
type EsmTables = typeof ESM_TABLES;
