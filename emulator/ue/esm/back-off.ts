import { type GprsTimer3, gprsTimerSeconds } from '../../codec/nas-eps/index.ts';
import type { Millis } from '../../machine/index.ts';
import type { Phone } from '../phone.ts';

/**
 * T3396: the network does not want to be asked for an APN for a while. A deactivated timer holds until power-off; zero holds
 * nothing back. TS 24.301 §6.5.1.4.2, §6.5.1.4.3
 */
export function startBackOff(phone: Phone, apn: string, timer: GprsTimer3): void {
  const seconds = gprsTimerSeconds(timer);
  const until = seconds === undefined ? Number.POSITIVE_INFINITY : phone.now + seconds * 1000;
  phone.backOff = (phone.backOff ?? []).filter(entry => entry.apn !== apn && entry.until > phone.now);
  if (until > phone.now) phone.backOff.push({ apn, until });
}

/** How long an APN must not be asked for; undefined when it may be. */
export function backOffLeft(phone: Phone, apn: string): Millis | undefined {
  const until = phone.backOff?.find(entry => entry.apn === apn)?.until;
  return until === undefined || until <= phone.now ? undefined : until - phone.now;
}
