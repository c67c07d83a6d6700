import type { WhyRule } from '../evidence.ts';
import { akaOf, emmCauseOf, nasOf, storedAt, storedText } from '../reading.ts';
import { imsiOf } from './wrong-key.ts';

/** The AMF separation bit is 0 in a challenge for E-UTRAN. TS 33.401 §6.1.1, TS 33.102 Annex H */
export const separationBit: WhyRule = {
  name: 'separation-bit',
  about: 'bit 0 of AMF is 0 in an EPS challenge: the phone refuses with cause 26',
  explain(evidence) {
    const aka = akaOf(evidence);
    const failed = nasOf(evidence, 'AuthenticationFailure').some(event => emmCauseOf(event) === 26);
    if (aka?.verdict !== 'separation-bit' && !failed) return undefined;
    const stored = storedText(storedAt(evidence.sim?.document, 'security.amf'));
    const amf = aka?.amf ?? stored ?? '0000';
    const where = stored === undefined ? '' : ` security.amf of the database is ${stored}.`;
    return {
      sentences: [
        `AMF ${amf} has its separation bit (the first bit) at 0: such a vector is for UMTS, and a phone on E-UTRAN must refuse it.${where}`,
      ],
      next: [`set security.amf of ${imsiOf(evidence)} to 8000`],
    };
  },
};
