import type { WhyRule } from '../evidence.ts';
import { akaOf } from '../reading.ts';
import { imsiOf } from './wrong-key.ts';

/** OP where OPc belongs, OPc where OP belongs, or both keys exchanged: the commonest mistakes of provisioning. */
export const keyPlaces: WhyRule = {
  name: 'key-places',
  about: 'OP is stored where OPc belongs (or the other way round), or Ki and OPc stand in each other’s place',
  explain(evidence) {
    const keys = evidence.sim?.keys;
    if (keys === undefined || akaOf(evidence)?.verdict !== 'mac-failure') return undefined;
    if (keys.opStoredAsOpc)
      return {
        sentences: [
          'security.opc of the database holds the OP, not the OPc: encrypting it with this Ki gives the OPc of the card (OPc = AES_Ki(OP) xor OP).',
          'The HSS takes it for an OPc, so f1 and f5 give another MAC and another AK than the card’s.',
        ],
        next: [
          `store it as OP: mvnolab sim remove ${imsiOf(evidence)}, then mvnolab sim add with --op instead of --opc`,
        ],
      };
    if (keys.opcStoredAsOp)
      return {
        sentences: [
          'security.op of the database holds the OPc of the card: the HSS derives an OPc from it once more, which is another one.',
        ],
        next: [
          `store it as OPc: mvnolab sim remove ${imsiOf(evidence)}, then mvnolab sim add with --opc instead of --op`,
        ],
      };
    if (keys.swapped)
      return {
        sentences: ['Ki and OPc of the card stand in each other’s place in the database (security.k, security.opc).'],
        next: [
          `exchange them: mvnolab sim remove ${imsiOf(evidence)}, then mvnolab sim add with --ki and --opc exchanged`,
        ],
      };
    return undefined;
  },
};
