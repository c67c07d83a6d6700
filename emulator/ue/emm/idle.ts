import type { Phone } from '../phone.ts';
import { leaveRrcConnected } from '../radio/rrc.ts';
import { isRegistered } from './states.ts';

/** The NAS signalling connection is gone: EMM-IDLE. T3412 starts when the phone is registered. TS 24.301 §5.3.1.2, §5.3.5 */
export function enterIdle(phone: Phone): void {
  const { registration, security } = phone;
  security.exchange = false;
  security.partial = undefined;
  phone.challenge = undefined;
  phone.stop('T3440', 'T3416', 'T3418', 'T3420');
  if (isRegistered(phone.emm)) phone.start('T3412', registration.t3412Ms);
}

/** The phone ends the connection by itself; the base station finds out as by a radio link failure. */
export function releaseLocally(phone: Phone): void {
  leaveRrcConnected(phone, true);
  enterIdle(phone);
}

/** Lets the network release the connection, but not for ever. TS 24.301 §5.3.1.2 */
export function awaitRelease(phone: Phone): void {
  if (phone.radio.connected) phone.start('T3440');
}
