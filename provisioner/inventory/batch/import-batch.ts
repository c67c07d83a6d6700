import { createHash } from 'node:crypto';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { SubscriberStore } from '../../subscriber-store.ts';
import type { AuditLog } from '../audit-log.ts';
import type { CardDocument } from '../card-document.ts';
import type { CheckedCard } from '../card-secrets.ts';
import type { CardStore } from '../card-store.ts';
import type { EventHandler } from '../events/event-handler.ts';
import type { EventQueue } from '../events/event-queue.ts';
import type { EventWorker } from '../events/event-worker.ts';
import type { KeyVault } from '../key-vault.ts';
import type { MsisdnPools } from '../msisdn-pools.ts';
import { type PlanSource, resolvePlan } from '../plans.ts';
import type { Caller } from '../sim-card.ts';
import { type BatchRow, type BatchSource, openBatch, type ReadOptions } from './batch-reader.ts';
import type { BatchCounts, BatchRecords, LineResult } from './batch-record.ts';
import {
  ACTIVE_VERSION,
  activationEvent,
  type ChunkContext,
  checkRow,
  type ImportActivation,
  isResult,
  type ReadyCard,
  readyCard,
  subscriberMaker,
} from './card-chunk.ts';
import { findKnown, writeCards } from './write-cards.ts';

export interface ImportParts {
  readonly cards: CardStore;
  readonly pools: MsisdnPools;
  readonly audit: AuditLog;
  readonly queue: EventQueue;
  readonly worker: EventWorker;
  readonly hss: EventHandler;
  /** Handlers beside the HSS. */
  readonly otherHandlers: () => Promise<readonly string[]>;
  readonly subscribers: SubscriberStore;
  readonly batches: BatchRecords;
  readonly plans: PlanSource;
  readonly vault: () => KeyVault;
  readonly now: () => Date;
}

export interface ImportOptions extends ReadOptions {
  /** Default: the name in the file, else one made of its digest. */
  readonly batch?: string | undefined;
  /** Every IMSI must be of this network. Default: what the file says. */
  readonly plmn?: string | undefined;
  /** `absent` where ICCIDs are written without check digit. */
  readonly checkDigit?: 'verify' | 'absent' | undefined;
  /** Look at everything, write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Cards come active, and are written to the HSS as well. */
  readonly activate?: ImportActivation | undefined;
  /** Lines that are written in one command. Default 500. */
  readonly chunkLines?: number | undefined;
  /** Each line, in the order of the file. */
  readonly onLine?: ((result: LineResult) => void) | undefined;
  /** After each chunk. */
  readonly onProgress?: ((progress: BatchCounts & { readonly line: number }) => void) | undefined;
  /** Stops between two chunks; the same import goes on there. */
  readonly signal?: AbortSignal | undefined;
}

export interface ImportSummary extends BatchCounts {
  readonly batch: string;
  readonly dryRun: boolean;
  /** Where an earlier run had stopped: lines before it are in the counts. */
  readonly resumedAt?: number;
  readonly stopped: boolean;
  /** The file announced another number of cards than it has. */
  readonly warnings: readonly string[];
}

/** While the database takes a chunk, the next is sealed, and the one after that read. */
const CHUNKS_UNDER_WAY = 3;

/**
 * Takes the cards of a file into stock. Every line is accepted, a duplicate, or rejected with a code and a reason. It may be interrupted
 * anywhere: the same call goes on, and no line counts twice.
 * @throws UserError for a file that is none, a wrong key, a batch that was imported; LabError when the database goes away
 */
