import { deserialize, ObjectId, serialize } from 'bson';
import { Secret, UserError } from '../../../emulator/vocabulary/index.ts';
import type { BsonDocument } from '../../bson-values.ts';
import type { EncodedDocument } from '../../encoded-insert.ts';
import { encodeProvisioned } from '../../subscriber-lifecycle.ts';
import type { CardDocument } from '../card-document.ts';
import { encodeCard } from '../card-document.ts';
import { parseSubscriberNumber } from '../card-numbers.ts';
import { type CardChecks, type CheckedCard, checkCard } from '../card-secrets.ts';
import { recordOf } from '../events/hss-handler.ts';
import { chainEntry } from '../history-chain.ts';
import type { KeyVault, Sealed } from '../key-vault.ts';
import { newCard } from '../new-card.ts';
import type { Caller, NetworkProfile, SimCard, SimEvent } from '../sim-card.ts';
import type { BatchRow } from './batch-reader.ts';
import type { LineResult } from './batch-record.ts';
import type { NumberLines } from './number-lines.ts';

/** What is to become of the cards of a file besides being taken into stock. */
export interface ImportActivation {
  readonly customer?: string | undefined;
  readonly order?: string | undefined;
  readonly plan: string;
  /** `auto`: from the pools; `column`: from the file; `none`. */
  readonly msisdn: 'auto' | 'column' | 'none';
}

/** The version of a card that comes active: registered, assigned, activated. */
export const ACTIVE_VERSION = 3;

/** A card that is ready to be written. */
export interface ReadyCard {
  readonly line: number;
  readonly iccid: string;
  readonly imsi: string;
  /** Its CardDocument. */
  readonly document: EncodedDocument;
  /** With activation: what the HSS gets. */
  readonly subscriber?: EncodedDocument;
}

/** Where numbers of earlier lines of the same file are. */
export interface SeenNumbers {
  readonly iccids: NumberLines;
  readonly imsis: NumberLines;
}

export interface ChunkContext {
  readonly vault: KeyVault;
  readonly caller: Caller;
  readonly batch: string;
  readonly checks: CardChecks;
  readonly now: Date;
  readonly seen: SeenNumbers;
  readonly activation?: (ImportActivation & { readonly profile: NetworkProfile }) | undefined;
  /** With activation. */
  readonly subscriberOf?: SubscriberMaker | undefined;
  /** The next free number. */
  readonly nextMsisdn: () => Promise<string>;
}

/** Checks a row; a result when it cannot become a card. */
export function checkRow(
  row: BatchRow,
  { checks, seen, batch }: Pick<ChunkContext, 'checks' | 'seen' | 'batch'>,
): CheckedCard | LineResult {
  const { line } = row;
  if (row.error !== undefined)
    return { line, result: 'rejected', ...row.error, ...(row.iccid !== undefined && { iccid: row.iccid }) };
  let checked: CheckedCard;
  try {
    checked = checkCard(row.input, { ...checks, batch });
    if (row.msisdn !== undefined) parseSubscriberNumber(row.msisdn);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { iccid, imsi } = row.input;
    return {
      line,
      result: 'rejected',
      iccid: iccid.slice(0, 24),
      imsi: imsi.slice(0, 20),
      code: error.code,
      reason: error.message,
    };
  }
  return alreadySeen(line, checked.card, seen) ?? checked;
}

/** A result when an earlier line of the file has one of these numbers; else notes them. */
export function alreadySeen(
  line: number,
  { iccid, imsi }: { readonly iccid: string; readonly imsi: string },
  seen: SeenNumbers,
): LineResult | undefined {
  const twice = (what: 'ICCID' | 'IMSI', first: number): LineResult => ({
    line,
    result: 'duplicate',
    iccid,
    imsi,
    code: `${what.toLowerCase()}-twice`,
    reason: `line ${first} has the same ${what}`,
  });
  const sameIccid = seen.iccids.lineOf(iccid);
  if (sameIccid !== undefined) return twice('ICCID', sameIccid);
  const sameImsi = seen.imsis.lineOf(imsi);
  if (sameImsi !== undefined) return twice('IMSI', sameImsi);
  seen.iccids.note(iccid, line);
  seen.imsis.note(imsi, line);
  return undefined;
}

export function isResult(checked: CheckedCard | LineResult): checked is LineResult {
  return 'result' in checked;
}

/** The number that a row asks for; undefined for none. @throws UserError msisdn-pool-empty and what is wrong with its own */
export async function msisdnOf(
  column: string | undefined,
  { activation, nextMsisdn }: Pick<ChunkContext, 'activation' | 'nextMsisdn'>,
): Promise<string | undefined> {
  if (activation?.msisdn === 'auto') return nextMsisdn();
  return activation?.msisdn === 'column' && column !== undefined ? parseSubscriberNumber(column) : undefined;
}

