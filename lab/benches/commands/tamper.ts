import { fromHex } from '../../../emulator/bytes/index.ts';
import type { CardTampering, NasTampering, NasTamperingAction, UeTampering } from '../../../emulator/ue/index.ts';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchOutcome, MessageTampering } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import { type Command, outcome } from './command.ts';
import { directionsOf, nasMessages } from './nas-direction.ts';

/** Makes a phone misbehave, added to what it does already; until `heal` or the end of the case. */
export async function tamper(lab: CaseLab, command: Command<'tamper'>): Promise<BenchOutcome> {
  const ue = lab.ueOf(command.ue);
  const { messages = [], ...rest } = command.tampering;
  const rules = messages.flatMap(rulesOf);
  ue.tampering = { ...ue.tampering, ...rest };
  ue.tamperedMessages = [...ue.tamperedMessages, ...rules];
  protectTamperedKeys(lab, ue);
  ue.phone.post({ type: 'tamper', tampering: ueTampering(ue, command.tampering.sqnMs) });
  lab.undo.add(`tampering of ${ue.name}`, () => healPhone(ue), ue.name);
  return outcome('accepted');
}

/** The phone keeps to the rules again; an SQN that its card was made to believe stays. */
function healPhone(ue: UeFixture): void {
  ue.tampering = {};
  ue.tamperedMessages = [];
  ue.phone.post({ type: 'tamper', tampering: undefined });
}

/** `sqnMs` only when it is to be set now: setting it again would take the card back. */
function ueTampering({ tampering, tamperedMessages }: UeFixture, sqnMs: number | undefined): UeTampering {
  const { kiFlipBits, opcFlipBits, autsMacFlipBits, resFlipBits, res } = tampering;
  const { eea, eia, ignoreAutn, acceptNullIntegrity, acceptUnprotected, ignoreReplayedCapabilities } = tampering;
  const card: CardTampering = given({
    kiFlipBits,
    opcFlipBits,
    autsMacFlipBits,
    resFlipBits,
    sqnMs,
    res: res === undefined ? undefined : octetsOf(res, 'res'),
  });
  return {
    ...given({ eea, eia, ignoreAutn, acceptNullIntegrity, acceptUnprotected, ignoreReplayedCapabilities }),
    card,
    messages: tamperedMessages,
  };
}

function rulesOf(tampering: MessageTampering): NasTampering[] {
  const { message, skip, times } = tampering;
  const action = actionOf(tampering);
  return nasMessages(message).flatMap(name =>
    directionsOf(name).map(direction => ({ direction, message: name, action, ...given({ skip, times }) })),
  );
}

function actionOf({ action, message, delayMs, copies, octets }: MessageTampering): NasTamperingAction {
  switch (action) {
    case 'drop':
    case 'strip':
      return { type: action };
    case 'corrupt-mac':
      return { type: 'corruptMac' };
    case 'duplicate':
      return { type: 'duplicate', ...given({ copies }) };
    case 'delay':
    case 'replay':
      if (delayMs === undefined) throw incomplete(message, action, 'how much later it comes');
      return { type: action, delayMs };
    case 'replace':
      if (octets === undefined) throw incomplete(message, action, 'the octets in its place');
      return { type: 'replace', octets: octetsOf(octets, message) };
  }
}

/** A key with flipped bits is as good as the key. */
function protectTamperedKeys(lab: CaseLab, { sim, tampering }: UeFixture): void {
  const { kiFlipBits, opcFlipBits } = tampering;
  if (kiFlipBits !== undefined) lab.run.protect(flipped(sim.ki.reveal(), kiFlipBits));
  if (opcFlipBits !== undefined) lab.run.protect(flipped(sim.opc.reveal(), opcFlipBits));
}

/** Bits count from the most significant of the first octet. */
export function flipped(octets: Uint8Array, bits: readonly number[]): Uint8Array {
  const copy = octets.slice();
  for (const bit of bits) if (bit >> 3 < copy.length) copy[bit >> 3]! ^= 0x80 >> (bit & 7);
  return copy;
}

function octetsOf(hex: string, place: string): Uint8Array {
  const digits = hex.replace(/[\s:]/g, '');
  if (digits.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(digits)) return fromHex(digits);
  throw new UserError('hex-invalid', `'${hex}' is no octets`, { place, expected: 'hex digits, two for each octet' });
}

function incomplete(message: string, action: string, what: string): UserError {
  return new UserError('tampering-incomplete', `${action} of ${message} does not say ${what}`);
}

/** Without the members that are undefined. */
function given<Members extends object>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
