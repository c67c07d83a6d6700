import { encodeNasEps } from '../../codec/nas-eps/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import { reallocateGuti } from '../mme/emm/guti-reallocation.ts';
import { requestDetach } from '../mme/emm/network-detach.ts';
import { isIdle, page } from '../mme/emm/paging.ts';
import { ESM_CAUSE } from '../mme/esm/esm-causes.ts';
import { endBearer } from '../mme/esm/pdn-disconnect.ts';
import type { Mme } from '../mme/mme.ts';
import type { EnbContext, MmeState } from '../mme/mme-state.ts';
import { requestBearerModification } from '../mme/s1/bearers.ts';
import { pushAmbr } from '../mme/s1/context-modification.ts';
import { sendErrorIndication, UNKNOWN_MME_ID } from '../mme/s1/error-indication.ts';
import { startReset } from '../mme/s1/reset.ts';
import type { UeContext } from '../mme/ue-context.ts';
import { dropBearers } from '../mme/ue-life.ts';
import type { ActiveFault } from './active-fault.ts';

const FIRST_EBI = 5;

/** Does what a fault that happens once does. What it causes is in the MME's outputs. */
export function perform(mme: Mme, fault: ActiveFault): void {
  const { state } = mme;
  switch (fault.name) {
    case 'mme-restart':
      return restart(mme, fault.flag('keepAssociations'));
    case 's1-close':
      for (const { ref } of enbsOf(state, fault)) state.emit({ type: 's1Close', enb: ref });
      return;
    case 's1-reset':
      for (const enb of enbsOf(state, fault)) startReset(state, enb);
      return;
    default: {
      const imsi = fault.text('imsi');
      const ue = imsi === undefined ? undefined : state.ofImsi(imsi as Imsi);
      if (ue === undefined) return state.note(`fault ${fault.name}: ${imsi} is not at this MME`);
      return performOn(state, ue, fault);
    }
  }
}

function performOn(mme: MmeState, ue: UeContext, fault: ActiveFault): void {
  const bearer = ue.bearer(fault.number('ebi') ?? FIRST_EBI);
  switch (fault.name) {
    case 'detach-subscriber':
      if (ue.emm === 'EMM-REGISTERED') requestDetach(mme, ue, fault.flag('reattach'));
      return;
    case 'page-subscriber':
      if (ue.emm === 'EMM-REGISTERED' && isIdle(ue)) page(mme, ue, 'data');
      return;
    case 'reallocate-guti':
      return reallocateGuti(mme, ue);
    case 'push-ambr':
      return pushAmbr(mme, ue);
    case 'deactivate-bearer':
      if (bearer?.state !== 'active') return mme.note('fault deactivate-bearer: no such bearer', ue);
      return endBearer(mme, ue, bearer, fault.number('cause') ?? ESM_CAUSE.regularDeactivation);
    case 'modify-bearer': {
      if (bearer?.state !== 'active' || bearer.apn === undefined) {
        return mme.note('fault modify-bearer: no such bearer', ue);
      }
      const qci = fault.number('qci') ?? bearer.apn.qci;
      bearer.apn = { ...bearer.apn, qci };
      const plain = encodeNasEps({
        message: 'ModifyEpsBearerContextRequest',
        epsBearerIdentity: bearer.ebi,
        procedureTransactionIdentity: 0,
        newEpsQos: { qci },
      });
      return requestBearerModification(mme, ue, bearer, plain);
    }
    case 'error-indication': {
      const { connection } = ue;
      if (connection === undefined) return mme.note('fault error-indication: the phone is idle', ue);
      const { enb, mmeUeS1apId, enbUeS1apId } = connection;
      return sendErrorIndication(mme, enb, UNKNOWN_MME_ID, { mmeUeS1apId, enbUeS1apId });
    }
    default:
      return;
  }
}

/** The gateway notices the restart and drops its sessions (TS 23.007 §14); so does nobody else by itself. */
function restart(mme: Mme, keepAssociations: boolean): void {
  const { state } = mme;
  for (const ue of state.ues()) dropBearers(state, ue);
  state.note('the MME restarts');
  if (!keepAssociations) for (const enb of state.enbs.keys()) state.emit({ type: 's1Close', enb });
  const outputs = state.take();
  mme.restart(keepAssociations);
  for (const output of outputs) mme.state.emit(output);
}

function enbsOf(mme: MmeState, fault: ActiveFault): EnbContext[] {
  const name = fault.text('enb');
  return [...mme.enbs.values()].filter(enb => name === undefined || enb.name === name);
}
