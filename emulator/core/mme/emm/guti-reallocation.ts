import type { MmeState } from '../mme-state.ts';
import { sendRepeatedly } from '../nas-downlink.ts';
import type { UeContext } from '../ue-context.ts';

/** Another GUTI for a connected phone. Open5GS never starts this of itself; the lab can. TS 24.301 §5.4.1 */
export function reallocateGuti(mme: MmeState, ue: UeContext): void {
  if (ue.connection === undefined || ue.procedure !== undefined || ue.tai === undefined) return;
  const guti = mme.assignGuti(ue, ue.tai.plmn);
  mme.setProcedure(ue, { type: 'guti' });
  sendRepeatedly(
    mme,
    ue,
    'T3450',
    {
      message: 'GutiReallocationCommand',
      guti: { type: 'guti', guti },
      taiList: [{ type: 'differentPlmns', tais: [ue.tai] }],
    },
    'protected',
  );
}

export function handleGutiReallocationComplete(mme: MmeState, ue: UeContext): void {
  if (ue.procedure?.type !== 'guti') return;
  mme.setProcedure(ue);
  mme.confirmGuti(ue);
}
