import { layout } from './layout.ts';

/**
 * The quality of service of a PDP context, which an EPS network gives to phones that also know UMTS. The bit rates are
 * octets as coded: bit-rate-octets.ts tells kbit/s.
 */
export const qualityOfService = layout(
  'Quality of service',
  'TS 24.008 §10.5.6.5',
  [
    ['', 2],
    ['delayClass', 3],
    ['reliabilityClass', 3],
    ['peakThroughput', 4],
    ['', 1],
    ['precedenceClass', 3],
    ['', 3],
    ['meanThroughput', 5],
    ['trafficClass', 3],
    ['deliveryOrder', 2],
    ['deliveryOfErroneousSdus', 3],
    ['maximumSduSize', 8],
    ['maximumBitRateForUplink', 8],
    ['maximumBitRateForDownlink', 8],
    ['residualBer', 4],
    ['sduErrorRatio', 4],
    ['transferDelay', 6],
    ['trafficHandlingPriority', 2],
    ['guaranteedBitRateForUplink', 8],
    ['guaranteedBitRateForDownlink', 8],
    ['', 3],
    ['signallingIndication', 1],
    ['sourceStatisticsDescriptor', 4],
    ['maximumBitRateForDownlinkExtended', 8],
    ['guaranteedBitRateForDownlinkExtended', 8],
    ['maximumBitRateForUplinkExtended', 8],
    ['guaranteedBitRateForUplinkExtended', 8],
    ['maximumBitRateForDownlinkExtended2', 8],
    ['guaranteedBitRateForDownlinkExtended2', 8],
    ['maximumBitRateForUplinkExtended2', 8],
    ['guaranteedBitRateForUplinkExtended2', 8],
  ],
  12,
);
