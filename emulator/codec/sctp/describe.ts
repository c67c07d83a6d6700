import { describeCause } from './causes.ts';
import type { Chunk } from './chunk.ts';
import type { SctpPacket } from './packet.ts';
import { formatPpid } from './ppid.ts';

/** One line for ladders and logs: `DATA tsn=7 stream=1 18 (S1AP) 57 octets + SACK 41`. */
export function describeSctp(packet: SctpPacket): string {
  return packet.chunks.map(describeChunk).join(' + ') || 'no chunk';
}

export function describeChunk(chunk: Chunk): string {
  switch (chunk.type) {
    case 'DATA': {
      const fragment = chunk.beginning ? (chunk.ending ? '' : ' first') : chunk.ending ? ' last' : ' middle';
      const order = chunk.unordered ? ' unordered' : '';
      return `DATA${fragment}${order} tsn=${chunk.tsn} stream=${chunk.stream} ppid=${formatPpid(chunk.ppid)} ${chunk.userData.length} octets`;
    }
    case 'INIT':
    case 'INIT-ACK':
      return `${spaced(chunk.type)} streams=${chunk.outboundStreams}/${chunk.inboundStreams}`;
    case 'SACK': {
      const gaps = chunk.gapAckBlocks.map(({ start, end }) => `+${start}…${end}`).join(',');
      const duplicates = chunk.duplicateTsns.length === 0 ? '' : ` duplicates=${chunk.duplicateTsns.length}`;
      return `SACK ${chunk.cumulativeTsnAck}${gaps === '' ? '' : ` gaps=${gaps}`}${duplicates}`;
    }
    case 'ABORT':
    case 'ERROR': {
      const causes = chunk.causes.map(describeCause).join('; ');
      return causes === '' ? chunk.type : `${chunk.type} (${causes})`;
    }
    case 'unknown':
      return `chunk type ${chunk.chunkType}`;
    default:
      return spaced(chunk.type);
  }
}

/** As the RFC writes it: `SHUTDOWN ACK`. */
function spaced(type: string): string {
  return type.replaceAll('-', ' ');
}
