export type * from './port.ts';
export * from './traffic/index.ts';
export { Ue } from './ue.ts';
export { SEQ_DELTA } from './usim/sqn-array.ts';
export { Usim, type UsimAnswer } from './usim/usim.ts';
