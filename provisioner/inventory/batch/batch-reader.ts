import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { CardInput } from '../card-secrets.ts';
import { type BatchHeader, HeaderReader } from './batch-format.ts';
import { parseCsvLine } from './csv.ts';
import { type Encoding, type TextLine, textLines } from './text-lines.ts';
import type { TransportKey } from './transport-key.ts';

/** Gives the octets of a batch file from its beginning, each time it is called. */
export type BatchSource = () => AsyncIterable<Uint8Array>;

/** A line with a card, or one that cannot be one. */
export type BatchRow =
  | { readonly line: number; readonly input: CardInput; readonly msisdn?: string; readonly error?: undefined }
  | {
      readonly line: number;
      readonly error: { readonly code: string; readonly reason: string };
      readonly iccid?: string;
    };

export interface ReadOptions {
  readonly encoding?: Encoding | undefined;
  /** Finds the transport key that a file names. */
  readonly transportKey?: ((index: string) => TransportKey | undefined) | undefined;
}

/** A batch file that is open for reading: its header, then its rows. */
export interface BatchFile {
  readonly header: BatchHeader;
  /** Some at a time, in their order. */
  rows(): AsyncGenerator<BatchRow[], BatchEnd, void>;
}

export interface BatchEnd {
  /** Rows that were there, good or bad. */
  readonly rows: number;
  /** What `#end` says; undefined when there is none. */
  readonly announced?: number;
}

/**
 * Reads the header. @throws UserError for a file whose columns are not known, batch-empty, transport-key-missing, transport-key-wrong
 */
export async function openBatch(source: BatchSource, { encoding, transportKey }: ReadOptions = {}): Promise<BatchFile> {
  const pieces = textLines(source(), encoding);
  const reader = new HeaderReader();
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    for (const [i, item] of next.value.entries()) {
      if (item.problem !== undefined)
        throw new UserError('batch-unreadable', `line ${item.line} is ${PROBLEMS[item.problem]}`, {
          place: `line ${item.line}`,
          expected: 'a text file (CSV) whose first line names the columns',
        });
      const header = reader.take(item.line, item.text);
      if (header === undefined) continue;
      const key = keyOf(header, transportKey);
      const first = next.value.slice(i + 1);
      return { header, rows: () => rowsOf(first, pieces, header, key) };
    }
  }
  throw new UserError('batch-empty', 'the file has no line with column names', {
    place: 'line 1',
    expected: 'a first line such as ICCID,IMSI,KI,OPC',
  });
}

const PROBLEMS = {
  'too-long': 'longer than 65,536 characters',
  encoding: 'not text in this encoding',
} as const;

function keyOf(header: BatchHeader, find: ReadOptions['transportKey']): TransportKey | undefined {
  const { transportKey } = header;
  if (transportKey === undefined) return undefined;
  if (!header.columns.some(({ isEncrypted }) => isEncrypted)) return undefined;
  const key = find?.(transportKey.index);
  if (key === undefined)
    throw new UserError('transport-key-missing', `the file is encrypted with transport key ${transportKey.index}`, {
      place: '#transport-key',
      expected: `that key (${transportKey.algorithm}, check value ${transportKey.check})`,
      hint: 'mvnolab sim import --transport-key <index>=<file with the key in hex>',
    });
  if (key.check !== transportKey.check || key.algorithm !== transportKey.algorithm)
    throw new UserError('transport-key-wrong', `this is not the transport key ${transportKey.index} of the file`, {
      place: '#transport-key',
      expected: `${transportKey.algorithm} with check value ${transportKey.check}; this one is ${key.algorithm} with ${key.check}`,
      hint: 'ask the vendor which key was used; nothing has been imported',
    });
  return key;
}

async function* rowsOf(
  first: readonly TextLine[],
  pieces: AsyncGenerator<TextLine[], void, void>,
  header: BatchHeader,
  key: TransportKey | undefined,
): AsyncGenerator<BatchRow[], BatchEnd, void> {
  let count = 0;
  let announced: number | undefined;
  const take = (items: readonly TextLine[]): BatchRow[] => {
    const rows: BatchRow[] = [];
    for (const item of items) {
      if (item.problem === undefined) {
        const end = header.format === 'lab-batch' ? /^#\s*end\s*:\s*(\d+)\s*[,;]*$/i.exec(item.text) : null;
        if (end !== null) announced = Number(end[1]);
        if (item.text === '' || item.text.startsWith('#') || /^[\s,;]*$/.test(item.text)) continue;
      }
      rows.push(rowOf(item, header, key));
    }
    count += rows.length;
    return rows;
  };
  const begin = take(first);
  if (begin.length > 0) yield begin;
  for await (const items of pieces) {
    const rows = take(items);
    if (rows.length > 0) yield rows;
  }
  return { rows: count, ...(announced !== undefined && { announced }) };
}

function rowOf(item: TextLine, header: BatchHeader, key: TransportKey | undefined): BatchRow {
  const { line } = item;
  if (item.problem !== undefined)
    return { line, error: { code: `line-${item.problem}`, reason: `the line is ${PROBLEMS[item.problem]}` } };
  const { text } = item;
  const cells = parseCsvLine(text, header.separator);
  if (cells === undefined) return { line, error: { code: 'line-quote', reason: 'a quote is not closed' } };
  const values: { [Field in string]?: string } = {};
  try {
    for (const { at, field, isEncrypted } of header.columns) {
      const cell = cells[at];
      if (cell === undefined || cell === '') continue;
      values[field] = isEncrypted ? unwrapped(key!, field, cell) : cell;
    }
    const missing = NEEDED.filter(field => values[field] === undefined && (field !== 'ki' || header.kind === 'output'));
    if (missing.length > 0)
      throw new UserError(
        'cell-missing',
        `there is no ${missing.map(field => NAMES[field]).join(', ')} (the line has ${cells.length} cells)`,
      );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      line,
      error: { code: error.code, reason: error.message },
      ...(values.iccid !== undefined && { iccid: values.iccid }),
    };
  }
  const { msisdn, product = header.product, ...input } = values;
  return {
    line,
    input: { ...(input as unknown as CardInput), ...(product !== undefined && { product }) },
    ...(msisdn !== undefined && { msisdn }),
  };
}

const NEEDED = ['iccid', 'imsi', 'ki'] as const;
const NAMES = { iccid: 'ICCID', imsi: 'IMSI', ki: 'Ki' } as const;
/** PINs travel as their digits, keys as their octets. */
const AS_TEXT: ReadonlySet<string> = new Set([
  'pin1',
  'puk1',
  'pin2',
  'puk2',
  'adm1',
  'iccid',
  'imsi',
  'msisdn',
  'product',
]);

function unwrapped(key: TransportKey, field: string, cell: string): string {
  const octets = Buffer.from(key.unwrap(field, cell));
  return octets.toString(AS_TEXT.has(field) ? 'latin1' : 'hex');
}
