import type { Phone } from '../phone.ts';
import { awaitRelease } from './idle.ts';
import { DEREGISTERED } from './states.ts';

/**
 * The last EPS bearer is gone, and a phone without one is not registered: it detaches without a word, and attaches again when it
 * still wants service. TS 24.301 §5.5.3.2.4, §6.4.4.6. Being registered without a PDN connection is a CIoT feature.
 */
export function leaveWithoutBearers(phone: Phone): void {
  phone.note('no EPS bearer is left: the phone is deregistered');
  phone.stop('T3412');
  phone.registration.taiList = [];
  phone.wishes.update = undefined;
  phone.wishes.service = undefined;
  phone.memoryChanged = true;
  phone.enter(DEREGISTERED['NORMAL-SERVICE']);
  phone.emit({ type: 'detached', by: 'network', reattach: phone.wishes.attach !== undefined });
  awaitRelease(phone);
}
