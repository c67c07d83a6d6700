import { type ChunkCodec, hex8 } from './chunk-codec.ts';
import { formatPpid } from './ppid.ts';

/**
 * DATA (0). RFC 9260 §3.3.1
 *
 *     +---------------+-------+-+-+-+-+-------------------------------+
 *     |   Type = 0    |  Res  |I|U|B|E|            Length             |  I: acknowledge at once, U: unordered,
 *     +---------------+-------+-+-+-+-+-------------------------------+  B: first, E: last fragment
 *     |                              TSN                              |
 *     +-------------------------------+-------------------------------+
 *     |       Stream Identifier       |    Stream Sequence Number     |
 *     +-------------------------------+-------------------------------+
 *     |                  Payload Protocol Identifier                  |
 *     +---------------------------------------------------------------+
 *     |                           User Data                           |
 *     +---------------------------------------------------------------+
 */
export interface DataChunk {
  readonly type: 'DATA';
  readonly immediate: boolean;
  readonly unordered: boolean;
  readonly beginning: boolean;
  readonly ending: boolean;
  readonly tsn: number;
  readonly stream: number;
  readonly ssn: number;
  /** Payload protocol identifier: 18 S1AP, 60 NGAP; SCTP carries it and does not look. */
  readonly ppid: number;
  /** At least one octet on a correct peer; an empty one decodes, for the receiver to answer with No User Data. */
  readonly userData: Uint8Array;
}

const E_BIT = 0x01;
const B_BIT = 0x02;
const U_BIT = 0x04;
const I_BIT = 0x08;

/** Octets of a DATA chunk before its user data. */
export const DATA_HEADER_LENGTH = 16;

export const dataCodec: ChunkCodec<DataChunk> = {
  code: 0,
  type: 'DATA',
  clause: '3.3.1',
  decode: (reader, flags) => ({
    type: 'DATA',
    immediate: (flags & I_BIT) !== 0,
    unordered: (flags & U_BIT) !== 0,
    beginning: (flags & B_BIT) !== 0,
    ending: (flags & E_BIT) !== 0,
    tsn: reader.u32(),
    stream: reader.u16(),
    ssn: reader.u16(),
    ppid: reader.u32(),
    userData: reader.rest(),
  }),
  flags: chunk =>
    (chunk.ending ? E_BIT : 0) |
    (chunk.beginning ? B_BIT : 0) |
    (chunk.unordered ? U_BIT : 0) |
    (chunk.immediate ? I_BIT : 0),
  encode: (chunk, writer) => {
    writer.u32(chunk.tsn).u16(chunk.stream).u16(chunk.ssn).u32(chunk.ppid).put(chunk.userData);
  },
  explain: (chunk, at) => [
    {
      name: 'Flags',
      offset: at - 3,
      length: 1,
      value: `${hex8(dataCodec.flags(chunk))}${flagNames(chunk)}`,
    },
    { name: 'TSN', offset: at, length: 4, value: String(chunk.tsn) },
    { name: 'Stream Identifier', offset: at + 4, length: 2, value: String(chunk.stream) },
    { name: 'Stream Sequence Number', offset: at + 6, length: 2, value: String(chunk.ssn) },
    { name: 'Payload Protocol Identifier', offset: at + 8, length: 4, value: formatPpid(chunk.ppid) },
    { name: 'User Data', offset: at + 12, length: chunk.userData.length, value: `${chunk.userData.length} octets` },
  ],
};

function flagNames(chunk: DataChunk): string {
  const names = [
    chunk.immediate && 'immediate',
    chunk.unordered && 'unordered',
    chunk.beginning && 'beginning',
    chunk.ending && 'ending',
  ].filter(Boolean);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}
