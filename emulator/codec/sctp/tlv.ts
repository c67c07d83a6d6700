import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import { padded } from './chunk-codec.ts';

/**
 * Parameters and error causes share one form. RFC 9260 §3.2.1
 *
 *     +-------------------------------+-------------------------------+
 *     |          Type or Code         |            Length             |  length counts these four octets and the value,
 *     +-------------------------------+-------------------------------+  not the padding; the padding of the last one is
 *     |                             Value                             |  the chunk's padding
 *     +---------------------------------------------------------------+
 */
export function decodeTlvs<Item>(
  reader: ByteReader,
  what: string,
  decodeItem: (code: number, value: ByteReader, whole: Uint8Array) => Item,
): Item[] {
  const items: Item[] = [];
  while (reader.remaining > 0) {
    const start = reader.position;
    const code = reader.u16();
    const length = reader.u16();
    if (length < 4) {
      reader.position = start + 2;
      reader.fail(`${what} length is ${length}, must be at least 4`);
    }
    const value = reader.sub(length - 4);
    items.push(decodeItem(code, value, reader.bytes.subarray(start, start + length)));
    // the last one may end unpadded at the chunk's own length
    reader.skip(Math.min(padded(length) - length, reader.remaining));
  }
  return items;
}

/** Writes type, length and value; `last` leaves the padding to the chunk. */
export function encodeTlv(writer: ByteWriter, code: number, last: boolean, value: (writer: ByteWriter) => void): void {
  const start = writer.length;
  writer.u16(code).u16(0);
  value(writer);
  const length = writer.length - start;
  writer.patchU16(start + 2, length);
  if (!last) writer.zeros(padded(length) - length);
}
