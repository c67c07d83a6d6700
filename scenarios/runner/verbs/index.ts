import type { Verb } from '../steps/index.ts';
import { arm } from './arm.ts';
import { attach } from './attach.ts';
import { btsDown, btsUp } from './bts.ts';
import { checkpoint, hold, parallel, repeat, use, wait } from './control.ts';
import { data } from './data.ts';
import { detach } from './detach.ts';
import { faultCore, faultKill, faultLink, faultPartition, faultPause, faultStop, heal } from './faults.ts';
import { hssRemove, hssSet } from './hss.ts';
import { move } from './move.ts';
import { pdnConnect, pdnDisconnect } from './pdn.ts';
import { ping } from './ping.ts';
import { powerCycle } from './power-cycle.ts';
import { release } from './release.ts';
import { serviceRequest } from './service-request.ts';
import { simActivate, simAssign, simDeactivate, simResume, simSuspend, simSwap } from './sim.ts';
import { tamper } from './tamper.ts';
import { trackingAreaUpdate } from './tracking-area-update.ts';

const ALL: readonly Verb[] = [
  attach,
  detach,
  powerCycle,
  move,
  serviceRequest,
  trackingAreaUpdate,
  release,
  pdnConnect,
  pdnDisconnect,
  tamper,
  btsUp,
  btsDown,
  simAssign,
  simActivate,
  simSuspend,
  simResume,
  simDeactivate,
  simSwap,
  ping,
  data,
  hssSet,
  hssRemove,
  faultKill,
  faultStop,
  faultPause,
  faultPartition,
  faultLink,
  faultCore,
  arm,
  heal,
  hold,
  parallel,
  repeat,
  use,
  wait,
  checkpoint,
];

/** Every verb of the language by name, in the order of its documentation. */
export const VERBS: Readonly<Record<string, Verb>> = Object.fromEntries(ALL.map(each => [each.name, each]));
