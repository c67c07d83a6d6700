import { formatIp, parseIp } from '../../../codec/ip/index.ts';
import type { UeSecurityCapability } from '../../../codec/nas-eps/index.ts';
import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import type { Arp } from '../../s6a.ts';
import type { FTeid } from '../../session.ts';
import type { MmeState } from '../mme-state.ts';
import type { Bearer, S1Connection, UeContext } from '../ue-context.ts';
import { NORMAL_RELEASE, releaseConnection } from './context-release.ts';

type Qos = S1apMessage<'InitialContextSetupRequest'>['eRabToBeSetupList'][number]['qos'];
type UeSecurityCapabilities = S1apMessage<'InitialContextSetupRequest'>['ueSecurityCapabilities'];

/** Initial Context Setup with the bearers that are there, and a NAS message in the first of them. TS 36.413 §8.3.1 */
export function requestContextSetup(
  mme: MmeState,
  ue: UeContext,
  connection: S1Connection,
  bearers: readonly Bearer[],
  nasPdu?: Uint8Array,
): void {
  const { mmeUeS1apId, enbUeS1apId } = connection;
  connection.contextSetup = 'requested';
  const maskedImeisv = maskImeisv(ue.imeisv);
  mme.send(connection, {
    message: 'InitialContextSetupRequest',
    mmeUeS1apId,
    enbUeS1apId,
    ueAggregateMaximumBitRate: { ...ue.subscription!.ueAmbr },
    eRabToBeSetupList: bearers.map((bearer, index) =>
      index === 0 && nasPdu !== undefined ? { nasPdu, ...eRab(bearer) } : eRab(bearer),
    ),
    ueSecurityCapabilities: securityCapabilitiesOf(ue.securityCapability!),
    securityKey: ue.security!.kenb(ue.kenbCount).reveal(),
    ...(ue.radioCapability === undefined ? {} : { ueRadioCapability: ue.radioCapability }),
    ...(maskedImeisv === undefined ? {} : { maskedImeisv }),
  });
}

/** The tunnels' other ends are known: packets can flow down once the phone has accepted its bearer. */
export function handleContextSetupResponse(
  mme: MmeState,
  connection: S1Connection,
  pdu: S1apMessage<'InitialContextSetupResponse'>,
): void {
  const { ue } = connection;
  connection.contextSetup = 'done';
  if (ue === undefined) return;
  for (const { eRabId, transportLayerAddress, gtpTeid } of pdu.eRabSetupList) {
    takeTunnel(mme, ue, eRabId, transportLayerAddress, gtpTeid);
  }
  for (const { eRabId, cause } of pdu.eRabFailedToSetupList ?? []) {
    mme.note(`E-RAB ${eRabId} was not set up: ${cause.group}/${cause.value}`, ue);
  }
}

export function handleContextSetupFailure(
  mme: MmeState,
  connection: S1Connection,
  { cause }: S1apMessage<'InitialContextSetupFailure'>,
): void {
  mme.note(`Initial Context Setup failed: ${cause.group}/${cause.value}`, connection.ue);
  releaseConnection(mme, connection, NORMAL_RELEASE, 'idle');
}

/** Remembers the base station's end of a tunnel, and tells the gateway when the bearer is active. */
export function takeTunnel(
  mme: MmeState,
  ue: UeContext,
  eRabId: number,
  transportLayerAddress: Uint8Array,
  teid: number,
): void {
  const bearer = ue.bearer(eRabId);
  if (bearer === undefined) return mme.note(`E-RAB ${eRabId} is no bearer of this phone`, ue);
  // Of an address pair the IPv4 one, which comes first (TS 36.414 §5.3).
  const octets = transportLayerAddress.length === 20 ? transportLayerAddress.subarray(0, 4) : transportLayerAddress;
  if (octets.length !== 4 && octets.length !== 16) {
    return mme.note(`E-RAB ${eRabId} has a transport layer address of ${octets.length} octets`, ue);
  }
  bearer.enb = { address: formatIp(octets), teid };
  if (bearer.state === 'active') connectTunnel(mme, ue, bearer);
}

/** Modify Bearer: the gateway learns where packets for the phone go. TS 23.401 §5.3.2.1 */
export function connectTunnel(mme: MmeState, ue: UeContext, bearer: Bearer): void {
  if (bearer.enb === undefined) return;
  const { ebi, enb } = bearer;
  // What the gateway keeps for the phone goes out now: it need not be paged for it.
  if (ue.paging?.reason === 'data') ue.paging = undefined;
  bearer.request = mme.askGateway({ type: 'ModifyBearerRequest', imsi: ue.imsi!, ebi, enb });
}

/** What every E-RAB setup names: identity, quality of service, and the gateway's end of the tunnel. */
export function eRab(bearer: Bearer): {
  readonly eRabId: number;
  readonly qos: Qos;
  readonly transportLayerAddress: Uint8Array;
  readonly gtpTeid: number;
} {
  const { apn, gateway } = bearer as Bearer & { gateway: FTeid };
  return {
    eRabId: bearer.ebi,
    qos: { qci: apn!.qci, arp: arpOf(apn!.arp) },
    transportLayerAddress: parseIp(gateway.address),
    gtpTeid: gateway.teid,
  };
}

function arpOf(arp: Arp): Qos['arp'] {
  return {
    priorityLevel: arp.priorityLevel,
    preEmptionCapability: arp.preEmptionCapability ? 'may-trigger-pre-emption' : 'shall-not-trigger-pre-emption',
    preEmptionVulnerability: arp.preEmptionVulnerability ? 'pre-emptable' : 'not-pre-emptable',
  };
}

/** Bit 15 of each mask is algorithm 1, bit 14 algorithm 2 …; algorithm 0 has no bit. TS 36.413 §9.2.1.40 */
export function securityCapabilitiesOf({ eea, eia }: UeSecurityCapability): UeSecurityCapabilities {
  return { encryptionAlgorithms: maskOf(eea), integrityProtectionAlgorithms: maskOf(eia) };
}

function maskOf(algorithms: readonly number[]): number {
  let mask = 0;
  for (const id of algorithms) if (id > 0) mask |= 0x10000 >> id;
  return mask;
}

/** The IMEISV in BCD, digits in order, with the last four digits of the serial number set to 1111. TS 36.413 §9.2.3.38 */
export function maskImeisv(imeisv: string | undefined): Uint8Array | undefined {
  if (imeisv?.length !== 16) return undefined;
  const octets = new Uint8Array(8);
  for (let i = 0; i < 8; i++) octets[i] = (Number(imeisv[2 * i]) << 4) | Number(imeisv[2 * i + 1]);
  octets[5] = 0xff;
  octets[6] = 0xff;
  return octets;
}
