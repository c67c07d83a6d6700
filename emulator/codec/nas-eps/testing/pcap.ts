import { ByteWriter } from '../../../bytes/index.ts';

const LINKTYPE_WIRESHARK_UPPER_PDU = 252;
const TAG_DISSECTOR_NAME = 12;

/** A capture file with one exported PDU a packet, each for the dissector of that name. */
export function exportedPdus(dissector: string, pdus: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter(65536);
  writer.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(0x40000).u32(LINKTYPE_WIRESHARK_UPPER_PDU);
  const name = new TextEncoder().encode(dissector);
  const padded = (name.length + 3) & ~3;
  pdus.forEach((pdu, index) => {
    const length = 4 + padded + 4 + pdu.length;
    writer.u32(index).u32(0).u32(length).u32(length);
    writer
      .u16(TAG_DISSECTOR_NAME)
      .u16(padded)
      .put(name)
      .zeros(padded - name.length)
      .u32(0)
      .put(pdu);
  });
  return writer.finish();
}
