import { toHex } from '../../bytes/index.ts';
import {
  type BitRates,
  dnsServersOf,
  ipv4LinkMtuOf,
  type NasEps,
  type PdnAddress,
  type ProtocolConfigurationOptions,
} from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import type { PdnConnection } from '../port.ts';
import { endTransaction, findTransaction } from './transactions.ts';

type ActivationRequest = NasEps<'ActivateDefaultEpsBearerContextRequest'>;

export type Activation =
  | { readonly ok: true; readonly pdn: PdnConnection; readonly repeated: boolean }
  | { readonly ok: false; readonly esmCause: number; readonly reason: string };

const UNKNOWN_PDN_TYPE = 28;
const INVALID_EPS_BEARER_IDENTITY = 43;
const PTI_MISMATCH = 47;

/** Takes a default bearer that the network offers in answer to a request of the phone's. TS 24.301 §6.4.1.3, §7.3 */
export function activateDefaultBearer(phone: Phone, request: ActivationRequest): Activation {
  const { epsBearerIdentity: ebi, procedureTransactionIdentity: pti } = request;
  const existing = phone.bearers.find(bearer => bearer.ebi === ebi);
  // The answer was lost and the network asks again.
  if (existing?.pdn !== undefined && existing.pti === pti) return { ok: true, pdn: existing.pdn, repeated: true };
  const transaction = findTransaction(phone, pti);
  if (transaction?.purpose.type !== 'pdnConnectivity')
    return { ok: false, esmCause: PTI_MISMATCH, reason: `no request has PTI ${pti}` };
  if (ebi < 5 || existing !== undefined) {
    const reason = `EPS bearer identity ${ebi} is ${ebi < 5 ? 'reserved' : 'in use'}`;
    return { ok: false, esmCause: INVALID_EPS_BEARER_IDENTITY, reason };
  }
  const address = addressOf(request.pdnAddress);
  if (address === undefined)
    return { ok: false, esmCause: UNKNOWN_PDN_TYPE, reason: `PDN type ${request.pdnAddress.type}` };
  const options = request.extendedProtocolConfigurationOptions ?? request.protocolConfigurationOptions;
  const pdn: PdnConnection = {
    ebi,
    apn: request.accessPointName,
    ...address,
    ...configurationOf(options),
    qci: request.epsQos.qci,
    ...(request.apnAmbr === undefined ? {} : { apnAmbr: ambrOf(request.apnAmbr) }),
    ...(request.esmCause === undefined ? {} : { esmCause: request.esmCause }),
  };
  phone.bearers.push({ ebi, linkedEbi: ebi, pti, qci: request.epsQos.qci, pdn, filters: [] });
  endTransaction(phone, transaction);
  phone.emit({ type: 'state', machine: `esm-${ebi}`, from: 'BEARER CONTEXT INACTIVE', to: 'BEARER CONTEXT ACTIVE' });
  return { ok: true, pdn, repeated: false };
}

/** Bits per second of an APN-AMBR. */
export function ambrOf(rates: BitRates): { readonly downlinkBps: number; readonly uplinkBps: number } {
  return { downlinkBps: rates.downlinkKbps * 1000, uplinkBps: rates.uplinkKbps * 1000 };
}

/** DNS servers and MTU that the network gave. */
export function configurationOf(options: ProtocolConfigurationOptions | undefined): {
  readonly dns: readonly string[];
  readonly mtu?: number;
} {
  if (options === undefined) return { dns: [] };
  const mtu = ipv4LinkMtuOf(options);
  return { dns: dnsServersOf(options), ...(mtu === undefined ? {} : { mtu }) };
}

function addressOf(
  address: PdnAddress,
): Pick<PdnConnection, 'pdnType' | 'ipv4' | 'ipv6InterfaceIdentifier'> | undefined {
  switch (address.type) {
    case 'ipv4':
      return { pdnType: 'ipv4', ipv4: address.ipv4 };
    case 'ipv6':
      return { pdnType: 'ipv6', ipv6InterfaceIdentifier: toHex(address.interfaceIdentifier) };
    case 'ipv4v6':
      return {
        pdnType: 'ipv4v6',
        ipv4: address.ipv4,
        ipv6InterfaceIdentifier: toHex(address.interfaceIdentifier),
      };
    default:
      return undefined;
  }
}
