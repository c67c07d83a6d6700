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
  sendOctets(mme, ue, plain, protection, context);
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
  ue.repetition = { timer, plain, protection, context, left: repetitions };
  mme.startTimer(ue, timer, ms);
}

/** Sends once more; false when the message was sent as often as it may be. */
export function repeat(mme: MmeState, ue: UeContext): boolean {
  const { repetition } = ue;
  if (repetition === undefined || repetition.left <= 0 || ue.connection === undefined) return false;
  repetition.left--;
  mme.startTimer(ue, repetition.timer, MME_TIMERS[repetition.timer].ms);
  sendOctets(mme, ue, repetition.plain, repetition.protection, repetition.context);
  return true;
}

export function transport(mme: MmeState, connection: S1Connection, nasPdu: Uint8Array): void {
  const { mmeUeS1apId, enbUeS1apId } = connection;
  mme.send(connection, { message: 'DownlinkNASTransport', mmeUeS1apId, enbUeS1apId, nasPdu });
}

/**
 * Puts a plain message under a security context, ready for whatever S1AP message carries it. Each repetition takes a NAS COUNT
 * of its own. Deviation: Open5GS repeats the same octets, so a phone that had the first takes the second for a replay.
 */
export function secure(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): Uint8Array {
  if (mme.tampering === undefined) return protect(mme, ue, plain, protection, context);
  const outgoing = mme.tampering.nasGoing(ue, { plain, protection, corruptMac: false });
  const octets = protect(mme, ue, outgoing.plain, outgoing.protection, context);
  if (!outgoing.corruptMac || outgoing.protection === 'plain') return octets;
  const corrupted = octets.slice();
  corrupted[FIRST_MAC_OCTET]! ^= 1;
  return corrupted;
}

const FIRST_MAC_OCTET = 1;

function protect(
  mme: MmeState,
  ue: UeContext,
  plain: Uint8Array,
  protection: Protection,
  context: NasSecurityContext | undefined,
): Uint8Array {
  const type =
    protection === 'new-context'
      ? SECURITY_HEADER_TYPE.integrityProtectedWithNewContext
      : SECURITY_HEADER_TYPE.integrityProtectedAndCiphered;
  const result = protection === 'plain' || context === undefined ? undefined : context.protect(plain, type, 'downlink');
  if (result?.ok === false) mme.note('downlink NAS COUNT exhausted: the message goes out unprotected', ue);
  const isProtected = result?.ok === true;
  if (mme.trace) {
    const securityHeaderType = isProtected ? type : SECURITY_HEADER_TYPE.plain;
    const imsi = ue.imsi === undefined ? {} : { imsi: ue.imsi };
    mme.emit({ type: 'nas', direction: 'downlink', plain, securityHeaderType, ...imsi });
  }
  return isProtected ? result.message : plain;
}
