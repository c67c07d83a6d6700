export { decodeGtpu } from './decode.ts';
export { describeGtpu, formatTeid } from './describe.ts';
export { encodeGPdu, encodeGtpu } from './encode.ts';
export { explainGtpu } from './explain.ts';
export {
  type DownlinkPduSession,
  decodePduSessionContainer,
  encodePduSessionContainer,
  GTPU_EXTENSION_HEADER,
  type GtpuExtensionHeader,
  isComprehensionRequired,
  nameGtpuExtensionHeader,
  type PduSessionContainer,
  type UplinkPduSession,
} from './extension-header.ts';
export { GTPU_IE, type GtpuIe, nameGtpuIe } from './information-element.ts';
export {
  type EchoRequest,
  type EchoResponse,
  type EndMarker,
  type ErrorIndication,
  type GPdu,
  GTPU_MESSAGE_TYPE,
  GTPU_PORT,
  type GtpuHeader,
  type GtpuMessage,
  type GtpuSignalling,
  type SupportedExtensionHeadersNotification,
  type TunnelStatus,
  type UnknownGtpuMessage,
} from './message.ts';
