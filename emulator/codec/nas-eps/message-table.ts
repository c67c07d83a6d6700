import type { Flat, MessageOf, MessageTable, Row } from '../nas-common/table.ts';

/** EPS mobility management. TS 24.007 §11.2.3.1.1 */
export const EMM = 0x7;
/** EPS session management. */
export const ESM = 0x2;

/** An EMM message: its lines follow protocol discriminator, security header type 0 and message type. */
export interface EmmTable<Name extends string = string, Rows extends readonly Row[] = readonly Row[]>
  extends MessageTable<Name, Rows> {
  readonly protocolDiscriminator: typeof EMM;
}

/** An ESM message: protocol discriminator, EPS bearer identity, procedure transaction identity, message type, lines. */
export interface EsmTable<Name extends string = string, Rows extends readonly Row[] = readonly Row[]>
  extends MessageTable<Name, Rows> {
  readonly protocolDiscriminator: typeof ESM;
}

export function emmMessage<const Name extends string, const Rows extends readonly Row[]>(
  message: Name,
  clause: string,
  messageType: number,
  rows: Rows,
): EmmTable<Name, Rows> {
  return { protocolDiscriminator: EMM, message, clause, messageType, rows };
}

export function esmMessage<const Name extends string, const Rows extends readonly Row[]>(
  message: Name,
  clause: string,
  messageType: number,
  rows: Rows,
): EsmTable<Name, Rows> {
  return { protocolDiscriminator: ESM, message, clause, messageType, rows };
}

/** What every ESM message begins with. */
export interface EsmHeader {
  /** EPS bearer identity: 5 … 15 (1 … 4 where both sides can), 0 = none assigned. */
  readonly epsBearerIdentity: number;
  /** Procedure transaction identity: 1 … 254, 0 = none assigned. */
  readonly procedureTransactionIdentity: number;
}

/** The message type of an EMM or ESM table. */
export type EpsMessageOf<T> = T extends EsmTable ? Flat<MessageOf<T> & EsmHeader> : MessageOf<T>;
