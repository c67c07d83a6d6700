import { Int32, ObjectId } from 'bson';
import type { Imsi } from '../emulator/vocabulary/index.ts';
import { type Finding, type Report, rowsFor } from './bson-codec.ts';
import { arrayOf, checkRows, decodeRows, documentOf, encodeRows, mergeRows } from './bson-table.ts';
import { type BsonDocument, bsonTypeOf, isDocument } from './bson-values.ts';
import {
  address,
  bitRate,
  bool,
  flowText,
  hexOctets,
  hexSecret,
  imsiText,
  int32,
  int32Of,
  int64,
  msisdnText,
  nameText,
  qci,
  sdText,
  sqn48,
  text,
} from './open5gs-values.ts';
import {
  type Ambr,
  type Arp,
  LIMITS,
  type PccFlow,
  type PccRule,
  type PdnType,
  type ServingState,
  type Session,
  type SimRecord,
  type Slice,
  type StoredSim,
} from './sim-record.ts';

/**
 * The `subscribers` document of Open5GS (v2.8.0, lib/dbi/subscription.c and session.c): its fields, their BSON types and
 * what Open5GS does with a wrong one. The one file of the provisioner that knows them; order as open5gs-dbctl writes.
 */

const PDN_TYPES = new Map<number, PdnType>([
  [1, 'ipv4'],
  [2, 'ipv6'],
  [3, 'ipv4v6'],
]);
const DIRECTIONS = new Map<number, PccFlow['direction']>([
  [1, 'downlink'],
  [2, 'uplink'],
]);
const PRE_EMPTION = new Map([
  [1, false],
  [2, true],
]);
const objectId = () => new ObjectId();
const between = (low: number, high: number) => (value: number) => value >= low && value <= high;

const arpRow = rowsFor<Arp>();
const ARP = documentOf<Arp>([
  arpRow.field(
    'priority_level',
    'priorityLevel',
    int32(between(1, 15), 'only 1 … 15 are priorities (TS 29.212 §5.3.45)'),
    { ignored: 'and takes 0', missing: 'Open5GS takes 0, which is no priority', absent: 0 },
  ),
  arpRow.field('pre_emption_capability', 'preEmptionCapability', preEmption(), {
    ignored: 'and takes disabled',
    absent: false,
  }),
  arpRow.field('pre_emption_vulnerability', 'preEmptionVulnerability', preEmption(), {
    ignored: 'and takes disabled',
    absent: false,
  }),
]);
const NO_ARP: Arp = { priorityLevel: 0, preEmptionCapability: false, preEmptionVulnerability: false };

const ambrRow = rowsFor<Ambr>();
const AMBR = documentOf<Ambr>([
  ambrRow.field('downlink', 'downlinkBps', bitRate, {
    ignored: 'and takes 0 bps',
    missing: 'Open5GS takes 0 bps',
    absent: 0,
  }),
  ambrRow.field('uplink', 'uplinkBps', bitRate, {
    ignored: 'and takes 0 bps',
    missing: 'Open5GS takes 0 bps',
    absent: 0,
  }),
]);
const NO_AMBR: Ambr = { downlinkBps: 0, uplinkBps: 0 };

const flowRow = rowsFor<PccFlow>();
const FLOW = documentOf<PccFlow>([
  flowRow.field('direction', 'direction', int32Of(DIRECTIONS, 'only 1 (downlink) and 2 (uplink) have a meaning'), {
    ignored: 'and has no direction',
    missing: 'the flow has no direction',
    absent: 'downlink',
  }),
  flowRow.field('description', 'description', flowText, {
    ignored: 'and has an empty filter',
    missing: 'the flow filters nothing',
    absent: '',
  }),
  flowRow.initial('_id', objectId),
]);

