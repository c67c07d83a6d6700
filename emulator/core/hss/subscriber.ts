import { type Ki, type Op, type Opc, Secret } from '../../vocabulary/index.ts';
import type { SubscriberDocument } from '../database.ts';
import type { Ambr, ApnConfiguration, SubscriptionData } from '../s6a.ts';
import { readArray, readDocument, readHex, readInt32, readInt64, readText } from './bson-values.ts';

/** What the HSS needs to draw a vector: `security` of the document. */
export interface AuthenticationInfo {
  /** 16 octets; all zero when the document has none. */
  readonly k: Ki;
  readonly opc: Opc | undefined;
  readonly op: Op;
  /** 2 octets. */
  readonly amfField: Uint8Array;
  /** A stored RAND makes vectors repeat; all zero or missing = random. */
  readonly rand: Uint8Array | undefined;
  /** 48 bit; 0 unless stored as int64. */
  readonly sqn: number;
}

/** Fields that `readAuthenticationInfo` looks at. */
export const AUTHENTICATION_FIELDS: readonly string[] = ['security'];

/** Fields that `readSubscription` looks at. */
export const SUBSCRIPTION_FIELDS: readonly string[] = [
  'msisdn',
  'subscriber_status',
  'operator_determined_barring',
  'access_restriction_data',
  'network_access_mode',
  'subscribed_rau_tau_timer',
  'ambr',
  'slice',
];

/** `security` of a subscriber's document, or undefined when it has none. */
export function readAuthenticationInfo(document: SubscriberDocument): AuthenticationInfo | undefined {
  if (document.security === undefined) return undefined;
  const security = readDocument(document.security);
  const rand = readHex(security.rand, 16);
  const opc = readHex(security.opc, 16);
  return {
    k: new Secret('Ki', readHex(security.k, 16) ?? new Uint8Array(16)),
    opc: opc === undefined ? undefined : new Secret('OPc', opc),
    op: new Secret('OP', readHex(security.op, 16) ?? new Uint8Array(16)),
    amfField: readHex(security.amf, 2) ?? new Uint8Array(2),
    rand: rand?.some(octet => octet !== 0) ? rand : undefined,
    sqn: readInt64(security.sqn) ?? 0,
  };
}

const PDN_TYPES: Readonly<Record<number, ApnConfiguration['pdnType']>> = { 1: 'ipv4', 2: 'ipv6', 3: 'ipv4v6' };
const ENABLED = 2;

/**
 * The subscription as the HSS sends it on S6a: the EPC uses only the first slice, its sessions are the APNs and the first
 * of them is the default. Undefined when the subscriber has no slice, or the slice no session (DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION).
 */
export function readSubscription(document: SubscriberDocument): SubscriptionData | undefined {
  const slices = readArray(document.slice);
  if (slices.length === 0) return undefined;
  const sessions = readArray(readDocument(slices[0]).session);
  if (sessions.length === 0) return undefined;
  const apnConfigurations: ApnConfiguration[] = [];
  for (const [index, entry] of sessions.entries()) {
    const configuration = readSession(entry, index + 1);
    if (configuration !== undefined) apnConfigurations.push(configuration);
  }
  return {
    msisdn: readArray(document.msisdn).flatMap(entry => readText(entry) ?? []),
    subscriberStatus: readInt32(document.subscriber_status) ?? 0,
    operatorDeterminedBarring: readInt32(document.operator_determined_barring) ?? 0,
    accessRestrictionData: readInt32(document.access_restriction_data) ?? 0,
    networkAccessMode: readInt32(document.network_access_mode) ?? 0,
    subscribedRauTauTimer: readInt32(document.subscribed_rau_tau_timer) ?? 0,
    ueAmbr: readAmbr(document.ambr),
    defaultContextIdentifier: 1,
    apnConfigurations,
  };
}

function readSession(entry: unknown, contextIdentifier: number): ApnConfiguration | undefined {
  const session = readDocument(entry);
  const apn = readText(session.name);
  // Open5GS reads a missing or mistyped type as 0, and its MME drops such a session.
  const pdnType = PDN_TYPES[readInt32(session.type) ?? 0];
  if (apn === undefined || pdnType === undefined) return undefined;
  const qos = readDocument(session.qos);
  const arp = readDocument(qos.arp);
  const ue = readDocument(session.ue);
  const ueIpv4 = readText(ue.ipv4);
  const ueIpv6 = readText(ue.ipv6);
  return {
    contextIdentifier,
    apn,
    pdnType,
    qci: readInt32(qos.index) ?? 9,
    arp: {
      priorityLevel: readInt32(arp.priority_level) ?? 8,
      preEmptionCapability: readInt32(arp.pre_emption_capability) === ENABLED,
      preEmptionVulnerability: readInt32(arp.pre_emption_vulnerability) === ENABLED,
    },
    ambr: readAmbr(session.ambr),
    ...(ueIpv4 === undefined ? {} : { ueIpv4 }),
    ...(ueIpv6 === undefined ? {} : { ueIpv6 }),
  };
}

function readAmbr(value: unknown): Ambr {
  const ambr = readDocument(value);
  return { downlinkBps: readRate(ambr.downlink), uplinkBps: readRate(ambr.uplink) };
}

/** `{value, unit}` int32 each; unit 0 … 4 = bit/s, kbit/s … Tbit/s, powers of 1000. */
function readRate(value: unknown): number {
  const rate = readDocument(value);
  return (readInt32(rate.value) ?? 0) * 1000 ** (readInt32(rate.unit) ?? 0);
}
