import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import { dedicatedBearer } from './dedicated-bearer.ts';
import { ambrOf, configurationOf } from './default-bearer.ts';
import { answer } from './send.ts';
import { applyTft } from './traffic-flow-template.ts';
import { endTransaction, findTransaction } from './transactions.ts';

const INVALID_EPS_BEARER_IDENTITY = 43;

/** The network changes quality, filters or options of a bearer. TS 24.301 §6.4.3.3, §6.4.3.4 */
export function handleModify(phone: Phone, request: NasEps<'ModifyEpsBearerContextRequest'>): void {
  const { epsBearerIdentity, procedureTransactionIdentity: pti } = request;
  const bearer = phone.bearers.find(other => other.ebi === epsBearerIdentity);
  const header = { epsBearerIdentity, procedureTransactionIdentity: 0 };
  const refuse = (esmCause: number): void =>
    answer(phone, { message: 'ModifyEpsBearerContextReject', ...header, esmCause });
  if (bearer === undefined) return refuse(INVALID_EPS_BEARER_IDENTITY);
  if (request.tft !== undefined) {
    const outcome = applyTft(bearer.filters, request.tft);
    if (!outcome.ok) return refuse(outcome.esmCause);
    bearer.filters = outcome.filters;
  }
  if (request.newEpsQos !== undefined) bearer.qci = request.newEpsQos.qci;
  const transaction = pti === 0 ? undefined : findTransaction(phone, pti);
  if (transaction !== undefined) endTransaction(phone, transaction);
  answer(phone, { message: 'ModifyEpsBearerContextAccept', ...header });
  if (bearer.pdn === undefined) {
    phone.emit({ type: 'bearerModified', bearer: dedicatedBearer(bearer) });
    return;
  }
  const options = request.extendedProtocolConfigurationOptions ?? request.protocolConfigurationOptions;
  const { dns, mtu } = configurationOf(options);
  bearer.pdn = {
    ...bearer.pdn,
    qci: bearer.qci,
    ...(request.apnAmbr === undefined ? {} : { apnAmbr: ambrOf(request.apnAmbr) }),
    ...(dns.length === 0 ? {} : { dns }),
    ...(mtu === undefined ? {} : { mtu }),
  };
  phone.emit({ type: 'pdnModified', pdn: bearer.pdn });
}
