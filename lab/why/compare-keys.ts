import { equalBytes } from '../../emulator/bytes/index.ts';
import { deriveOpc } from '../../emulator/crypto/index.ts';
import { type Ki, type Op, type Opc, parseSecret, Secret, UserError } from '../../emulator/vocabulary/index.ts';
import type { KeyComparison } from '../../scenarios/runner/index.ts';

/** The keys with which a card computes, after any tampering. */
export interface CardKeys {
  readonly ki: Ki;
  readonly opc: Opc;
}

/** `security.k`, `security.opc` and `security.op` as the database has them; what is no text is as good as absent. */
export interface StoredKeys {
  readonly k?: unknown;
  readonly opc?: unknown;
  readonly op?: unknown;
}

/** Holds a card's keys against the database's and finds the usual mistakes of provisioning. Only answers come out, never a key. */
export function compareKeys(card: CardKeys, stored: StoredKeys): KeyComparison {
  const ki = octetsOf(stored.k);
  const storedOpc = octetsOf(stored.opc);
  const storedOp = octetsOf(stored.op);
  // as Open5GS does: an OPc wins over an OP
  const opc = storedOpc ?? (ki === undefined || storedOp === undefined ? undefined : opcOf(ki, storedOp));
  const is = (octets: Uint8Array | undefined, secret: { reveal(): Uint8Array }) =>
    octets !== undefined && equalBytes(octets, secret.reveal());
  const opcSame = opc === undefined ? undefined : is(opc, card.opc);
  return {
    ...(ki === undefined ? {} : { kiSame: is(ki, card.ki) }),
    ...(opcSame === undefined ? {} : { opcSame }),
    opStoredAsOpc: opcSame === false && storedOpc !== undefined && is(opcOf(card.ki.reveal(), storedOpc), card.opc),
    opcStoredAsOp: opcSame === false && storedOpc === undefined && is(storedOp, card.opc),
    swapped: is(ki, card.opc) && is(storedOpc, card.ki),
  };
}

function opcOf(ki: Uint8Array, op: Uint8Array): Uint8Array {
  const key: Ki = new Secret('Ki', ki);
  const variant: Op = new Secret('OP', op);
  return deriveOpc(key, variant).reveal();
}

/** 16 octets of hex text, spaces allowed as in Open5GS's WebUI. */
function octetsOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseSecret('OPc', value).reveal();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
