import {
  CriticalitySchema,
  choice,
  type Infer,
  integer,
  type MessageSchema,
  mapped,
  octetString,
  openType,
  sequence,
  sequenceOf,
} from '../../asn1-per/index.ts';

/** PrivateIE-ID: a number, or an OBJECT IDENTIFIER as its BER content octets. TS 36.413 §9.3.6 */
const PrivateIeId = choice('type', { local: integer(0, 65535), global: octetString });

const PrivateIe = sequence({ id: PrivateIeId, criticality: CriticalitySchema, value: openType });

const Wire = sequence({ privateIes: sequenceOf(PrivateIe, 1, 65535) }, '...');

/** What two vendors agreed on; its IEs stay octets. TS 36.413 §8.12, §9.3.3 */
export const PrivateMessage: MessageSchema<{ readonly message: 'PrivateMessage' } & Infer<typeof Wire>> = {
  ...mapped(
    Wire,
    value => ({ message: 'PrivateMessage' as const, ...value }),
    value => value,
  ),
  message: 'PrivateMessage',
  rows: {},
};
