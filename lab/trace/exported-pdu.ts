import { ByteWriter } from '../../emulator/bytes/index.ts';

/*
 * Wireshark's exported PDUs (link type 252): tags of type, length (multiples of 4) and value, ended by tag 0, then the PDU.
 */

const TAG = {
  end: 0,
  dissectorName: 12,
  ipv4Source: 20,
  ipv4Destination: 21,
  ipv6Source: 22,
  ipv6Destination: 23,
} as const;

/** Dissectors that the lab's readable copies go to; `nas-eps_plain` reads NAS without a security header. */
export type DissectorName =
  | 's1ap'
  | 'nas-eps'
  | 'nas-eps_plain'
  | 'gtp'
  | 'diameter'
  | 'ngap'
  | 'nas-5gs'
  | (string & {});

/** The tags in front of a PDU: the dissector by name and the addresses (4 or 16 octets, both of one family) that a reader shows. */
export function exportedPduTags(dissector: DissectorName, source: Uint8Array, destination: Uint8Array): Uint8Array {
  const writer = new ByteWriter(64);
  const name = new TextEncoder().encode(dissector);
  const padded = (name.length + 3) & ~3;
  writer
    .u16(TAG.dissectorName)
    .u16(padded)
    .put(name)
    .zeros(padded - name.length);
  const ipv4 = source.length === 4;
  writer
    .u16(ipv4 ? TAG.ipv4Source : TAG.ipv6Source)
    .u16(source.length)
    .put(source);
  writer
    .u16(ipv4 ? TAG.ipv4Destination : TAG.ipv6Destination)
    .u16(destination.length)
    .put(destination);
  return writer.u32(TAG.end).finish();
}
