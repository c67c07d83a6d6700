import { DecodeError, toHex } from '../../emulator/bytes/index.ts';
import { decodeS1ap, type S1apPdu, summarizeS1ap } from '../../emulator/codec/s1ap/index.ts';
import type { TraceRecord } from '../../emulator/vocabulary/index.ts';
import { fieldsOf } from './message-fields.ts';
import type { Redactor } from './redactor.ts';

/** NAS has records of its own; a radio capability says nothing here; keys are secrets. */
const SKIPPED: ReadonlySet<string> = new Set([
  'message',
  'nasPdu',
  'ueRadioCapability',
  'securityKey',
  'nextHopParameter',
]);

/**
 * The trace record of an S1AP message. KeNB and NH travel in some messages in the clear: they are told to the redactor, so that no hex
 * shows them.
 */
export function s1apRecord(bytes: Uint8Array, from: string, to: string, redactor: Redactor): TraceRecord {
  const head = { kind: 'message', protocol: 's1ap', from, to } as const;
  let pdu: S1apPdu;
  try {
    pdu = decodeS1ap(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...head, message: 'S1AP', summary: `not decodable: ${error.message}`, hex: toHex(bytes) };
  }
  for (const key of keysOf(pdu)) redactor.add(key);
  const summary = summarizeS1ap(pdu);
  return {
    ...head,
    message: pdu.message,
    ...(summary === '' ? {} : { summary }),
    fields: fieldsOf(pdu, SKIPPED),
    hex: toHex(bytes),
  };
}

/** The key octets that a message carries. TS 36.413 §9.2.1.26, §9.2.1.41 */
function keysOf(pdu: S1apPdu): Uint8Array[] {
  const keys: Uint8Array[] = [];
  if ('securityKey' in pdu && pdu.securityKey !== undefined) keys.push(pdu.securityKey);
  if ('securityContext' in pdu && pdu.securityContext !== undefined) keys.push(pdu.securityContext.nextHopParameter);
  return keys;
}
