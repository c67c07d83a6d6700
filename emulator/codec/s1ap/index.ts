export { EncodeError, type UnknownIe } from '../asn1-per/index.ts';
export { type S1apReport, S1apSyntaxError } from './errors.ts';
export * from './ies/index.ts';
export { decodeS1ap, encodeS1ap, peekS1ap, type S1apMessage, type S1apMessageName, type S1apPdu } from './pdu.ts';
export type { PduKind } from './procedure.ts';
