import { ByteReader } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { codecOf, decodeChunk } from './chunk.ts';
import { hex32, padded } from './chunk-codec.ts';
import { sctpChecksum } from './crc32c.ts';
import { actionForUnknownChunk } from './unknown-chunk.ts';

/**
 * A packet as a tree of fields. A wrong checksum is shown, not refused: captures on loopback have none.
 * @throws DecodeError when header or chunks cannot be read
 */
export function explainSctp(bytes: Uint8Array): FieldTree {
  const reader = new ByteReader(bytes);
  const sourcePort = reader.u16();
  const destinationPort = reader.u16();
  const verificationTag = reader.u32();
  const found = reader.u32();
  const computed = sctpChecksum(bytes);
  const verdict = found === computed ? 'correct' : `wrong, must be ${hex32(computed)}`;
  const clause = 'RFC 9260 §3.1';
  const children: FieldTree[] = [
    { name: 'Source Port Number', offset: 0, length: 2, value: String(sourcePort), clause },
    { name: 'Destination Port Number', offset: 2, length: 2, value: String(destinationPort), clause },
    { name: 'Verification Tag', offset: 4, length: 4, value: hex32(verificationTag), clause },
    { name: 'Checksum', offset: 8, length: 4, value: `${hex32(found)} (${verdict})`, clause },
  ];
  while (reader.remaining > 0) children.push(explainChunk(reader));
  return { name: 'SCTP', offset: 0, length: bytes.length, clause, children };
}

function explainChunk(reader: ByteReader): FieldTree {
  const offset = reader.position;
  const length = offset + 4 <= reader.end ? (reader.bytes[offset + 2]! << 8) | reader.bytes[offset + 3]! : 0;
  const chunk = decodeChunk(reader);
  if (chunk.type === 'unknown') {
    const { skip, report } = actionForUnknownChunk(chunk.chunkType);
    const value = `${skip ? 'skip it' : 'stop here'}, ${report ? 'report it' : 'say nothing'}`;
    return { name: `Chunk type ${chunk.chunkType}`, offset, length: padded(length), value, clause: 'RFC 9260 §3.2' };
  }
  const codec = codecOf(chunk.type);
  const tree: FieldTree = {
    name: chunk.type.replaceAll('-', ' '),
    offset,
    length: padded(length),
    clause: `RFC 9260 §${codec.clause}`,
  };
  const children = codec.explain(chunk, offset + 4);
  if (children.length > 0) tree.children = children;
  return tree;
}
