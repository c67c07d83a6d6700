import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { type ChunkCodec, hex32 } from './chunk-codec.ts';
import { decodeParameters, encodeParameters, explainParameters, type Parameter } from './parameters.ts';

/**
 * INIT (1). RFC 9260 §3.3.2; INIT ACK has the same value.
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 1    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |                         Initiate Tag                          |  the tag that the other side must put into its packets
 *     +---------------------------------------------------------------+
 *     |          Advertised Receiver Window Credit (a_rwnd)           |
 *     +-------------------------------+-------------------------------+
 *     |  Number of Outbound Streams   |   Number of Inbound Streams   |
 *     +-------------------------------+-------------------------------+
 *     |                          Initial TSN                          |
 *     +---------------------------------------------------------------+
 *     |             Optional/Variable-Length Parameters               |
 *     +---------------------------------------------------------------+
 */
export interface InitChunk extends InitFields {
  readonly type: 'INIT';
}

/** What INIT and INIT ACK have in common. */
export interface InitFields {
  readonly initiateTag: number;
  /** Octets. */
  readonly advertisedReceiverWindow: number;
  readonly outboundStreams: number;
  readonly inboundStreams: number;
  readonly initialTsn: number;
  readonly parameters: readonly Parameter[];
}

export const initCodec: ChunkCodec<InitChunk> = {
  code: 1,
  type: 'INIT',
  clause: '3.3.2',
  decode: reader => ({ type: 'INIT', ...decodeInitFields(reader) }),
  flags: () => 0,
  encode: encodeInitFields,
  explain: explainInitFields,
};

export function decodeInitFields(reader: ByteReader): InitFields {
  return {
    initiateTag: reader.u32(),
    advertisedReceiverWindow: reader.u32(),
    outboundStreams: reader.u16(),
    inboundStreams: reader.u16(),
    initialTsn: reader.u32(),
    parameters: decodeParameters(reader),
  };
}

export function encodeInitFields(init: InitFields, writer: ByteWriter): void {
  writer.u32(init.initiateTag).u32(init.advertisedReceiverWindow);
  writer.u16(init.outboundStreams).u16(init.inboundStreams).u32(init.initialTsn);
  encodeParameters(init.parameters, writer);
}

export function explainInitFields(init: InitFields, at: number): FieldTree[] {
  return [
    { name: 'Initiate Tag', offset: at, length: 4, value: hex32(init.initiateTag) },
    {
      name: 'Advertised Receiver Window Credit',
      offset: at + 4,
      length: 4,
      value: `${init.advertisedReceiverWindow} octets`,
    },
    { name: 'Number of Outbound Streams', offset: at + 8, length: 2, value: String(init.outboundStreams) },
    { name: 'Number of Inbound Streams', offset: at + 10, length: 2, value: String(init.inboundStreams) },
    { name: 'Initial TSN', offset: at + 12, length: 4, value: String(init.initialTsn) },
    ...explainParameters(init.parameters, at + 16),
  ];
}
