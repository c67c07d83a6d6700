import { MongoServerError } from 'mongodb';
import { insertEncoded, type WriteError } from '../../encoded-insert.ts';
import type { CardDocument } from '../card-document.ts';
import { type CardStore, isDuplicate } from '../card-store.ts';
import type { MsisdnPools } from '../msisdn-pools.ts';
import type { LineResult } from './batch-record.ts';
import { type ChunkContext, documentOf, type ReadyCard, withMsisdn } from './card-chunk.ts';

export interface WrittenCards {
  /** In the inventory now by this call. */
  readonly written: readonly ReadyCard[];
  /** There already from an earlier, interrupted run of the same file: as they are stored. */
  readonly earlier: readonly CardDocument[];
  /** Somebody else's. */
  readonly refused: readonly LineResult[];
}

/** Inserts cards in one command, in any order; what is there already is looked at and told apart. */
export async function writeCards(
  cards: CardStore,
  pools: MsisdnPools,
  ready: readonly ReadyCard[],
  context: ChunkContext,
): Promise<WrittenCards> {
  if (ready.length === 0) return { written: [], earlier: [], refused: [] };
  const errors = await insert(cards, ready);
  if (errors.size === 0) return { written: ready, earlier: [], refused: [] };
  const written = ready.filter((_, i) => !errors.has(i));
  const known = await findKnown(
    cards,
    [...errors.keys()].map(i => ready[i]!),
  );
  const earlier: CardDocument[] = [];
  const refused: LineResult[] = [];
  const again: ReadyCard[] = [];
  for (const i of [...errors.keys()].sort((a, b) => a - b)) {
    const card = ready[i]!;
    const { iccid, imsi } = card;
    const { msisdn } = documentOf(card);
    const result = { line: card.line, result: 'duplicate', iccid, imsi } as const;
    const sameIccid = known.byIccid.get(iccid);
    const sameImsi = known.byImsi.get(imsi);
    if (
      sameIccid !== undefined &&
      sameIccid.imsi === imsi &&
      sameIccid.batch === context.batch &&
      sameIccid.batchLine === card.line
    )
      earlier.push(sameIccid);
    else if (sameIccid !== undefined)
      refused.push({
        ...result,
        code: 'iccid-exists',
        reason: `the inventory has this ICCID already${fromBatch(sameIccid)}`,
      });
    else if (sameImsi !== undefined)
      refused.push({
        ...result,
        code: 'imsi-exists',
        reason: `the inventory has this IMSI already, on card ${sameImsi._id}${fromBatch(sameImsi)}`,
      });
    else if (context.activation?.msisdn === 'auto')
      again.push(withMsisdn(card, await freshNumber(pools, context), context));
    else if (await pools.releaseExpired(String(msisdn), context.now)) again.push(card);
    else
      refused.push({
        ...result,
        result: 'rejected',
        code: 'msisdn-taken',
        reason: `${msisdn} is the number of another card`,
      });
  }
  const more = await writeCards(cards, pools, again, context);
  return {
    written: [...written, ...more.written],
    earlier: [...earlier, ...more.earlier],
    refused: [...refused, ...more.refused],
  };
}

/** One whose quarantine is over must be taken from its old card first. */
async function freshNumber(pools: MsisdnPools, { nextMsisdn, now }: ChunkContext): Promise<string> {
  const msisdn = await nextMsisdn();
  await pools.releaseExpired(msisdn, now);
  return msisdn;
}

async function insert(cards: CardStore, ready: readonly ReadyCard[]): Promise<Map<number, WriteError>> {
  return cards.connection.attempt(`register ${ready.length} cards`, async () => {
    const errors = await insertEncoded(
      cards.connection,
      cards.collection,
      ready.map(({ document }) => document),
    );
    const other = errors.find(error => !isDuplicate(error));
    if (other !== undefined) throw new MongoServerError({ message: other.errmsg ?? 'write error', code: other.code });
    return new Map(errors.map(item => [item.index, item]));
  });
}

export interface KnownCards {
  readonly byIccid: ReadonlyMap<string, CardDocument>;
  readonly byImsi: ReadonlyMap<string, CardDocument>;
}

/** Cards of the inventory with one of these ICCIDs or IMSIs. */
export async function findKnown(
  cards: CardStore,
  numbers: readonly { readonly iccid: string; readonly imsi: string }[],
): Promise<KnownCards> {
  const find = (filter: object) =>
    cards.connection.attempt('look for duplicates', () => cards.collection.find(filter as never).toArray()) as Promise<
      CardDocument[]
    >;
  const [byIccid, byImsi] = await Promise.all([
    find({ _id: { $in: numbers.map(({ iccid }) => iccid) } }),
    find({ imsi: { $in: numbers.map(({ imsi }) => imsi) } }),
  ]);
  return {
    byIccid: new Map(byIccid.map(card => [card._id, card])),
    byImsi: new Map(byImsi.map(card => [String(card.imsi), card])),
  };
}

function fromBatch({ batch }: CardDocument): string {
  return batch === undefined ? '' : ` (batch ${batch})`;
}
