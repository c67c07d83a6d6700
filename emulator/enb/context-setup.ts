import { AS_SECURITY_PROOF } from '../air/index.ts';
import type { S1apPdu } from '../codec/s1ap/index.ts';
import { computeEia, DOWNLINK, deriveKrrcInt, type EeaId, type EiaId } from '../crypto/index.ts';
import { Secret } from '../vocabulary/index.ts';
import { planBearers } from './bearers.ts';
import type { EnbState } from './enb-state.ts';
import { requestRelease } from './release.ts';
import { limitRates } from './ue-ambr.ts';
import type { UeContext } from './ue-context.ts';

const SRB1_BEARER = 0;

type Pdu<Name extends S1apPdu['message']> = Extract<S1apPdu, { message: Name }>;
type SetupFailure = Pdu<'InitialContextSetupFailure'>['cause'];

/** Initial Context Setup: AS security, capability, bearers, and the NAS messages that come along. TS 36.413 §8.3.1 */
export function handleInitialContextSetup(enb: EnbState, ue: UeContext, pdu: Pdu<'InitialContextSetupRequest'>): void {
  if (ue.setup !== undefined || ue.security !== undefined) {
    return failSetup(enb, ue, { group: 'radioNetwork', value: 'interaction-with-other-procedure' });
  }
  const { ueSecurityCapabilities: capabilities, ueAggregateMaximumBitRate: rate } = pdu;
  const eea = choose(enb.config.eeaPreference, capabilities.encryptionAlgorithms, true);
  const eia = choose(enb.config.eiaPreference, capabilities.integrityProtectionAlgorithms, false);
  if (eea === undefined || eia === undefined) {
    const value = 'encryption-and-or-integrity-protection-algorithms-not-supported';
    return failSetup(enb, ue, { group: 'radioNetwork', value });
  }
  const plan = planBearers(enb, ue, pdu.eRabToBeSetupList);
  ue.setup = { step: 'security', ...plan, needsCapability: pdu.ueRadioCapability === undefined };
  ue.security = { kenb: new Secret('KeNB', pdu.securityKey), eea, eia };
  limitRates(enb, ue, rate);
  commandSecurity(enb, ue);
}

/** Starts AS security with the current KeNB; the phone checks the MAC-I. TS 33.401 §7.2.4.5 */
function commandSecurity(enb: EnbState, ue: UeContext): void {
  const { kenb, eea, eia } = ue.security!;
  const krrcInt = deriveKrrcInt(kenb.reveal(), eia as EiaId);
  const macI = computeEia(eia as EiaId, krrcInt, 0, SRB1_BEARER, DOWNLINK, AS_SECURITY_PROOF);
  enb.awaitPhone(ue);
  enb.emit({ type: 'air', ue: ue.ref, message: { type: 'securityModeCommand', eea: eea as EeaId, eia, macI } });
}

export function handleSecurityModeComplete(enb: EnbState, ue: UeContext): void {
  const { setup } = ue;
  enb.waiting.delete(ue);
  if (setup === undefined) return;
  if (!setup.needsCapability) return reconfigure(enb, ue);
  const { bearers, nas, failed, needsCapability } = setup;
  ue.setup = { step: 'capability', bearers, nas, failed, needsCapability };
  enb.awaitPhone(ue);
  enb.emit({ type: 'air', ue: ue.ref, message: { type: 'ueCapabilityEnquiry' } });
}

/** The phone holds another KeNB than the MME sent, or does not have the algorithms. */
export function handleSecurityModeFailure(enb: EnbState, ue: UeContext): void {
  enb.waiting.delete(ue);
  enb.note(
    'AS security refused by the phone: another KeNB than the MME sent, or an algorithm that it does not offer',
    ue,
  );
  failSetup(enb, ue, { group: 'radioNetwork', value: 'failure-in-radio-interface-procedure' });
}

export function handleCapability(enb: EnbState, ue: UeContext, ueRadioCapability: Uint8Array): void {
  if (ue.setup?.step !== 'capability' || ue.mmeUeS1apId === undefined) return;
  enb.waiting.delete(ue);
  const { mmeUeS1apId, enbUeS1apId } = ue;
  enb.sendFor(ue, { message: 'UECapabilityInfoIndication', mmeUeS1apId, enbUeS1apId, ueRadioCapability });
  reconfigure(enb, ue);
}

function reconfigure(enb: EnbState, ue: UeContext): void {
  const { bearers, nas, failed } = ue.setup!;
  ue.setup = undefined;
  ue.pending.push({ type: 'initialContextSetup', bearers, failed });
  const addedBearers = bearers.map(({ eRabId, qci }) => ({ eRabId, qci }));
  enb.awaitPhone(ue);
  enb.emit({
    type: 'air',
    ue: ue.ref,
    message: { type: 'rrcConnectionReconfiguration', addedBearers, releasedERabIds: [], nas },
  });
}

function failSetup(enb: EnbState, ue: UeContext, cause: SetupFailure): void {
  ue.setup = undefined;
  if (ue.mmeUeS1apId === undefined) return;
  const { mmeUeS1apId, enbUeS1apId } = ue;
  enb.sendFor(ue, { message: 'InitialContextSetupFailure', mmeUeS1apId, enbUeS1apId, cause });
}

/** UE Context Modification: another KeNB, other rates. TS 36.413 §8.3.4 */
export function handleContextModification(
  enb: EnbState,
  ue: UeContext,
  pdu: Pdu<'UEContextModificationRequest'>,
): void {
  const { mmeUeS1apId, enbUeS1apId } = pdu;
  if (pdu.securityKey !== undefined && ue.security !== undefined) {
    ue.security = { ...ue.security, kenb: new Secret('KeNB', pdu.securityKey) };
    commandSecurity(enb, ue);
  }
  if (pdu.ueAggregateMaximumBitRate !== undefined) limitRates(enb, ue, pdu.ueAggregateMaximumBitRate);
  enb.sendFor(ue, { message: 'UEContextModificationResponse', mmeUeS1apId, enbUeS1apId });
}

/** Everything that was waited for has come too late. */
export function handleRadioGuard(enb: EnbState, ue: UeContext): void {
  enb.waiting.delete(ue);
  enb.note('the phone did not answer on the radio', ue);
  if (ue.setup !== undefined) {
    return failSetup(enb, ue, { group: 'radioNetwork', value: 'failure-in-radio-interface-procedure' });
  }
  requestRelease(enb, ue, 'radio-connection-with-ue-lost');
}

/**
 * The most wanted algorithm that the phone has. Bit 15 of the mask is algorithm 1, bit 14 algorithm 2 …; EEA0 is always there, EIA0 is
 * for emergency calls only. TS 36.413 §9.2.1.40, TS 33.401 §5.1.4
 */
function choose(preference: readonly number[], mask: number, nullAllowed: boolean): number | undefined {
  return preference.find(id => (id === 0 ? nullAllowed : (mask & (0x10000 >> id)) !== 0));
}
