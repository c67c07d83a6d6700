import { octets } from './coding.ts';
export const qualityOfService = octets('Quality of service', 'TS 24.008 §10.5.6.5');
