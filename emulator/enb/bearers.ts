import { formatIp, parseIp } from '../codec/ip/index.ts';
import type { S1apPdu } from '../codec/s1ap/index.ts';
import type { EnbState } from './enb-state.ts';
import { limitRates } from './ue-ambr.ts';
import type { Bearer, FailedERab, PendingReconfiguration, UeContext } from './ue-context.ts';

type Pdu<Name extends S1apPdu['message']> = Extract<S1apPdu, { message: Name }>;

interface ERabToBeSetup {
  readonly eRabId: number;
  readonly qos: { readonly qci: number };
  readonly transportLayerAddress: Uint8Array;
  readonly gtpTeid: number;
  readonly nasPdu?: Uint8Array | undefined;
}

/** Bearers for the items of a setup request: our tunnel ends chosen, repeated ids refused, NAS messages gathered. */
export function planBearers(
  enb: EnbState,
  ue: UeContext,
  items: readonly ERabToBeSetup[],
): { readonly bearers: Bearer[]; readonly nas: Uint8Array[]; readonly failed: FailedERab[] } {
  const bearers: Bearer[] = [];
  const nas: Uint8Array[] = [];
  const failed: FailedERab[] = [];
  for (const { eRabId, qos, transportLayerAddress, gtpTeid, nasPdu } of items) {
    if (ue.bearers.some(bearer => bearer.eRabId === eRabId)) {
      failed.push({ eRabId, cause: 'multiple-E-RAB-ID-instances' });
      continue;
    }
    // Of an address pair the IPv4 one, which comes first (TS 36.414 §5.3).
    const octets = transportLayerAddress.length === 20 ? transportLayerAddress.subarray(0, 4) : transportLayerAddress;
    const remote = { address: formatIp(octets), teid: gtpTeid };
    const bearer: Bearer = { eRabId, qci: qos.qci, localTeid: enb.ues.nextTeid(), remote };
    enb.ues.addBearer(ue, bearer);
    bearers.push(bearer);
    if (nasPdu !== undefined) nas.push(nasPdu);
  }
  return { bearers, nas, failed };
}

/** E-RAB Setup. TS 36.413 §8.2.1 */
export function handleERabSetup(enb: EnbState, ue: UeContext, pdu: Pdu<'E-RABSetupRequest'>): void {
  if (pdu.ueAggregateMaximumBitRate !== undefined) limitRates(enb, ue, pdu.ueAggregateMaximumBitRate);
  const { bearers, nas, failed } = planBearers(enb, ue, pdu.eRabToBeSetupList);
  const addedBearers = bearers.map(({ eRabId, qci }) => ({ eRabId, qci }));
  reconfigure(enb, ue, { type: 'eRabSetup', bearers, failed }, { addedBearers, nas });
}

/** E-RAB Modify: the quality of service of bearers. TS 36.413 §8.2.2 */
export function handleERabModify(enb: EnbState, ue: UeContext, pdu: Pdu<'E-RABModifyRequest'>): void {
  if (pdu.ueAggregateMaximumBitRate !== undefined) limitRates(enb, ue, pdu.ueAggregateMaximumBitRate);
  const known = pdu.eRabToBeModifiedList.filter(({ eRabId }) => bearerOf(ue, eRabId) !== undefined);
  const eRabIds = known.map(item => item.eRabId);
  const failed = unknownOf(ue, pdu.eRabToBeModifiedList);
  reconfigure(enb, ue, { type: 'eRabModify', eRabIds, failed }, { nas: known.map(item => item.nasPdu) });
}

/** E-RAB Release by the MME. TS 36.413 §8.2.3.2 */
export function handleERabRelease(enb: EnbState, ue: UeContext, pdu: Pdu<'E-RABReleaseCommand'>): void {
  if (pdu.ueAggregateMaximumBitRate !== undefined) limitRates(enb, ue, pdu.ueAggregateMaximumBitRate);
  const failed = unknownOf(ue, pdu.eRabToBeReleasedList);
  const eRabIds: number[] = [];
  for (const { eRabId } of pdu.eRabToBeReleasedList) {
    const bearer = bearerOf(ue, eRabId);
    if (bearer === undefined) continue;
    enb.ues.removeBearer(ue, bearer);
    enb.emit({ type: 'tunnelEnded', teid: bearer.localTeid });
    eRabIds.push(eRabId);
  }
  const nas = pdu.nasPdu === undefined ? [] : [pdu.nasPdu];
  reconfigure(enb, ue, { type: 'eRabRelease', eRabIds, failed }, { releasedERabIds: eRabIds, nas });
}

