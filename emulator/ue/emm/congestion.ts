import type { GprsTimer } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { millis } from './attach.ts';

const RANDOM_FROM_MS = 15 * 60_000;
const RANDOM_SPAN_MS = 15 * 60_000;

/**
 * Starts T3346 after cause 22: for the time in the message when it was integrity protected, else for a random one of 15 to 30
 * minutes. Returns the time; undefined when the message has no usable value, which makes it an abnormal case.
 * TS 24.301 §5.5.1.2.5, §5.3.6
 */
export function startCongestionTimer(
  phone: Phone,
  value: GprsTimer | undefined,
  verified: boolean,
): number | undefined {
  if (value === undefined) return undefined;
  const wanted = millis(value);
  if (wanted === undefined) return undefined;
  const ms = verified ? wanted : RANDOM_FROM_MS + Math.floor((random16(phone) * RANDOM_SPAN_MS) / 0x10000);
  phone.start('T3346', ms);
  return ms;
}

function random16(phone: Phone): number {
  const [high = 0, low = 0] = phone.random(2);
  return (high << 8) | low;
}
