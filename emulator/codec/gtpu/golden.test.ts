import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import {
  answerEcho,
  decodeIcmp,
  decodeIcmpv6,
  decodeIpv4,
  decodeIpv6,
  encodeIcmp,
  encodeIcmpv6,
  encodeIpv4,
  encodeIpv6,
  IP_PROTOCOL,
} from '../ip/index.ts';
import { decodeGtpu, describeGtpu, encodeGtpu } from './index.ts';
import { OPEN5GS_GTPU } from './open5gs.fixture.ts';

/** The test programs send one constant checksum in every router solicitation; tshark too calls it wrong but for fe80::2. */
const WRONG_CHECKSUM = /ICMPv6 fe80::[35] → ff02::2 malformed: checksum is wrong/;

test("every recorded datagram decodes and encodes to the same octets, down to the phone's packet", t => {
  for (const [capture, frame, hex] of OPEN5GS_GTPU) {
    const message = decodeGtpu(fromHex(hex));
    t.is(toHex(encodeGtpu(message)), hex, `${capture} ${frame}`);
    if (message.type !== 'GPdu' || WRONG_CHECKSUM.test(describeGtpu(message))) continue;
    const again = toHex(reencodePacket(message.packet));
    // the handover test sends zeros behind the packet's end
    t.regex(toHex(message.packet), new RegExp(`^${again}(00)*$`), `packet of ${capture} ${frame}`);
  }
});

test('every truncation of every recorded datagram is a DecodeError', t => {
  for (const [capture, frame, hex] of OPEN5GS_GTPU) {
    const bytes = fromHex(hex);
    for (let length = 0; length < bytes.length; length++)
      t.throws(
        () => decodeGtpu(bytes.subarray(0, length)),
        { instanceOf: DecodeError },
        `${capture} ${frame} ${length}`,
      );
  }
});

test('recorded messages in one line each', t => {
  const lines = new Map(
    OPEN5GS_GTPU.map(([capture, frame, hex]) => [`${capture} ${frame}`, describeGtpu(decodeGtpu(fromHex(hex)))]),
  );
  t.is(lines.get('attach 1212'), 'Error Indication TEID 0x00000009 unknown at 127.0.0.2');
  t.is(lines.get('attach 241'), 'G-PDU TEID 0x0000e221 seq 0 ICMPv6 router solicitation fe80::2 → ff02::2');
  const malformed = [...lines.values()].filter(line => line.includes('malformed') && !WRONG_CHECKSUM.test(line));
  t.deepEqual(malformed, []);
});

test('our echo reply is the one that Linux sent, but for its identification and its checksum', t => {
  const packets = OPEN5GS_GTPU.flatMap(([, , hex]) => {
    const message = decodeGtpu(fromHex(hex));
    return message.type === 'GPdu' ? [message.packet] : [];
  });
  let compared = 0;
  for (const request of packets) {
    const reply = answerEcho(request);
    if (reply === undefined) continue;
    const wanted = packets.find(packet => sameEcho(packet, reply));
    if (wanted === undefined) continue;
    t.is(payloadOf(reply), payloadOf(wanted));
    compared++;
  }
  t.true(compared >= 5, String(compared));
});

function reencodePacket(packet: Uint8Array): Uint8Array {
  if (packet[0]! >> 4 === 4) {
    const ip = decodeIpv4(packet);
    return encodeIpv4({
      ...ip,
      payload: ip.protocol === IP_PROTOCOL.icmp ? encodeIcmp(decodeIcmp(ip.payload)) : ip.payload,
    });
  }
  const ip = decodeIpv6(packet);
  const payload = ip.protocol === IP_PROTOCOL.icmpv6 ? encodeIcmpv6(decodeIcmpv6(ip.payload, ip), ip) : ip.payload;
  return encodeIpv6({ ...ip, payload });
}

function payloadOf(packet: Uint8Array): string {
  return toHex(packet[0]! >> 4 === 4 ? decodeIpv4(packet).payload : decodeIpv6(packet).payload);
}

/** Same addresses and same beginning of the ICMP message behind the checksum. */
function sameEcho(a: Uint8Array, b: Uint8Array): boolean {
  if (a[0] !== b[0]) return false;
  const [addresses, icmp] = a[0]! >> 4 === 4 ? [12, 20] : [8, 40];
  const key = (packet: Uint8Array) =>
    toHex(packet.subarray(addresses, icmp + 1)) + toHex(packet.subarray(icmp + 4, icmp + 8));
  return key(a) === key(b);
}
