import type { MessageTraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { Kind, Observation } from '../match/index.ts';

/** What a scenario calls a field → what the event log may call it, the likeliest first. */
const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  cause: ['emmCause', 'esmCause', 'esm.esmCause', 'cause.value'],
  esm_cause: ['esm.esmCause', 'esmCause'],
  res: ['authenticationResponseParameter'],
  rand: ['authenticationParameterRand', 'RAND'],
  autn: ['authenticationParameterAutn'],
  auts: ['authenticationFailureParameter'],
  identity: ['epsMobileIdentity.type', 'mobileIdentity.type'],
  imsi: ['epsMobileIdentity.imsi', 'mobileIdentity.imsi'],
  ksi: ['nasKeySetIdentifier.ksi'],
  eea: ['selectedNasSecurityAlgorithms.eea', 'ueNetworkCapability.eea'],
  eia: ['selectedNasSecurityAlgorithms.eia', 'ueNetworkCapability.eia'],
  apn: ['esm.accessPointName', 'accessPointName', 'APN'],
  attach_type: ['epsAttachType'],
  attach_result: ['epsAttachResult'],
  identity_type: ['identityType'],
  switch_off: ['detachType.switchOff'],
  detach_type: ['detachType.typeOfDetach'],
};

/** Finds a field of a message: by its own name, a short one, or the end of its path when only one fits. */
export function fieldOf(event: MessageTraceEvent, field: string): { readonly seen: Observation; readonly kind: Kind } {
  const fields = event.fields ?? {};
  const name =
    [field, ...(SHORT_NAMES[field] ?? [])].find(key => Object.hasOwn(fields, key)) ?? byEnding(fields, field);
  if (name === undefined) return { seen: { found: false, value: undefined }, kind: kindOf(field) };
  return { seen: { found: true, value: fields[name] }, kind: kindOf(name) };
}

function byEnding(fields: object, field: string): string | undefined {
  const all = Object.keys(fields).filter(key => key.endsWith(`.${field}`));
  return all.length === 1 ? all[0] : undefined;
}

function kindOf(name: string): Kind {
  if (/esm_?cause$/i.test(name)) return 'esm-cause';
  return /(^|\.|emm_?)cause$/i.test(name) ? 'emm-cause' : 'any';
}
