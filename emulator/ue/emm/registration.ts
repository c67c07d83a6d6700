import { toHex } from '../../bytes/index.ts';
import { type Guti, type Plmn, parsePlmn } from '../../vocabulary/index.ts';
import type { Phone, UpdateStatus } from '../phone.ts';
import type { EpsNsc, UsimMemory } from '../port.ts';

/** Deletes GUTI, last visited TAI, TAI list and eKSI: what nearly every reject asks for. TS 24.301 §5.5.1.2.5 */
export function forgetRegistration(phone: Phone): void {
  const { registration, security } = phone;
  registration.guti = undefined;
  registration.lastVisitedTai = undefined;
  registration.taiList = [];
  security.context = undefined;
  security.partial = undefined;
  security.exchange = false;
  phone.memoryChanged = true;
}

export function setUpdateStatus(phone: Phone, status: UpdateStatus): void {
  if (phone.registration.updateStatus === status) return;
  phone.registration.updateStatus = status;
  phone.memoryChanged = true;
}

/** A new GUTI takes the place of the old one. */
export function setGuti(phone: Phone, guti: Guti): void {
  phone.registration.guti = guti;
  phone.memoryChanged = true;
}

/**
 * What survives power-off now. The security context is stored only while the phone is deregistered: once it is used, the
 * stored copy is invalid, as its NAS COUNTs are. TS 24.301 §4.4.2.1
 */
export function usimMemory(phone: Phone): UsimMemory {
  const { registration, usim, emm, forbidden } = phone;
  const { guti, lastVisitedTai, updateStatus } = registration;
  const deregistered = emm.name === 'EMM-NULL' || emm.name === 'EMM-DEREGISTERED';
  const epsnsc = deregistered ? storedContext(phone) : undefined;
  return {
    v: 1,
    imsi: phone.config.usim.imsi,
    sqnArray: usim.sqn.toArray(),
    epsloci: {
      updateStatus,
      ...(guti === undefined ? {} : { guti }),
      ...(lastVisitedTai === undefined ? {} : { lastVisitedTai }),
    },
    ...(epsnsc === undefined ? {} : { epsnsc }),
    ...(forbidden === undefined || forbidden.plmns.length === 0
      ? {}
      : { forbiddenPlmns: forbidden.plmns.map((text): Plmn => parsePlmn(text)) }),
  };
}

function storedContext(phone: Phone): EpsNsc | undefined {
  const { context } = phone.security;
  if (context === undefined) return undefined;
  const { keySetIdentifier, kasme, eea, eia, uplinkNasCount, downlinkNasCount } = context;
  return { ksi: keySetIdentifier.ksi, kasme: toHex(kasme.reveal()), eea, eia, uplinkNasCount, downlinkNasCount };
}
