import type { AirDownlink } from '../air/index.ts';
import type { Machine, Millis, RandomBytes } from '../machine/index.ts';
import { handleT3410Expiry } from './emm/attach.ts';
import { handleAuthenticationTimeout } from './emm/authentication.ts';
import { handleCellLost, handleSearchFailed, handleSystemInformation } from './emm/cell-change.ts';
import { handleT3421Expiry } from './emm/detach.ts';
import { releaseLocally } from './emm/idle.ts';
import { handlePaging } from './emm/paging.ts';
import { loadMemory, powerOff, powerOn } from './emm/power.ts';
import { receiveNas, takeNas } from './emm/receive.ts';
import { usimMemory } from './emm/registration.ts';
import { requestAttach, requestDetach, requestService, requestUpdate } from './emm/requests.ts';
import { handleT3417Expiry } from './emm/service-request.ts';
import { handleT3430Expiry } from './emm/tracking-area-update.ts';
import { pursueWishes } from './emm/wishes.ts';
import { requestBearer, requestModification } from './esm/bearer-resources.ts';
import { connectPdn } from './esm/pdn-connectivity.ts';
import { disconnectPdn } from './esm/pdn-disconnect.ts';
import { sendWaitingRequests } from './esm/send.ts';
import { handleEsmTimeout } from './esm/timer-expiry.ts';
import { setTampering, takeHeld } from './nas/bending.ts';
import { Phone, type PhoneTimer } from './phone.ts';
import type { UeConfig, UeInput, UeOutput } from './port.ts';
import { handleAsSecurityModeCommand } from './radio/as-security.ts';
import { handleCapabilityEnquiry } from './radio/capability.ts';
import { handleConnectionReject, handleRelease } from './radio/connection.ts';
import { handleDownlinkPacket, handleUplinkPacket } from './radio/packets.ts';
import { handleReconfiguration } from './radio/reconfiguration.ts';
import { sendOverAir } from './radio/rrc.ts';

/** A phone with its card: NAS and the radio below it, as one machine. Switched off until `powerOn`. */
export class Ue implements Machine<UeInput, UeOutput> {
  private readonly phone: Phone;

  /** `random` draws what the specification leaves to chance; a run replays from its seed. */
  constructor(config: UeConfig, random: RandomBytes) {
    this.phone = new Phone(config, random);
    loadMemory(this.phone);
    if (config.tampering !== undefined) setTampering(this.phone, config.tampering);
  }

  handle(input: UeInput, now: Millis): UeOutput[] {
    const { phone } = this;
    phone.now = now;
    dispatch(phone, input);
    pursueWishes(phone);
    if (phone.memoryChanged) {
      phone.memoryChanged = false;
      phone.emit({ type: 'usimMemory', memory: usimMemory(phone) });
    }
    return phone.takeOutputs();
  }

  nextTimeout(): Millis | undefined {
    return this.phone.timers.next();
  }
}

function dispatch(phone: Phone, input: UeInput): void {
  switch (input.type) {
    case 'timeout':
      for (const timer of phone.timers.expire(phone.now)) ON_EXPIRY[timer](phone);
      return;
    case 'air':
      return handleAir(phone, input.message);
    case 'powerOn':
      return powerOn(phone, input.attach ?? true);
    case 'powerOff':
      return powerOff(phone, input.abrupt ?? false);
    case 'attach':
      return requestAttach(phone, input);
    case 'detach':
      return requestDetach(phone);
    case 'serviceRequest':
      return requestService(phone, 'data');
    case 'trackingAreaUpdate':
      return requestUpdate(phone, input);
    case 'connectPdn':
      return connectPdn(phone, input.apn, input.pdnType ?? phone.config.pdnType);
    case 'disconnectPdn':
      return disconnectPdn(phone, input.ebi);
    case 'requestBearer':
      return requestBearer(phone, input.linkedEbi, { qci: input.qci }, input.tft);
    case 'modifyBearer': {
      const { ebi, tft, esmCause } = input;
      return requestModification(phone, ebi, { tft, ...(esmCause === undefined ? {} : { esmCause }) });
    }
    case 'packet':
      return handleUplinkPacket(phone, input.ebi, input.packet);
    case 'tamper':
      return setTampering(phone, input.tampering);
  }
}

function handleAir(phone: Phone, message: AirDownlink): void {
  if (message.type === 'systemInformation') return handleSystemInformation(phone, message.cell);
  if (message.type === 'cellLost') return handleCellLost(phone);
  if (phone.emm.name === 'EMM-NULL') return;
  if (message.type === 'paging') return handlePaging(phone, message);
  if (!phone.radio.connected) {
    phone.note(`${message.type} ignored: there is no RRC connection`);
    return;
  }
  switch (message.type) {
    case 'dlInformationTransfer':
      receiveNas(phone, message.nas);
      sendWaitingRequests(phone);
      return;
    case 'rrcConnectionReconfiguration':
      return handleReconfiguration(phone, message);
    case 'securityModeCommand':
      return handleAsSecurityModeCommand(phone, message);
    case 'ueCapabilityEnquiry':
      return handleCapabilityEnquiry(phone);
    case 'rrcConnectionRelease':
      return handleRelease(phone, message.cause);
    case 'rrcConnectionReject':
      return handleConnectionReject(phone, message);
    case 'packet':
      return handleDownlinkPacket(phone, message.eRabId, message.packet);
  }
}

function nothing(): void {
  // The timer held something back; pursueWishes goes on with it.
}

const ON_EXPIRY: Readonly<Record<PhoneTimer, (phone: Phone) => void>> = {
  T3346: nothing,
  T3402: phone => {
    phone.registration.attachAttempts = 0;
    phone.registration.updateAttempts = 0;
  },
  T3410: handleT3410Expiry,
  T3411: nothing,
  T3412: phone => {
    phone.wishes.update ??= { type: 'periodic', active: false };
  },
  // RAND and RES are deleted. TS 24.301 §5.4.2.3
  T3416: phone => {
    phone.challenge = undefined;
  },
  T3417: handleT3417Expiry,
  T3418: handleAuthenticationTimeout,
  T3420: handleAuthenticationTimeout,
  T3421: handleT3421Expiry,
  T3430: handleT3430Expiry,
  T3440: phone => {
    phone.note('the network did not release the connection in time (T3440, 10 s)');
    releaseLocally(phone);
  },
  T302: nothing,
  ESM: handleEsmTimeout,
  'CELL-SEARCH': handleSearchFailed,
  HELD: deliverHeld,
};

/** Messages that tampering has held back go where they were bound. */
function deliverHeld(phone: Phone): void {
  for (const { direction, octets, initial } of takeHeld(phone)) {
    if (direction === 'downlink') takeNas(phone, octets);
    else if (phone.radio.connected || initial) sendOverAir(phone, octets, 'mo-Signalling');
    else phone.note('a delayed uplink message was dropped: its connection is gone');
  }
}
