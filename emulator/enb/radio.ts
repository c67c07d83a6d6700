import type { AirUplink } from '../air/index.ts';
import { samePlmn } from '../vocabulary/index.ts';
import { handleReconfigurationComplete } from './bearers.ts';
import { handleCapability, handleSecurityModeComplete, handleSecurityModeFailure } from './context-setup.ts';
import type { EnbState } from './enb-state.ts';
import type { AirRef } from './port.ts';
import { releaseLocally, requestRelease } from './release.ts';
import { shape } from './ue-ambr.ts';
import type { UeContext } from './ue-context.ts';

/** What a refused phone waits before it tries again. TS 36.331 §6.2.2 (RRCConnectionReject, 1 … 16 s) */
const REJECT_WAIT_MS = 1000;

type ConnectionSetup = Extract<AirUplink, { type: 'rrcConnectionSetup' }>;

/** One message of a phone on the air. */
export function handleAir(enb: EnbState, ref: AirRef, cell: number, message: AirUplink): void {
  if (message.type === 'rrcConnectionSetup') return connect(enb, ref, cell, message);
  const ue = enb.ues.ofRef(ref);
  if (ue === undefined || !ue.onAir) return enb.note(`${message.type} of a phone without a connection ignored`);
  switch (message.type) {
    case 'ulInformationTransfer':
      return forwardNas(enb, ue, message.nas);
    case 'securityModeComplete':
      return handleSecurityModeComplete(enb, ue);
    case 'securityModeFailure':
      return handleSecurityModeFailure(enb, ue);
    case 'ueCapabilityInformation':
      return handleCapability(enb, ue, message.radioCapability);
    case 'rrcConnectionReconfigurationComplete':
      return handleReconfigurationComplete(enb, ue);
    case 'packet':
      return sendUplink(enb, ue, message.eRabId, message.packet);
    case 'radioLinkFailure':
      ue.onAir = false;
      return requestRelease(enb, ue, 'radio-connection-with-ue-lost');
  }
}

/** A phone connects: Initial UE Message. TS 36.413 §8.6.2.1 */
function connect(enb: EnbState, ref: AirRef, cell: number, message: ConnectionSetup): void {
  const old = enb.ues.ofRef(ref);
  if (old !== undefined) {
    // The phone came back without having been released: the old connection is lost.
    old.onAir = false;
    requestRelease(enb, old, 'radio-connection-with-ue-lost');
  }
  const { plmns, tac, cellId } = enb.cellInfo(cell);
  const { selectedPlmn: plmn, establishmentCause, sTmsi, registeredMme, nas } = message;
  if (enb.s1 !== 'up' || isRefused(enb.overload, establishmentCause) || !plmns.some(own => samePlmn(own, plmn))) {
    enb.emit({ type: 'air', ue: ref, message: { type: 'rrcConnectionReject', waitTimeMs: REJECT_WAIT_MS } });
    return;
  }
  const enbUeS1apId = enb.ues.nextId();
  const ue: UeContext = {
    ref,
    enbUeS1apId,
    cell,
    plmn,
    stream: enb.streams > 1 ? 1 + (enbUeS1apId % (enb.streams - 1)) : 0,
    mmeUeS1apId: undefined,
    onAir: true,
    setup: undefined,
    security: undefined,
    bearers: [],
    pending: [],
    releaseRequested: false,
    downlinkLimit: undefined,
    uplinkLimit: undefined,
  };
  enb.ues.add(ue);
  const gummei = registeredMme && {
    plmn: registeredMme.plmn ?? plmn,
    mmegi: registeredMme.mmegi,
    mmec: registeredMme.mmec,
  };
  enb.sendFor(ue, {
    message: 'InitialUEMessage',
    enbUeS1apId,
    nasPdu: nas,
    tai: { plmn, tac },
    eutranCgi: { plmn, cellId },
    rrcEstablishmentCause: establishmentCause,
    ...(sTmsi === undefined ? {} : { sTmsi }),
    ...(gummei === undefined ? {} : { gummei }),
  });
}

function forwardNas(enb: EnbState, ue: UeContext, nasPdu: Uint8Array): void {
  if (ue.mmeUeS1apId === undefined) return enb.note('uplink NAS before the MME answered: dropped', ue);
  const { tac, cellId } = enb.cellInfo(ue.cell);
  enb.sendFor(ue, {
    message: 'UplinkNASTransport',
    mmeUeS1apId: ue.mmeUeS1apId,
    enbUeS1apId: ue.enbUeS1apId,
    nasPdu,
    eutranCgi: { plmn: ue.plmn, cellId },
    tai: { plmn: ue.plmn, tac },
  });
}

function sendUplink(enb: EnbState, ue: UeContext, eRabId: number, packet: Uint8Array): void {
  const bearer = ue.bearers.find(candidate => candidate.eRabId === eRabId);
  if (bearer === undefined) return enb.note(`uplink packet on E-RAB ${eRabId}, which does not exist: dropped`, ue);
  shape(enb, ue, ue.uplinkLimit, packet.length, () => {
    enb.emit({ type: 'gtpu', address: bearer.remote.address, teid: bearer.remote.teid, packet });
  });
}

/** A GTP-U packet from the gateway, to the phone at its rate. */
export function sendDownlink(enb: EnbState, teid: number, packet: Uint8Array): void {
  const tunnel = enb.ues.ofTeid(teid);
  if (tunnel === undefined) return;
  const { ue, bearer } = tunnel;
  if (!ue.onAir) return;
  shape(enb, ue, ue.downlinkLimit, packet.length, () => {
    enb.emit({ type: 'air', ue: ue.ref, message: { type: 'packet', eRabId: bearer.eRabId, packet } });
  });
}

/** The phone is switched off or taken away: whatever connection it has is lost. */
export function leave(enb: EnbState, ref: AirRef): void {
  const ue = enb.ues.ofRef(ref);
  if (ue === undefined) return;
  ue.onAir = false;
  if (ue.mmeUeS1apId === undefined) releaseLocally(enb, ue);
  else requestRelease(enb, ue, 'radio-connection-with-ue-lost');
}

/** What a congested MME does not want, by its overload action. TS 36.413 §8.7.6.2 */
function isRefused(action: string | undefined, cause: ConnectionSetup['establishmentCause']): boolean {
  switch (action) {
    case undefined:
      return false;
    case 'reject-non-emergency-mo-dt':
      return cause === 'mo-Data' || cause === 'delay-TolerantAccess';
    case 'reject-rrc-cr-signalling':
      return cause === 'mo-Data' || cause === 'delay-TolerantAccess' || cause === 'mo-Signalling';
    case 'permit-emergency-sessions-and-mobile-terminated-services-only':
      return cause !== 'emergency' && cause !== 'mt-Access';
    case 'permit-high-priority-sessions-and-mobile-terminated-services-only':
      return cause !== 'highPriorityAccess' && cause !== 'mt-Access';
    case 'reject-delay-tolerant-access':
      return cause === 'delay-TolerantAccess';
    default:
      return false;
  }
}
