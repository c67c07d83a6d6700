import type { PacketEvent } from '../sctp-socket.ts';

/**
 * A pcap file of SCTP packets in UDP in IPv4 (link type 101, raw IP), as tshark reads them. The UDP checksum is left out, as UDP over
 * IPv4 allows.
 */
export function pcapOf(packets: readonly PacketEvent[]): Uint8Array {
  const records = packets.map(recordOf);
  const whole = new Uint8Array(24 + records.reduce((sum, record) => sum + record.length, 0));
  const header = new DataView(whole.buffer);
  header.setUint32(0, 0xa1b2c3d4);
  header.setUint16(4, 2);
  header.setUint16(6, 4);
  header.setUint32(16, 0x40000);
  header.setUint32(20, 101);
  let at = 24;
  for (const record of records) {
    whole.set(record, at);
    at += record.length;
  }
  return whole;
}

function recordOf({ direction, at, local, remote, bytes }: PacketEvent): Uint8Array {
  const [from, to] = direction === 'sent' ? [local, remote] : [remote, local];
  const ipLength = 28 + bytes.length;
  const record = new Uint8Array(16 + ipLength);
  const view = new DataView(record.buffer);
  view.setUint32(0, Math.floor(at / 1000));
  view.setUint32(4, Math.floor((at % 1000) * 1000));
  view.setUint32(8, ipLength);
  view.setUint32(12, ipLength);
  const ip = new DataView(record.buffer, 16);
  ip.setUint16(0, 0x4500);
  ip.setUint16(2, ipLength);
  ip.setUint8(8, 64);
  ip.setUint8(9, 17);
  record.set(from.address.split('.').map(Number), 16 + 12);
  record.set(to.address.split('.').map(Number), 16 + 16);
  let sum = 0;
  for (let i = 0; i < 20; i += 2) sum += ip.getUint16(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  ip.setUint16(10, ~sum & 0xffff);
  ip.setUint16(20, from.udpPort);
  ip.setUint16(22, to.udpPort);
  ip.setUint16(24, 8 + bytes.length);
  record.set(bytes, 16 + 28);
  return record;
}
