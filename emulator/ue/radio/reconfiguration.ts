import type { AirDownlink } from '../../air/index.ts';
import { receiveNas } from '../emm/receive.ts';
import { handleServiceGranted } from '../emm/service-request.ts';
import { sendWaitingRequests } from '../esm/send.ts';
import type { Phone } from '../phone.ts';
import { sendHeldPackets } from './packets.ts';
import { send } from './rrc.ts';

type Reconfiguration = Extract<AirDownlink, { readonly type: 'rrcConnectionReconfiguration' }>;

/**
 * The base station sets up and releases data radio bearers and hands over the NAS messages that came with them. Bearers that
 * come without a NAS message are the answer to a service request. TS 36.331 §5.3.5.3, TS 24.301 §5.6.1.4
 */
export function handleReconfiguration(phone: Phone, message: Reconfiguration): void {
  const { radio } = phone;
  for (const eRabId of message.releasedERabIds) radio.bearers &= ~(1 << eRabId);
  for (const { eRabId } of message.addedBearers) radio.bearers |= 1 << eRabId;
  send(phone, { type: 'rrcConnectionReconfigurationComplete' });
  if (message.addedBearers.length > 0) handleServiceGranted(phone);
  for (const nas of message.nas) receiveNas(phone, nas);
  sendWaitingRequests(phone);
  sendHeldPackets(phone);
}
