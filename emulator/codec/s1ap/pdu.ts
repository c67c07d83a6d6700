import {
  CRITICALITIES,
  EncodeError,
  MissingIesError,
  NotComprehendedError,
  PerReader,
  type PerTrace,
  PerWriter,
  readOpenType,
  writeOpenType,
} from '../asn1-per/index.ts';
import { S1apSyntaxError } from './errors.ts';
import { PDU_KINDS, type Procedure } from './procedure.ts';
import type { PROCEDURES } from './procedures.ts';
import { formatProcedure, rowOfCode, rowOfMessage } from './rows.ts';
import { reportMissing, reportUnknownProcedure } from './syntax-report.ts';

type ValueOf<P> = P extends Procedure<infer V> ? V : never;

/** Any S1AP message; `message` tells which, spelled as TS 36.413's ASN.1 spells it. */
export type S1apPdu = ValueOf<(typeof PROCEDURES)[number]>;

/** The names of all messages. */
export type S1apMessageName = S1apPdu['message'];

/** The message of that name. */
export type S1apMessage<Name extends S1apMessageName> = Extract<S1apPdu, { readonly message: Name }>;

const writer = new PerWriter(2048);

/**
 * The octets of a message. Procedure code, criticalities and order come from the tables.
 * @throws EncodeError with the field's path when a value is out of its bounds: a mistake of the caller
 */
export function encodeS1ap(pdu: S1apPdu): Uint8Array {
  const row = rowOfMessage(pdu.message);
  if (row === undefined) throw new EncodeError(`'${pdu.message}' is no S1AP message`);
  writer.reset();
  writer.bits(row.kind, 3); // no extension; one of three alternatives
  writer.uint(row.procedure.code, 1);
  writer.bits(row.criticality, 2);
  try {
    writeOpenType(writer, row.schema, pdu);
  } catch (error) {
    throw error instanceof EncodeError ? error.inside(pdu.message) : error;
  }
  return writer.finish();
}

/**
 * The message in some octets, one complete SCTP user message. Machines take `receiveS1ap`, which does not throw.
 * @throws S1apSyntaxError when a mandatory IE is missing or the procedure is not known (TS 36.413 §10.3)
 * @throws DecodeError when the octets are no S1AP-PDU (§10.2)
 */
export function decodeS1ap(bytes: Uint8Array): S1apPdu {
  return readPdu(new PerReader(bytes)) as S1apPdu;
}

/** Which message some octets are, by their head alone; undefined when it is none that we know. */
export function peekS1ap(bytes: Uint8Array): S1apMessageName | undefined {
  return rowOfCode(bytes[1] ?? 0xff, (bytes[0] ?? 0xff) >>> 5)?.schema.message as S1apMessageName | undefined;
}

/** As decodeS1ap, with a reader of the caller's. */
export function readS1ap(reader: PerReader): S1apPdu {
  return readPdu(reader) as S1apPdu;
}

/** As decodeS1ap, noting the tree of fields. */
export function traceS1ap(bytes: Uint8Array, trace: PerTrace): S1apPdu {
  return readPdu(new PerReader(bytes, 0, trace)) as S1apPdu;
}

function readPdu(reader: PerReader): unknown {
  const trace = reader.trace;
  trace?.open('type', 0);
  if (reader.bit() === 1) throw new NotComprehendedError('an added alternative of S1AP-PDU', 0);
  const kind = reader.bits(2);
  const triggeringMessage = PDU_KINDS[kind] ?? reader.fail('alternative 3 of S1AP-PDU', -1);
  trace?.close(reader.absolute, triggeringMessage);
  trace?.open('procedureCode', 8);
  const procedureCode = reader.uint(1);
  trace?.close(reader.absolute, procedureCode, formatProcedure(procedureCode));
  trace?.open('criticality', 16);
  const criticality = CRITICALITIES[reader.bits(2)] ?? reader.fail('criticality 3', -2);
  trace?.close(reader.absolute, criticality);
  const row = rowOfCode(procedureCode, kind);
  if (row === undefined) {
    const offset = reader.offset;
    const value = reader.lengthAndOctets();
    throw new S1apSyntaxError(reportUnknownProcedure(procedureCode, kind, criticality), { value }, offset);
  }
  let value: unknown;
  try {
    value = readOpenType(reader, row.schema.message, row.schema);
  } catch (error) {
    if (!(error instanceof MissingIesError)) throw error;
    throw new S1apSyntaxError(reportMissing(row, error), error.partial, error.offset);
  }
  if (reader.position < reader.end) reader.fail(`${(reader.end - reader.position) >>> 3} octets after the message`);
  return value;
}
