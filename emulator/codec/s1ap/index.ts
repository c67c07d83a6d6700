export { EncodeError, type UnknownIe } from '../asn1-per/index.ts';
export { describeS1ap, formatCause, formatEnb, summarizeS1ap } from './describe.ts';
export { diagnosticsOf, type S1apAnswer, type S1apReport, S1apSyntaxError } from './errors.ts';
export { explainS1ap } from './explain.ts';
export * from './ies/index.ts';
export { decodeS1ap, encodeS1ap, peekS1ap, type S1apMessage, type S1apMessageName, type S1apPdu } from './pdu.ts';
export type { PduKind } from './procedure.ts';
export { errorIndicationOf, receiveS1ap, type S1apReceived } from './receive.ts';
export { reportComprehension } from './syntax-report.ts';
