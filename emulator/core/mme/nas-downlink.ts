import { encodeNasEps, type NasEpsMessage, SECURITY_HEADER_TYPE } from '../../codec/nas-eps/index.ts';
import type { NasSecurityContext } from '../../nas-security/index.ts';
import type { MmeState } from './mme-state.ts';
import { MME_TIMERS } from './timers.ts';
import type { Protection, RepeatingTimer, S1Connection, UeContext } from './ue-context.ts';

/** Sends a message under the phone's security context, in Downlink NAS Transport. TS 36.413 §8.6.2.2 */
export function sendNas(mme: MmeState, ue: UeContext, message: NasEpsMessage): void {
  sendOctets(mme, ue, encodeNasEps(message), 'protected', ue.security);
}

/**
 * Sends a message that a phone takes in the clear as long as no secure exchange is established. Once it is, the phone must discard
 * plain messages, so this one is protected then. TS 24.301 §4.4.4.2
 */
export function sendOpenNas(mme: MmeState, ue: UeContext, message: NasEpsMessage): void {
  sendOctets(mme, ue, encodeNasEps(message), openProtection(ue), ue.security);
}

/** Attach, TAU or Service Reject: always plain in Open5GS, so that a phone with secure exchange ignores it and tries again. */
export function sendReject(mme: MmeState, ue: UeContext, message: NasEpsMessage): void {
  const protection = mme.traits.protectsRejects ? openProtection(ue) : 'plain';
  sendOctets(mme, ue, encodeNasEps(message), protection, ue.security);
}

/** How a message is sent that may be plain. */
export function openProtection({ connection, security }: UeContext): Protection {
  return connection?.secured === true && security !== undefined ? 'protected' : 'plain';
}

export function sendOctets(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): void {
  const { connection } = ue;
  if (connection === undefined || connection.releasing !== undefined) return;
  transport(mme, connection, secure(mme, ue, plain, protection, context));
}

/** Sends a message, and again each time `timer` runs out, as often as its rule says. */
export function sendRepeatedly(
  mme: MmeState,
  ue: UeContext,
  timer: RepeatingTimer,
  message: NasEpsMessage,
  protection: Protection,
  context: NasSecurityContext | undefined = ue.security,
): void {
  const plain = encodeNasEps(message);
  repeatLater(mme, ue, timer, plain, protection, context);
  const { connection } = ue;
  if (connection === undefined || connection.releasing !== undefined) return;
  transport(mme, connection, secureFirst(mme, ue, plain, protection, context));
}

/** Protects a message; where its repetition is armed already, the octets are kept for it. */
export function secureFirst(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): Uint8Array {
  const { octets, genuine } = secured(mme, ue, plain, protection, context);
  if (ue.repetition?.plain === plain) ue.repetition.genuine = genuine;
  return octets;
}

/** Arms the repetition of a message that travels inside another one, such as Attach Accept in Initial Context Setup. */
export function repeatLater(
  mme: MmeState,
  ue: UeContext,
  timer: RepeatingTimer,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): void {
  const { ms, repetitions } = MME_TIMERS[timer];
  ue.repetition = { timer, plain, protection, context, genuine: undefined, left: repetitions };
  mme.startTimer(ue, timer, ms);
}

/** Sends once more; false when the message was sent as often as it may be. */
export function repeat(mme: MmeState, ue: UeContext): boolean {
  const { repetition } = ue;
  if (repetition === undefined || repetition.left <= 0 || ue.connection === undefined) return false;
  repetition.left--;
  mme.startTimer(ue, repetition.timer, MME_TIMERS[repetition.timer].ms);
  if (ue.connection.releasing !== undefined) return true;
  const { plain, protection, context, genuine } = repetition;
  const again = secured(mme, ue, plain, protection, context, genuine);
  repetition.genuine = again.genuine;
  transport(mme, ue.connection, again.octets);
  return true;
}

export function transport(mme: MmeState, connection: S1Connection, nasPdu: Uint8Array): void {
  const { mmeUeS1apId, enbUeS1apId } = connection;
  mme.send(connection, { message: 'DownlinkNASTransport', mmeUeS1apId, enbUeS1apId, nasPdu });
}

/** Puts a plain message under a security context, ready for whatever S1AP message carries it. */
export function secure(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): Uint8Array {
  return secured(mme, ue, plain, protection, context).octets;
}

/**
 * Protects a message. `genuine`: its octets when it was sent before; they go out again as they were. Deviation: TS 24.301 §4.4.3.1
 * gives each repetition a NAS COUNT of its own; Open5GS repeats the same octets, so a phone that had the first discards them as a replay,
 * and only a message that was lost on its way down is healed. `genuine` in the result: what a repetition repeats; undefined when a
 * lab has altered the message.
 */
export function secured(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
  genuine?: Uint8Array,
): { readonly octets: Uint8Array; readonly genuine: Uint8Array | undefined } {
  const untouched = { plain, protection, corruptMac: false };
  const outgoing = mme.tampering === undefined ? untouched : mme.tampering.nasGoing(ue, untouched);
  const isSame = outgoing.plain === plain && outgoing.protection === protection;
  if (isSame && genuine !== undefined) traceDownlink(mme, ue, plain, headerTypeOf(protection, context));
  const octets =
    isSame && genuine !== undefined ? genuine : protect(mme, ue, outgoing.plain, outgoing.protection, context);
  if (!outgoing.corruptMac || outgoing.protection === 'plain') return { octets, genuine: isSame ? octets : undefined };
  const corrupted = octets.slice();
  corrupted[FIRST_MAC_OCTET]! ^= 1;
  return { octets: corrupted, genuine: isSame ? octets : undefined };
}

const FIRST_MAC_OCTET = 1;

function protect(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): Uint8Array {
  const type = headerTypeOf(protection, context);
  const result = type === SECURITY_HEADER_TYPE.plain ? undefined : context!.protect(plain, type, 'downlink');
  if (result?.ok === false) mme.note('downlink NAS COUNT exhausted: the message goes out unprotected', ue);
  const isProtected = result?.ok === true;
  traceDownlink(mme, ue, plain, isProtected ? type : SECURITY_HEADER_TYPE.plain);
  return isProtected ? result.message : plain;
}

function headerTypeOf(protection: Protection, context: NasSecurityContext | undefined) {
  if (protection === 'plain' || context === undefined) return SECURITY_HEADER_TYPE.plain;
  return protection === 'new-context'
    ? SECURITY_HEADER_TYPE.integrityProtectedWithNewContext
    : SECURITY_HEADER_TYPE.integrityProtectedAndCiphered;
}

function traceDownlink(mme: MmeState, ue: UeContext, plain: Uint8Array, securityHeaderType: number): void {
  if (!mme.trace) return;
  const imsi = ue.imsi === undefined ? {} : { imsi: ue.imsi };
  mme.emit({ type: 'nas', direction: 'downlink', plain, securityHeaderType, ...imsi });
}
