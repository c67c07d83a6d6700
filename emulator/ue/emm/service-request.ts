import type { NasEps } from '../../codec/nas-eps/index.ts';
import { formatEmmCause } from '../../vocabulary/index.ts';
import { deactivateBearersWithoutRadio } from '../esm/local-deactivation.ts';
import { failWaitingRequests } from '../esm/send.ts';
import { sendServiceRequest } from '../nas/uplink.ts';
import type { Phone } from '../phone.ts';
import { startCongestionTimer } from './congestion.ts';
import { awaitRelease, releaseLocally } from './idle.ts';
import { isDecisive, reactTo } from './reject-causes.ts';
import { REGISTERED, type ServiceReason } from './states.ts';

/** Asks for the user plane, or answers paging: EMM-IDLE ends. TS 24.301 §5.6.1.2; establishment causes of Annex D */
export function startServiceRequest(phone: Phone, reason: ServiceReason): void {
  phone.wishes.service = undefined;
  phone.stop('T3412');
  phone.enter({ name: 'EMM-SERVICE-REQUEST-INITIATED', reason });
  phone.start('T3417');
  sendServiceRequest(phone, reason === 'paging' ? 'mt-Access' : 'mo-Data');
}

/** The radio set up user plane bearers, which is the network's yes. TS 24.301 §5.6.1.4 */
export function handleServiceGranted(phone: Phone): void {
  if (phone.emm.name !== 'EMM-SERVICE-REQUEST-INITIATED') return;
  phone.stop('T3417');
  // The network answered the phone's integrity protected message: from now on both protect and cipher. TS 24.301 §4.4.2.3
  phone.security.exchange = true;
  phone.enter(REGISTERED['NORMAL-SERVICE']);
  deactivateBearersWithoutRadio(phone);
  if (phone.bearers.length === 0) phone.wishes.attach = { apn: phone.config.apn, manual: false };
  phone.emit({ type: 'serviceAccepted' });
}

/** The network refuses service. TS 24.301 §5.6.1.5 */
export function handleServiceReject(phone: Phone, reject: NasEps<'ServiceReject'>, verified: boolean): void {
  const { emmCause } = reject;
  phone.stop('T3417');
  dropHeldPackets(phone);
  failWaitingRequests(phone, `the network refused service: cause ${formatEmmCause(emmCause)}`);
  if (isDecisive(emmCause, 'service')) reactTo(phone, emmCause, 'service');
  else {
    if (emmCause === 22) startCongestionTimer(phone, reject.t3346Value, verified);
    phone.enter(REGISTERED['NORMAL-SERVICE']);
    awaitRelease(phone);
  }
  phone.emit({ type: 'serviceRejected', emmCause });
}

/** T3417 ran out. TS 24.301 §5.6.1.6 c */
export function handleT3417Expiry(phone: Phone): void {
  failService(phone, 'T3417 ran out (5 s) without an answer');
  releaseLocally(phone);
}

/** No service this time; the phone stays registered. TS 24.301 §5.6.1.6 */
export function failService(phone: Phone, detail: string): void {
  phone.stop('T3417');
  dropHeldPackets(phone);
  failWaitingRequests(phone, detail);
  phone.enter(REGISTERED['NORMAL-SERVICE']);
  phone.emit({ type: 'serviceFailed', detail });
}

function dropHeldPackets(phone: Phone): void {
  const count = phone.heldPackets?.length ?? 0;
  if (count > 0) phone.note(`${count} uplink packets dropped: no user plane`);
  phone.heldPackets = undefined;
}
