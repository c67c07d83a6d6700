import { BsonType, readInt32, Value, validateDocument } from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { crc32c } from './crc32c.ts';

export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_COMPRESSED = 2012;
export const OP_MSG = 2013;

const CHECKSUM_PRESENT = 1 << 0;
const MORE_TO_COME = 1 << 1;
/** Bits that a receiver must understand. */
const REQUIRED_BITS = 0xffff;

/** A request, in either of the two forms that clients still use. */
export interface Message {
  readonly requestId: number;
  /** OP_QUERY is only the first hello of older drivers; it wants an OP_REPLY. */
  readonly form: 'msg' | 'query';
  readonly body: Value;
  /** Document sequences of OP_MSG (`documents`, `updates`, `deletes`) by name. */
  readonly sequences: ReadonlyMap<string, readonly Value[]>;
  /** OP_QUERY's collection, as `admin.$cmd`. */
  readonly namespace: string;
  /** The client wants no reply. */
  readonly moreToCome: boolean;
}

/** @throws {CommandError} for what cannot be read: ProtocolError, InvalidBSON. */
export function parseMessage(bytes: Buffer): Message {
  const opCode = bytes.readInt32LE(12);
  if (opCode === OP_MSG) return parseMsg(bytes);
  if (opCode === OP_QUERY) return parseQuery(bytes);
  if (opCode === OP_COMPRESSED) throw new CommandError('ProtocolError', 'compression was not agreed upon');
  throw new CommandError('ProtocolError', `opcode ${opCode} is not supported`);
}

/**
 *     16      20
 *     | flags | sections … | checksum (when flagged)
 *
 * Section kind 0 is the body; kind 1 is a sequence: int32 size (counting itself), name, NUL, documents.
 */
function parseMsg(bytes: Buffer): Message {
  if (bytes.length < 26) throw new CommandError('ProtocolError', 'OP_MSG shorter than its header');
  const flags = bytes.readUInt32LE(16);
  const unknown = flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME);
  if (unknown !== 0) throw new CommandError(50, `unknown required flag bits 0x${unknown.toString(16)} in OP_MSG`);
  let end = bytes.length;
  if (flags & CHECKSUM_PRESENT) {
    end -= 4;
    if (crc32c(bytes, 0, end) !== bytes.readUInt32LE(end)) {
      throw new CommandError('ProtocolError', 'OP_MSG checksum does not match contents');
    }
  }
  let body: Value | undefined;
  const sequences = new Map<string, Value[]>();
  let at = 20;
  while (at < end) {
    const kind = bytes[at++];
    if (kind === 0) {
      if (body !== undefined) throw new CommandError('ProtocolError', 'OP_MSG with two bodies');
      const stop = validateDocument(bytes, at, end);
      body = new Value(BsonType.object, bytes, at, stop);
      at = stop;
    } else if (kind === 1) at = parseSequence(bytes, at, end, sequences);
    else throw new CommandError('ProtocolError', `unknown OP_MSG section kind ${kind}`);
  }
  if (body === undefined) throw new CommandError('ProtocolError', 'OP_MSG without a body');
  return {
    requestId: bytes.readInt32LE(4),
    form: 'msg',
    body,
    sequences,
    namespace: '',
    moreToCome: (flags & MORE_TO_COME) !== 0,
  };
}

function parseSequence(bytes: Buffer, start: number, limit: number, sequences: Map<string, Value[]>): number {
  if (limit - start < 5) throw new CommandError('ProtocolError', 'document sequence cut short');
  const end = start + readInt32(bytes, start);
  if (end > limit || end < start + 5) throw new CommandError('ProtocolError', 'document sequence of impossible size');
  let at = start + 4;
  while (at < end && bytes[at] !== 0) at++;
  if (at >= end) throw new CommandError('ProtocolError', 'document sequence without a name');
  const name = bytes.toString('utf8', start + 4, at++);
  if (sequences.has(name)) throw new CommandError('ProtocolError', `two document sequences named ${name}`);
  const documents: Value[] = [];
  while (at < end) {
    const stop = validateDocument(bytes, at, end);
    documents.push(new Value(BsonType.object, bytes, at, stop));
    at = stop;
  }
  sequences.set(name, documents);
  return end;
}

/**
 *     16      20                  then
 *     | flags | collection NUL | skip | limit | query document | (fields)
 */
function parseQuery(bytes: Buffer): Message {
  let at = 20;
  while (at < bytes.length && bytes[at] !== 0) at++;
  const namespace = bytes.toString('utf8', 20, at);
  at += 9;
  if (at >= bytes.length) throw new CommandError('ProtocolError', 'OP_QUERY cut short');
  const end = validateDocument(bytes, at, bytes.length);
  let body = new Value(BsonType.object, bytes, at, end);
  const inner = body.field('$query') ?? body.field('query');
  if (inner?.isObject) body = inner;
  return { requestId: bytes.readInt32LE(4), form: 'query', body, sequences: new Map(), namespace, moreToCome: false };
}