const ruleRow = rowsFor<PccRule>();
const PCC_RULE = documentOf<PccRule>([
  ruleRow.field(
    'flow',
    'flows',
    arrayOf(FLOW, { limit: LIMITS.flows, beyond: 'the PCRF aborts', otherItem: 'the PCRF may crash on it' }),
    {
      ignored: 'and filters nothing',
      absent: [],
    },
  ),
  ruleRow.group('qos', 'the rule has QCI 0', [
    ruleRow.field('index', 'qci', qci, {
      ignored: 'and takes QCI 0',
      missing: 'Open5GS takes QCI 0',
      absent: 0,
    }),
    ruleRow.field('arp', 'arp', ARP, { ignored: 'and takes priority 0', missing: 'the priority is 0', absent: NO_ARP }),
    ruleRow.field('mbr', 'mbr', AMBR, { ignored: 'and takes 0 bps' }),
    ruleRow.field('gbr', 'gbr', AMBR, { ignored: 'and takes 0 bps' }),
  ]),
  ruleRow.initial('_id', objectId),
]);

const routes = arrayOf(text(), { limit: LIMITS.framedRoutes, beyond: 'Open5GS ignores the rest' });
const sessionRow = rowsFor<Session>();
const SESSION = documentOf<Session>([
  sessionRow.field('name', 'apn', nameText, {
    ignored: 'and its HSS aborts on a session without a name',
    missing: 'the HSS aborts on a session without a name',
    absent: '',
  }),
  sessionRow.field(
    'type',
    'pdnType',
    int32Of(PDN_TYPES, 'the MME drops this session and those after it; only 1 IPv4, 2 IPv6, 3 IPv4v6 are known'),
    {
      ignored: 'and the MME drops this session and those after it',
      missing: 'the MME drops this session and those after it',
      absent: 'invalid',
    },
  ),
  sessionRow.group('qos', 'the default bearer has QCI 0', [
    sessionRow.field('index', 'qci', qci, {
      ignored: 'and takes QCI 0',
      missing: 'Open5GS takes QCI 0',
      absent: 0,
    }),
    sessionRow.field('arp', 'arp', ARP, {
      ignored: 'and takes priority 0',
      missing: 'the priority is 0',
      absent: NO_ARP,
    }),
  ]),
  sessionRow.field('ambr', 'ambr', AMBR, {
    ignored: 'and sends no APN-AMBR',
    missing: 'no APN-AMBR is sent',
    absent: NO_AMBR,
  }),
  sessionRow.group('ue', undefined, [
    sessionRow.field('ipv4', 'ueIpv4', address, { ignored: 'and takes an address of the pool' }),
    sessionRow.field('ipv6', 'ueIpv6', address, { ignored: 'and takes an address of the pool' }),
  ]),
  sessionRow.group('smf', undefined, [
    sessionRow.field('ipv4', 'smfIpv4', address, { ignored: 'and takes the configured gateway' }),
    sessionRow.field('ipv6', 'smfIpv6', address, { ignored: 'and takes the configured gateway' }),
  ]),
  sessionRow.field('ipv4_framed_routes', 'ipv4FramedRoutes', routes, { ignored: '' }),
  sessionRow.field('ipv6_framed_routes', 'ipv6FramedRoutes', routes, { ignored: '' }),
  sessionRow.field('lbo_roaming_allowed', 'lboRoamingAllowed', bool, { ignored: 'and takes false' }),
  sessionRow.field(
    'pcc_rule',
    'pccRules',
    arrayOf(PCC_RULE, { limit: LIMITS.pccRules, beyond: 'the PCRF aborts', otherItem: 'the PCRF may crash on it' }),
    {
      ignored: 'and has no rules',
      absent: [],
    },
  ),
  sessionRow.initial('_id', objectId),
]);

