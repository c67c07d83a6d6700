import type { EmbeddedCore, UeView } from '../../../emulator/core/index.ts';
import type { CoreState, CoreUeState } from '../../../scenarios/runner/index.ts';
import { emmName } from './ue-state.ts';

/** Third witness: the embedded core as it sees itself. */
export function coreStateOf(core: EmbeddedCore): CoreState {
  const ues = core.ues().map(view => [view.imsi, coreUeStateOf(core, view)] as const);
  return { ues: Object.fromEntries(ues), counters: core.counters() };
}

function coreUeStateOf(core: EmbeddedCore, view: UeView): CoreUeState {
  const { imsi, emm, ecm, guti, security, tai, bearers, ueAmbr } = view;
  const active = bearers.filter(bearer => bearer.state === 'active');
  const ip = active.find(bearer => bearer.ipv4 !== undefined)?.ipv4;
  const { uplinkOctets, downlinkOctets } = core.usageOf(imsi);
  return {
    emm: emmName(emm),
    ecm: ecm === 'ECM-CONNECTED' ? 'connected' : 'idle',
    ...(guti === undefined ? {} : { guti }),
    ...(security === undefined ? {} : { eea: security.eea, eia: security.eia }),
    ...(tai === undefined ? {} : { tac: tai.tac }),
    bearers: active.length,
    ...(ip === undefined ? {} : { ip }),
    ...(ueAmbr === undefined ? {} : { ambr: { down: ueAmbr.downlinkBps, up: ueAmbr.uplinkBps } }),
    usage: { up: uplinkOctets, down: downlinkOctets },
  };
}
