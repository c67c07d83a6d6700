/**
 * The protocol parameters of RFC 9260 §16 under their names there, and the local limits. All have defaults; an endpoint gets its
 * own set, so that a scenario can shorten a failure that would take minutes.
 */
export interface ProtocolParameters {
  /** RTO.Initial */
  readonly rtoInitialMs: number;
  /** RTO.Min */
  readonly rtoMinMs: number;
  /** RTO.Max */
  readonly rtoMaxMs: number;
  /** Max.Burst: packets that one event may send. */
  readonly maxBurst: number;
  /** Valid.Cookie.Life */
  readonly validCookieLifeMs: number;
  /** Association.Max.Retrans */
  readonly associationMaxRetrans: number;
  /** Path.Max.Retrans */
  readonly pathMaxRetrans: number;
  /** Max.Init.Retransmits */
  readonly maxInitRetransmits: number;
  /** HB.interval; 0 sends no HEARTBEAT. */
  readonly heartbeatIntervalMs: number;
  /** SACK.Delay */
  readonly sackDelayMs: number;
  /** Octets of an SCTP packet, its common header included, that the path carries unfragmented; a multiple of four. */
  readonly maxPacketLength: number;
  /** Octets of received user data that may wait for gaps, for the rest of their message, or for a paused reader (a_rwnd). */
  readonly receiveWindow: number;
  readonly outboundStreams: number;
  readonly inboundStreams: number;
  /** A sender above this many waiting octets is told `writable` when it falls below a quarter of it. */
  readonly sendHighWater: number;
}

/** RFC 9260 §16, an Ethernet path with IPv6 and UDP headers, and the 30 streams that Open5GS offers. */
export const DEFAULT_PARAMETERS: ProtocolParameters = {
  rtoInitialMs: 1_000,
  rtoMinMs: 1_000,
  rtoMaxMs: 60_000,
  maxBurst: 4,
  validCookieLifeMs: 60_000,
  associationMaxRetrans: 10,
  pathMaxRetrans: 5,
  maxInitRetransmits: 8,
  heartbeatIntervalMs: 30_000,
  sackDelayMs: 200,
  maxPacketLength: 1_452,
  receiveWindow: 512 * 1024,
  outboundStreams: 30,
  inboundStreams: 65_535,
  sendHighWater: 256 * 1024,
};

/** As Open5GS sets its own ends: heartbeats every 5 s, RTO 3 s at first and 5 s at most, so that a lost peer shows soon. */
export const OPEN5GS_PARAMETERS: ProtocolParameters = {
  ...DEFAULT_PARAMETERS,
  rtoInitialMs: 3_000,
  rtoMaxMs: 5_000,
  heartbeatIntervalMs: 5_000,
  maxInitRetransmits: 4,
};
