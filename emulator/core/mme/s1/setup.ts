import type { S1apMessage } from '../../../codec/s1ap/index.ts';
import { formatPlmn, type Tai } from '../../../vocabulary/index.ts';
import type { EnbRef } from '../../port.ts';
import { type EnbContext, formatEnbId, type MmeState } from '../mme-state.ts';
import { endConnection } from './context-release.ts';

type SupportedTas = S1apMessage<'S1SetupRequest'>['supportedTas'];
type SetupCause = S1apMessage<'S1SetupFailure'>['cause'];

/** For a PLMN and for a tracking area alike that we do not serve, as Open5GS has it. */
const UNKNOWN_PLMN: SetupCause = { group: 'misc', value: 'unknown-PLMN' };

/** The association is up; nothing but S1 Setup makes sense on it. */
export function handleS1Up(mme: MmeState, ref: EnbRef, peer: string, outboundStreams: number): void {
  handleS1Down(mme, ref);
  mme.enbs.set(ref, {
    ref,
    peer,
    outboundStreams,
    setUp: false,
    id: '',
    name: undefined,
    supportedTais: [],
    connections: new Map(),
  });
}

/** The association is gone: all its phones are idle. */
export function handleS1Down(mme: MmeState, ref: EnbRef): void {
  const enb = mme.enbs.get(ref);
  if (enb === undefined) return;
  mme.enbs.delete(ref);
  for (const connection of enb.connections.values()) endConnection(mme, connection);
}

/** S1 Setup. TS 36.413 §8.7.3 */
export function handleS1SetupRequest(mme: MmeState, enb: EnbContext, pdu: S1apMessage<'S1SetupRequest'>): void {
  const { globalEnbId, enbName, supportedTas } = pdu;
  // A second setup on the same association: the base station has lost what it knew.
  for (const connection of [...enb.connections.values()]) endConnection(mme, connection);
  const tais = taisOf(supportedTas);
  const served = tais.some(tai => mme.serves(tai));
  enb.setUp = served;
  if (!served) {
    mme.note(`S1 Setup refused: none of ${enb.peer}'s tracking areas is served`);
    return mme.sendToEnb(enb.ref, { message: 'S1SetupFailure', cause: UNKNOWN_PLMN, timeToWait: 'v10s' });
  }
  enb.id = formatEnbId(globalEnbId);
  enb.name = enbName;
  enb.supportedTais = tais;
  const { config } = mme;
  const plmns = new Map(config.servedTais.map(({ plmn }) => [formatPlmn(plmn), plmn]));
  mme.sendToEnb(enb.ref, {
    message: 'S1SetupResponse',
    mmeName: config.name,
    servedGummeis: [{ servedPlmns: [...plmns.values()], servedGroupIds: [config.mmegi], servedMmecs: [config.mmec] }],
    relativeMmeCapacity: config.relativeCapacity,
  });
}

/** eNB Configuration Update. TS 36.413 §8.7.4 */
export function handleEnbConfigurationUpdate(
  mme: MmeState,
  enb: EnbContext,
  { enbName, supportedTas }: S1apMessage<'ENBConfigurationUpdate'>,
): void {
  if (supportedTas !== undefined) {
    const tais = taisOf(supportedTas);
    if (!tais.some(tai => mme.serves(tai))) {
      return mme.sendToEnb(enb.ref, {
        message: 'ENBConfigurationUpdateFailure',
        cause: UNKNOWN_PLMN,
        timeToWait: 'v10s',
      });
    }
    enb.supportedTais = tais;
  }
  if (enbName !== undefined) enb.name = enbName;
  mme.sendToEnb(enb.ref, { message: 'ENBConfigurationUpdateAcknowledge' });
}

function taisOf(supportedTas: SupportedTas): Tai[] {
  return supportedTas.flatMap(({ tac, broadcastPlmns }) => broadcastPlmns.map(plmn => ({ plmn, tac })));
}
