import { encodeNasEps, gprsTimer, type NasEps } from '../../../codec/nas-eps/index.ts';
import type { MmeState } from '../mme-state.ts';
import { repeatLater, secureFirst } from '../nas-downlink.ts';
import { requestContextSetup } from '../s1/context-setup.ts';
import type { Bearer, UeContext } from '../ue-context.ts';
import { EMM_CAUSE } from './reject.ts';

/** Network access mode "only packet". TS 29.272 §7.3.21 */
const ONLY_PACKET = 2;

/** IMS voice and extended options, as Open5GS has them. TS 24.301 §9.9.3.12A */
export const NETWORK_FEATURES: NonNullable<NasEps<'AttachAccept'>['epsNetworkFeatureSupport']> = {
  cpCiot: false,
  erWithoutPdn: false,
  esrPs: false,
  csLcs: 0,
  epcLcs: false,
  emcBs: false,
  imsVoPs: true,
  fifteenBearers: false,
  iwkN26: false,
  restrictDcnr: false,
  restrictEc: false,
  ePco: true,
  hcCpCiot: false,
  s1UData: false,
  upCiot: false,
  ptcc: false,
  pr: false,
  rpr: false,
  piv: false,
  ncr: false,
};

/** Attach Accept inside Initial Context Setup Request. TS 24.301 §5.5.1.2.4 */
export function sendAttachAccept(mme: MmeState, ue: UeContext, bearer: Bearer, esmMessageContainer: Uint8Array): void {
  const { connection, registration } = ue;
  if (connection === undefined || registration?.request.message !== 'AttachRequest') return;
  const plain = encodeNasEps(acceptOf(mme, ue, registration.request, esmMessageContainer));
  mme.setProcedure(ue, { type: 'attachComplete' });
  // "The MME shall delete the stored UE radio capability information, if any."
  ue.radioCapability = undefined;
  repeatLater(mme, ue, 'T3450', plain, 'protected', ue.security);
  requestContextSetup(mme, ue, connection, [bearer], secureFirst(mme, ue, plain, 'protected', ue.security));
}

function acceptOf(
  mme: MmeState,
  ue: UeContext,
  request: NasEps<'AttachRequest'>,
  esmMessageContainer: Uint8Array,
): NasEps<'AttachAccept'> {
  const { plmn, tac } = ue.tai!;
  const combined = request.epsAttachType === 'combinedEpsImsiAttach';
  const onlyPacket = ue.subscription!.networkAccessMode === ONLY_PACKET;
  return {
    message: 'AttachAccept',
    epsAttachResult: combined && !onlyPacket ? 'combinedEpsImsiAttach' : 'epsOnly',
    t3412Value: gprsTimer(mme.config.t3412Ms === 0 ? undefined : mme.config.t3412Ms / 1000),
    taiList: [{ type: 'differentPlmns', tais: [{ plmn, tac }] }],
    esmMessageContainer,
    ...(ue.nextGuti === undefined ? {} : { guti: { type: 'guti', guti: ue.nextGuti } as const }),
    ...(combined && onlyPacket ? { emmCause: EMM_CAUSE.csDomainNotAvailable } : {}),
    epsNetworkFeatureSupport: NETWORK_FEATURES,
    ...(mme.traits.tellsNetworkPolicy ? { networkPolicy: true } : {}),
  };
}
