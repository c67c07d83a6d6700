import { fromHex, toHex } from '../../../emulator/bytes/index.ts';
import { decodeSqn, generateUmtsVector, Milenage } from '../../../emulator/crypto/index.ts';
import { type BsonDocument, decodeSubscriber, effectiveOpc } from '../../../provisioner/index.ts';
import type { AkaFacts } from '../../../scenarios/runner/index.ts';

/** A challenge as it went over the air, hex. */
export interface SeenChallenge {
  readonly rand: string;
  readonly autn: string;
}

/**
 * What the challenge should have been, from the subscriber's document and the challenge's RAND. The SQN is the one that AUTN conceals under
 * the document's keys: when the core used other keys, it means nothing and the MAC differs. undefined when the document has no keys.
 */
export function akaFactsOf(document: BsonDocument, challenge: SeenChallenge): AkaFacts | undefined {
  const sim = decodeSubscriber(document);
  const opc = effectiveOpc(sim);
  if (sim.ki === undefined || opc === undefined) return undefined;
  const rand = fromHex(challenge.rand);
  const seen = fromHex(challenge.autn);
  if (rand.length !== 16 || seen.length !== 16) return undefined;
  const milenage = new Milenage(sim.ki, opc);
  const { ak } = milenage.f2345(rand);
  const sqn = decodeSqn(seen.slice(0, 6).map((octet, index) => octet ^ ak[index]!));
  const amfField = sim.amfField ?? new Uint8Array(2);
  const { autn, xres } = generateUmtsVector(milenage, { rand, sqn, amfField });
  return {
    rand: challenge.rand,
    autn: toHex(autn),
    mac: toHex(autn.subarray(8)),
    xres: toHex(xres),
    sqn,
    amf: toHex(amfField),
  };
}
