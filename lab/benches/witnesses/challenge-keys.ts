import { fromHex } from '../../../emulator/bytes/index.ts';
import { deriveKasme, Milenage } from '../../../emulator/crypto/index.ts';
import { encodePlmn, Secret } from '../../../emulator/vocabulary/index.ts';
import type { CardKeys } from '../../why/compare-keys.ts';
import { flipped } from '../commands/tamper.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import type { SeenChallenge } from './aka-facts.ts';

/** CK, IK and KASME that a challenge gives, with the SIM's own keys and with those that its card was made to use: never to be shown. */
export function keysOfChallenge({ sim, tampering, bts }: UeFixture, challenge: SeenChallenge): Uint8Array[] {
  const rand = fromHex(challenge.rand);
  const autn = fromHex(challenge.autn);
  if (rand.length !== 16 || autn.length !== 16) return [];
  const own: CardKeys = { ki: sim.ki, opc: sim.opc };
  const cards = isTampered(tampering) ? [own, cardKeysOf({ sim, tampering })] : [own];
  return cards.flatMap(({ ki, opc }) => {
    const { ck, ik } = new Milenage(ki, opc).f2345(rand);
    return [ck, ik, deriveKasme(ck, ik, encodePlmn(bts.plmn), autn.slice(0, 6)).slice()];
  });
}

/** The keys that the card computes with: the SIM's own, or what it was made to use. */
export function cardKeysOf({ sim, tampering }: Pick<UeFixture, 'sim' | 'tampering'>): CardKeys {
  if (!isTampered(tampering)) return { ki: sim.ki, opc: sim.opc };
  const { kiFlipBits = [], opcFlipBits = [] } = tampering;
  return {
    ki: new Secret('Ki', flipped(sim.ki.reveal(), kiFlipBits)),
    opc: new Secret('OPc', flipped(sim.opc.reveal(), opcFlipBits)),
  };
}

function isTampered({ kiFlipBits, opcFlipBits }: UeFixture['tampering']): boolean {
  return kiFlipBits !== undefined || opcFlipBits !== undefined;
}
