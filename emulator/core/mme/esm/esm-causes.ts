/** ESM causes that the MME sends. TS 24.301 §9.9.4.4 */
export const ESM_CAUSE = {
  unknownApn: 27,
  unknownPdnType: 28,
  requestRejected: 31,
  serviceOptionNotSubscribed: 33,
  regularDeactivation: 36,
  networkFailure: 38,
  reactivationRequested: 39,
  invalidBearerIdentity: 43,
  lastPdnDisconnectionNotAllowed: 49,
  ipv4OnlyAllowed: 50,
  ipv6OnlyAllowed: 51,
  esmInformationNotReceived: 53,
  pdnConnectionDoesNotExist: 54,
  multiplePdnConnections: 55,
  messageTypeNotImplemented: 97,
  protocolError: 111,
} as const;