export async function importBatch(
  parts: ImportParts,
  source: BatchSource,
  options: ImportOptions,
  caller: Caller,
): Promise<ImportSummary> {
  const { now, batches, audit } = parts;
  const file = await openBatch(source, options);
  const { header } = file;
  if (header.kind === 'input')
    throw new UserError('batch-is-input', 'this is the file that goes to the vendor: it has no keys', {
      place: 'line 1',
      expected: '#lab-batch v1 output, which the vendor sends back',
    });
  const { digest, end } = await lookAhead(source);
  const warnings: string[] = [];
  if (header.format === 'lab-batch' && end === undefined)
    throw new UserError('batch-cut-off', 'the file has no #end: it was cut off', {
      place: 'the last line',
      expected: `#end: ${header.quantity ?? '<number of cards>'}`,
      hint: 'get the file again; nothing has been imported',
    });
  if (header.quantity !== undefined && end !== undefined && end !== header.quantity)
    warnings.push(`#quantity says ${header.quantity} cards, #end says ${end}`);
  const batch = options.batch ?? header.batch ?? `file-${digest.slice(0, 12)}`;
  const plmn = options.plmn ?? header.plmn;
  const checkDigit = options.checkDigit ?? header.checkDigit;
  const activation =
    options.activate === undefined
      ? undefined
      : { ...options.activate, profile: await resolvePlan(parts.plans, options.activate.plan) };
  const settings = JSON.parse(JSON.stringify({ plmn, checkDigit, activate: options.activate }));
  const dryRun = options.dryRun === true;
  await parts.cards.ensureIndexes();
  const begun = dryRun ? undefined : await batches.begin({ batch, digest, format: header.format, settings }, now());
  const free = parts.pools.free(now());
  const context: ChunkContext = {
    vault: parts.vault(),
    caller,
    batch,
    checks: { plmn, checkDigit },
    now: now(),
    seen: { iccids: new Map(), imsis: new Map() },
    activation,
    subscriberOf: activation === undefined ? undefined : subscriberMaker(activation.profile, ACTIVE_VERSION),
    nextMsisdn: async () => (await free.next()).value as string,
  };
  let counts: BatchCounts = begun?.counts ?? { accepted: 0, duplicate: 0, rejected: 0 };
  let nextLine = begun?.nextLine ?? 0;
  const resumedAt = nextLine;
  const underWay: Promise<readonly LineResult[]>[] = [];
  const settleOne = async () => {
    const results = [...(await underWay.shift()!)].sort((a, b) => a.line - b.line);
    counts = addUp(counts, results);
    nextLine = (results.at(-1)?.line ?? nextLine - 1) + 1;
    if (!dryRun) await batches.checkpoint(batch, nextLine, counts, results, now());
    if (options.onLine !== undefined) for (const result of results) options.onLine(result);
    options.onProgress?.({ ...counts, line: nextLine - 1 });
  };
  let stopped = false;
  let rows = 0;
  try {
    for await (const chunk of chunks(file.rows(), options.chunkLines ?? 500, count => (rows = count))) {
      if (options.signal?.aborted === true) {
        stopped = true;
        break;
      }
      const fresh = chunk.filter(row => row.line >= resumedAt || !remember(row, context));
      if (fresh.length === 0) continue;
      if (underWay.length >= CHUNKS_UNDER_WAY) await settleOne();
      underWay.push(
        prepare(parts, fresh, context, dryRun).then(({ ready, results }) =>
          dryRun ? lookUp(parts, ready, results) : write(parts, ready, results, context),
        ),
      );
      underWay.at(-1)!.catch(() => undefined); // told when its turn comes
    }
    while (underWay.length > 0) await settleOne();
    if (!stopped && !dryRun) {
      await batches.checkpoint(batch, nextLine, counts, [], now(), true);
      await audit.append({
        at: now(),
        actor: caller.actor,
        action: 'import',
        subject: batch,
        eventId: `batch/${batch}`,
        detail: { ...counts, sha256: digest },
      });
    }
  } finally {
    await Promise.allSettled(underWay); // nothing goes on writing after an error is told
    if (!dryRun) await batches.letGo(batch, now()).catch(() => undefined);
  }
  if (!stopped && end !== undefined && end !== rows)
    warnings.push(`#end says ${end} cards, the file has ${rows} lines`);
  return { batch, dryRun, ...counts, ...(resumedAt > 0 && { resumedAt }), stopped, warnings };
}

/** Rows that an earlier run accounted for: their numbers still count as seen. */
function remember(row: BatchRow, { seen, checks, batch }: ChunkContext): true {
  checkRow(row, { seen, checks, batch });
  return true;
}

interface Prepared {
  readonly ready: readonly ReadyCard[];
  readonly results: readonly LineResult[];
}

/** Checks the rows at once, in their order; then seals, and makes what is written. */
async function prepare(
  parts: ImportParts,
  rows: readonly BatchRow[],
  context: ChunkContext,
  dryRun: boolean,
): Promise<Prepared> {
  const good: { readonly row: BatchRow; readonly checked: CheckedCard }[] = [];
  const results: LineResult[] = [];
  for (const row of rows) {
    const checked = checkRow(row, context);
    if (isResult(checked)) results.push(checked);
    else good.push({ row, checked });
  }
  // A dry run needs no number and no vault: only the names.
  const sealed = dryRun
    ? []
    : await context.vault.sealMany(
        good.map(({ checked }) => checked.plain),
        good.map(({ checked }) => checked.owner),
      );
  const ready: ReadyCard[] = [];
  for (const [i, { row, checked }] of good.entries()) {
    const { iccid, imsi } = checked.card;
    try {
      if (context.activation?.msisdn === 'column' && row.error === undefined && row.msisdn !== undefined)
        await parts.pools.check(row.msisdn);
      if (dryRun) ready.push({ line: row.line, document: { _id: iccid, imsi } as never });
      else ready.push(await readyCard(row, checked, sealed[i]!, context));
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'msisdn-pool-empty') throw error;
      results.push({ line: row.line, result: 'rejected', iccid, imsi, code: error.code, reason: error.message });
    }
  }
  return { ready, results };
}

