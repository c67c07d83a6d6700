import { chainEntry, type NewEntry } from './history-chain.ts';
import type { Caller, SimCard } from './sim-card.ts';

/** A card as it comes into stock. */
export function newCard(
  {
    iccid,
    imsi,
    amf,
    plmn,
    product,
    batch,
  }: Pick<SimCard, 'iccid' | 'imsi' | 'amf'> & Partial<Pick<SimCard, 'plmn' | 'product' | 'batch'>>,
  sealed: SimCard['sealed'],
  { actor, traceId }: Caller,
  at: Date,
): SimCard {
  const entry: { -readonly [Key in keyof NewEntry]: NewEntry[Key] } = {
    version: 1,
    at,
    actor,
    action: 'register',
    to: 'available',
    detail: batch === undefined ? {} : { batch },
  };
  if (traceId !== undefined) entry.traceId = traceId;
  const history = [chainEntry(iccid, undefined, entry)];
  const card: { -readonly [Key in keyof SimCard]: SimCard[Key] } = {
    iccid,
    imsi,
    state: 'available',
    amf,
    version: 1,
    createdAt: at,
    changedAt: at,
    sealed,
    history,
  };
  if (plmn !== undefined) card.plmn = plmn;
  if (product !== undefined) card.product = product;
  if (batch !== undefined) card.batch = batch;
  return card;
}
