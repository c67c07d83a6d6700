import { deriveNh } from '../../../crypto/index.ts';
import type { UeContext } from '../ue-context.ts';

/** Next hop and its chaining counter, 0 … 7. TS 33.401 §7.2.8 */
export interface NextHop {
  readonly nh: Uint8Array;
  readonly ncc: number;
}

/**
 * The next {NH, NCC} for a base station that takes the phone over. The first NH follows from the KeNB of the context setup and
 * stays here; so the first that goes out has NCC 2. TS 33.401 §7.2.8.4
 */
export function advanceNextHop(ue: UeContext): NextHop {
  const kasme = ue.security!.kasme.reveal();
  const last = ue.nextHop ?? { nh: deriveNh(kasme, ue.security!.kenb(ue.kenbCount).reveal()), ncc: 1 };
  ue.nextHop = { nh: deriveNh(kasme, last.nh), ncc: (last.ncc + 1) & 7 };
  return ue.nextHop;
}
