import { fromHex } from '../../../emulator/bytes/index.ts';
import { deriveKasme, Milenage } from '../../../emulator/crypto/index.ts';
import { encodePlmn, Secret } from '../../../emulator/vocabulary/index.ts';
import { flipped } from '../commands/tamper.ts';
import type { UeFixture } from '../fixtures/ue-fixture.ts';
import type { SeenChallenge } from './aka-facts.ts';

/** CK, IK and KASME that a challenge gives, with the SIM's own keys and with those that its card was made to use: never to be shown. */
export function keysOfChallenge({ sim, tampering, bts }: UeFixture, challenge: SeenChallenge): Uint8Array[] {
  const rand = fromHex(challenge.rand);
  const autn = fromHex(challenge.autn);
  if (rand.length !== 16 || autn.length !== 16) return [];
  const { kiFlipBits, opcFlipBits } = tampering;
  const cards = [{ ki: sim.ki, opc: sim.opc }];
  if (kiFlipBits !== undefined || opcFlipBits !== undefined) {
    cards.push({
      ki: new Secret('Ki', flipped(sim.ki.reveal(), kiFlipBits ?? [])),
      opc: new Secret('OPc', flipped(sim.opc.reveal(), opcFlipBits ?? [])),
    });
  }
  return cards.flatMap(({ ki, opc }) => {
    const { ck, ik } = new Milenage(ki, opc).f2345(rand);
    return [ck, ik, deriveKasme(ck, ik, encodePlmn(bts.plmn), autn.slice(0, 6)).slice()];
  });
}
