import { type ByteReader, type ByteWriter, toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { padded } from './chunk-codec.ts';
import { decodeTlvs, encodeTlv } from './tlv.ts';

/** An error cause of ABORT or ERROR. RFC 9260 §3.3.10.1 … §3.3.10.13 */
export type ErrorCause =
  | { readonly type: 'INVALID-STREAM-IDENTIFIER'; readonly stream: number }
  | { readonly type: 'MISSING-MANDATORY-PARAMETER'; readonly parameterTypes: readonly number[] }
  /** How long ago the cookie's life ended, in microseconds. */
  | { readonly type: 'STALE-COOKIE'; readonly stalenessMicroseconds: number }
  | { readonly type: 'OUT-OF-RESOURCE' }
  /** The address parameter, its header included. */
  | { readonly type: 'UNRESOLVABLE-ADDRESS'; readonly value: Uint8Array }
  /** The chunk, its header included. */
  | { readonly type: 'UNRECOGNIZED-CHUNK-TYPE'; readonly value: Uint8Array }
  | { readonly type: 'INVALID-MANDATORY-PARAMETER' }
  /** The parameters, headers and padding included. */
  | { readonly type: 'UNRECOGNIZED-PARAMETERS'; readonly value: Uint8Array }
  | { readonly type: 'NO-USER-DATA'; readonly tsn: number }
  | { readonly type: 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN' }
  | { readonly type: 'RESTART-WITH-NEW-ADDRESSES'; readonly value: Uint8Array }
  /** The reason that the upper layer gave: UTF-8 as a rule. */
  | { readonly type: 'USER-INITIATED-ABORT'; readonly value: Uint8Array }
  | { readonly type: 'PROTOCOL-VIOLATION'; readonly value: Uint8Array }
  | { readonly type: 'unknown'; readonly causeCode: number; readonly value: Uint8Array };

type CauseName = Exclude<ErrorCause['type'], 'unknown'>;

export const CAUSE_CODES = {
  'INVALID-STREAM-IDENTIFIER': 1,
  'MISSING-MANDATORY-PARAMETER': 2,
  'STALE-COOKIE': 3,
  'OUT-OF-RESOURCE': 4,
  'UNRESOLVABLE-ADDRESS': 5,
  'UNRECOGNIZED-CHUNK-TYPE': 6,
  'INVALID-MANDATORY-PARAMETER': 7,
  'UNRECOGNIZED-PARAMETERS': 8,
  'NO-USER-DATA': 9,
  'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN': 10,
  'RESTART-WITH-NEW-ADDRESSES': 11,
  'USER-INITIATED-ABORT': 12,
  'PROTOCOL-VIOLATION': 13,
} as const satisfies Record<CauseName, number>;

const NAMES: Readonly<Record<number, CauseName>> = Object.fromEntries(
  Object.entries(CAUSE_CODES).map(([name, code]) => [code, name as CauseName]),
);

export function decodeCauses(reader: ByteReader): ErrorCause[] {
  return decodeTlvs(reader, 'error cause', decodeCause);
}

export function encodeCauses(causes: readonly ErrorCause[], writer: ByteWriter): void {
  const last = causes.length - 1;
  causes.forEach((cause, index) => {
    const code = cause.type === 'unknown' ? cause.causeCode : CAUSE_CODES[cause.type];
    encodeTlv(writer, code, index === last, w => encodeValue(cause, w));
  });
}

/** One line for people: `Protocol Violation: …`. */
export function describeCause(cause: ErrorCause): string {
  const name = cause.type === 'unknown' ? `cause ${cause.causeCode}` : cause.type.toLowerCase().replaceAll('-', ' ');
  const detail = detailOf(cause);
  return detail === '' ? name : `${name}: ${detail}`;
}

export function explainCauses(causes: readonly ErrorCause[], at: number): FieldTree[] {
  let offset = at;
  return causes.map(cause => {
    const length = 4 + valueLength(cause);
    const tree: FieldTree = {
      name: cause.type === 'unknown' ? `Cause ${cause.causeCode}` : cause.type,
      offset,
      length,
      clause: cause.type === 'unknown' ? 'RFC 9260 §3.3.10' : `RFC 9260 §3.3.10.${CAUSE_CODES[cause.type]}`,
    };
    const value = detailOf(cause);
    if (value !== '') tree.value = value;
    offset += padded(length);
    return tree;
  });
}

function decodeCause(code: number, value: ByteReader): ErrorCause {
  const type = NAMES[code];
  if (type === undefined) return { type: 'unknown', causeCode: code, value: value.rest() };
  switch (type) {
    case 'INVALID-STREAM-IDENTIFIER': {
      const stream = value.u16();
      value.skip(2);
      return { type, stream };
    }
    case 'MISSING-MANDATORY-PARAMETER': {
      const count = value.u32();
      if (count * 2 > value.remaining) value.fail(`counts ${count} parameters in ${value.remaining} octets`);
      return { type, parameterTypes: Array.from({ length: count }, () => value.u16()) };
    }
    case 'STALE-COOKIE':
      return { type, stalenessMicroseconds: value.u32() };
    case 'NO-USER-DATA':
      return { type, tsn: value.u32() };
    case 'OUT-OF-RESOURCE':
    case 'INVALID-MANDATORY-PARAMETER':
    case 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN':
      return { type };
    case 'UNRESOLVABLE-ADDRESS':
    case 'UNRECOGNIZED-CHUNK-TYPE':
    case 'UNRECOGNIZED-PARAMETERS':
    case 'RESTART-WITH-NEW-ADDRESSES':
    case 'USER-INITIATED-ABORT':
    case 'PROTOCOL-VIOLATION':
      return { type, value: value.rest() };
  }
}

function encodeValue(cause: ErrorCause, writer: ByteWriter): void {
  switch (cause.type) {
    case 'INVALID-STREAM-IDENTIFIER':
      writer.u16(cause.stream).u16(0);
      return;
    case 'MISSING-MANDATORY-PARAMETER':
      writer.u32(cause.parameterTypes.length);
      for (const parameterType of cause.parameterTypes) writer.u16(parameterType);
      return;
    case 'STALE-COOKIE':
      writer.u32(cause.stalenessMicroseconds);
      return;
    case 'NO-USER-DATA':
      writer.u32(cause.tsn);
      return;
    case 'OUT-OF-RESOURCE':
    case 'INVALID-MANDATORY-PARAMETER':
    case 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN':
      return;
    default:
      writer.put(cause.value);
  }
}

function valueLength(cause: ErrorCause): number {
  switch (cause.type) {
    case 'INVALID-STREAM-IDENTIFIER':
    case 'STALE-COOKIE':
    case 'NO-USER-DATA':
      return 4;
    case 'MISSING-MANDATORY-PARAMETER':
      return 4 + 2 * cause.parameterTypes.length;
    case 'OUT-OF-RESOURCE':
    case 'INVALID-MANDATORY-PARAMETER':
    case 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN':
      return 0;
    default:
      return cause.value.length;
  }
}

function detailOf(cause: ErrorCause): string {
  switch (cause.type) {
    case 'INVALID-STREAM-IDENTIFIER':
      return `stream ${cause.stream}`;
    case 'MISSING-MANDATORY-PARAMETER':
      return cause.parameterTypes.join(', ');
    case 'STALE-COOKIE':
      return `${cause.stalenessMicroseconds} µs`;
    case 'NO-USER-DATA':
      return `TSN ${cause.tsn}`;
    case 'OUT-OF-RESOURCE':
    case 'INVALID-MANDATORY-PARAMETER':
    case 'COOKIE-RECEIVED-WHILE-SHUTTING-DOWN':
      return '';
    default:
      return textOrHex(cause.value);
  }
}

/** Reasons are text on most peers; what is not printable ASCII is shown as hex. */
function textOrHex(value: Uint8Array): string {
  if (value.length === 0) return '';
  const printable = value.every(octet => octet >= 0x20 && octet < 0x7f);
  return printable ? `'${String.fromCharCode(...value)}'` : toHex(value);
}
