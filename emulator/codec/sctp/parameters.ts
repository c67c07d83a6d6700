import { type ByteReader, ByteWriter, toHex } from '../../bytes/index.ts';
import { formatIp } from '../ip/index.ts';
import type { FieldTree } from '../tree.ts';
import { hex16, padded } from './chunk-codec.ts';
import { decodeTlvs, encodeTlv } from './tlv.ts';

/** A variable-length parameter of INIT or INIT ACK. RFC 9260 §3.3.2.1, §3.3.3.1 */
export type Parameter =
  /** 4 octets. */
  | { readonly type: 'IPV4-ADDRESS'; readonly address: Uint8Array }
  /** 16 octets. */
  | { readonly type: 'IPV6-ADDRESS'; readonly address: Uint8Array }
  | { readonly type: 'STATE-COOKIE'; readonly cookie: Uint8Array }
  /** One whole parameter, its own header included, that the peer did not know. */
  | { readonly type: 'UNRECOGNIZED-PARAMETER'; readonly parameter: Uint8Array }
  | { readonly type: 'COOKIE-PRESERVATIVE'; readonly incrementMs: number }
  /** Deprecated; a receiver aborts. */
  | { readonly type: 'HOST-NAME-ADDRESS'; readonly name: Uint8Array }
  | { readonly type: 'SUPPORTED-ADDRESS-TYPES'; readonly addressTypes: readonly number[] }
  | { readonly type: 'ECN-CAPABLE' }
  | { readonly type: 'SUPPORTED-EXTENSIONS'; readonly chunkTypes: readonly number[] }
  | { readonly type: 'FORWARD-TSN-SUPPORTED' }
  | { readonly type: 'unknown'; readonly parameterType: number; readonly value: Uint8Array };

export const PARAMETER_TYPES = {
  'IPV4-ADDRESS': 0x0005,
  'IPV6-ADDRESS': 0x0006,
  'STATE-COOKIE': 0x0007,
  'UNRECOGNIZED-PARAMETER': 0x0008,
  'COOKIE-PRESERVATIVE': 0x0009,
  'HOST-NAME-ADDRESS': 0x000b,
  'SUPPORTED-ADDRESS-TYPES': 0x000c,
  'ECN-CAPABLE': 0x8000,
  'SUPPORTED-EXTENSIONS': 0x8008,
  'FORWARD-TSN-SUPPORTED': 0xc000,
} as const;

/** What the two highest bits of an unknown parameter or chunk type ask for. RFC 9260 §3.2, §3.2.1 */
export interface UnknownAction {
  /** Go on with the next parameter (or chunk); else stop with this one. */
  readonly skip: boolean;
  /** Tell the sender. */
  readonly report: boolean;
}

export function actionForUnknownParameter(parameterType: number): UnknownAction {
  return { skip: (parameterType & 0x8000) !== 0, report: (parameterType & 0x4000) !== 0 };
}

export function decodeParameters(reader: ByteReader): Parameter[] {
  return decodeTlvs(reader, 'parameter', decodeParameter);
}

export function encodeParameters(parameters: readonly Parameter[], writer: ByteWriter): void {
  const last = parameters.length - 1;
  parameters.forEach((parameter, index) => {
    encodeTlv(writer, parameterTypeOf(parameter), index === last, w => encodeValue(parameter, w));
  });
}

/** One parameter as it stands on the wire, unpadded: what Unrecognized Parameter and error causes carry. */
export function encodeParameter(parameter: Parameter): Uint8Array {
  const writer = new ByteWriter(64);
  encodeParameters([parameter], writer);
  return writer.finish();
}

export function parameterTypeOf(parameter: Parameter): number {
  return parameter.type === 'unknown' ? parameter.parameterType : PARAMETER_TYPES[parameter.type];
}

export function explainParameters(parameters: readonly Parameter[], at: number): FieldTree[] {
  let offset = at;
  return parameters.map(parameter => {
    const { value, octets } = describeParameter(parameter);
    const length = 4 + octets;
    const tree: FieldTree = {
      name: parameter.type === 'unknown' ? `Parameter ${hex16(parameter.parameterType)}` : parameter.type,
      offset,
      length,
      clause: 'RFC 9260 §3.2.1',
    };
    if (value !== '') tree.value = value;
    offset += padded(length);
    return tree;
  });
}

