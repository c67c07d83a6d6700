import type { AirDownlink, PagingIdentity } from '../../air/index.ts';
import { deactivateAllBearers } from '../esm/local-deactivation.ts';
import type { Phone } from '../phone.ts';
import { forgetRegistration, setUpdateStatus } from './registration.ts';
import { DEREGISTERED } from './states.ts';

/**
 * Answers paging when it is for this phone and the phone is idle: by a service request for its S-TMSI; for its IMSI the
 * network has lost the phone, which attaches anew. TS 24.301 §5.6.2.2
 */
export function handlePaging(phone: Phone, { identity }: Extract<AirDownlink, { readonly type: 'paging' }>): void {
  if (phone.radio.connected || phone.emm.name !== 'EMM-REGISTERED' || !isFor(phone, identity)) return;
  if (identity.type === 's-TMSI') {
    phone.wishes.service = 'paging';
    return;
  }
  phone.note('paged with its IMSI: the network has lost the registration');
  setUpdateStatus(phone, 'EU2_NOT_UPDATED');
  forgetRegistration(phone);
  deactivateAllBearers(phone);
  phone.stop('T3412', 'T3346');
  phone.enter(DEREGISTERED['NORMAL-SERVICE']);
  phone.emit({ type: 'detached', by: 'network', reattach: true });
  phone.wishes.attach = { apn: phone.config.apn, manual: false };
}

function isFor(phone: Phone, identity: PagingIdentity): boolean {
  if (identity.type === 'imsi') return identity.imsi === phone.config.usim.imsi;
  const { guti } = phone.registration;
  return guti !== undefined && guti.mTmsi === identity.sTmsi.mTmsi && guti.mmec === identity.sTmsi.mmec;
}
