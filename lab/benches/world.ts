import type { HostLoop, MmeTarget } from '../../emulator/host/index.ts';
import type { Run } from '../run/run.ts';

/** What everything in a session shares. */
export interface World {
  readonly run: Run;
  readonly loop: HostLoop;
  readonly speed: number;
  readonly mme: MmeTarget;
  /** The session is at its end: nothing begins any more. */
  readonly closing: boolean;
  /** The core has ended S1 with a base station that wanted it to last. */
  s1Lost(station: string, reason: string): void;
}
