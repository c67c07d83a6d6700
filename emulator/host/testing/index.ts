export { type CarrierImpairments, ImpairedCarrier } from './impaired-carrier.ts';
export { type Arrival, Impairment, type ImpairmentOptions, type ImpairmentStatistics } from './impairment.ts';
export { SeededRandom } from './seeded-random.ts';
export { type Side, VirtualPair } from './virtual-pair.ts';
export { VirtualTime } from './virtual-time.ts';
