import type { Evidence, WhyRule } from '../evidence.ts';
import { akaOf, nasOf } from '../reading.ts';

/** The network refused the phone's answer although the phone believed the network. */
export const wrongRes: WhyRule = {
  name: 'wrong-res',
  about: 'Authentication Reject after an Authentication Response: RES ≠ XRES',
  explain(evidence) {
    const response = nasOf(evidence, 'AuthenticationResponse').at(-1);
    const reject = nasOf(evidence, 'AuthenticationReject').at(-1);
    if (response === undefined || reject === undefined || reject.t < response.t) return undefined;
    const aka = akaOf(evidence);
    const facts = evidence.sim?.facts;
    const res = aka?.res ?? String(response.fields?.authenticationResponseParameter ?? '');
    const same = facts !== undefined && facts.rand === aka?.rand;
    if (same && res.toLowerCase() === facts.xres.toLowerCase()) return { sentences: [crossed(evidence, res)] };
    const numbers = same ? `RES ${res} ≠ XRES ${facts.xres}` : `RES ${res} is not what the network computed`;
    return {
      sentences: [
        `${numbers}. The card found AUTN right, so Ki and OPc agree: the answer was changed after the card computed it, or f2 of the card is another.`,
      ],
    };
  },
};

/** The answer was right, yet it was refused. */
function crossed(evidence: Evidence, res: string): string {
  const challenges = new Set(
    nasOf(evidence, 'AuthenticationRequest').map(({ fields }) => fields?.authenticationParameterRand),
  );
  const right = `RES ${res} is the right answer to the challenge, and the network refused it all the same`;
  return challenges.size < 2
    ? `${right}: the message was changed on its way, or the HSS gave the MME another XRES.`
    : `${right}: ${challenges.size} challenges were under way, and it compared the answer to one with the XRES of another, as Open5GS does when two Attach Requests of one phone reach it together.`;
}
