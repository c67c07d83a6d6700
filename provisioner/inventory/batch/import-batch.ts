import { createHash } from 'node:crypto';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { SubscriberStore } from '../../subscriber-store.ts';
import type { AuditLog } from '../audit-log.ts';
import type { CardDocument } from '../card-document.ts';
import { type CheckedCard, checkCard } from '../card-secrets.ts';
import type { CardStore } from '../card-store.ts';
import type { EventHandler } from '../events/event-handler.ts';
import type { EventQueue } from '../events/event-queue.ts';
import type { EventWorker } from '../events/event-worker.ts';
import type { KeyVault } from '../key-vault.ts';
import type { MsisdnPools } from '../msisdn-pools.ts';
import { type PlanSource, resolvePlan } from '../plans.ts';
import type { Caller } from '../sim-card.ts';
import { type BatchFile, type BatchRow, type BatchSource, openBatch, type ReadOptions } from './batch-reader.ts';
import type { BatchCounts, BatchRecords, LineResult } from './batch-record.ts';
import {
  ACTIVE_VERSION,
  activationEvent,
  alreadySeen,
  type ChunkContext,
  checkRow,
  documentOf,
  type ImportActivation,
  isResult,
  msisdnOf,
  type ReadyCard,
  readyCard,
  subscriberMaker,
} from './card-chunk.ts';
import { CardPress } from './card-press.ts';
import { NumberLines } from './number-lines.ts';
import { PlainCheck } from './plain-check.ts';
import { isPlain, type PlainLine } from './plain-lines.ts';
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

/** While the database takes some chunks, the next are made. */
const CHUNKS_UNDER_WAY = 4;

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
    seen: { iccids: new NumberLines(), imsis: new NumberLines() },
    activation,
    subscriberOf: activation === undefined ? undefined : subscriberMaker(activation.profile, ACTIVE_VERSION),
    nextMsisdn: async () => (await free.next()).value as string,
  };
  const way: Way = { file, context, plain: new PlainCheck(context.checks), press: new CardPress(context) };
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
      const fresh = chunk.filter(row => row.line >= resumedAt || !remember(row, way));
      if (fresh.length === 0) continue;
      if (underWay.length >= CHUNKS_UNDER_WAY) await settleOne();
      underWay.push(
        prepare(parts, fresh, way, dryRun).then(({ ready, results }) =>
          dryRun ? lookUp(parts, ready, results) : write(parts, ready as readonly ReadyCard[], results, context),
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

/** How rows become cards: plain ones by the press, the others one by one. */
interface Way {
  readonly file: BatchFile;
  readonly context: ChunkContext;
  readonly plain: PlainCheck;
  readonly press: CardPress;
}

/** A row that can become a card; `checked` where it went the ordinary way. */
type GoodRow =
  | { readonly row: BatchRow; readonly checked: CheckedCard }
  | { readonly row: PlainLine; readonly checked?: undefined };

/** A line that passed, read again as the others are. */
function ordinary(row: BatchRow, { checks, batch }: ChunkContext): CheckedCard {
  if (row.error !== undefined) throw new Error(`line ${row.line} is plain and cannot be read: ${row.error.code}`);
  return checkCard(row.input, { ...checks, batch });
}

/** Rows that an earlier run accounted for: their numbers still count as seen. */
function remember(row: BatchRow | PlainLine, way: Way): true {
  check(row, way);
  return true;
}

function check(row: BatchRow | PlainLine, { file, context, plain }: Way): GoodRow | LineResult {
  if (isPlain(row)) {
    if (plain.passes(row, () => file.rowOf(row))) return alreadySeen(row.line, row, context.seen) ?? { row };
    return check(file.rowOf(row), { file, context, plain } as Way);
  }
  const checked = checkRow(row, context);
  return isResult(checked) ? checked : { row, checked };
}

interface Prepared {
  readonly ready: readonly Pick<ReadyCard, 'line' | 'iccid' | 'imsi'>[];
  readonly results: readonly LineResult[];
}

/** Checks the rows at once, in their order; then seals, and makes what is written. */
async function prepare(
  parts: ImportParts,
  rows: readonly (BatchRow | PlainLine)[],
  way: Way,
  dryRun: boolean,
): Promise<Prepared> {
  const { context, file, press } = way;
  const good: GoodRow[] = [];
  const results: LineResult[] = [];
  for (const row of rows) {
    const checked = check(row, way);
    if ('result' in checked) results.push(checked);
    else good.push(checked);
  }
  const plain: PlainLine[] = [];
  const plainNumbers: (string | undefined)[] = [];
  const others: { readonly line: number; readonly checked: CheckedCard; readonly msisdn: string | undefined }[] = [];
  for (const one of good) {
    const { line } = one.row;
    const { iccid, imsi } = one.checked === undefined ? one.row : one.checked.card;
    const column = one.checked === undefined || one.row.error !== undefined ? undefined : one.row.msisdn;
    try {
      if (context.activation?.msisdn === 'column' && column !== undefined) await parts.pools.check(column);
      // A dry run needs no number and no vault: only the names.
      const msisdn = dryRun || context.activation === undefined ? undefined : await msisdnOf(column, context);
      if (one.checked === undefined) {
        plain.push(one.row);
        plainNumbers.push(msisdn);
      } else others.push({ line, checked: one.checked, msisdn });
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'msisdn-pool-empty') throw error;
      results.push({ line, result: 'rejected', iccid, imsi, code: error.code, reason: error.message });
    }
  }
  if (dryRun) return { ready: [...plain, ...others.map(({ line, checked }) => ({ line, ...checked.card }))], results };
  const sealed = context.vault.sealMany(
    others.map(({ checked }) => checked.plain),
    others.map(({ checked }) => checked.owner),
  );
  return {
    ready: [
      ...press.press(plain, plainNumbers, line => ordinary(file.rowOf(line), context)),
      ...others.map(({ line, checked, msisdn }, i) => readyCard(line, checked, sealed[i]!, msisdn, context)),
    ],
    results,
  };
}

async function lookUp(
  { cards }: ImportParts,
  ready: Prepared['ready'],
  results: readonly LineResult[],
): Promise<readonly LineResult[]> {
  const known = await findKnown(cards, ready);
  return [
    ...results,
    ...ready.map(({ line, iccid, imsi }): LineResult => {
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
  return [
    ...results,
    ...refused,
    ...written.map(({ line, iccid, imsi }): LineResult => ({ line, result: 'accepted', iccid, imsi })),
    ...earlier.map(
      ({ _id, imsi, batchLine }): LineResult => ({ line: batchLine as number, result: 'accepted', iccid: _id, imsi }),
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
  const isThere = await subscribers.insertEncoded(written.map(({ subscriber }) => subscriber!));
  const others = await otherHandlers();
  const slow = [
    ...written.filter((_, i) => isThere.has(i)).map(documentOf),
    ...earlier.filter(({ version }) => version === ACTIVE_VERSION),
  ];
  if (others.length > 0)
    await queue.put(
      written.filter((_, i) => !isThere.has(i)).map(card => activationEvent(documentOf(card), profile)),
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
  rows: AsyncGenerator<(BatchRow | PlainLine)[], { readonly rows: number }, void>,
  size: number,
  ended: (rows: number) => void,
): AsyncGenerator<(BatchRow | PlainLine)[], void, void> {
  let chunk: (BatchRow | PlainLine)[] = [];
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
