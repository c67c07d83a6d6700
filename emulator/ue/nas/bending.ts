import { SECURITY_HEADER_TYPE } from '../../codec/nas-eps/index.ts';
import type { HeldNas, Phone } from '../phone.ts';
import type { NasTamperingAction, UeTampering } from '../port.ts';

/** Takes up the rules of a `tamper` input, or lets go of them. What is held back is delivered all the same. */
export function setTampering(phone: Phone, tampering: UeTampering | undefined): void {
  phone.tampering = tampering;
  phone.usim.tamper(tampering?.card);
  // a rule that stays goes on counting
  const before = phone.bent?.rules ?? [];
  const rules = (tampering?.messages ?? []).map(rule => before.find(entry => entry.rule === rule) ?? { rule, seen: 0 });
  const held = phone.bent?.held ?? [];
  phone.bent = rules.length === 0 && held.length === 0 ? undefined : { rules, held };
}

/** What goes on the air in place of a message: itself unless a rule fits. */
export function bendUplink(phone: Phone, name: string, octets: Uint8Array, plain: Uint8Array): Uint8Array[] {
  const action = actionFor(phone, 'uplink', name);
  return action === undefined ? [octets] : bend(phone, 'uplink', action, octets, plain);
}

/** True when a rule may want to see downlink messages before the phone does. */
export function watchesDownlink(phone: Phone): boolean {
  return phone.bent?.rules.some(({ rule }) => rule.direction === 'downlink') ?? false;
}

/** What the phone receives in place of a message. */
export function bendDownlink(phone: Phone, name: string, octets: Uint8Array, plain: Uint8Array): Uint8Array[] {
  const action = actionFor(phone, 'downlink', name);
  return action === undefined ? [octets] : bend(phone, 'downlink', action, octets, plain);
}

/** The messages whose time has come; the timer runs on for the rest. */
export function takeHeld(phone: Phone): HeldNas[] {
  const { bent } = phone;
  if (bent === undefined) return [];
  const due = bent.held.filter(({ at }) => at <= phone.now).sort((a, b) => a.at - b.at);
  const rest = bent.held.filter(({ at }) => at > phone.now);
  phone.bent = { rules: bent.rules, held: rest };
  arm(phone);
  return due;
}

function actionFor(phone: Phone, direction: 'uplink' | 'downlink', name: string): NasTamperingAction | undefined {
  if (phone.bent === undefined) return undefined;
  for (const entry of phone.bent.rules) {
    const { rule } = entry;
    if (rule.direction !== direction || rule.message !== name) continue;
    entry.seen++;
    const turn = entry.seen - (rule.skip ?? 0);
    if (turn < 1 || turn > (rule.times ?? Number.POSITIVE_INFINITY)) continue;
    phone.note(`tampering: ${direction} ${name}: ${rule.action.type}`);
    return rule.action;
  }
  return undefined;
}

function bend(
  phone: Phone,
  direction: 'uplink' | 'downlink',
  action: NasTamperingAction,
  octets: Uint8Array,
  plain: Uint8Array,
): Uint8Array[] {
  switch (action.type) {
    case 'drop':
      return [];
    case 'duplicate':
      return new Array(1 + (action.copies ?? 1)).fill(octets);
    case 'delay':
      hold(phone, direction, octets, action.delayMs);
      return [];
    case 'replay':
      hold(phone, direction, octets, action.delayMs);
      return [octets];
    case 'corruptMac':
      return [withWrongMac(octets)];
    case 'strip':
      return [plain];
    case 'replace':
      return [action.octets];
  }
}

function hold(phone: Phone, direction: 'uplink' | 'downlink', octets: Uint8Array, delayMs: number): void {
  const initial = direction === 'uplink' && !phone.radio.connected;
  const message = { at: phone.now + delayMs, direction, octets: octets.slice(), initial };
  const held = [...(phone.bent?.held ?? []), message];
  phone.bent = { rules: phone.bent?.rules ?? [], held };
  arm(phone);
}

function arm(phone: Phone): void {
  const held = phone.bent?.held ?? [];
  if (held.length === 0) phone.stop('HELD');
  else phone.timers.start('HELD', Math.min(...held.map(({ at }) => at)));
}

/** The last octet of the MAC is the fifth, and of a Service Request's short MAC the fourth. */
function withWrongMac(octets: Uint8Array): Uint8Array {
  const securityHeaderType = octets[0]! >> 4;
  if ((octets[0]! & 0xf) !== 0x7 || securityHeaderType === SECURITY_HEADER_TYPE.plain) return octets;
  const copy = octets.slice();
  const last = securityHeaderType >= SECURITY_HEADER_TYPE.serviceRequest ? 3 : 4;
  if (last < copy.length) copy[last]! ^= 0x01;
  return copy;
}
