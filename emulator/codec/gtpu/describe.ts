import { describeIp, formatIp } from '../ip/index.ts';
import { decodePduSessionContainer, GTPU_EXTENSION_HEADER, nameGtpuExtensionHeader } from './extension-header.ts';
import { GTPU_MESSAGE_TYPE, type GtpuMessage } from './message.ts';

/** One line on a message: `G-PDU TEID 0x00000001 ICMP echo request 10.45.0.2 → 10.45.0.1 id 1 seq 2`. */
export function describeGtpu(message: GtpuMessage): string {
  return [NAMES[message.type], ...facts(message)].filter(part => part !== '').join(' ');
}

/** `0x00000001`. */
export function formatTeid(teid: number): string {
  return `0x${teid.toString(16).padStart(8, '0')}`;
}

const NAMES: Readonly<Record<GtpuMessage['type'], string>> = {
  GPdu: 'G-PDU',
  EchoRequest: 'Echo Request',
  EchoResponse: 'Echo Response',
  ErrorIndication: 'Error Indication',
  SupportedExtensionHeadersNotification: 'Supported Extension Headers Notification',
  TunnelStatus: 'Tunnel Status',
  EndMarker: 'End Marker',
  Unknown: 'GTP-U message',
};

/** `Echo Request` for 1; undefined for a type that TS 29.281 does not define. */
export function nameGtpuMessage(messageType: number): string | undefined {
  const types = Object.entries(GTPU_MESSAGE_TYPE) as [keyof typeof GTPU_MESSAGE_TYPE, number][];
  const name = types.find(([, type]) => type === messageType)?.[0];
  return name === undefined ? undefined : NAMES[name];
}

function facts(message: GtpuMessage): string[] {
  const sequence = message.sequenceNumber === undefined ? '' : `seq ${message.sequenceNumber}`;
  const extensions = (message.extensionHeaders ?? []).map(header => {
    if (header.type !== GTPU_EXTENSION_HEADER.pduSessionContainer) return nameGtpuExtensionHeader(header.type).name;
    const [first = 0xff] = header.content;
    return first >> 4 > 1 ? 'PDU Session Container' : `QFI ${decodePduSessionContainer(header.content).qfi}`;
  });
  switch (message.type) {
    case 'GPdu': {
      const packet = message.packet.length === 0 ? 'empty' : describeIp(message.packet);
      return [`TEID ${formatTeid(message.teid)}`, sequence, ...extensions, packet];
    }
    case 'EchoRequest':
    case 'EchoResponse':
      return [sequence];
    case 'ErrorIndication':
      return [`TEID ${formatTeid(message.teidDataI)} unknown at ${formatIp(message.peerAddress)}`];
    case 'SupportedExtensionHeadersNotification':
      return [message.extensionHeaderTypes.map(type => nameGtpuExtensionHeader(type).name).join(', ') || 'none'];
    case 'TunnelStatus':
    case 'EndMarker':
      return [`TEID ${formatTeid(message.teid)}`, ...extensions];
    case 'Unknown':
      return [`type ${message.messageType}`, `TEID ${formatTeid(message.teid)}`, `${message.body.length} octets`];
  }
}
