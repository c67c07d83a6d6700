import type { NasEps } from '../../codec/nas-eps/index.ts';
import { formatEmmCause } from '../../vocabulary/index.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';

/** The network reports an error of the phone's; no state changes. TS 24.301 §5.7 */
export function handleEmmStatus(phone: Phone, status: NasEps<'EmmStatus'>): void {
  phone.note(`EMM Status from the network: ${formatEmmCause(status.emmCause)}`);
}

/** Reports an error of the network's, when a connection is there to do so. TS 24.301 §7 */
export function sendEmmStatus(phone: Phone, emmCause: number): void {
  if (phone.radio.connected) sendNas(phone, { message: 'EmmStatus', emmCause });
}
