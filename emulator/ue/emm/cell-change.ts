import type { CellInfo } from '../../air/index.ts';
import { sameTai } from '../../vocabulary/index.ts';
import { currentTai, type Phone } from '../phone.ts';
import { choosePlmn } from '../radio/cell-selection.ts';
import { leaveRrcConnected } from '../radio/rrc.ts';
import { startAttach } from './attach.ts';
import { handleConnectionLost } from './connection-lost.ts';
import { enterIdle } from './idle.ts';
import { DEREGISTERED, REGISTERED } from './states.ts';

const SEARCH_MS = 5_000;

/** The phone hears a cell: it camps there when the cell is suitable, and updates or attaches when it must. TS 24.301 §5.2 */
export function handleSystemInformation(phone: Phone, cell: CellInfo): void {
  const { radio, registration } = phone;
  const before = currentTai(phone);
  const moved = radio.cell !== undefined && radio.cell.cellId !== cell.cellId;
  radio.cell = cell;
  if (phone.emm.name === 'EMM-NULL') return;
  phone.stop('CELL-SEARCH');
  if (moved && radio.connected) {
    // The old base station learns of it from its radio.
    leaveRrcConnected(phone, false);
    enterIdle(phone);
    if (phone.emm.name !== 'EMM-REGISTERED-INITIATED')
      handleConnectionLost(phone, { type: 'no-answer', detail: 'the phone moved to another cell' });
  }
  const manual = phone.wishes.attach?.manual ?? false;
  radio.plmn = choosePlmn(phone, manual);
  const tai = currentTai(phone);
  const newArea = tai !== undefined && (before === undefined || !sameTai(before, tai));
  switch (phone.emm.name) {
    case 'EMM-DEREGISTERED':
      if (registration.usimInvalid) return;
      if (newArea) phone.stop('T3411', 'T3402');
      if (tai === undefined) phone.enter(DEREGISTERED['LIMITED-SERVICE']);
      else if (!phone.isRunning('T3411') && !phone.isRunning('T3402')) phone.enter(DEREGISTERED['NORMAL-SERVICE']);
      return;
    case 'EMM-REGISTERED-INITIATED':
      // A new tracking area before the answer: begin again, at once. TS 24.301 §5.5.1.2.6 e
      if (moved || newArea) {
        phone.stop('T3410');
        phone.enter(DEREGISTERED['NORMAL-SERVICE']);
        if (tai !== undefined) startAttach(phone);
      }
      return;
    case 'EMM-REGISTERED': {
      if (tai === undefined) {
        phone.enter(REGISTERED['LIMITED-SERVICE']);
        return;
      }
      const known = registration.taiList.some(other => sameTai(other, tai));
      if (!known) {
        if (newArea) phone.stop('T3411', 'T3402');
        phone.wishes.update ??= { type: 'ta', active: false };
      }
      if (phone.emm.substate !== 'ATTEMPTING-TO-UPDATE') phone.enter(REGISTERED['NORMAL-SERVICE']);
      return;
    }
    default:
      return;
  }
}

/** No cell is heard any more. The registration stays; a procedure under way fails. */
export function handleCellLost(phone: Phone): void {
  const { radio } = phone;
  radio.cell = undefined;
  radio.plmn = undefined;
  if (phone.emm.name === 'EMM-NULL') return;
  if (radio.connected) {
    leaveRrcConnected(phone, true);
    enterIdle(phone);
    handleConnectionLost(phone, { type: 'no-answer', detail: 'the cell was lost' });
  }
  if (phone.emm.name === 'EMM-REGISTERED') phone.enter(REGISTERED['NO-CELL-AVAILABLE']);
  else if (phone.emm.name === 'EMM-DEREGISTERED' && !phone.registration.usimInvalid)
    phone.enter(DEREGISTERED['NO-CELL-AVAILABLE']);
}

/** Looks for a cell, for a while. */
export function searchCell(phone: Phone): void {
  phone.enter(DEREGISTERED['PLMN-SEARCH']);
  phone.timers.start('CELL-SEARCH', phone.now + SEARCH_MS);
}

/** There is no suitable cell. */
export function handleSearchFailed(phone: Phone): void {
  if (phone.emm.name !== 'EMM-DEREGISTERED') return;
  phone.enter(DEREGISTERED[phone.radio.cell === undefined ? 'NO-CELL-AVAILABLE' : 'LIMITED-SERVICE']);
  if (phone.wishes.attach !== undefined) phone.emit({ type: 'attachFailed', reason: { type: 'no-cell' } });
}
