import type { MobileIdentity, NasEps } from '../../codec/nas-eps/index.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';

/** Gives the identity that the network asks for, or says that there is none. TS 24.301 §5.4.4.3 */
export function handleIdentityRequest(phone: Phone, request: NasEps<'IdentityRequest'>): void {
  sendNas(phone, { message: 'IdentityResponse', mobileIdentity: identity(phone, request.identityType) });
}

function identity(phone: Phone, type: NasEps<'IdentityRequest'>['identityType']): MobileIdentity {
  switch (type) {
    case 'imei':
      return { type: 'imei', imei: phone.config.imei };
    case 'imeisv':
      return { type: 'imeisv', imeisv: imeisvOf(phone) };
    case 'tmsi':
      return { type: 'noIdentity' };
    default:
      // A reserved value counts as IMSI. TS 24.008 §10.5.5.9
      return { type: 'imsi', imsi: phone.config.usim.imsi };
  }
}

/** TAC, serial number and software version: the IMEI without its check digit, then two digits. TS 23.003 §6.2.2 */
export function imeisvOf(phone: Phone): string {
  return phone.config.imei.slice(0, 14) + phone.config.imeiSoftwareVersion;
}
