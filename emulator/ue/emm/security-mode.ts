import { equalBytes } from '../../bytes/index.ts';
import {
  type NasEps,
  SECURITY_HEADER_TYPE,
  sameUeSecurityCapability,
  ueSecurityCapabilityOf,
} from '../../codec/nas-eps/index.ts';
import { deriveHashMme, type EeaId, type EiaId } from '../../crypto/index.ts';
import { NasSecurityContext } from '../../nas-security/index.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { offered } from '../radio/as-security.ts';
import { networkCapability } from './attach.ts';
import { imeisvOf } from './identification.ts';

const UE_SECURITY_CAPABILITIES_MISMATCH = 23;
const SECURITY_MODE_REJECTED_UNSPECIFIED = 24;

type SecurityModeCommand = NasEps<'SecurityModeCommand'>;

/**
 * Takes a security context into use when the command proves that the network holds the same keys and heard the phone's true
 * capabilities; rejects it otherwise. `octets`: the whole protected message. TS 24.301 §5.4.3.3, §5.4.3.5
 */
export function handleSecurityModeCommand(phone: Phone, command: SecurityModeCommand, octets: Uint8Array): void {
  const { eea, eia } = command.selectedNasSecurityAlgorithms;
  const refusal = algorithmRefusal(phone, eea, eia);
  if (refusal !== undefined) {
    reject(phone, UE_SECURITY_CAPABILITIES_MISMATCH, refusal);
    return;
  }
  const candidate = contextFor(phone, command, eea as EeaId, eia as EiaId);
  if (candidate === undefined) {
    reject(phone, SECURITY_MODE_REJECTED_UNSPECIFIED, 'no key set has its key set identifier');
    return;
  }
  const opened = candidate.unprotect(octets, 'downlink');
  if (!opened.ok && opened.failure === 'replay') {
    // TS 24.301 §4.4.3.2. Open5GS repeats a command with the octets that it had, so this is no attack, and a reject would end the attach.
    phone.note('Security Mode Command discarded: its NAS COUNT has been used');
    return;
  }
  if (!opened.ok) {
    reject(phone, SECURITY_MODE_REJECTED_UNSPECIFIED, `its MAC does not prove the keys (${opened.failure})`);
    return;
  }
  const sent = ueSecurityCapabilityOf(networkCapability(phone), undefined);
  if (
    phone.tampering?.ignoreReplayedCapabilities !== true &&
    !sameUeSecurityCapability(command.replayedUeSecurityCapabilities, sent)
  ) {
    reject(phone, UE_SECURITY_CAPABILITIES_MISMATCH, 'it replays other security capabilities than the phone sent');
    return;
  }
  phone.security.context = candidate;
  phone.security.partial = undefined;
  phone.security.exchange = true;
  phone.challenge = undefined;
  phone.stop('T3416', 'T3418', 'T3420');
  complete(phone, command);
}

/** What is wrong with the chosen algorithms, if anything. EIA0 is for emergency calls only. TS 24.301 §5.4.3.3 */
function algorithmRefusal(phone: Phone, eea: number, eia: number): string | undefined {
  if (eia > 3 || !offered(phone, 'eia').includes(eia)) return `EIA${eia} was not offered`;
  if (eea > 3 || !offered(phone, 'eea').includes(eea)) return `EEA${eea} was not offered`;
  return eia === 0 && phone.tampering?.acceptNullIntegrity !== true ? 'EIA0 protects nothing' : undefined;
}

/** The context that the key set identifier names, under the algorithms of the command. */
function contextFor(
  phone: Phone,
  command: SecurityModeCommand,
  eea: EeaId,
  eia: EiaId,
): NasSecurityContext | undefined {
  const { partial, context } = phone.security;
  const keySetIdentifier = command.nasKeySetIdentifier;
  if (keySetIdentifier.tsc !== 'native') return undefined;
  if (partial !== undefined && partial.ksi === keySetIdentifier.ksi) {
    return new NasSecurityContext({ kasme: partial.kasme, keySetIdentifier, eea, eia });
  }
  // The keys are in use already: new algorithms, or a command that was sent again. The NAS COUNTs go on. TS 24.301 §4.4.3.1
  return context?.keySetIdentifier.ksi === keySetIdentifier.ksi ? context.withAlgorithms(eea, eia) : undefined;
}

function complete(phone: Phone, command: SecurityModeCommand): void {
  const initial = 'request' in phone.emm ? phone.emm.request : undefined;
  const altered =
    command.hashMme !== undefined && initial !== undefined && !equalBytes(command.hashMme, deriveHashMme(initial));
  if (altered) phone.note('HASHMME is wrong: somebody altered the initial message, which is sent again');
  sendNas(
    phone,
    {
      message: 'SecurityModeComplete',
      ...(command.imeisvRequest === 'imeisvRequested' ? { imeisv: { type: 'imeisv', imeisv: imeisvOf(phone) } } : {}),
      ...(altered ? { replayedNasMessageContainer: initial } : {}),
    },
    { securityHeaderType: SECURITY_HEADER_TYPE.integrityProtectedAndCipheredWithNewContext },
  );
}

/** Under the context that was in use before the command, when there was one. TS 24.301 §5.4.3.5 */
function reject(phone: Phone, emmCause: number, why: string): void {
  phone.note(`Security Mode Command rejected: ${why}`);
  sendNas(phone, { message: 'SecurityModeReject', emmCause });
}
