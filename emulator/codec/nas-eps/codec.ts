import { ByteReader, ByteWriter, DecodeError } from '../../bytes/index.ts';
import { decodeFields } from '../nas-common/decode.ts';
import { encodeFields } from '../nas-common/encode.ts';
import { compileTable, type Program } from '../nas-common/program.ts';
import type { Direction, EsmMessage, NasEpsMessage } from './message.ts';
import { EMM, ESM } from './message-table.ts';
import { EMM_TABLES, ESM_TABLES } from './messages/index.ts';
import { decodeServiceRequest, encodeServiceRequest, isServiceRequest } from './service-request-short.ts';

type Fields = Record<string, unknown>;
type EpsProgram = Program & { readonly protocolDiscriminator: typeof EMM | typeof ESM };

const PROGRAMS: ReadonlyMap<string, EpsProgram> = new Map(
  [...EMM_TABLES, ...ESM_TABLES].map(table => [
    table.message,
    { ...compileTable(table), protocolDiscriminator: table.protocolDiscriminator },
  ]),
);
const UPLINK = byMessageType('DetachRequestUeTerminated');
const DOWNLINK = byMessageType('DetachRequestUeOriginating');

/**
 * Decodes one plain message: EMM with security header type 0, ESM, or a Service Request of four octets. The direction
 * tells the two Detach Requests apart. Byte strings in the result are views of `bytes`.
 * @throws DecodeError when it is no message, is security protected, or violates its table (TS 24.301 §7.5)
 */
export function decodeNasEps(bytes: Uint8Array, direction: Direction): NasEpsMessage {
  const reader = new ByteReader(bytes);
  if (bytes.length > 0 && isServiceRequest(bytes[0]!)) return decodeServiceRequest(reader);
  const fields: Fields = {};
  const program = readHeader(reader, direction, fields);
  try {
    decodeFields(program, reader, fields);
  } catch (error) {
    throw error instanceof DecodeError ? error.inside(program.message) : error;
  }
  return fields as unknown as NasEpsMessage;
}

/** Used by one encoding at a time: none calls another. */
const writer = new ByteWriter(512);

/**
 * Encodes one plain message.
 * @throws RangeError or TypeError when a value does not fit its element: the caller's bug
 */
export function encodeNasEps(message: NasEpsMessage): Uint8Array {
  writer.length = 0;
  if (message.message === 'ServiceRequest') {
    encodeServiceRequest(message, writer);
    return writer.finish();
  }
  const program = PROGRAMS.get(message.message);
  if (program === undefined) throw new TypeError(`no message is called '${(message as Fields).message}'`);
  if (program.protocolDiscriminator === EMM) writer.u8(EMM);
  else {
    const { epsBearerIdentity, procedureTransactionIdentity } = message as EsmMessage;
    writer.u8((epsBearerIdentity << 4) | ESM).u8(procedureTransactionIdentity);
  }
  writer.u8(program.messageType);
  encodeFields(program, message as unknown as Fields, writer);
  return writer.finish();
}

/** Reads what comes before the lines of the table, puts it into `fields` and returns the table. */
export function readHeader(reader: ByteReader, direction: Direction, fields: Fields): EpsProgram {
  const start = reader.position;
  const first = reader.u8();
  const discriminator = first & 0xf;
  if (discriminator === EMM) {
    if (first >> 4 !== 0) throw new DecodeError(`security header type ${first >> 4}: the message is protected`, start);
  } else if (discriminator !== ESM) throw new DecodeError(`protocol discriminator ${discriminator} is not EPS`, start);
  const esm = discriminator === ESM;
  const procedureTransactionIdentity = esm ? reader.u8() : 0;
  const messageType = reader.u8();
  const program = (direction === 'uplink' ? UPLINK : DOWNLINK)[messageType];
  if (program === undefined || program.protocolDiscriminator !== discriminator) {
    const protocol = esm ? 'ESM' : 'EMM';
    throw new DecodeError(`0x${messageType.toString(16)} is no ${protocol} message type`, reader.position - 1);
  }
  fields.message = program.message;
  if (esm) {
    fields.epsBearerIdentity = first >> 4;
    fields.procedureTransactionIdentity = procedureTransactionIdentity;
  }
  return program;
}

/** Message types of EMM (01xx xxxx) and ESM (11xx xxxx) do not overlap. */
function byMessageType(except: string): readonly (EpsProgram | undefined)[] {
  const programs: (EpsProgram | undefined)[] = new Array(256).fill(undefined);
  for (const program of PROGRAMS.values()) if (program.message !== except) programs[program.messageType] = program;
  return programs;
}
