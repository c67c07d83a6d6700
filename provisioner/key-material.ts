import { randomBytes } from 'node:crypto';
import { deriveOpc } from '../emulator/crypto/index.ts';
import { type Ki, type Op, type Opc, Secret } from '../emulator/vocabulary/index.ts';

/** 16 octets; the default draws from the operating system, a seeded source makes a batch repeatable. */
export type KeySource = (octets: number) => Uint8Array;

export function randomKi(source: KeySource = randomBytes): Ki {
  return new Secret('Ki', source(16).slice());
}

/** OPc = AES-128_K(OP) xor OP with an OP that nobody knows, so each SIM has an OPc of its own. */
export function randomOpc(source: KeySource = randomBytes): Opc {
  return new Secret('OPc', source(16).slice());
}

/** The OPc that authentication uses: the stored one, else derived from Ki and OP; undefined when neither can be. */
export function effectiveOpc(sim: { readonly ki?: Ki; readonly opc?: Opc; readonly op?: Op }): Opc | undefined {
  if (sim.opc !== undefined) return sim.opc;
  return sim.ki !== undefined && sim.op !== undefined ? deriveOpc(sim.ki, sim.op) : undefined;
}
