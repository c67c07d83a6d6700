import { octets } from './coding.ts';
export const trafficFlowTemplate = octets('Traffic flow template', 'TS 24.008 §10.5.6.12');
export const trafficFlowAggregateDescription = octets('Traffic flow aggregate description', 'TS 24.301 §9.9.4.15');
