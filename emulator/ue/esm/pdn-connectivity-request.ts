import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import type { UeConfig } from '../port.ts';
import { requestedOptions } from './configuration-options.ts';
import { allocatePti } from './transactions.ts';

/**
 * A PDN Connectivity Request. Inside an Attach Request it is not ciphered, so APN and options may be left for the ESM
 * Information Response; outside they are always in it. TS 24.301 §6.5.1.2
 */
export function pdnConnectivityRequest(
  pti: number,
  apn: string | undefined,
  pdnType: UeConfig['pdnType'],
  transferLater: boolean,
): NasEps<'PdnConnectivityRequest'> {
  return {
    message: 'PdnConnectivityRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: pti,
    requestType: 'initialRequest',
    pdnType,
    ...(transferLater
      ? { esmInformationTransferFlag: true }
      : {
          protocolConfigurationOptions: requestedOptions(pdnType),
          ...(apn === undefined ? {} : { accessPointName: apn }),
        }),
  };
}

/**
 * The request inside an Attach Request; its transaction begins. An APN is never sent there in the clear: with one the
 * information transfer flag is set. TS 24.301 §6.5.1.2
 */
export function initialPdnConnectivity(phone: Phone, apn: string | undefined): NasEps<'PdnConnectivityRequest'> {
  phone.transactions = [];
  const { pdnType, esmInformationTransfer } = phone.config;
  const pti = allocatePti(phone)!;
  const request = pdnConnectivityRequest(pti, apn, pdnType, esmInformationTransfer || apn !== undefined);
  const purpose = { type: 'pdnConnectivity', apn, pdnType, attach: true } as const;
  phone.transactions.push({ pti, purpose, request, timer: 'T3482', expiries: 0, deadline: undefined });
  return request;
}
