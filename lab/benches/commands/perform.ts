import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { BenchCommand, BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import { attach } from './attach.ts';
import { btsDown, btsUp } from './bts.ts';
import { detach, powerCycle } from './detach.ts';
import { ping } from './traffic.ts';

/** Does one command of a scenario. */
export async function performCommand(lab: CaseLab, command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome> {
  switch (command.do) {
    case 'attach':
      return attach(lab, command, signal);
    case 'detach':
      return detach(lab, command, signal);
    case 'power-cycle':
      return powerCycle(lab, command, signal);
    case 'ping':
      return ping(lab, command, signal);
    case 'bts-up':
      return btsUp(lab, command);
    case 'bts-down':
      return btsDown(lab, command);
    default:
      throw new UserError('command-unknown', `this lab cannot do '${command.do}' yet`);
  }
}
