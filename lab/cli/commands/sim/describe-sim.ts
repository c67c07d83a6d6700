import type { Session, StoredSim, StoredSubscriber } from '../../../../provisioner/index.ts';

export const HIDDEN = '[hidden]';

const STATUS: Readonly<Record<number, string>> = { 0: 'service granted', 1: 'operator determined barring' };
const ACCESS_MODE: Readonly<Record<number, string>> = { 0: 'packet and circuit', 2: 'packet only' };
const BARRING = [
  'all packet services',
  'roamer access from the HPLMN AP',
  'roamer access to the VPLMN AP',
  'outgoing calls',
  'outgoing international calls',
  'outgoing international calls but to the home country',
  'outgoing inter-zonal calls',
  'outgoing inter-zonal calls but to the home country',
  'outgoing inter-zonal and international calls but to the home country',
];

/** One line: `447700900001, internet (ipv4v6), 1 Gbps down, 1 Gbps up`. */
export function describeSim(sim: StoredSim): string {
  const sessions = sim.slices[0]?.sessions.map(({ apn, pdnType }) => `${apn} (${pdnType})`) ?? [];
  return [...sim.msisdn, ...sessions, rates(sim.ambr)].join(', ');
}

/** Label and value of all that is stored; keys only with `reveal`. */
export async function simAsPairs({ sim }: StoredSubscriber, reveal: boolean): Promise<[string, string][]> {
  const { formatSqn } = await import('../../../../provisioner/index.ts');
  const keys = await keysOf(sim, reveal);
  const { serving } = sim;
  const barred = sim.subscriberStatus === 1 ? `, barred: ${BARRING[sim.operatorDeterminedBarring] ?? '?'}` : '';
  return [
    ['IMSI', sim.imsi],
    ['MSISDN', sim.msisdn.join(', ') || 'none'],
    ...keys,
    ['AMF', hex(sim.amfField)],
    ['SQN', formatSqn(sim.sqn ?? 0)],
    ['RAND', sim.rand === undefined ? 'random' : `${hex(sim.rand)} (fixed: every vector is the same)`],
    ['UE-AMBR', rates(sim.ambr)],
    ...sim.slices.flatMap((slice, i): [string, string][] => [
      [
        `slice ${i + 1}`,
        `SST ${slice.sst}${slice.sd === undefined ? '' : `, SD ${slice.sd}`}${slice.defaultIndicator ? ', default' : ''}${i === 0 ? '' : ' (5G only)'}`,
      ],
      ...slice.sessions.map((session): [string, string] => [`  APN ${session.apn}`, describeSession(session)]),
    ]),
    ['status', `${sim.subscriberStatus} (${STATUS[sim.subscriberStatus] ?? 'unknown'})${barred}`],
    ['access restriction', `${sim.accessRestrictionData}`],
    ['access mode', `${sim.networkAccessMode} (${ACCESS_MODE[sim.networkAccessMode] ?? 'unknown'})`],
    ['RAU/TAU timer', `${sim.subscribedRauTauTimerMin} min`],
    ['serving MME', describeServing(serving)],
    ['IMEISV', serving.imeisv ?? 'unknown'],
  ];
}

/** All that is stored as a JSON value; keys only with `reveal`. */
export async function simAsJson(stored: StoredSubscriber, reveal: boolean): Promise<Record<string, unknown>> {
  const { checkSubscriber } = await import('../../../../provisioner/index.ts');
  const { ki, opc, op, amfField, rand, hasSecurity, ...plain } = stored.sim;
  const key = (secret: StoredSim['ki'] | StoredSim['opc'] | StoredSim['op']) =>
    secret === undefined ? undefined : reveal ? hex(secret.reveal()) : HIDDEN;
  return {
    ...plain,
    ki: key(ki),
    opc: key(opc),
    op: key(op),
    amf: hex(amfField),
    rand: hex(rand),
    findings: checkSubscriber(stored.document),
  };
}

async function keysOf(sim: StoredSim, reveal: boolean): Promise<[string, string][]> {
  if (!sim.hasSecurity) return [['keys', 'none: the HSS answers as for an unknown subscriber']];
  const { effectiveOpc } = await import('../../../../provisioner/index.ts');
  const show = (secret: { reveal(): Uint8Array } | undefined) =>
    secret === undefined ? 'none' : reveal ? hex(secret.reveal()) : HIDDEN;
  const keys: [string, string][] = [['Ki', show(sim.ki)]];
  if (sim.op !== undefined) keys.push(['OP', show(sim.op)]);
  keys.push([sim.op === undefined ? 'OPc' : 'OPc (of Ki, OP)', show(effectiveOpc(sim))]);
  return keys;
}

function describeSession(session: Session): string {
  const { arp } = session;
  const may = [arp.preEmptionCapability ? 'may pre-empt' : '', arp.preEmptionVulnerability ? 'may be pre-empted' : ''];
  const addresses = [session.ueIpv4, session.ueIpv6].filter(address => address !== undefined);
  const gateways = [session.smfIpv4, session.smfIpv6].filter(address => address !== undefined);
  return [
    session.pdnType,
    `QCI ${session.qci}`,
    ['ARP', arp.priorityLevel, ...may.filter(word => word !== '').map(word => `(${word})`)].join(' '),
    rates(session.ambr),
    ...(addresses.length > 0 ? [`address ${addresses.join(' and ')}`] : []),
    ...(gateways.length > 0 ? [`gateway ${gateways.join(' and ')}`] : []),
    ...(session.pccRules.length > 0 ? [`${session.pccRules.length} PCC rule(s)`] : []),
  ].join(', ');
}

function describeServing({ mmeHost, mmeRealm, mmeTimestampUs, purged }: StoredSim['serving']): string {
  if (mmeHost === undefined) return 'none yet';
  const since = mmeTimestampUs === undefined ? '' : ` since ${new Date(mmeTimestampUs / 1000).toISOString()}`;
  return `${mmeHost} (realm ${mmeRealm ?? '?'})${since}${purged === true ? ', purged' : ''}`;
}

function rates({ downlinkBps, uplinkBps }: StoredSim['ambr']): string {
  return `${rate(downlinkBps)} down, ${rate(uplinkBps)} up`;
}

const UNITS = ['bps', 'kbps', 'Mbps', 'Gbps', 'Tbps'];

/** The largest unit that keeps three digits behind the point exact; else bps. */
export function rate(bps: number): string {
  for (let unit = UNITS.length - 1; unit > 0; unit--) {
    const value = bps / 1000 ** unit;
    if (value >= 1 && Number.isInteger(value * 1000)) return `${value} ${UNITS[unit]}`;
  }
  return `${bps} bps`;
}

function hex(octets: Uint8Array | undefined): string {
  return octets === undefined ? '' : Buffer.from(octets).toString('hex');
}
