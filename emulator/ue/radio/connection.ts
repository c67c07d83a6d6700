import type { AirDownlink } from '../../air/index.ts';
import { handleConnectionLost } from '../emm/connection-lost.ts';
import { enterIdle } from '../emm/idle.ts';
import { DEREGISTERED, REGISTERED } from '../emm/states.ts';
import { hasWaitingRequests } from '../esm/send.ts';
import type { Phone } from '../phone.ts';
import { leaveRrcConnected } from './rrc.ts';

/** The base station released the connection: EMM-IDLE. TS 36.331 §5.3.8.3 */
export function handleRelease(phone: Phone, cause: 'other' | 'loadBalancingTAUrequired'): void {
  if (!phone.radio.connected) return;
  leaveRrcConnected(phone, false);
  enterIdle(phone);
  // TS 24.301 §5.5.3.2.2 f
  if (cause === 'loadBalancingTAUrequired' && phone.emm.name === 'EMM-REGISTERED')
    phone.wishes.update ??= { type: 'ta', active: false };
  handleConnectionLost(phone, { type: 'no-answer', detail: 'the network released the connection' });
  if (phone.emm.name !== 'EMM-REGISTERED') return;
  if (phone.heldPackets !== undefined) phone.wishes.service ??= 'data';
  else if (hasWaitingRequests(phone)) phone.wishes.service ??= 'signalling';
}

/**
 * The base station refuses a connection for a while. The procedure was not begun, so it does not count as an attempt; it begins
 * again when the time is over. TS 36.331 §5.3.3.8, TS 24.301 §5.5.1.2.6 a, §5.5.3.2.6 a, §5.6.1.6 a
 */
export function handleConnectionReject(
  phone: Phone,
  { waitTimeMs }: Extract<AirDownlink, { readonly type: 'rrcConnectionReject' }>,
): void {
  if (!phone.radio.connected) return;
  leaveRrcConnected(phone, false);
  enterIdle(phone);
  phone.note(`RRC connection refused by the cell: next try in ${waitTimeMs} ms`);
  phone.timers.start('T302', phone.now + waitTimeMs);
  const { emm } = phone;
  switch (emm.name) {
    case 'EMM-REGISTERED-INITIATED':
      phone.stop('T3410');
      phone.enter(DEREGISTERED['ATTACH-NEEDED']);
      return;
    case 'EMM-TRACKING-AREA-UPDATING-INITIATED':
      phone.stop('T3430');
      phone.enter(REGISTERED['UPDATE-NEEDED']);
      return;
    case 'EMM-SERVICE-REQUEST-INITIATED':
      phone.stop('T3417');
      phone.wishes.service = emm.reason;
      phone.enter(REGISTERED['NORMAL-SERVICE']);
      return;
    default:
      handleConnectionLost(phone, { type: 'no-answer', detail: 'the cell refused the connection' });
  }
}
