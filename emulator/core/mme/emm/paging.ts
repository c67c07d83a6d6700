import { sameTai } from '../../../vocabulary/index.ts';
import type { MmeState } from '../mme-state.ts';
import { MME_TIMERS } from '../timers.ts';
import type { Paging, UeContext } from '../ue-context.ts';
import { deregister, dropBearers } from '../ue-life.ts';

/**
 * Pages a phone in its tracking area, and again each time T3413 runs out. One that is still connected is paged once it is idle.
 * TS 24.301 §5.6.2, TS 36.413 §8.5
 */
export function page(mme: MmeState, ue: UeContext, reason: Paging['reason'], reattach = false): void {
  // A detach is more urgent than data, and paging for either serves both.
  if (ue.paging !== undefined && reason === 'data') return;
  ue.paging = { reason, reattach, left: MME_TIMERS.T3413.repetitions };
  startPaging(mme, ue);
}

/** Begins what waited for the phone to be idle. */
export function startPaging(mme: MmeState, ue: UeContext): void {
  if (ue.paging === undefined || ue.connection !== undefined || ue.timers.has('T3413')) return;
  mme.counters.add('mme_paging');
  sendPaging(mme, ue);
}

function sendPaging(mme: MmeState, ue: UeContext): void {
  const { guti, tai } = ue;
  if (guti === undefined || tai === undefined) return;
  mme.startTimer(ue, 'T3413', MME_TIMERS.T3413.ms);
  for (const enb of mme.enbs.values()) {
    if (!enb.setUp || !enb.supportedTais.some(each => sameTai(each, tai))) continue;
    mme.sendToEnb(enb.ref, {
      message: 'Paging',
      // IMSI mod 1024. TS 36.304 §7.1
      ueIdentityIndexValue: Number(ue.imsi) % 1024,
      uePagingId: { type: 'sTmsi', value: { mmec: guti.mmec, mTmsi: guti.mTmsi } },
      cnDomain: 'ps',
      taiList: [{ tai }],
    });
  }
}

/** T3413 has run out: once more, or the phone cannot be reached. */
export function handlePagingTimer(mme: MmeState, ue: UeContext): void {
  const { paging } = ue;
  if (paging === undefined || !isIdle(ue)) return;
  if (paging.left > 0) {
    paging.left--;
    return sendPaging(mme, ue);
  }
  ue.paging = undefined;
  mme.note(`paging failed (${paging.reason})`, ue);
  mme.counters.add('mme_paging_failed');
  if (paging.reason === 'detach') {
    // Deviation from Open5GS, which leaves the subscriber registered: the HSS has withdrawn it, so it is detached here.
    dropBearers(mme, ue);
    deregister(mme, ue);
    return mme.remove(ue);
  }
  // The gateway may notify again when the next packet comes.
  for (const { state, ebi } of ue.bearers) {
    if (state === 'active') mme.askGateway({ type: 'ModifyBearerRequest', imsi: ue.imsi!, ebi, enb: undefined });
  }
}

/** The phone has answered; for what else it was paged comes when its bearers are there. */
export function stopPaging(mme: MmeState, ue: UeContext): void {
  mme.stopTimer(ue, 'T3413');
  if (ue.paging?.reason === 'data') ue.paging = undefined;
}

/** True when only paging reaches the phone. */
export function isIdle({ connection }: UeContext): boolean {
  return connection === undefined || connection.releasing !== undefined;
}
