import type { BenchCommand, BenchOutcome } from '../../../scenarios/runner/index.ts';
import type { CaseLab } from '../case-lab.ts';
import { arm } from './arm.ts';
import { attach } from './attach.ts';
import { btsDown, btsUp } from './bts.ts';
import { hssRemove, hssSet } from './database.ts';
import { detach, powerCycle } from './detach.ts';
import { coreFault, fault, heal, link } from './faults.ts';
import { move, release, serviceRequest, trackingAreaUpdate } from './mobility.ts';
import { connectPdn, disconnectPdn } from './pdn.ts';
import { simStep } from './sim.ts';
import { tamper } from './tamper.ts';
import { data, ping } from './traffic.ts';

/** Does one command of a scenario. What takes no time has been done when this returns its promise. */
export async function performCommand(lab: CaseLab, command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome> {
  switch (command.do) {
    case 'attach':
      return attach(lab, command, signal);
    case 'detach':
      return detach(lab, command, signal);
    case 'power-cycle':
      return powerCycle(lab, command, signal);
    case 'move':
      return move(lab, command, signal);
    case 'service-request':
      return serviceRequest(lab, command, signal);
    case 'tracking-area-update':
      return trackingAreaUpdate(lab, command, signal);
    case 'connect-pdn':
      return connectPdn(lab, command, signal);
    case 'disconnect-pdn':
      return disconnectPdn(lab, command, signal);
    case 'release':
      return release(lab, command, signal);
    case 'ping':
      return ping(lab, command, signal);
    case 'data':
      return data(lab, command, signal);
    case 'tamper':
      return tamper(lab, command);
    case 'bts-up':
      return btsUp(lab, command, signal);
    case 'bts-down':
      return btsDown(lab, command);
    case 'hss-set':
      return hssSet(lab, command);
    case 'hss-remove':
      return hssRemove(lab, command);
    case 'sim':
      return simStep(lab, command);
    case 'fault':
      return fault(lab, command);
    case 'core-fault':
      return coreFault(lab, command);
    case 'link':
      return link(lab, command);
    case 'arm':
      return arm(lab, command, performCommand);
    case 'heal':
      return heal(lab, command, signal);
  }
}
