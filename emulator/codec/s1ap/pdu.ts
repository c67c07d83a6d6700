import {
  type Criticality,
  EncodeError,
  type MessageSchema,
  MissingIesError,
  NotComprehendedError,
  PerReader,
  type PerTrace,
  PerWriter,
  readOpenType,
  writeOpenType,
} from '../asn1-per/index.ts';
import { S1apSyntaxError, strictest, syntaxCause } from './errors.ts';
import { PDU_KINDS, type PduKind, type Procedure } from './procedure.ts';
import { PROCEDURES } from './procedures.ts';

type ValueOf<P> = P extends Procedure<infer V> ? V : never;

/** Any S1AP message; `message` tells which, spelled as TS 36.413's ASN.1 spells it. */
export type S1apPdu = ValueOf<(typeof PROCEDURES)[number]>;

/** The names of all messages. */
export type S1apMessageName = S1apPdu['message'];

/** The message of that name. */
export type S1apMessage<Name extends S1apMessageName> = Extract<S1apPdu, { readonly message: Name }>;

interface Row {
  readonly procedureCode: number;
  readonly kind: number;
  readonly criticality: number;
  readonly schema: MessageSchema<unknown>;
}

const CRITICALITIES: readonly Criticality[] = ['reject', 'ignore', 'notify'];
const byName = new Map<string, Row>();
const byCode: (readonly (Row | undefined)[] | undefined)[] = [];
for (const { code, criticality, messages } of PROCEDURES as readonly Procedure<unknown>[]) {
  byCode[code] = messages.map((schema, kind) => {
    if (schema === undefined) return undefined;
    const row = { procedureCode: code, kind, criticality: CRITICALITIES.indexOf(criticality), schema };
    byName.set(schema.message, row);
    return row;
  });
}

const writer = new PerWriter(2048);

/**
 * The octets of a message. Procedure code, criticalities and order come from the tables.
 * @throws EncodeError with the field's path when a value is out of its bounds: a mistake of the caller
 */
export function encodeS1ap(pdu: S1apPdu): Uint8Array {
  const row = byName.get(pdu.message);
  if (row === undefined) throw new EncodeError(`'${pdu.message}' is no S1AP message`);
  writer.reset();
  writer.bits(row.kind, 3); // no extension; one of three alternatives
  writer.uint(row.procedureCode, 1);
  writer.bits(row.criticality, 2);
  try {
    writeOpenType(writer, row.schema, pdu);
  } catch (error) {
    throw error instanceof EncodeError ? error.inside(pdu.message) : error;
  }
  return writer.finish();
}

/**
 * The message in some octets, one complete SCTP user message.
 * @throws S1apSyntaxError when a mandatory IE is missing or the procedure is not known (TS 36.413 §10.3)
 * @throws DecodeError when the octets are no S1AP-PDU (§10.2)
 */
export function decodeS1ap(bytes: Uint8Array): S1apPdu {
  return readPdu(new PerReader(bytes)) as S1apPdu;
}

/** Which message some octets are, by their head alone; undefined when it is none that we know. */
export function peekS1ap(bytes: Uint8Array): S1apMessageName | undefined {
  const kind = (bytes[0] ?? 0xff) >>> 5;
  return byCode[bytes[1] ?? 0xff]?.[kind]?.schema.message as S1apMessageName | undefined;
}

/** As decodeS1ap, noting the tree of fields. */
export function traceS1ap(bytes: Uint8Array, trace: PerTrace): S1apPdu {
  return readPdu(new PerReader(bytes, 0, trace)) as S1apPdu;
}

function readPdu(reader: PerReader): unknown {
  if (reader.bit() === 1) throw new NotComprehendedError('an added alternative of S1AP-PDU', 0);
  const kind = reader.bits(2);
  const triggeringMessage = PDU_KINDS[kind] ?? reader.fail('alternative 3 of S1AP-PDU', -1);
  const procedureCode = reader.uint(1);
  const criticality = CRITICALITIES[reader.bits(2)] ?? reader.fail('criticality 3', -2);
  const row = byCode[procedureCode]?.[kind];
  if (row === undefined) throw unknownProcedure(reader, procedureCode, triggeringMessage, criticality);
  const name = row.schema.message;
  let value: unknown;
  try {
    value = readOpenType(reader, name, row.schema);
  } catch (error) {
    if (!(error instanceof MissingIesError)) throw error;
    throw missingIes(error, name, procedureCode, triggeringMessage, criticality);
  }
  if (reader.position < reader.end) reader.fail(`${(reader.end - reader.position) >>> 3} octets after the message`);
  return value;
}

function unknownProcedure(
  reader: PerReader,
  procedureCode: number,
  triggeringMessage: PduKind,
  procedureCriticality: Criticality,
): S1apSyntaxError {
  const offset = reader.offset;
  const value = reader.lengthAndOctets();
  const report = {
    handling: procedureCriticality,
    cause: syntaxCause(procedureCriticality),
    procedureCode,
    triggeringMessage,
    procedureCriticality,
    ies: [],
  };
  return new S1apSyntaxError(`procedure ${procedureCode} has no ${triggeringMessage}`, offset, '', report, { value });
}

function missingIes(
  error: MissingIesError,
  message: string,
  procedureCode: number,
  triggeringMessage: PduKind,
  procedureCriticality: Criticality,
): S1apSyntaxError {
  const { absent, partial } = error;
  const handling = strictest(absent.map(each => each.criticality));
  const report = {
    handling,
    cause: syntaxCause(handling),
    procedureCode,
    triggeringMessage,
    procedureCriticality,
    ies: absent.map(each => ({ ieCriticality: each.criticality, ieId: each.id, typeOfError: each.typeOfError })),
    message,
    ...idsOf(partial),
  };
  return new S1apSyntaxError(error.reason, error.offset, message, report, partial);
}

function idsOf(fields: Readonly<Record<string, unknown>>): { mmeUeS1apId?: number; enbUeS1apId?: number } {
  const { mmeUeS1apId, enbUeS1apId } = fields;
  return {
    ...(typeof mmeUeS1apId === 'number' ? { mmeUeS1apId } : {}),
    ...(typeof enbUeS1apId === 'number' ? { enbUeS1apId } : {}),
  };
}
