import type { S1apPdu } from '../codec/s1ap/index.ts';
import { sameTai } from '../vocabulary/index.ts';
import type { EnbState } from './enb-state.ts';
import type { UeContext } from './ue-context.ts';

type Pdu<Name extends S1apPdu['message']> = Extract<S1apPdu, { message: Name }>;

/** A NAS message for a phone; when it is not on the radio any more, the MME learns that. TS 36.413 §8.6.2.2, §8.6.2.4 */
export function handleDownlinkNas(enb: EnbState, ue: UeContext, pdu: Pdu<'DownlinkNASTransport'>): void {
  const { nasPdu, mmeUeS1apId, enbUeS1apId } = pdu;
  if (ue.onAir) {
    return enb.emit({ type: 'air', ue: ue.ref, message: { type: 'dlInformationTransfer', nas: nasPdu } });
  }
  const cause = { group: 'radioNetwork', value: 'radio-connection-with-ue-lost' } as const;
  enb.sendFor(ue, { message: 'NASNonDeliveryIndication', mmeUeS1apId, enbUeS1apId, nasPdu, cause });
}

/** Paging in each cell of the named tracking areas. TS 36.413 §8.5 */
export function handlePaging(enb: EnbState, pdu: Pdu<'Paging'>): void {
  const identity =
    pdu.uePagingId.type === 'imsi'
      ? ({ type: 'imsi', imsi: pdu.uePagingId.value } as const)
      : ({ type: 's-TMSI', sTmsi: pdu.uePagingId.value } as const);
  for (const [cell, ta] of enb.config.supportedTas.entries()) {
    const paged = pdu.taiList.some(({ tai }) => ta.plmns.some(plmn => sameTai({ plmn, tac: ta.tac }, tai)));
    if (paged) enb.emit({ type: 'broadcast', cell, message: { type: 'paging', identity } });
  }
}