const sliceRow = rowsFor<Slice>();
const SLICE = documentOf<Slice>(
  [
    sliceRow.field('sst', 'sst', int32(between(1, 255), 'only 1 … 255 are slice types'), {
      ignored: 'and the whole slice with it',
      missing: 'Open5GS ignores the whole slice',
      absent: 0,
    }),
    sliceRow.field('sd', 'sd', sdText, { ignored: 'and takes no slice differentiator' }),
    sliceRow.field('default_indicator', 'defaultIndicator', bool, { ignored: 'and takes false', absent: false }),
    sliceRow.field(
      'session',
      'sessions',
      arrayOf(SESSION, {
        limit: LIMITS.sessions,
        beyond: 'the HSS aborts',
        otherItem: 'the HSS may crash on it',
        identity: session => session.apn.toLowerCase(),
      }),
      {
        ignored: 'and finds no APN: attach is rejected with EMM cause 15',
        missing: 'there is no APN: attach is rejected with EMM cause 15',
        absent: [],
      },
    ),
    sliceRow.initial('_id', objectId),
  ],
  checkSessions,
);

const row = rowsFor<SimRecord>();
const SUBSCRIBER = [
  row.initial('_id', objectId),
  row.initial('schema_version', () => new Int32(1)),
  row.field('imsi', 'imsi', imsiText, {
    ignored: 'and never finds the subscriber',
    missing: 'the subscriber is never found',
    absent: '' as Imsi,
  }),
  row.field('msisdn', 'msisdn', arrayOf(msisdnText, { limit: LIMITS.msisdn, beyond: 'the HSS aborts' }), {
    ignored: 'and sends no MSISDN',
    absent: [],
  }),
  row.initial('imeisv', () => []),
  row.initial('mme_host', () => []),
  row.initial('mme_realm', () => []),
  row.initial('purge_flag', () => []),
  row.field(
    'slice',
    'slices',
    arrayOf(SLICE, {
      limit: LIMITS.slices,
      beyond: 'the HSS aborts',
      otherItem: 'the HSS may crash on it',
      identity: ({ sst, sd }) => `${sst}/${sd}`,
    }),
    {
      ignored: 'and finds no APN: attach is rejected with EMM cause 15',
      missing: 'there is no APN: attach is rejected with EMM cause 15',
      absent: [],
    },
  ),
  row.group(
    'security',
    'the HSS answers as for an unknown subscriber (5001): attach is rejected',
    [
      row.field(
        'k',
        'ki',
        hexSecret('Ki', 'the HSS computes with another key, and the phone refuses it (MAC failure)'),
        {
          ignored: 'and computes with a key of zeros',
          missing: 'the HSS computes with a key of zeros',
          secret: true,
        },
      ),
      row.field(
        'op',
        'op',
        hexSecret('OP', 'the HSS computes with another OP, and the phone refuses it (MAC failure)'),
        {
          ignored: 'and computes with an OP of zeros',
          empty: null,
          secret: true,
        },
      ),
      row.field(
        'opc',
        'opc',
        hexSecret('OPc', 'it still wins over op, and the phone refuses what it gives (MAC failure)'),
        {
          ignored: 'and takes op',
          empty: null,
          secret: true,
        },
      ),
      row.field('amf', 'amfField', hexOctets(2, 'the AMF of the vectors is another'), {
        ignored: 'and takes 0000, which a phone refuses in EPS AKA (separation bit)',
        missing: 'Open5GS takes 0000, which a phone refuses in EPS AKA (separation bit)',
        absent: new Uint8Array(2),
      }),
      row.field('rand', 'rand', hexOctets(16, 'RAND is another than it seems'), { ignored: 'and takes a random RAND' }),
      row.field('sqn', 'sqn', sqn48, { ignored: 'and counts from 0', absent: 0 }),
    ],
    'the HSS may crash on it',
  ),
  row.field('ambr', 'ambr', AMBR, {
    ignored: 'and sends a UE-AMBR of 0',
    missing: 'a UE-AMBR of 0 is sent',
    absent: NO_AMBR,
  }),
  row.field('access_restriction_data', 'accessRestrictionData', int32(), {
    ignored: 'and restricts nothing',
    absent: 0,
  }),
  row.field(
    'network_access_mode',
    'networkAccessMode',
    int32(value => [0, 1, 2].includes(value), 'only 0, 1 and 2 are known'),
    {
      ignored: 'and takes 0',
      absent: 0,
    },
  ),
  row.field('subscriber_status', 'subscriberStatus', int32(between(0, 1), 'only 0 and 1 are known'), {
    ignored: 'and grants service',
    absent: 0,
  }),
  row.field('operator_determined_barring', 'operatorDeterminedBarring', int32(between(0, 8), 'only 0 … 8 are known'), {
    ignored: 'and takes 0',
    absent: 0,
  }),
  row.field('subscribed_rau_tau_timer', 'subscribedRauTauTimerMin', int32(), { ignored: 'and takes 0', absent: 0 }),
  row.initial('__v', () => new Int32(0)),
];

