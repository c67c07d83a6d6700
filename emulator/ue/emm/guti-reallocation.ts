import { type NasEps, taisOf } from '../../codec/nas-eps/index.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { setGuti, setUpdateStatus } from './registration.ts';

/** Takes the new GUTI, and the TAI list when there is one. TS 24.301 §5.4.1.3 */
export function handleGutiReallocationCommand(phone: Phone, command: NasEps<'GutiReallocationCommand'>): void {
  if (command.guti.type !== 'guti') {
    sendNas(phone, { message: 'EmmStatus', emmCause: 96 });
    return;
  }
  setGuti(phone, command.guti.guti);
  if (command.taiList !== undefined) phone.registration.taiList = taisOf(command.taiList);
  setUpdateStatus(phone, 'EU1_UPDATED');
  sendNas(phone, { message: 'GutiReallocationComplete' });
}