/** The gateway does not know our tunnel any more: the bearer is dead. TS 36.413 §8.2.3.3 */
export function indicateERabRelease(enb: EnbState, ue: UeContext, bearer: Bearer): void {
  enb.ues.removeBearer(ue, bearer);
  enb.emit({ type: 'tunnelEnded', teid: bearer.localTeid });
  if (ue.mmeUeS1apId === undefined) return;
  enb.sendFor(ue, {
    message: 'E-RABReleaseIndication',
    mmeUeS1apId: ue.mmeUeS1apId,
    enbUeS1apId: ue.enbUeS1apId,
    eRabReleasedList: [
      { eRabId: bearer.eRabId, cause: { group: 'transport', value: 'transport-resource-unavailable' } },
    ],
  });
}

/** The phone did what it was told last: answer the MME. */
export function handleReconfigurationComplete(enb: EnbState, ue: UeContext): void {
  const done = ue.pending.shift();
  if (ue.pending.length === 0) enb.waiting.delete(ue);
  if (done === undefined || ue.mmeUeS1apId === undefined) return;
  const ids = { mmeUeS1apId: ue.mmeUeS1apId, enbUeS1apId: ue.enbUeS1apId };
  switch (done.type) {
    case 'initialContextSetup':
      return enb.sendFor(ue, {
        message: 'InitialContextSetupResponse',
        ...ids,
        eRabSetupList: setupItems(enb, done.bearers),
        ...(done.failed.length === 0 ? {} : { eRabFailedToSetupList: failedItems(done.failed) }),
      });
    case 'eRabSetup':
      return enb.sendFor(ue, {
        message: 'E-RABSetupResponse',
        ...ids,
        ...(done.bearers.length === 0 ? {} : { eRabSetupList: setupItems(enb, done.bearers) }),
        ...(done.failed.length === 0 ? {} : { eRabFailedToSetupList: failedItems(done.failed) }),
      });
    case 'eRabModify':
      return enb.sendFor(ue, {
        message: 'E-RABModifyResponse',
        ...ids,
        ...(done.eRabIds.length === 0 ? {} : { eRabModifyList: done.eRabIds.map(eRabId => ({ eRabId })) }),
        ...(done.failed.length === 0 ? {} : { eRabFailedToModifyList: failedItems(done.failed) }),
      });
    case 'eRabRelease':
      return enb.sendFor(ue, {
        message: 'E-RABReleaseResponse',
        ...ids,
        ...(done.eRabIds.length === 0 ? {} : { eRabReleaseList: done.eRabIds.map(eRabId => ({ eRabId })) }),
        ...(done.failed.length === 0 ? {} : { eRabFailedToReleaseList: failedItems(done.failed) }),
      });
  }
}

function reconfigure(
  enb: EnbState,
  ue: UeContext,
  pending: PendingReconfiguration,
  told: {
    readonly addedBearers?: readonly { readonly eRabId: number; readonly qci: number }[];
    readonly releasedERabIds?: readonly number[];
    readonly nas: readonly Uint8Array[];
  },
): void {
  ue.pending.push(pending);
  enb.awaitPhone(ue);
  const { addedBearers = [], releasedERabIds = [], nas } = told;
  const message = { type: 'rrcConnectionReconfiguration', addedBearers, releasedERabIds, nas } as const;
  enb.emit({ type: 'air', ue: ue.ref, message });
}

function setupItems(enb: EnbState, bearers: readonly Bearer[]) {
  const transportLayerAddress = parseIp(enb.config.s1uAddress);
  return bearers.map(({ eRabId, localTeid }) => ({ eRabId, transportLayerAddress, gtpTeid: localTeid }));
}

function failedItems(failed: readonly FailedERab[]) {
  return failed.map(({ eRabId, cause }) => ({ eRabId, cause: { group: 'radioNetwork', value: cause } as const }));
}

function bearerOf(ue: UeContext, eRabId: number): Bearer | undefined {
  return ue.bearers.find(bearer => bearer.eRabId === eRabId);
}

function unknownOf(ue: UeContext, items: readonly { readonly eRabId: number }[]): FailedERab[] {
  return items
    .filter(({ eRabId }) => bearerOf(ue, eRabId) === undefined)
    .map(({ eRabId }) => ({ eRabId, cause: 'unknown-E-RAB-ID' }));
}
