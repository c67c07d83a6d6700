import type { AkaState } from '../../port/index.ts';
import type { Evidence, WhyRule } from '../evidence.ts';
import { akaOf } from '../reading.ts';
import { formatSqn, isPlausibleSqn } from '../sqn.ts';

/** The card found the MAC of AUTN wrong because Ki or OPc differ. */
export const wrongKey: WhyRule = {
  name: 'wrong-key',
  about: 'Ki or OPc differ between the card and the database: MAC ≠ XMAC and the de-masked SQN makes no sense',
  explain(evidence) {
    const aka = akaOf(evidence);
    const keys = evidence.sim?.keys;
    if (aka?.verdict !== 'mac-failure') return undefined;
    const differs = keys === undefined ? undefined : differing(keys.kiSame, keys.opcSame);
    if (differs === undefined && akIsTheSame(evidence, aka)) return undefined;
    const plain = `${macSentence(aka)} The de-masked SQN is implausible, so AK differs too`;
    const sentence =
      differs === undefined
        ? `${plain}: Ki or OPc differs between the card and the database, not the SQN.`
        : `${plain}: ${differs} between the card and the database, not the SQN.`;
    return {
      sentences: [sentence],
      next: [`compare the card's keys with: mvnolab sim show ${imsiOf(evidence)}`],
    };
  },
};

/** The keys are the same, and yet the MAC is wrong: something else that f1 covers, or AUTN itself. */
export const autnAltered: WhyRule = {
  name: 'autn-altered',
  about: 'MAC ≠ XMAC although AK agrees: the AMF that the MAC was computed over, or AUTN changed on its way',
  explain(evidence) {
    const aka = akaOf(evidence);
    if (aka?.verdict !== 'mac-failure' || !akIsTheSame(evidence, aka)) return undefined;
    const facts = evidence.sim?.facts;
    if (facts !== undefined && facts.rand === aka.rand && facts.autn !== aka.autn) {
      const parts = changedParts(facts.autn, aka.autn);
      return {
        sentences: [
          `${macSentence(aka)} For this RAND the database's keys give AUTN ${facts.autn}, the phone got ${aka.autn}: ${parts} changed on the way from the HSS to the card.`,
        ],
      };
    }
    return {
      sentences: [
        `${macSentence(aka)} The de-masked SQN ${formatSqn(aka.sqn)} is plausible, so AK, Ki and OPc agree: the HSS computed the MAC over another AMF than the ${aka.amf} that it sent, or AUTN changed on its way.`,
      ],
      next: ['look at security.amf of the subscriber and at what the HSS makes of it'],
    };
  },
};

/** With the network's own account at hand AK is compared; without it the de-masked SQN tells. */
function akIsTheSame({ sim }: Evidence, aka: AkaState): boolean {
  const { facts, keys } = sim ?? {};
  if (keys?.kiSame !== undefined && keys.opcSame !== undefined) return keys.kiSame && keys.opcSame;
  if (facts !== undefined && facts.rand === aka.rand && facts.sqn === aka.sqn) return true;
  return isPlausibleSqn(aka);
}

function differing(kiSame: boolean | undefined, opcSame: boolean | undefined): string | undefined {
  if (kiSame === false && opcSame === false) return 'both Ki and OPc differ';
  if (kiSame === false) return 'Ki differs';
  return opcSame === false ? 'OPc differs' : undefined;
}

export function macSentence(aka: AkaState): string {
  return `AUTN.MAC ${aka.mac} ≠ XMAC ${aka.xmac} for the same RAND and AMF.`;
}

export function imsiOf({ phone, sim }: Evidence): string {
  return phone?.state?.imsi ?? sim?.state?.imsi ?? sim?.spec.imsi ?? '<imsi>';
}

/** AUTN: SQN xor AK (6 octets), AMF (2), MAC (8). */
function changedParts(sent: string, received: string): string {
  const ranges = [
    ['SQN xor AK', 0, 12],
    ['AMF', 12, 16],
    ['MAC', 16, 32],
  ] as const;
  const changed = ranges
    .filter(([, from, to]) => sent.slice(from, to) !== received.slice(from, to))
    .map(([name]) => name);
  return changed.join(' and ');
}