/** The documents of a card, perhaps active already. */
export function makeCard(
  numbers: CheckedCard['card'],
  keys: CheckedCard['networkKeys'],
  sealed: Sealed,
  msisdn: string | undefined,
  line: number,
  { caller, now, activation, subscriberOf }: ChunkContext,
): { readonly document: CardDocument; readonly subscriber?: BsonDocument } {
  const card = newCard(numbers, sealed, caller, now);
  if (activation === undefined) return { document: encodeCard(card, line) };
  const active = activeCard(card, activation, msisdn, caller, now);
  return { document: encodeCard(active, line), subscriber: subscriberOf!(active, keys, msisdn) };
}

/** The card as it is written. */
export function readyCard(
  line: number,
  checked: CheckedCard,
  sealed: Sealed,
  msisdn: string | undefined,
  context: ChunkContext,
): ReadyCard {
  const { iccid, imsi } = checked.card;
  const { document, subscriber } = makeCard(checked.card, checked.networkKeys, sealed, msisdn, line, context);
  return { line, iccid, imsi, document: serialize(document), ...(subscriber !== undefined && encoded(subscriber)) };
}

/** Its id first, where those who read it back look for it. */
function encoded({ _id = new ObjectId(), ...rest }: BsonDocument): { readonly subscriber: EncodedDocument } {
  return { subscriber: serialize({ _id, ...rest }) };
}

/** The same with another number. */
export function withMsisdn(ready: ReadyCard, msisdn: string, { activation, caller, now }: ChunkContext): ReadyCard {
  const document = documentOf(ready);
  const card = { ...document, iccid: document._id, history: document.history.slice(0, 1) } as unknown as SimCard;
  const active = activeCard(card, activation!, msisdn, caller, now);
  const subscriber = deserialize(ready.subscriber!, { promoteValues: false });
  return {
    ...ready,
    document: serialize({ ...document, msisdn, history: active.history }),
    subscriber: serialize({ ...subscriber, msisdn: [msisdn] }),
  };
}

export function documentOf({ document }: ReadyCard): CardDocument {
  return deserialize(document) as CardDocument;
}

/** Makes subscriber documents of one profile: encoded once, then copied with ids, numbers and keys of their own. */
export function subscriberMaker(profile: NetworkProfile, event: number): SubscriberMaker {
  const templates = new Map<string, BsonDocument>();
  return ({ imsi, amf }, { k, opc }, msisdn) => {
    let template = templates.get(amf);
    if (template === undefined) {
      const none = new Secret('Ki', new Uint8Array(16));
      const keys = { ki: none, opc: new Secret('OPc', new Uint8Array(16)) };
      template = encodeProvisioned(recordOf({ imsi, amf }, keys, { msisdn: undefined, profile }), event);
      templates.set(amf, template);
    }
    const copy = copyWithIds(template) as BsonDocument & { security: Record<string, unknown> };
    copy.imsi = imsi;
    copy.msisdn = msisdn === undefined ? [] : [msisdn];
    copy.security.k = k;
    copy.security.opc = opc;
    return copy;
  };
}

export type SubscriberMaker = (
  card: Pick<SimCard, 'imsi' | 'amf'>,
  keys: { readonly k: string; readonly opc: string },
  msisdn: string | undefined,
) => BsonDocument;

/** BSON values are shared, ids are new. */
function copyWithIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyWithIds);
  if (typeof value !== 'object' || value === null) return value;
  const tag = (value as { _bsontype?: string })._bsontype;
  if (tag === 'ObjectId') return new ObjectId();
  if (tag !== undefined) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = copyWithIds((value as Record<string, unknown>)[key]);
  return copy;
}

/** The event of a card that came active, for handlers beside the HSS, or for the HSS when the fast way did not do. */
export function activationEvent(document: CardDocument, profile: NetworkProfile): SimEvent {
  const { at, actor, traceId, detail } = document.history[ACTIVE_VERSION - 1]!;
  return {
    id: `${document._id}/${ACTIVE_VERSION}`,
    iccid: document._id,
    imsi: document.imsi as string,
    sequence: ACTIVE_VERSION,
    action: 'activate',
    network: 'provision',
    from: 'assigned',
    to: 'active',
    at,
    actor,
    ...(traceId !== undefined && { traceId }),
    ...detail,
    profile,
  };
}

function activeCard(
  card: SimCard,
  { customer, order, plan }: ImportActivation,
  msisdn: string | undefined,
  { actor, traceId }: Caller,
  at: Date,
): SimCard {
  const { iccid } = card;
  const [registered] = card.history;
  const bound: Record<string, string> = {};
  if (customer !== undefined) bound.customer = customer;
  if (order !== undefined) bound.order = order;
  const detail: Record<string, string> = { plan };
  if (msisdn !== undefined) detail.msisdn = msisdn;
  const traced = traceId === undefined ? undefined : { traceId };
  const assigned = chainEntry(iccid, registered, {
    version: 2,
    at,
    actor,
    action: 'assign',
    from: 'available',
    to: 'assigned',
    detail: bound,
    ...traced,
  });
  const active = chainEntry(iccid, assigned, {
    version: ACTIVE_VERSION,
    at,
    actor,
    action: 'activate',
    from: 'assigned',
    to: 'active',
    detail,
    ...traced,
  });
  const history = [registered!, assigned, active];
  return Object.assign({ ...card }, bound, detail, { state: 'active', version: ACTIVE_VERSION, history } as const);
}
