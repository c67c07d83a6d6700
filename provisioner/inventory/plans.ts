import { didYouMean, UserError } from '../../emulator/vocabulary/index.ts';
import type { NetworkProfile } from './sim-card.ts';

/** Where plans come from; the MVNO platform puts its own in place of these. */
export interface PlanSource {
  find(name: string): NetworkProfile | undefined | Promise<NetworkProfile | undefined>;
  names(): readonly string[] | Promise<readonly string[]>;
}

/** What a card gets when no plan is named. */
export const DEFAULT_PLAN = 'default';

const INTERNET = { apn: 'internet', pdnType: 'ipv4v6', qci: 9 } as const;

/** Plans of the lab's MVNO: what they mean to the HSS. */
const BUILT_IN: Readonly<Record<string, NetworkProfile>> = {
  [DEFAULT_PLAN]: { ambr: { downlink: '1Gbps', uplink: '1Gbps' }, sessions: [INTERNET] },
  'postpaid-s': { ambr: { downlink: '50Mbps', uplink: '10Mbps' }, sessions: [INTERNET] },
  'postpaid-l': { ambr: { downlink: '300Mbps', uplink: '50Mbps' }, sessions: [INTERNET] },
  'prepaid-100mb': { ambr: { downlink: '20Mbps', uplink: '5Mbps' }, sessions: [INTERNET] },
  throttled: { ambr: { downlink: '128kbps', uplink: '64kbps' }, sessions: [INTERNET] },
  iot: { ambr: { downlink: '1Mbps', uplink: '1Mbps' }, sessions: [{ ...INTERNET, pdnType: 'ipv4' }] },
};

export const BUILT_IN_PLANS: PlanSource = {
  find: name => (Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined),
  names: () => Object.keys(BUILT_IN),
};

/** @throws UserError plan-unknown with the names there are */
export async function resolvePlan(plans: PlanSource, name: string): Promise<NetworkProfile> {
  const profile = await plans.find(name);
  if (profile !== undefined) return profile;
  const names = await plans.names();
  const near = didYouMean(name, [...names]);
  throw new UserError('plan-unknown', `there is no plan '${name}'`, {
    place: 'plan',
    expected: `one of ${names.join(', ')}`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  });
}
