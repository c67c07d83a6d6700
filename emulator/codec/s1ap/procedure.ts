import type { Criticality, MessageSchema } from '../asn1-per/index.ts';

/** Which of the three outcomes a message is, by the CHOICE index of S1AP-PDU; spelled as TriggeringMessage. TS 36.413 §9.3.2 */
export const PDU_KINDS = ['initiating-message', 'successful-outcome', 'unsuccessful-outcome'] as const;
export type PduKind = (typeof PDU_KINDS)[number];

/** One elementary procedure; `Value` is the union of its messages. TS 36.413 §8.1 */
export interface Procedure<Value> {
  readonly code: number;
  /** As ASN.1 spells it. */
  readonly name: string;
  readonly criticality: Criticality;
  /** By the index of PDU_KINDS. */
  readonly messages: readonly (MessageSchema<Value> | undefined)[];
}

export function procedure<I, S = never, U = never>(
  code: number,
  name: string,
  criticality: Criticality,
  initiating: MessageSchema<I>,
  successful?: MessageSchema<S>,
  unsuccessful?: MessageSchema<U>,
): Procedure<I | S | U> {
  return { code, name, criticality, messages: [initiating, successful, unsuccessful] } as unknown as Procedure<
    I | S | U
  >;
}
