import { fromHex } from '../../bytes/index.ts';
import type { EeaId, EiaId } from '../../crypto/index.ts';
import { NasSecurityContext } from '../../nas-security/index.ts';
import { formatPlmn, Secret } from '../../vocabulary/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import type { Phone } from '../phone.ts';
import { choosePlmn, forbiddenLists } from '../radio/cell-selection.ts';
import { leaveRrcConnected } from '../radio/rrc.ts';
import { searchCell } from './cell-change.ts';
import { forgetWishes, sendSwitchOff } from './detach.ts';
import { DEREGISTERED, isRegistered } from './states.ts';
import { EMM_TIMERS } from './timers.ts';

/** Reads the card's memory; the first time the phone is switched on. */
export function loadMemory(phone: Phone): void {
  const { memory } = phone.config.usim;
  if (memory === undefined) return;
  const { epsnsc, forbiddenPlmns } = memory;
  if (epsnsc !== undefined) {
    phone.security.context = new NasSecurityContext({
      kasme: new Secret('KASME', fromHex(epsnsc.kasme)),
      keySetIdentifier: { ksi: epsnsc.ksi, tsc: 'native' },
      eea: epsnsc.eea as EeaId,
      eia: epsnsc.eia as EiaId,
      uplinkNasCount: epsnsc.uplinkNasCount,
      downlinkNasCount: epsnsc.downlinkNasCount,
    });
  }
  if (forbiddenPlmns !== undefined) forbiddenLists(phone).plmns.push(...forbiddenPlmns.map(formatPlmn));
}

/** Switches the phone on: it looks for a cell and, when it shall, attaches. */
export function powerOn(phone: Phone, attach: boolean): void {
  if (phone.emm.name !== 'EMM-NULL') {
    phone.note('power on ignored: the phone is on');
    return;
  }
  phone.wishes.attach = attach ? { apn: phone.config.apn, manual: false } : undefined;
  phone.radio.plmn = choosePlmn(phone, false);
  if (phone.radio.plmn === undefined) searchCell(phone);
  else phone.enter(DEREGISTERED['NORMAL-SERVICE']);
}

/** Switches the phone off: it says goodbye unless the battery falls out, then forgets what does not survive. */
export function powerOff(phone: Phone, abrupt: boolean): void {
  if (phone.emm.name === 'EMM-NULL') {
    phone.note('power off ignored: the phone is off');
    return;
  }
  const known = isRegistered(phone.emm) || phone.emm.name === 'EMM-REGISTERED-INITIATED';
  forgetWishes(phone);
  if (known && !abrupt) sendSwitchOff(phone);
  const { registration, security, radio } = phone;
  leaveRrcConnected(phone, abrupt);
  phone.timers.stopAll();
  deactivateAllBearers(phone);
  // A context in use was marked invalid on the card; only an orderly goodbye stores it again. TS 24.301 §4.4.2.1
  if (known && abrupt) security.context = undefined;
  security.partial = undefined;
  security.exchange = false;
  registration.taiList = [];
  registration.equivalentPlmns = [];
  registration.t3412Ms = undefined;
  registration.t3402Ms = EMM_TIMERS.T3402.ms;
  registration.attachAttempts = 0;
  registration.updateAttempts = 0;
  registration.usimInvalid = false;
  radio.barredCellId = undefined;
  radio.plmn = undefined;
  phone.challenge = undefined;
  phone.backOff = undefined;
  phone.bent = phone.bent === undefined ? undefined : { rules: phone.bent.rules, held: [] };
  const plmns = phone.forbidden?.plmns ?? [];
  phone.forbidden = undefined;
  if (plmns.length > 0) forbiddenLists(phone).plmns = plmns;
  phone.memoryChanged = true;
  phone.enter({ name: 'EMM-NULL' });
  if (known) phone.emit({ type: 'detached', by: 'ue', reattach: false });
}
