import { DecodeError } from '../../bytes/index.ts';
import { decodeNasEps, encodeNasEps, type NasEps, type NasEpsMessage } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import type { PdnConnection } from '../port.ts';
import { activateDefaultBearer } from './default-bearer.ts';

export type InitialBearer =
  | { readonly ok: true; readonly pdn: PdnConnection; readonly container: Uint8Array }
  | { readonly ok: false; readonly reason: string };

/** Takes the default bearer inside an Attach Accept; `container` goes into the Attach Complete. TS 24.301 §6.4.1.3 */
export function acceptInitialBearer(phone: Phone, container: Uint8Array): InitialBearer {
  let message: NasEpsMessage;
  try {
    message = decodeNasEps(container, 'downlink');
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, reason: error.message };
    throw error;
  }
  if (message.message !== 'ActivateDefaultEpsBearerContextRequest') return { ok: false, reason: message.message };
  const activation = activateDefaultBearer(phone, message);
  if (!activation.ok) return activation;
  const accept: NasEps<'ActivateDefaultEpsBearerContextAccept'> = {
    message: 'ActivateDefaultEpsBearerContextAccept',
    epsBearerIdentity: message.epsBearerIdentity,
    procedureTransactionIdentity: 0,
  };
  return { ok: true, pdn: activation.pdn, container: encodeNasEps(accept) };
}