function decodeParameter(code: number, value: ByteReader): Parameter {
  switch (code) {
    case PARAMETER_TYPES['IPV4-ADDRESS']:
      return { type: 'IPV4-ADDRESS', address: exactly(value, 4, 'IPv4 address') };
    case PARAMETER_TYPES['IPV6-ADDRESS']:
      return { type: 'IPV6-ADDRESS', address: exactly(value, 16, 'IPv6 address') };
    case PARAMETER_TYPES['STATE-COOKIE']:
      return { type: 'STATE-COOKIE', cookie: value.rest() };
    case PARAMETER_TYPES['UNRECOGNIZED-PARAMETER']:
      return { type: 'UNRECOGNIZED-PARAMETER', parameter: value.rest() };
    case PARAMETER_TYPES['COOKIE-PRESERVATIVE']: {
      if (value.remaining !== 4) value.fail(`Cookie Preservative has ${value.remaining} octets, must have 4`);
      return { type: 'COOKIE-PRESERVATIVE', incrementMs: value.u32() };
    }
    case PARAMETER_TYPES['HOST-NAME-ADDRESS']:
      return { type: 'HOST-NAME-ADDRESS', name: value.rest() };
    case PARAMETER_TYPES['SUPPORTED-ADDRESS-TYPES']: {
      const addressTypes: number[] = [];
      while (value.remaining > 0) addressTypes.push(value.u16());
      return { type: 'SUPPORTED-ADDRESS-TYPES', addressTypes };
    }
    case PARAMETER_TYPES['ECN-CAPABLE']:
      if (value.remaining === 0) return { type: 'ECN-CAPABLE' };
      break;
    case PARAMETER_TYPES['SUPPORTED-EXTENSIONS']:
      return { type: 'SUPPORTED-EXTENSIONS', chunkTypes: [...value.rest()] };
    case PARAMETER_TYPES['FORWARD-TSN-SUPPORTED']:
      if (value.remaining === 0) return { type: 'FORWARD-TSN-SUPPORTED' };
      break;
  }
  return { type: 'unknown', parameterType: code, value: value.rest() };
}

function exactly(value: ByteReader, length: number, what: string): Uint8Array {
  if (value.remaining !== length) value.fail(`${what} has ${value.remaining} octets, must have ${length}`);
  return value.rest();
}

function encodeValue(parameter: Parameter, writer: ByteWriter): void {
  switch (parameter.type) {
    case 'IPV4-ADDRESS':
    case 'IPV6-ADDRESS':
      writer.put(parameter.address);
      return;
    case 'STATE-COOKIE':
      writer.put(parameter.cookie);
      return;
    case 'UNRECOGNIZED-PARAMETER':
      writer.put(parameter.parameter);
      return;
    case 'COOKIE-PRESERVATIVE':
      writer.u32(parameter.incrementMs);
      return;
    case 'HOST-NAME-ADDRESS':
      writer.put(parameter.name);
      return;
    case 'SUPPORTED-ADDRESS-TYPES':
      for (const addressType of parameter.addressTypes) writer.u16(addressType);
      return;
    case 'SUPPORTED-EXTENSIONS':
      for (const chunkType of parameter.chunkTypes) writer.u8(chunkType);
      return;
    case 'ECN-CAPABLE':
    case 'FORWARD-TSN-SUPPORTED':
      return;
    case 'unknown':
      writer.put(parameter.value);
  }
}

function describeParameter(parameter: Parameter): { value: string; octets: number } {
  switch (parameter.type) {
    case 'IPV4-ADDRESS':
      return { value: formatIp(parameter.address), octets: 4 };
    case 'IPV6-ADDRESS':
      return { value: formatIp(parameter.address), octets: 16 };
    case 'STATE-COOKIE':
      return { value: `${parameter.cookie.length} octets`, octets: parameter.cookie.length };
    case 'UNRECOGNIZED-PARAMETER':
      return { value: toHex(parameter.parameter), octets: parameter.parameter.length };
    case 'COOKIE-PRESERVATIVE':
      return { value: `${parameter.incrementMs} ms`, octets: 4 };
    case 'HOST-NAME-ADDRESS':
      return { value: toHex(parameter.name), octets: parameter.name.length };
    case 'SUPPORTED-ADDRESS-TYPES':
      return { value: parameter.addressTypes.join(', '), octets: 2 * parameter.addressTypes.length };
    case 'SUPPORTED-EXTENSIONS':
      return { value: parameter.chunkTypes.join(', '), octets: parameter.chunkTypes.length };
    case 'ECN-CAPABLE':
    case 'FORWARD-TSN-SUPPORTED':
      return { value: '', octets: 0 };
    case 'unknown':
      return { value: toHex(parameter.value), octets: parameter.value.length };
  }
}
