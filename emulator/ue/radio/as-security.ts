import { type AirDownlink, AS_SECURITY_PROOF } from '../../air/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import { computeEia, DOWNLINK, deriveKrrcInt, type EiaId } from '../../crypto/index.ts';
import type { Phone } from '../phone.ts';
import { send } from './rrc.ts';

type SecurityModeCommand = Extract<AirDownlink, { readonly type: 'securityModeCommand' }>;

/**
 * The base station's security mode command: the phone derives KeNB from KASME and the uplink NAS COUNT of the message that
 * brought the connection about (TS 33.401 §7.2.6.2, §A.3) and checks the MAC-I with it. TS 36.331 §5.3.4.3
 */
export function handleAsSecurityModeCommand(phone: Phone, command: SecurityModeCommand): void {
  const reason = refusal(phone, command);
  if (reason === undefined) {
    send(phone, { type: 'securityModeComplete' });
    return;
  }
  phone.note(`AS security mode command refused: ${reason}`);
  send(phone, { type: 'securityModeFailure' });
}

function refusal(phone: Phone, { eea, eia, macI }: SecurityModeCommand): string | undefined {
  const { context, kenbCount } = phone.security;
  if (context === undefined) return 'there is no NAS security context to derive KeNB from';
  if (eia > 3 || !offered(phone, 'eia').includes(eia)) return `EIA${eia} was not offered`;
  if (eea > 3 || !offered(phone, 'eea').includes(eea)) return `EEA${eea} was not offered`;
  if (eia === 0 && phone.tampering?.acceptNullIntegrity !== true) return 'EIA0 protects nothing';
  const krrcInt = deriveKrrcInt(context.kenb(kenbCount).reveal(), eia as EiaId);
  const expected = computeEia(eia as EiaId, krrcInt, 0, 0, DOWNLINK, AS_SECURITY_PROOF);
  return equalBytes(expected, macI) ? undefined : 'its MAC-I is wrong: the base station holds another KeNB';
}

/** The algorithms that the phone says it has. */
export function offered(phone: Phone, kind: 'eea' | 'eia'): readonly number[] {
  return phone.tampering?.[kind] ?? phone.config[kind];
}
