import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchCommand, BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { LabSession } from '../session.ts';
import { attach } from './attach.ts';
import { btsDown, btsUp } from './bts.ts';
import { detach, powerCycle } from './detach.ts';
import { ping } from './traffic.ts';

/** Does one command of a scenario. */
export async function performCommand(
  session: LabSession,
  command: BenchCommand,
  signal: AbortSignal,
): Promise<BenchOutcome> {
  switch (command.do) {
    case 'attach':
      return attach(session, command, signal);
    case 'detach':
      return detach(session, command, signal);
    case 'power-cycle':
      return powerCycle(session, command, signal);
    case 'ping':
      return ping(session, command, signal);
    case 'bts-up':
      return btsUp(session, command);
    case 'bts-down':
      return btsDown(session, command);
    default:
      throw new UserError('command-unknown', `this lab cannot do '${command.do}' yet`);
  }
}
