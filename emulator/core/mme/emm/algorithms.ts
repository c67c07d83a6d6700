import type { UeNetworkCapability } from '../../../codec/nas-eps/index.ts';
import type { EeaId, EiaId } from '../../../crypto/index.ts';
import type { MmeState } from '../mme-state.ts';

/** The most wanted NAS algorithms that the phone has; undefined when there is no integrity but EIA0. TS 33.401 §7.2.4.4 */
export function chooseAlgorithms(
  mme: MmeState,
  capability: UeNetworkCapability,
): { readonly eea: EeaId; readonly eia: EiaId } | undefined {
  const { eiaOrder, eeaOrder } = mme.config;
  const eia = eiaOrder.find(id => id !== 0 && capability.eia.includes(id));
  if (eia === undefined) return undefined;
  // Every phone has EEA0; so a network that wants none of the phone's algorithms gets it.
  const eea = eeaOrder.find(id => capability.eea.includes(id)) ?? 0;
  return { eea: eea as EeaId, eia: eia as EiaId };
}