async function lookUp(
  { cards }: ImportParts,
  ready: readonly ReadyCard[],
  results: readonly LineResult[],
): Promise<readonly LineResult[]> {
  const known = await findKnown(
    cards,
    ready.map(({ document }) => document),
  );
  return [
    ...results,
    ...ready.map(({ line, document }): LineResult => {
      const { _id: iccid, imsi } = document as { _id: string; imsi: string };
      if (known.byIccid.has(iccid))
        return {
          line,
          result: 'duplicate',
          iccid,
          imsi,
          code: 'iccid-exists',
          reason: 'the inventory has this ICCID already',
        };
      const other = known.byImsi.get(imsi);
      if (other !== undefined)
        return {
          line,
          result: 'duplicate',
          iccid,
          imsi,
          code: 'imsi-exists',
          reason: `the inventory has this IMSI already, on card ${other._id}`,
        };
      return { line, result: 'accepted', iccid, imsi };
    }),
  ];
}

async function write(
  parts: ImportParts,
  ready: readonly ReadyCard[],
  results: readonly LineResult[],
  context: ChunkContext,
): Promise<readonly LineResult[]> {
  const { written, earlier, refused } = await writeCards(parts.cards, parts.pools, ready, context);
  if (context.activation !== undefined) await provision(parts, written, earlier, context.activation);
  const accepted = [
    ...written.map(({ line, document }) => ({ line, document })),
    ...earlier.map(document => ({ line: document.batchLine as number, document })),
  ];
  return [
    ...results,
    ...refused,
    ...accepted.map(
      ({ line, document }): LineResult => ({
        line,
        result: 'accepted',
        iccid: document._id,
        imsi: document.imsi as string,
      }),
    ),
  ];
}

/** New subscribers in one command; those that are there, and cards of an interrupted run, one by one through the queue. */
async function provision(
  parts: ImportParts,
  written: readonly ReadyCard[],
  earlier: readonly CardDocument[],
  { profile }: NonNullable<ChunkContext['activation']>,
): Promise<void> {
  const { subscribers, queue, worker, hss, otherHandlers, now } = parts;
  const fresh = written.flatMap(({ subscriber }) => (subscriber === undefined ? [] : [subscriber]));
  const isThere = new Set(await subscribers.insertDocuments(fresh));
  const others = await otherHandlers();
  const documents = [
    ...written.map(({ document }) => document),
    ...earlier.filter(({ version }) => version === ACTIVE_VERSION),
  ];
  const slow = [...documents.filter(({ imsi }) => isThere.has(imsi as string)), ...documents.slice(written.length)];
  if (others.length > 0)
    await queue.put(
      documents.filter(document => !slow.includes(document)).map(document => activationEvent(document, profile)),
      others,
      now(),
    );
  await queue.put(
    slow.map(document => activationEvent(document, profile)),
    [hss.name, ...others],
    now(),
  );
  for (const { _id } of slow) await worker.settleSim(hss, _id);
}

async function* chunks(
  rows: AsyncGenerator<BatchRow[], { readonly rows: number }, void>,
  size: number,
  ended: (rows: number) => void,
): AsyncGenerator<BatchRow[], void, void> {
  let chunk: BatchRow[] = [];
  for (let next = await rows.next(); ; next = await rows.next()) {
    if (next.done === true) {
      ended(next.value.rows);
      break;
    }
    for (const row of next.value) {
      chunk.push(row);
      if (chunk.length < size) continue;
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

const TAIL_OCTETS = 4096;

/** SHA-256 of the file and what its `#end` says, before anything is done with it. */
async function lookAhead(source: BatchSource): Promise<{ readonly digest: string; readonly end: number | undefined }> {
  const hash = createHash('sha256');
  let tail = Buffer.alloc(0);
  for await (const piece of source()) {
    hash.update(piece);
    tail = Buffer.concat([tail, piece]).subarray(-TAIL_OCTETS);
  }
  // Also in UTF-16: every other octet is zero there.
  const end = /#\s*end\s*:\s*(\d+)[\s,;]*$/i.exec(tail.toString('latin1').replace(/\0/g, ''))?.[1];
  return { digest: hash.digest('hex'), end: end === undefined ? undefined : Number(end) };
}

function addUp(counts: BatchCounts, results: readonly LineResult[]): BatchCounts {
  const sum = { ...counts };
  for (const { result } of results) sum[result] += 1;
  return sum;
}
