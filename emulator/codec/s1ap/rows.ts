import { CRITICALITIES, type MessageSchema } from '../asn1-per/index.ts';
import { PDU_KINDS, type PduKind, type Procedure } from './procedure.ts';
import { PROCEDURES } from './procedures.ts';

/** Where a message stands among the procedures: what its head says. */
export interface MessageRow {
  readonly procedure: Procedure<unknown>;
  /** Index in PDU_KINDS. */
  readonly kind: number;
  readonly triggeringMessage: PduKind;
  /** Index in CRITICALITIES. */
  readonly criticality: number;
  readonly schema: MessageSchema<unknown>;
}

const byName = new Map<string, MessageRow>();
const byCode: (readonly (MessageRow | undefined)[] | undefined)[] = [];

for (const procedure of PROCEDURES as readonly Procedure<unknown>[]) {
  byCode[procedure.code] = PDU_KINDS.map((triggeringMessage, kind) => {
    const schema = procedure.messages[kind];
    if (schema === undefined) return undefined;
    const criticality = CRITICALITIES.indexOf(procedure.criticality);
    const row = { procedure, kind, triggeringMessage, criticality, schema };
    byName.set(schema.message, row);
    return row;
  });
}

export function rowOfMessage(name: string): MessageRow | undefined {
  return byName.get(name);
}

/** `kind` is the index of PDU_KINDS. */
export function rowOfCode(procedureCode: number, kind: number): MessageRow | undefined {
  return byCode[procedureCode]?.[kind];
}

/** `9 (initialContextSetup)`. */
export function formatProcedure(code: number): string {
  const name = byCode[code]?.find(row => row !== undefined)?.procedure.name;
  return `${code} (${name ?? 'unknown procedure'})`;
}
