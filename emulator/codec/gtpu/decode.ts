import { ByteReader, DecodeError } from '../../bytes/index.ts';
import { decodeExtensionHeaders, type GtpuExtensionHeader } from './extension-header.ts';
import { decodeGtpuIe, GTPU_IE, type GtpuIe } from './information-element.ts';
import { GTPU_MESSAGE_TYPE, type GtpuHeader, type GtpuMessage } from './message.ts';

/*
 * GTP-U header, TS 29.281 §5.1
 *  octet 1        version (3 bits, 1), PT (1), spare, E, S, PN
 *  octet 2        message type
 *  octets 3 – 4   length of all that follows octet 8
 *  octets 5 – 8   TEID
 *  octets 9 – 12  only if E, S or PN: sequence number, N-PDU number, type of the first extension header
 */

/**
 * Reads one datagram. Views, no copies.
 * @throws DecodeError
 */
export function decodeGtpu(bytes: Uint8Array): GtpuMessage {
  if (bytes.length < 8) throw new DecodeError('shorter than a GTP-U header of 8 octets', bytes.length);
  const flags = bytes[0]!;
  if (flags >> 5 !== 1) throw new DecodeError(`GTP version ${flags >> 5}, not 1`, 0, 'version');
  if ((flags & 0x10) === 0) throw new DecodeError("protocol type 0 (GTP'), not GTP", 0, 'protocolType');
  const messageType = bytes[1]!;
  const length = (bytes[2]! << 8) | bytes[3]!;
  if (length !== bytes.length - 8)
    throw new DecodeError(`length ${length}, but ${bytes.length - 8} octets follow the header`, 2, 'length');
  const teid = ((bytes[4]! << 24) | (bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!) >>> 0;
  if ((flags & 0x07) === 0) {
    if (messageType === GTPU_MESSAGE_TYPE.GPdu) return { type: 'GPdu', teid, packet: bytes.subarray(8) };
    return decodeBody(messageType, { teid }, new ByteReader(bytes, 8));
  }
  const reader = new ByteReader(bytes, 8);
  const sequenceNumber = reader.u16();
  const nPduNumber = reader.u8();
  const nextType = reader.u8();
  const header: { -readonly [Name in keyof GtpuHeader]: GtpuHeader[Name] } = { teid };
  if ((flags & 0x02) !== 0) header.sequenceNumber = sequenceNumber;
  if ((flags & 0x01) !== 0) header.nPduNumber = nPduNumber;
  if ((flags & 0x04) !== 0) header.extensionHeaders = chain(reader, nextType);
  return decodeBody(messageType, header, reader);
}

function chain(reader: ByteReader, nextType: number): readonly GtpuExtensionHeader[] {
  try {
    return decodeExtensionHeaders(reader, nextType);
  } catch (error) {
    throw error instanceof DecodeError && error.path === '' ? error.inside('extensionHeaders') : error;
  }
}

function decodeBody(messageType: number, header: GtpuHeader, reader: ByteReader): GtpuMessage {
  switch (messageType) {
    case GTPU_MESSAGE_TYPE.GPdu:
      return { type: 'GPdu', ...header, packet: reader.rest() };
    case GTPU_MESSAGE_TYPE.EchoRequest:
      return { type: 'EchoRequest', ...header, otherIes: decodeIes(reader) };
    case GTPU_MESSAGE_TYPE.EchoResponse: {
      const ies = decodeIes(reader);
      const recovery = take(ies, GTPU_IE.recovery, 'recovery', reader)[0]!;
      return { type: 'EchoResponse', ...header, recovery, otherIes: ies };
    }
    case GTPU_MESSAGE_TYPE.ErrorIndication: {
      const ies = decodeIes(reader);
      const teid = take(ies, GTPU_IE.teidDataI, 'teidDataI', reader);
      const peerAddress = take(ies, GTPU_IE.peerAddress, 'peerAddress', reader);
      if (peerAddress.length !== 4 && peerAddress.length !== 16)
        throw new DecodeError(
          `an address of ${peerAddress.length} octets`,
          peerAddress.byteOffset - reader.bytes.byteOffset,
          'peerAddress',
        );
      const teidDataI = ((teid[0]! << 24) | (teid[1]! << 16) | (teid[2]! << 8) | teid[3]!) >>> 0;
      return { type: 'ErrorIndication', ...header, teidDataI, peerAddress, otherIes: ies };
    }
    case GTPU_MESSAGE_TYPE.SupportedExtensionHeadersNotification: {
      const ies = decodeIes(reader);
      const list = take(ies, GTPU_IE.extensionHeaderTypeList, 'extensionHeaderTypes', reader);
      const type = 'SupportedExtensionHeadersNotification';
      return { type, ...header, extensionHeaderTypes: [...list], otherIes: ies };
    }
    case GTPU_MESSAGE_TYPE.TunnelStatus:
      return { type: 'TunnelStatus', ...header, otherIes: decodeIes(reader) };
    case GTPU_MESSAGE_TYPE.EndMarker:
      return { type: 'EndMarker', ...header, otherIes: decodeIes(reader) };
    default:
      return { type: 'Unknown', messageType, ...header, body: reader.rest() };
  }
}

function decodeIes(reader: ByteReader): GtpuIe[] {
  const ies: GtpuIe[] = [];
  while (reader.remaining > 0) ies.push(decodeGtpuIe(reader));
  return ies;
}

/** Takes the first information element of a type out of the list; it is mandatory. */
function take(ies: GtpuIe[], type: number, field: string, reader: ByteReader): Uint8Array {
  const index = ies.findIndex(ie => ie.type === type);
  if (index < 0) throw new DecodeError('mandatory information element is missing', reader.position, field);
  return ies.splice(index, 1)[0]!.value;
}