const servingRow = rowsFor<ServingState>();
/** Written by the HSS. Before the first location update dbctl and the WebUI leave empty arrays here. */
const SERVING = [
  servingRow.field('mme_host', 'mmeHost', text(), { ignored: '', alsoFine: ['array'] }),
  servingRow.field('mme_realm', 'mmeRealm', text(), { ignored: '', alsoFine: ['array'] }),
  servingRow.field('mme_timestamp', 'mmeTimestampUs', int64, { ignored: '' }),
  servingRow.field('purge_flag', 'purged', bool, { ignored: 'and takes false', alsoFine: ['array'] }),
  servingRow.field('imeisv', 'imeisv', text(), { ignored: '', alsoFine: ['array'] }),
];

/** A new document, with fresh ids. */
export function encodeSubscriber(sim: SimRecord): BsonDocument {
  return encodeRows(SUBSCRIBER, sim);
}

/** The record as Open5GS reads the document; takes any document, whoever wrote it, and never throws. */
export function decodeSubscriber(document: BsonDocument): StoredSim {
  const { op, ...sim } = decodeRows<SimRecord>(SUBSCRIBER, document) as SimRecord;
  const opcWins = isDocument(document.security) && bsonTypeOf(document.security.opc) === 'string';
  return {
    ...sim,
    ...(op !== undefined && !opcWins && { op }),
    hasSecurity: Object.hasOwn(document, 'security'),
    serving: decodeRows<ServingState>(SERVING, document),
  };
}

/** The document with the changes in it; whatever else it holds is kept. A key that is given as undefined is removed. */
export function mergeSubscriber(document: BsonDocument, changes: Partial<SimRecord>): BsonDocument {
  return mergeRows<SimRecord>(SUBSCRIBER, document, changes, true);
}

/** Everything in the document that Open5GS would ignore, misread or abort on, in document order; names no secret. */
export function checkSubscriber(document: BsonDocument): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, what, severity = 'error') => findings.push({ path, severity, text: `${path} ${what}` });
  checkRows(SUBSCRIBER, document, '', report);
  checkRows(SERVING, document, '', report);
  checkWhole(document, report);
  return findings;
}

function checkWhole(document: BsonDocument, report: Report): void {
  const { security, slice } = document;
  if (isDocument(security)) {
    if (bsonTypeOf(security.op) !== 'string' && bsonTypeOf(security.opc) !== 'string')
      report('security', 'has neither opc nor op: the HSS computes with an OP of zeros');
    if (typeof security.rand === 'string' && /[1-9a-f]/i.test(security.rand))
      report('security.rand', 'is set: every vector has this same RAND', 'warning');
  }
  if (Array.isArray(slice) && slice.length === 0)
    report('slice', 'is empty: there is no APN, attach is rejected with EMM cause 15');
}

function checkSessions(slice: BsonDocument, path: string, report: Report): void {
  if (!Array.isArray(slice.session)) return;
  if (slice.session.length === 0)
    report(`${path}.session`, 'is empty: there is no APN, attach is rejected with EMM cause 15');
  const names = slice.session.map(session => (isDocument(session) ? String(session.name).toLowerCase() : undefined));
  names.forEach((name, i) => {
    if (name !== undefined && names.indexOf(name) < i)
      report(`${path}.session.${i}.name`, `repeats an APN of this slice: only the first is used`, 'warning');
  });
}

function preEmption() {
  return int32Of(PRE_EMPTION, 'only 1 (disabled) and 2 (enabled) have a meaning');
}
