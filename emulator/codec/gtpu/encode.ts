import { ByteWriter } from '../../bytes/index.ts';
import { encodeExtensionHeaders } from './extension-header.ts';
import { encodeGtpuIe, GTPU_IE, type GtpuIe } from './information-element.ts';
import { type GPdu, GTPU_MESSAGE_TYPE, type GtpuHeader, type GtpuMessage, type UnknownGtpuMessage } from './message.ts';

/**
 * The datagram of a message; inverse of decodeGtpu.
 * @throws RangeError when it would be longer than its length field can say, or a field has an impossible value
 */
export function encodeGtpu(message: GtpuMessage): Uint8Array {
  if (message.type === 'GPdu' && isPlain(message)) return encodeGPdu(message.teid, message.packet);
  const writer = new ByteWriter(64);
  encodeHeader(message, writer);
  encodeBody(message, writer);
  const length = writer.length - 8;
  if (length > 0xffff) throw new RangeError(`a GTP-U message of ${length} octets: 65535 are possible`);
  writer.patchU16(2, length);
  return writer.finish();
}

/** The datagram of a user's packet without sequence number or extension headers: the ordinary case on S1-U. */
export function encodeGPdu(teid: number, packet: Uint8Array): Uint8Array {
  const length = packet.length;
  if (length > 0xffff) throw new RangeError(`a packet of ${length} octets in a G-PDU: 65535 are possible`);
  const bytes = new Uint8Array(8 + length);
  bytes[0] = 0x30;
  bytes[1] = GTPU_MESSAGE_TYPE.GPdu;
  bytes[2] = length >> 8;
  bytes[3] = length;
  bytes[4] = teid >>> 24;
  bytes[5] = teid >>> 16;
  bytes[6] = teid >>> 8;
  bytes[7] = teid;
  bytes.set(packet, 8);
  return bytes;
}

function isPlain(header: GtpuHeader): boolean {
  return (
    header.sequenceNumber === undefined && header.nPduNumber === undefined && header.extensionHeaders === undefined
  );
}

function encodeHeader(message: GtpuMessage, writer: ByteWriter): void {
  const { sequenceNumber, nPduNumber, extensionHeaders } = message;
  const flags =
    (extensionHeaders === undefined ? 0 : 4) |
    (sequenceNumber === undefined ? 0 : 2) |
    (nPduNumber === undefined ? 0 : 1);
  const messageType = message.type === 'Unknown' ? message.messageType : GTPU_MESSAGE_TYPE[message.type];
  writer
    .u8(0x30 | flags)
    .u8(messageType)
    .u16(0)
    .u32(message.teid);
  if (flags === 0) return;
  writer.u16(sequenceNumber ?? 0).u8(nPduNumber ?? 0);
  encodeExtensionHeaders(extensionHeaders ?? [], writer);
}

function encodeBody(message: GtpuMessage, writer: ByteWriter): void {
  switch (message.type) {
    case 'GPdu':
      writer.put(message.packet);
      return;
    case 'Unknown':
      writer.put(message.body);
      return;
    default:
      encodeIes(iesOf(message), writer);
  }
}

function iesOf(message: Exclude<GtpuMessage, GPdu | UnknownGtpuMessage>): GtpuIe[] {
  switch (message.type) {
    case 'EchoResponse':
      return [{ type: GTPU_IE.recovery, value: Uint8Array.of(message.recovery) }, ...message.otherIes];
    case 'ErrorIndication': {
      const teid = message.teidDataI;
      const value = Uint8Array.of(teid >>> 24, teid >>> 16, teid >>> 8, teid);
      const address = { type: GTPU_IE.peerAddress, value: message.peerAddress };
      return [{ type: GTPU_IE.teidDataI, value }, address, ...message.otherIes];
    }
    case 'SupportedExtensionHeadersNotification': {
      const value = Uint8Array.from(message.extensionHeaderTypes);
      return [{ type: GTPU_IE.extensionHeaderTypeList, value }, ...message.otherIes];
    }
    case 'EchoRequest':
    case 'TunnelStatus':
    case 'EndMarker':
      return [...message.otherIes];
  }
}

/** In order of type, as the messages' tables have it; elements of one type keep their order. */
function encodeIes(ies: readonly GtpuIe[], writer: ByteWriter): void {
  for (const ie of ies.toSorted((a, b) => a.type - b.type)) encodeGtpuIe(ie, writer);
}
