import type { GtpuExtensionHeader } from './extension-header.ts';
import type { GtpuIe } from './information-element.ts';

/** Registered port of GTP-U. TS 29.281 §4.4.2.3 */
export const GTPU_PORT = 2152;

/** Message types. TS 29.281 §6.1, Table 6.1-1 */
export const GTPU_MESSAGE_TYPE = {
  EchoRequest: 1,
  EchoResponse: 2,
  ErrorIndication: 26,
  SupportedExtensionHeadersNotification: 31,
  TunnelStatus: 253,
  EndMarker: 254,
  GPdu: 255,
} as const;

/** What the header says besides type and length; a member that is present sets its flag. TS 29.281 §5.1 */
export interface GtpuHeader {
  /** 32 bit, of the receiver. 0 in echo, error indication and supported extension headers notification. */
  readonly teid: number;
  /** 16 bit; S flag. */
  readonly sequenceNumber?: number;
  /** 8 bit; PN flag. */
  readonly nPduNumber?: number;
  /** In order; E flag, also when the list is empty. Headers of unknown type are kept. */
  readonly extensionHeaders?: readonly GtpuExtensionHeader[];
}

/** A GTP-U message. TS 29.281 §6, §7; `otherIes` are optional, private and unknown information elements, in order of type. */
export type GtpuMessage = GPdu | GtpuSignalling;

/** A user's packet in a tunnel. §7.1 */
export interface GPdu extends GtpuHeader {
  readonly type: 'GPdu';
  readonly packet: Uint8Array;
}

export type GtpuSignalling =
  | EchoRequest
  | EchoResponse
  | ErrorIndication
  | SupportedExtensionHeadersNotification
  | TunnelStatus
  | EndMarker
  | UnknownGtpuMessage;

/** §7.2.1 */
export interface EchoRequest extends GtpuHeader {
  readonly type: 'EchoRequest';
  readonly otherIes: readonly GtpuIe[];
}

/** §7.2.2 */
export interface EchoResponse extends GtpuHeader {
  readonly type: 'EchoResponse';
  /** Restart counter: sent as 0, ignored when received. */
  readonly recovery: number;
  readonly otherIes: readonly GtpuIe[];
}

/** A G-PDU came for a tunnel that does not exist. §7.3.1 */
export interface ErrorIndication extends GtpuHeader {
  readonly type: 'ErrorIndication';
  /** The TEID of the G-PDU that triggered it. */
  readonly teidDataI: number;
  /** Destination address of that G-PDU: 4 or 16 octets. */
  readonly peerAddress: Uint8Array;
  readonly otherIes: readonly GtpuIe[];
}

/** §7.2.3 */
export interface SupportedExtensionHeadersNotification extends GtpuHeader {
  readonly type: 'SupportedExtensionHeadersNotification';
  readonly extensionHeaderTypes: readonly number[];
  readonly otherIes: readonly GtpuIe[];
}

/** §7.3.3; its information elements are kept as they are. */
export interface TunnelStatus extends GtpuHeader {
  readonly type: 'TunnelStatus';
  readonly otherIes: readonly GtpuIe[];
}

/** The last packet of a tunnel that is switched over. §7.3.2 */
export interface EndMarker extends GtpuHeader {
  readonly type: 'EndMarker';
  readonly otherIes: readonly GtpuIe[];
}

export interface UnknownGtpuMessage extends GtpuHeader {
  readonly type: 'Unknown';
  readonly messageType: number;
  readonly body: Uint8Array;
}
