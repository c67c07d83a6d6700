import type { TrafficFlowTemplate } from '../../codec/nas-common/traffic-flow-template.ts';
import type { EpsQualityOfService, NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { beginTransaction } from './send.ts';
import { allocatePti, endTransaction, findTransaction } from './transactions.ts';

/** Asks for a dedicated bearer (or more of one) for the traffic that `tft` describes. TS 24.301 §6.5.3.2 */
export function requestBearer(
  phone: Phone,
  linkedEbi: number,
  qos: EpsQualityOfService,
  tft: TrafficFlowTemplate,
): void {
  const pti = transactionFor(phone, linkedEbi, 'bearerAllocation');
  if (pti === undefined) return;
  const request = {
    message: 'BearerResourceAllocationRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: pti,
    linkedEpsBearerIdentity: linkedEbi,
    trafficFlowAggregate: tft,
    requiredTrafficFlowQos: qos,
  } as const;
  const purpose = { type: 'bearerAllocation', linkedEbi } as const;
  beginTransaction(phone, { pti, purpose, request, timer: 'T3480', expiries: 0, deadline: undefined });
}

/** Asks to change or release the resources of a bearer. TS 24.301 §6.5.4.2 */
export function requestModification(
  phone: Phone,
  ebi: number,
  change: { readonly qos?: EpsQualityOfService; readonly tft: TrafficFlowTemplate; readonly esmCause?: number },
): void {
  const pti = transactionFor(phone, ebi, 'bearerModification');
  if (pti === undefined) return;
  const request = {
    message: 'BearerResourceModificationRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: pti,
    epsBearerIdentityForPacketFilter: ebi,
    trafficFlowAggregate: change.tft,
    ...(change.qos === undefined ? {} : { requiredTrafficFlowQos: change.qos }),
    ...(change.esmCause === undefined ? {} : { esmCause: change.esmCause }),
  } as const;
  const purpose = { type: 'bearerModification', ebi } as const;
  beginTransaction(phone, { pti, purpose, request, timer: 'T3481', expiries: 0, deadline: undefined });
}

/** The network grants no resources. TS 24.301 §6.5.3.4, §6.5.4.4 */
export function handleBearerResourceReject(
  phone: Phone,
  reject: NasEps<'BearerResourceAllocationReject' | 'BearerResourceModificationReject'>,
): void {
  const transaction = findTransaction(phone, reject.procedureTransactionIdentity);
  const wanted = reject.message === 'BearerResourceAllocationReject' ? 'bearerAllocation' : 'bearerModification';
  if (transaction?.purpose.type !== wanted) return;
  endTransaction(phone, transaction);
  phone.emit({ type: 'esmFailed', procedure: wanted, esmCause: reject.esmCause });
}

function transactionFor(phone: Phone, ebi: number, procedure: string): number | undefined {
  const known = phone.bearers.some(bearer => bearer.ebi === ebi);
  const pti = known ? allocatePti(phone) : undefined;
  if (pti === undefined) {
    const detail = known ? 'all procedure transaction identities are in use' : `there is no EPS bearer ${ebi}`;
    phone.emit({ type: 'esmFailed', procedure, detail });
  }
  return pti;
}
