import type { DecodeError } from '../../bytes/index.ts';
import { CRITICALITIES, type Criticality, type MissingIesError, type UnknownIe } from '../asn1-per/index.ts';
import type { S1apAnswer, S1apReport } from './errors.ts';
import type { Cause, CriticalityDiagnosticsIeItem } from './ies/causes.ts';
import { PDU_KINDS, type PduKind } from './procedure.ts';
import { type MessageRow, rowOfCode, rowOfMessage } from './rows.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A mandatory IE is missing or not understood; what else the message has is reported with it. TS 36.413 §10.3.5 */
export function reportMissing(row: MessageRow, error: MissingIesError): S1apReport {
  const absent = error.absent.map(each => ({
    ieCriticality: each.criticality,
    ieId: each.id,
    typeOfError: each.typeOfError,
  }));
  const absentIds = new Set(error.absent.map(each => each.id));
  const others = notUnderstood(error.partial).filter(each => !absentIds.has(each.ieId));
  return reportIes(row, error.partial, [...absent, ...others], error.reason);
}

/**
 * What a decoded message has that the receiver must not pass over in silence: IEs and extensions that are not
 * comprehended, IEs twice or in the wrong order. Undefined when there is nothing to report. TS 36.413 §10.3.4, §10.3.6
 */
export function reportComprehension(pdu: { readonly message: string }): S1apReport | undefined {
  const row = rowOfMessage(pdu.message);
  if (row === undefined) return undefined;
  const fields = pdu as unknown as Fields;
  const falsely = falselyConstructed(row, fields);
  if (falsely !== undefined) return falsely;
  const ies = notUnderstood(fields);
  if (ies.every(each => each.ieCriticality === 'ignore')) return undefined;
  return reportIes(row, fields, ies, `not comprehended: ${ies.map(each => `IE ${each.ieId}`).join(', ')}`);
}

/** A procedure that is not in our tables. TS 36.413 §10.3.4.1 */
export function reportUnknownProcedure(code: number, kind: number, criticality: Criticality): S1apReport {
  return {
    reason: `procedure ${code} with ${PDU_KINDS[kind]} is not known`,
    handling: criticality,
    answer: criticality === 'ignore' ? 'none' : 'error-indication',
    cause: syntaxCause(criticality),
    procedureCode: code,
    triggeringMessage: PDU_KINDS[kind]!,
    procedureCriticality: criticality,
    ies: [],
  };
}

/** Octets that could not be decoded. TS 36.413 §10.2 */
export function reportTransferSyntax(bytes: Uint8Array, error: DecodeError): S1apReport {
  const row = rowOfCode(bytes[1] ?? 0xff, (bytes[0] ?? 0xff) >>> 5);
  const head = row === undefined ? {} : headOf(row);
  return {
    reason: error.message,
    handling: 'reject',
    answer: row?.schema.message === 'ErrorIndication' ? 'none' : 'error-indication',
    cause: { group: 'protocol', value: 'transfer-syntax-error' },
    ...head,
    ies: [],
  };
}

function falselyConstructed(row: MessageRow, fields: Fields): S1apReport | undefined {
  const known = new Map(rowsOf(row).map(each => [each.id, each.field]));
  const twice = unknownOf(fields).filter(each => {
    const field = known.get(each.id);
    return field !== undefined && fields[field] !== undefined;
  });
  if (fields.ieOrder === undefined && twice.length === 0) return undefined;
  const reason =
    twice.length > 0 ? `twice: ${twice.map(each => `IE ${each.id}`).join(', ')}` : 'IEs in the wrong order';
  return {
    reason,
    handling: 'reject',
    answer: answerTo(row, 'reject'),
    cause: { group: 'protocol', value: 'abstract-syntax-error-falsely-constructed-message' },
    ...headOf(row),
    ies: [],
    ...idsOf(fields),
  };
}

function reportIes(
  row: MessageRow,
  fields: Fields,
  ies: readonly CriticalityDiagnosticsIeItem[],
  reason: string,
): S1apReport {
  const handling = strictest(ies.map(each => each.ieCriticality));
  return {
    reason,
    handling,
    answer: answerTo(row, handling),
    cause: syntaxCause(handling),
    ...headOf(row),
    ies: ies.filter(each => each.ieCriticality !== 'ignore'),
    ...idsOf(fields),
  };
}

/** TS 36.413 §10.3.4.2 and §10.3.5 say it in the same way; §10.5: an Error Indication is never answered. */
function answerTo(row: MessageRow, handling: Criticality): S1apAnswer {
  if (handling === 'ignore' || row.schema.message === 'ErrorIndication') return 'none';
  const [, successful, unsuccessful] = row.procedure.messages;
  const initiating = row.triggeringMessage === 'initiating-message';
  if (handling === 'notify') return initiating && successful !== undefined ? 'response' : 'error-indication';
  if (!initiating) return 'none';
  return unsuccessful === undefined ? 'error-indication' : 'unsuccessful-outcome';
}

function headOf(row: MessageRow): {
  procedureCode: number;
  triggeringMessage: PduKind;
  procedureCriticality: Criticality;
  message: string;
} {
  return {
    procedureCode: row.procedure.code,
    triggeringMessage: row.triggeringMessage,
    procedureCriticality: CRITICALITIES[row.criticality]!,
    message: row.schema.message,
  };
}

function rowsOf(row: MessageRow): readonly { readonly id: number; readonly field: string }[] {
  return Object.entries(row.schema.rows).map(([field, { id }]) => ({ id, field }));
}

function unknownOf(fields: Fields): readonly UnknownIe[] {
  return (fields.unknownIes ?? []) as readonly UnknownIe[];
}

/** Unknown IEs of the message and, however deep, unknown extensions in its IEs. */
function notUnderstood(value: unknown): CriticalityDiagnosticsIeItem[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const found: CriticalityDiagnosticsIeItem[] = [];
  for (const [name, field] of Object.entries(value)) {
    if (name === 'unknownIes' || name === 'unknownExtensions') {
      for (const { id, criticality } of field as readonly UnknownIe[]) {
        found.push({ ieCriticality: criticality, ieId: id, typeOfError: 'not-understood' });
      }
    } else found.push(...notUnderstood(field));
  }
  return found;
}

function idsOf(fields: Fields): { mmeUeS1apId?: number; enbUeS1apId?: number } {
  const { mmeUeS1apId, enbUeS1apId } = fields;
  return {
    ...(typeof mmeUeS1apId === 'number' ? { mmeUeS1apId } : {}),
    ...(typeof enbUeS1apId === 'number' ? { enbUeS1apId } : {}),
  };
}

const STRICTNESS: readonly Criticality[] = ['ignore', 'notify', 'reject'];

function strictest(criticalities: readonly Criticality[]): Criticality {
  return criticalities.reduce<Criticality>((a, b) => (STRICTNESS.indexOf(a) < STRICTNESS.indexOf(b) ? b : a), 'ignore');
}

function syntaxCause(handling: Criticality): Cause {
  return {
    group: 'protocol',
    value: handling === 'reject' ? 'abstract-syntax-error-reject' : 'abstract-syntax-error-ignore-and-notify',
  };
}
