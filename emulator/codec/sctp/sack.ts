import type { FieldTree } from '../tree.ts';
import type { ChunkCodec } from './chunk-codec.ts';

/**
 * SACK (3). RFC 9260 §3.3.4
 *
 *     +---------------+---------------+-------------------------------+
 *     |   Type = 3    |     Flags     |            Length             |
 *     +---------------+---------------+-------------------------------+
 *     |                      Cumulative TSN Ack                       |
 *     +---------------------------------------------------------------+
 *     |          Advertised Receiver Window Credit (a_rwnd)           |
 *     +-------------------------------+-------------------------------+
 *     | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
 *     +-------------------------------+-------------------------------+
 *     |    Gap Ack Block #1 Start     |     Gap Ack Block #1 End      |  offsets from the Cumulative TSN Ack, both
 *     +-------------------------------+-------------------------------+  inclusive
 *     |                             . . .                             |
 *     +---------------------------------------------------------------+
 *     |                       Duplicate TSN 1 … M                     |
 *     +---------------------------------------------------------------+
 */
export interface SackChunk {
  readonly type: 'SACK';
  readonly cumulativeTsnAck: number;
  /** Octets. */
  readonly advertisedReceiverWindow: number;
  readonly gapAckBlocks: readonly GapAckBlock[];
  readonly duplicateTsns: readonly number[];
}

/** TSNs received beyond the cumulative one, as offsets from it; both ends are received. */
export interface GapAckBlock {
  readonly start: number;
  readonly end: number;
}

/** Octets of a SACK chunk without gap ack blocks and duplicate TSNs, of which each adds four. */
export const SACK_BASE_LENGTH = 16;

const NO_BLOCKS: readonly GapAckBlock[] = [];
const NO_TSNS: readonly number[] = [];

export const sackCodec: ChunkCodec<SackChunk> = {
  code: 3,
  type: 'SACK',
  clause: '3.3.4',
  decode: reader => {
    const cumulativeTsnAck = reader.u32();
    const advertisedReceiverWindow = reader.u32();
    const blocks = reader.u16();
    const duplicates = reader.u16();
    if (reader.remaining !== 4 * (blocks + duplicates)) {
      reader.fail(`${blocks} gap ack blocks and ${duplicates} duplicate TSNs in ${reader.remaining} octets`);
    }
    return {
      type: 'SACK',
      cumulativeTsnAck,
      advertisedReceiverWindow,
      gapAckBlocks:
        blocks === 0 ? NO_BLOCKS : Array.from({ length: blocks }, () => ({ start: reader.u16(), end: reader.u16() })),
      duplicateTsns: duplicates === 0 ? NO_TSNS : Array.from({ length: duplicates }, () => reader.u32()),
    };
  },
  flags: () => 0,
  encode: (chunk, writer) => {
    writer.u32(chunk.cumulativeTsnAck).u32(chunk.advertisedReceiverWindow);
    writer.u16(chunk.gapAckBlocks.length).u16(chunk.duplicateTsns.length);
    for (const block of chunk.gapAckBlocks) writer.u16(block.start).u16(block.end);
    for (const tsn of chunk.duplicateTsns) writer.u32(tsn);
  },
  explain: (chunk, at) => {
    const blocks = chunk.gapAckBlocks.length;
    const fields: FieldTree[] = [
      { name: 'Cumulative TSN Ack', offset: at, length: 4, value: String(chunk.cumulativeTsnAck) },
      {
        name: 'Advertised Receiver Window Credit',
        offset: at + 4,
        length: 4,
        value: `${chunk.advertisedReceiverWindow} octets`,
      },
      { name: 'Number of Gap Ack Blocks', offset: at + 8, length: 2, value: String(blocks) },
      { name: 'Number of Duplicate TSNs', offset: at + 10, length: 2, value: String(chunk.duplicateTsns.length) },
    ];
    chunk.gapAckBlocks.forEach(({ start, end }, index) => {
      const value = `+${start} … +${end} (TSN ${add(chunk, start)} … ${add(chunk, end)})`;
      fields.push({ name: `Gap Ack Block #${index + 1}`, offset: at + 12 + 4 * index, length: 4, value });
    });
    chunk.duplicateTsns.forEach((tsn, index) => {
      fields.push({
        name: `Duplicate TSN ${index + 1}`,
        offset: at + 12 + 4 * (blocks + index),
        length: 4,
        value: String(tsn),
      });
    });
    return fields;
  },
};

function add(chunk: SackChunk, offset: number): number {
  return (chunk.cumulativeTsnAck + offset) >>> 0;
}
