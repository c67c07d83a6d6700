export { Enb } from './enb.ts';
export * from './port.ts';
