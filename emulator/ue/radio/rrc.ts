import type { AirUplink, EstablishmentCause } from '../../air/index.ts';
import { samePlmn, sameTai } from '../../vocabulary/index.ts';
import { currentTai, type Phone } from '../phone.ts';
import type { RrcState } from '../port.ts';

/**
 * Hands a NAS message to the radio: on the connection when there is one, else in the message that completes its
 * establishment. The phone gives its S-TMSI where its registration holds in this cell's tracking area, else the MME that it
 * was registered with. TS 24.301 §5.3.1.1
 */
export function sendOverAir(phone: Phone, nas: Uint8Array, establishmentCause: EstablishmentCause): void {
  if (phone.radio.connected) {
    send(phone, { type: 'ulInformationTransfer', nas });
    return;
  }
  const selectedPlmn = phone.radio.plmn;
  if (selectedPlmn === undefined) {
    phone.note('a NAS message was not sent: there is no suitable cell');
    return;
  }
  const { guti, taiList } = phone.registration;
  const tai = currentTai(phone)!;
  const known = guti !== undefined && taiList.some(other => sameTai(other, tai));
  phone.radio.connected = true;
  changed(phone, 'RRC_IDLE', 'RRC_CONNECTED');
  send(phone, {
    type: 'rrcConnectionSetup',
    establishmentCause,
    selectedPlmn,
    ...(known ? { sTmsi: { mmec: guti.mmec, mTmsi: guti.mTmsi } } : {}),
    ...(guti !== undefined && !known
      ? {
          registeredMme: {
            ...(samePlmn(guti.plmn, selectedPlmn) ? {} : { plmn: guti.plmn }),
            mmegi: guti.mmegi,
            mmec: guti.mmec,
          },
        }
      : {}),
    nas,
  });
}

/** Ends the connection in the phone; `tell`: the base station must find out, as by a radio link failure. */
export function leaveRrcConnected(phone: Phone, tell: boolean): void {
  if (!phone.radio.connected) return;
  if (tell) send(phone, { type: 'radioLinkFailure' });
  phone.radio.connected = false;
  phone.radio.bearers = 0;
  changed(phone, 'RRC_CONNECTED', 'RRC_IDLE');
}

export function send(phone: Phone, message: AirUplink): void {
  phone.emit({ type: 'air', message });
}

export function hasRadioBearer(phone: Phone, eRabId: number): boolean {
  return (phone.radio.bearers & (1 << eRabId)) !== 0;
}

function changed(phone: Phone, from: RrcState, to: RrcState): void {
  phone.emit({ type: 'state', machine: 'rrc', from, to });
}
