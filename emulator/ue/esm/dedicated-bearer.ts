import type { NasEps } from '../../codec/nas-eps/index.ts';
import type { Phone } from '../phone.ts';
import type { DedicatedBearer } from '../port.ts';
import type { EpsBearer } from './bearer.ts';
import { answer } from './send.ts';
import { applyTft } from './traffic-flow-template.ts';
import { endTransaction, findTransaction } from './transactions.ts';

const SEMANTIC_ERROR_IN_TFT = 41;
const INVALID_EPS_BEARER_IDENTITY = 43;
const PTI_MISMATCH = 47;

/** A bearer of its own quality for some traffic of a PDN connection; its filters are kept. TS 24.301 §6.4.2.3 */
export function handleActivateDedicated(
  phone: Phone,
  request: NasEps<'ActivateDedicatedEpsBearerContextRequest'>,
): void {
  const { epsBearerIdentity: ebi, procedureTransactionIdentity: pti, linkedEpsBearerIdentity: linkedEbi } = request;
  const existing = phone.bearers.find(bearer => bearer.ebi === ebi);
  const repeated = existing !== undefined && existing.linkedEbi === linkedEbi && existing.pdn === undefined;
  if (!repeated) {
    const made = makeBearer(phone, request);
    if (typeof made === 'number') {
      const refusal = { message: 'ActivateDedicatedEpsBearerContextReject', esmCause: made } as const;
      answer(phone, { ...refusal, epsBearerIdentity: ebi, procedureTransactionIdentity: 0 });
      return;
    }
    phone.bearers.push(made);
    const transaction = findTransaction(phone, pti);
    if (transaction !== undefined) endTransaction(phone, transaction);
    phone.emit({ type: 'state', machine: `esm-${ebi}`, from: 'BEARER CONTEXT INACTIVE', to: 'BEARER CONTEXT ACTIVE' });
    phone.emit({ type: 'bearerActivated', bearer: dedicatedBearer(made) });
  }
  answer(phone, {
    message: 'ActivateDedicatedEpsBearerContextAccept',
    epsBearerIdentity: ebi,
    procedureTransactionIdentity: 0,
  });
}

export function dedicatedBearer(bearer: EpsBearer): DedicatedBearer {
  const { ebi, linkedEbi, qci, filters } = bearer;
  return { ebi, linkedEbi, qci, packetFilters: filters.length };
}

/** The bearer, or the ESM cause of what is wrong with the request. TS 24.301 §6.4.2.4, §7.3 */
function makeBearer(phone: Phone, request: NasEps<'ActivateDedicatedEpsBearerContextRequest'>): EpsBearer | number {
  const { epsBearerIdentity: ebi, procedureTransactionIdentity: pti, linkedEpsBearerIdentity: linkedEbi } = request;
  if (pti !== 0) {
    const type = findTransaction(phone, pti)?.purpose.type;
    if (type !== 'bearerAllocation' && type !== 'bearerModification') return PTI_MISMATCH;
  }
  if (ebi < 5 || phone.bearers.some(bearer => bearer.ebi === ebi)) return INVALID_EPS_BEARER_IDENTITY;
  const isDefault = phone.bearers.some(bearer => bearer.ebi === linkedEbi && bearer.pdn !== undefined);
  if (!isDefault) return INVALID_EPS_BEARER_IDENTITY;
  if (request.tft.operation !== 'createNewTft') return SEMANTIC_ERROR_IN_TFT;
  const outcome = applyTft([], request.tft);
  if (!outcome.ok) return outcome.esmCause;
  return { ebi, linkedEbi, pti, qci: request.epsQos.qci, pdn: undefined, filters: outcome.filters };
}
