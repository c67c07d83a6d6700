import { toHex } from '../../emulator/bytes/index.ts';
import type { S6aMessage, S6aRequest, SessionMessage, SessionRequest } from '../../emulator/core/index.ts';
import { formatPlmn, type TraceRecord } from '../../emulator/vocabulary/index.ts';

type Facts = Readonly<Record<string, string | number | boolean>>;

/** GTPv2 causes that the gateway sends. TS 29.274 §8.4 */
const GTP_CAUSES: Readonly<Record<number, string>> = {
  16: 'request accepted',
  64: 'context not found',
  73: 'no resources available',
  78: 'missing or unknown APN',
  84: 'all dynamic addresses are occupied',
  89: 'static address not available',
};

/** Diameter result codes of S6a. TS 29.272 §7.4, RFC 6733 §7.1 */
const RESULT_CODES: Readonly<Record<number, string>> = {
  3002: 'unable to deliver',
  4181: 'authentication data unavailable',
  5001: 'user unknown',
  5003: 'authorization rejected',
  5004: 'roaming not allowed',
  5420: 'unknown EPS subscription',
  5421: 'RAT not allowed',
};

/** What MME and HSS say to one another, without keys. */
export function s6aRecord(message: S6aRequest | S6aMessage): TraceRecord {
  const toMme =
    message.type.endsWith('Answer') ||
    message.type === 'CancelLocationRequest' ||
    message.type === 'InsertSubscriberDataRequest';
  const [from, to] = toMme ? ['hss', 'mme'] : ['mme', 'hss'];
  return record('s6a', from, to, message.type, message.imsi, s6aFacts(message), s6aFields(message));
}

/** What MME and gateway say to one another. */
export function sessionRecord(message: SessionRequest | SessionMessage): TraceRecord {
  const toMme =
    message.type.endsWith('Response') ||
    message.type === 'DownlinkDataNotification' ||
    message.type === 'DeleteBearerRequest';
  const [from, to] = toMme ? ['gateway', 'mme'] : ['mme', 'gateway'];
  return record('gtpv2', from, to, message.type, message.imsi, sessionFacts(message), sessionFields(message));
}

function record(
  protocol: string,
  from: string,
  to: string,
  message: string,
  ue: string,
  facts: Facts,
  fields: Facts,
): TraceRecord {
  const summary = Object.entries(facts)
    .map(([name, value]) => (value === true ? name : `${name} ${value}`))
    .join(', ');
  return { kind: 'message', protocol, from, to, message, ue, ...(summary === '' ? {} : { summary }), fields };
}

function s6aFacts(message: S6aRequest | S6aMessage): Facts {
  const facts: Record<string, string | number | boolean> = {};
  if ('visitedPlmn' in message) facts['visited PLMN'] = formatPlmn(message.visitedPlmn);
  if ('resynchronisation' in message && message.resynchronisation !== undefined) {
    facts.resynchronisation = true;
    facts.AUTS = toHex(message.resynchronisation.auts);
  }
  if ('result' in message) {
    if (message.result.type === 'unreachable') facts.unreachable = true;
    if (message.result.type === 'error') {
      const { resultCode } = message.result;
      facts.result = `${resultCode} (${RESULT_CODES[resultCode] ?? 'unknown'})`;
    }
  }
  if ('vector' in message && message.vector !== undefined) facts.RAND = toHex(message.vector.rand);
  if ('subscription' in message && message.subscription !== undefined) {
    facts.APN = message.subscription.apnConfigurations.map(configuration => configuration.apn).join(' ');
    const { downlinkBps, uplinkBps } = message.subscription.ueAmbr;
    facts['UE-AMBR'] = `${rate(downlinkBps)} down ${rate(uplinkBps)} up`;
  }
  if ('cancellationType' in message) facts.type = message.cancellationType;
  return facts;
}

function sessionFacts(message: SessionRequest | SessionMessage): Facts {
  const facts: Record<string, string | number | boolean> = {};
  if ('apn' in message) facts.APN = message.apn;
  if ('ebi' in message) facts.EBI = message.ebi;
  if ('cause' in message && message.cause !== 16)
    facts.cause = `${message.cause} (${GTP_CAUSES[message.cause] ?? 'unknown'})`;
  if ('address' in message && message.address?.ipv4 !== undefined) facts.IP = message.address.ipv4;
  if ('gateway' in message && message.gateway !== undefined) facts.TEID = `0x${message.gateway.teid.toString(16)}`;
  if (message.type === 'ModifyBearerRequest')
    facts.TEID = message.enb === undefined ? 'none' : `0x${message.enb.teid.toString(16)}`;
  return facts;
}

/** For matching, under names that stay: numbers as numbers, octets as hex, no key. */
function s6aFields(message: S6aRequest | S6aMessage): Facts {
  const fields: Record<string, string | number | boolean> = { imsi: message.imsi };
  if ('visitedPlmn' in message) fields.visitedPlmn = formatPlmn(message.visitedPlmn);
  if ('resynchronisation' in message && message.resynchronisation !== undefined) {
    fields.rand = toHex(message.resynchronisation.rand);
    fields.auts = toHex(message.resynchronisation.auts);
  }
  if ('result' in message) {
    fields.result = message.result.type;
    if (message.result.type === 'error') fields.resultCode = message.result.resultCode;
  }
  if ('vector' in message && message.vector !== undefined) {
    fields.rand = toHex(message.vector.rand);
    fields.autn = toHex(message.vector.autn);
    fields.xres = toHex(message.vector.xres);
  }
  if ('subscription' in message && message.subscription !== undefined) {
    const { apnConfigurations, ueAmbr, msisdn } = message.subscription;
    fields.apn = apnConfigurations.map(configuration => configuration.apn).join(',');
    fields.msisdn = msisdn.join(',');
    fields['ueAmbr.downlinkBps'] = ueAmbr.downlinkBps;
    fields['ueAmbr.uplinkBps'] = ueAmbr.uplinkBps;
  }
  if ('cancellationType' in message) fields.cancellationType = message.cancellationType;
  return fields;
}

function sessionFields(message: SessionRequest | SessionMessage): Facts {
  const fields: Record<string, string | number | boolean> = { imsi: message.imsi };
  if ('apn' in message) fields.apn = message.apn;
  if ('ebi' in message) fields.ebi = message.ebi;
  if ('cause' in message) fields.cause = message.cause;
  if ('pdnType' in message && message.pdnType !== undefined) fields.pdnType = message.pdnType;
  if ('address' in message && message.address?.ipv4 !== undefined) fields.ip = message.address.ipv4;
  if ('gateway' in message && message.gateway !== undefined) fields.teid = message.gateway.teid;
  if (message.type === 'ModifyBearerRequest' && message.enb !== undefined) fields.teid = message.enb.teid;
  return fields;
}

function rate(bitsPerSecond: number): string {
  if (bitsPerSecond >= 1e9) return `${bitsPerSecond / 1e9} Gbit/s`;
  if (bitsPerSecond >= 1e6) return `${bitsPerSecond / 1e6} Mbit/s`;
  return `${bitsPerSecond / 1e3} kbit/s`;
}
