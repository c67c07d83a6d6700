import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { CardInput } from '../card-secrets.ts';
import { type BatchHeader, HeaderReader } from './batch-format.ts';
import { parseCsvLine } from './csv.ts';
import { isPlain, type PlainLine, PlainSplitter, textOf } from './plain-lines.ts';
import { detectEncoding, type Encoding, LineSplitter, type TextLine, wholeBeginning } from './text-lines.ts';
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
  /** Some at a time, in their order; plain lines as they are. */
  rows(): AsyncGenerator<(BatchRow | PlainLine)[], BatchEnd, void>;
  /** A plain line read in the ordinary way, which tells what is wrong with it. */
  rowOf(line: PlainLine): BatchRow;
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
  const pieces = wholeBeginning(source());
  const reader = new HeaderReader();
  let splitter: LineSplitter | undefined;
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    const piece = next.value;
    splitter ??= new LineSplitter(encoding === undefined || encoding === 'auto' ? detectEncoding(piece) : encoding);
    // Line by line, so that what is behind the header is not text yet.
    for (let from = 0; from < piece.length; ) {
      const end = piece.indexOf(LF, from) + 1 || piece.length;
      const found = headerIn(splitter.take(piece.subarray(from, end)), reader);
      from = end;
      if (found === undefined) continue;
      const { header, behind } = found;
      const key = keyOf(header, transportKey);
      const ascii = splitter.isAscii ? PlainSplitter.of(header, splitter, piece[end - 1] !== LF) : undefined;
      const rest = { behind, piece: piece.subarray(end), pieces, splitter: ascii ?? splitter };
      return {
        header,
        rows: () => rowsOf(rest, header, key),
        rowOf: line => rowOf(textOf(line), header, key),
      };
    }
  }
  const found = headerIn(splitter?.end() ?? [], reader);
  if (found !== undefined && splitter !== undefined) {
    const { header, behind } = found;
    const key = keyOf(header, transportKey);
    const rest = { behind, piece: new Uint8Array(), pieces, splitter };
    return { header, rows: () => rowsOf(rest, header, key), rowOf: line => rowOf(textOf(line), header, key) };
  }
  throw new UserError('batch-empty', 'the file has no line with column names', {
    place: 'line 1',
    expected: 'a first line such as ICCID,IMSI,KI,OPC',
  });
}

const LF = 0x0a;

/** The header and the lines behind it, once the line with the column names is among these. */
function headerIn(
  lines: readonly TextLine[],
  reader: HeaderReader,
): { readonly header: BatchHeader; readonly behind: readonly TextLine[] } | undefined {
  for (const [i, item] of lines.entries()) {
    if (item.problem !== undefined)
      throw new UserError('batch-unreadable', `line ${item.line} is ${PROBLEMS[item.problem]}`, {
        place: `line ${item.line}`,
        expected: 'a text file (CSV) whose first line names the columns',
      });
    const header = reader.take(item.line, item.text);
    if (header !== undefined) return { header, behind: lines.slice(i + 1) };
  }
  return undefined;
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

/** What of a file is behind its header. */
interface Rest {
  /** Lines that are text already. */
  readonly behind: readonly TextLine[];
  readonly piece: Uint8Array;
  readonly pieces: AsyncGenerator<Uint8Array, void, void>;
  readonly splitter: LineSplitter | PlainSplitter;
}

async function* rowsOf(
  { behind, piece, pieces, splitter }: Rest,
  header: BatchHeader,
  key: TransportKey | undefined,
): AsyncGenerator<(BatchRow | PlainLine)[], BatchEnd, void> {
  let count = 0;
  let announced: number | undefined;
  const take = (items: readonly (TextLine | PlainLine)[]): (BatchRow | PlainLine)[] => {
    const rows: (BatchRow | PlainLine)[] = [];
    for (const item of items) {
      if (isPlain(item)) {
        rows.push(item);
        continue;
      }
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
  const begin = take([...behind, ...splitter.take(piece)]);
  if (begin.length > 0) yield begin;
  for await (const more of pieces) {
    const rows = take(splitter.take(more));
    if (rows.length > 0) yield rows;
  }
  const last = take(splitter.end());
  if (last.length > 0) yield last;
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
