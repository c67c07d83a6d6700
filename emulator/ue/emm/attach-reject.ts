import { DecodeError } from '../../bytes/index.ts';
import { decodeNasEps, type NasEps } from '../../codec/nas-eps/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import type { Phone } from '../phone.ts';
import { abortAttach, millis } from './attach.ts';
import { startCongestionTimer } from './congestion.ts';
import { awaitRelease } from './idle.ts';
import { setUpdateStatus } from './registration.ts';
import { isDecisive, reactTo } from './reject-causes.ts';
import { DEREGISTERED } from './states.ts';

/** Causes after which another attempt in the same series is pointless. TS 24.301 §5.5.1.2.6 d */
const PROTOCOL_ERRORS = new Set([95, 96, 97, 99, 111]);

/** The network refused. What the phone does depends on the cause. TS 24.301 §5.5.1.2.5 */
export function handleAttachReject(phone: Phone, reject: NasEps<'AttachReject'>, verified: boolean): void {
  const { emmCause } = reject;
  phone.stop('T3410');
  const esmCause = esmCauseIn(reject.esmMessageContainer);
  const reason = { type: 'rejected', emmCause, ...(esmCause === undefined ? {} : { esmCause }) } as const;
  if (reject.t3402Value !== undefined && verified) {
    phone.registration.t3402Ms = millis(reject.t3402Value) ?? phone.registration.t3402Ms;
  }
  if (isDecisive(emmCause, 'attach')) {
    reactTo(phone, emmCause, 'attach');
    phone.emit({ type: 'attachFailed', reason });
    return;
  }
  const congestionMs = emmCause === 22 ? startCongestionTimer(phone, reject.t3346Value, verified) : undefined;
  if (congestionMs !== undefined) {
    phone.registration.attachAttempts = 0;
    deactivateAllBearers(phone);
    setUpdateStatus(phone, 'EU2_NOT_UPDATED');
    phone.enter(DEREGISTERED['ATTEMPTING-TO-ATTACH']);
    phone.emit({ type: 'attachFailed', reason, retryInMs: congestionMs });
  } else if (emmCause === 25 && verified) {
    setUpdateStatus(phone, 'EU3_ROAMING_NOT_ALLOWED');
    phone.registration.attachAttempts = 0;
    deactivateAllBearers(phone);
    phone.enter(DEREGISTERED['LIMITED-SERVICE']);
    phone.emit({ type: 'attachFailed', reason });
  } else abortAttach(phone, reason, PROTOCOL_ERRORS.has(emmCause));
  awaitRelease(phone);
}

/** The cause of the PDN Connectivity Reject inside. */
export function esmCauseIn(container: Uint8Array | undefined): number | undefined {
  if (container === undefined) return undefined;
  try {
    const message = decodeNasEps(container, 'downlink');
    return 'esmCause' in message ? message.esmCause : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
