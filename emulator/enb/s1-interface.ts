import type { S1apPdu } from '../codec/s1ap/index.ts';
import type { EnbState } from './enb-state.ts';
import type { EnbConfig } from './port.ts';
import { releaseLocally } from './release.ts';

/** How long an answer to S1 Setup is waited for. Deviation: the specification leaves it to the implementation. */
const S1_SETUP_GUARD_MS = 10_000;

type Pdu<Name extends S1apPdu['message']> = Extract<S1apPdu, { message: Name }>;

/** The association is up: S1 Setup. TS 36.413 §8.7.3 */
export function startS1Setup(enb: EnbState): void {
  const { config } = enb;
  enb.timers.stop('s1SetupRetry');
  enb.timers.start('s1SetupGuard', enb.now + S1_SETUP_GUARD_MS);
  enb.setS1('setting-up');
  enb.send({
    message: 'S1SetupRequest',
    globalEnbId: { plmn: config.globalPlmn, enbId: { type: 'macroEnbId', value: config.enbId } },
    enbName: config.name,
    supportedTas: supportedTasOf(config),
    defaultPagingDrx: `v${config.defaultPagingDrx}`,
  });
}

export function handleS1SetupResponse(enb: EnbState, pdu: Pdu<'S1SetupResponse'>): void {
  if (enb.s1 !== 'setting-up') return enb.note(`S1SetupResponse ignored: S1 is ${enb.s1}`);
  enb.timers.stop('s1SetupGuard');
  enb.overload = undefined;
  enb.servedPlmns = pdu.servedGummeis.flatMap(item => item.servedPlmns);
  enb.setS1('up');
  const { mmeName, relativeMmeCapacity } = pdu;
  const { servedPlmns } = enb;
  enb.emit({
    type: 's1Setup',
    outcome: { type: 'accepted', servedPlmns, relativeMmeCapacity, ...(mmeName === undefined ? {} : { mmeName }) },
  });
  tellCells(enb);
}

export function handleS1SetupFailure(enb: EnbState, pdu: Pdu<'S1SetupFailure'>): void {
  if (enb.s1 !== 'setting-up') return enb.note(`S1SetupFailure ignored: S1 is ${enb.s1}`);
  enb.timers.stop('s1SetupGuard');
  enb.setS1('refused');
  const retryInMs = pdu.timeToWait === undefined ? undefined : secondsOf(pdu.timeToWait) * 1000;
  if (retryInMs !== undefined) enb.timers.start('s1SetupRetry', enb.now + retryInMs);
  const cause = `${pdu.cause.group}/${pdu.cause.value}`;
  enb.emit({
    type: 's1Setup',
    outcome: { type: 'failed', cause, ...(retryInMs === undefined ? {} : { retryInMs }) },
  });
}

export function handleS1SetupGuard(enb: EnbState): void {
  enb.setS1('refused');
  enb.emit({ type: 's1Setup', outcome: { type: 'no-answer' } });
}

/** The association is gone: every phone's connection with it. */
export function handleS1Down(enb: EnbState, reason: string): void {
  if (enb.s1 === 'down') return;
  enb.timers.stopAll();
  for (const ue of enb.ues.all()) releaseLocally(enb, ue);
  enb.setS1('down');
  enb.note(`S1 is down: ${reason}`);
  tellCells(enb);
}

/** Reset from the MME: all connections or the listed ones, then the acknowledgement. TS 36.413 §8.7.1.2.1 */
export function handleReset(enb: EnbState, pdu: Pdu<'Reset'>): void {
  if (pdu.resetType.type === 's1Interface') {
    for (const ue of enb.ues.all()) releaseLocally(enb, ue);
    return enb.send({ message: 'ResetAcknowledge' });
  }
  const connections = pdu.resetType.value;
  for (const { enbUeS1apId, mmeUeS1apId } of connections) {
    const ue =
      enbUeS1apId !== undefined ? enb.ues.ofId(enbUeS1apId) : mmeUeS1apId !== undefined && enb.ues.ofMmeId(mmeUeS1apId);
    if (ue) releaseLocally(enb, ue);
  }
  enb.send({ message: 'ResetAcknowledge', ueAssociatedLogicalS1ConnectionListResAck: connections });
}

/** We lost our own state, or were told to: all connections end here and at the MME. TS 36.413 §8.7.1.2.2 */
export function startReset(enb: EnbState): void {
  if (enb.s1 !== 'up') return enb.note('reset ignored: S1 is not up');
  for (const ue of enb.ues.all()) releaseLocally(enb, ue);
  enb.send({
    message: 'Reset',
    cause: { group: 'misc', value: 'om-intervention' },
    resetType: { type: 's1Interface', value: 'reset-all' },
  });
}

/** Other tracking areas or another name: eNB Configuration Update. TS 36.413 §8.7.4 */
export function updateConfiguration(enb: EnbState, change: Pick<EnbConfig, 'supportedTas'> & { name?: string }): void {
  const { supportedTas, name = enb.config.name } = change;
  enb.config = { ...enb.config, supportedTas, name };
  if (enb.s1 === 'up') {
    enb.send({ message: 'ENBConfigurationUpdate', enbName: name, supportedTas: supportedTasOf(enb.config) });
  }
  tellCells(enb);
}

export function handleMmeConfigurationUpdate(enb: EnbState, pdu: Pdu<'MMEConfigurationUpdate'>): void {
  if (pdu.servedGummeis !== undefined) enb.servedPlmns = pdu.servedGummeis.flatMap(item => item.servedPlmns);
  enb.send({ message: 'MMEConfigurationUpdateAcknowledge' });
}

/** The MME has too much to do: connections that it names are refused until Overload Stop. TS 36.413 §8.7.6 */
export function handleOverload(enb: EnbState, pdu: Pdu<'OverloadStart' | 'OverloadStop'>): void {
  enb.overload = pdu.message === 'OverloadStart' ? pdu.overloadResponse.value : undefined;
  enb.note(enb.overload === undefined ? 'MME overload is over' : `MME overload: ${enb.overload}`);
}

function tellCells(enb: EnbState): void {
  for (const cell of enb.config.supportedTas.keys()) {
    enb.emit({ type: 'broadcast', cell, message: { type: 'systemInformation', cell: enb.cellInfo(cell) } });
  }
}

function supportedTasOf(config: EnbConfig) {
  return config.supportedTas.map(ta => ({ tac: ta.tac, broadcastPlmns: [...ta.plmns] }));
}

/** `v10s` → 10. TS 36.413 §9.2.1.61 */
function secondsOf(timeToWait: string): number {
  return Number(/\d+/.exec(timeToWait)?.[0] ?? 10);
}
