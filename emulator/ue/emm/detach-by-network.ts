import type { NasEps } from '../../codec/nas-eps/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import { sendNas } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { forgetWishes } from './detach.ts';
import { awaitRelease } from './idle.ts';
import { forgetRegistration, setUpdateStatus } from './registration.ts';
import { isDecisive, reactTo } from './reject-causes.ts';
import { DEREGISTERED } from './states.ts';
import { REQUEST_TIMERS } from './timers.ts';

/**
 * The network sends the phone away: for good, with a cause that says what follows, or to attach again. In a collision with the
 * phone's own detach both are answered. TS 24.301 §5.5.2.3, §5.5.2.2.4 d
 */
export function handleNetworkDetach(phone: Phone, request: NasEps<'DetachRequestUeTerminated'>): void {
  const { detachType, emmCause } = request;
  sendNas(phone, { message: 'DetachAccept' });
  if (detachType === 'imsiDetach') {
    phone.note('the network detached the phone from CS services only');
    return;
  }
  if (phone.emm.name === 'EMM-DEREGISTERED-INITIATED') return;
  const reattach = detachType === 'reAttachRequired';
  const attach = phone.wishes.attach ?? { apn: phone.config.apn, manual: false };
  phone.stop(...REQUEST_TIMERS, 'T3412', 'T3411', 'T3402');
  const tell = (): void => {
    phone.emit({ type: 'detached', by: 'network', ...(emmCause === undefined ? {} : { emmCause }), reattach });
  };
  if (!reattach && emmCause !== undefined && isDecisive(emmCause, 'detach')) {
    phone.wishes.attach = attach;
    reactTo(phone, emmCause, 'detach');
    tell();
    return;
  }
  forgetWishes(phone);
  deactivateAllBearers(phone);
  phone.wishes.attach = attach;
  if (reattach) {
    phone.registration.attachAttempts = 0;
    phone.registration.taiList = [];
    phone.enter(DEREGISTERED['NORMAL-SERVICE']);
  } else {
    // TS 24.301 §5.5.2.3.4 b
    setUpdateStatus(phone, 'EU2_NOT_UPDATED');
    forgetRegistration(phone);
    phone.registration.equivalentPlmns = [];
    phone.start('T3402', phone.registration.t3402Ms);
    phone.enter(DEREGISTERED['ATTEMPTING-TO-ATTACH']);
  }
  phone.memoryChanged = true;
  tell();
  awaitRelease(phone);
}
