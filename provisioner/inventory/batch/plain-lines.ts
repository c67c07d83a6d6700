import type { BatchField, BatchHeader } from './batch-format.ts';
import type { LineSplitter, TextLine } from './text-lines.ts';

/**
 * Most lines of most files are plain: digits and hex digits between separators, nothing quoted, nothing to correct. Those are recognised where they
 * lie in the octets of the file, and never become text. Every other line goes the ordinary way, and so does a plain one that something is wrong with.
 */
export interface PlainLine {
  readonly line: number;
  readonly iccid: string;
  readonly imsi: string;
  readonly page: PlainPage;
  /** Where its cells are in `page.spans`. */
  readonly at: number;
}

/** The octets that lines lie in, and where their cells begin and end, by SLOTS. */
export interface PlainPage {
  readonly bytes: Buffer;
  readonly spans: Int32Array;
}

/** Secrets in the order of a card's sealed text, behind ICCID and IMSI. */
export const SLOTS = [
  'iccid',
  'imsi',
  'ki',
  'opc',
  'pin1',
  'puk1',
  'pin2',
  'puk2',
  'adm1',
  'kic',
  'kid',
  'kik',
] as const satisfies readonly BatchField[];
export const FIRST_SECRET = 2;
/** Begin and end of each slot, then of the line. */
export const SPAN_STRIDE = 2 * SLOTS.length + 2;

const DIGIT = 1;
const HEX_LETTER = 2;
const OTHER = 4;
/** 0: ends a cell, or has no business in a plain line. */
const CLASS = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet >= 0x30 && octet <= 0x39) return DIGIT;
  if (octet >= 0x61 && octet <= 0x66) return HEX_LETTER;
  return octet > 0x20 && octet < 0x7f && octet !== 0x22 ? OTHER : 0;
});
const LF = 0x0a;
const CR = 0x0d;

type Rule = (length: number, seen: number) => boolean;
const digits =
  (low: number, high: number): Rule =>
  (length, seen) =>
    length === 0 || (seen === DIGIT && length >= low && length <= high);
const key: Rule = (length, seen) => length === 32 && (seen & OTHER) === 0;
const otaKey: Rule = (length, seen) =>
  length === 0 || ((seen & OTHER) === 0 && (length === 32 || length === 48 || length === 64));
const RULES: { readonly [Field in BatchField]?: Rule } = {
  iccid: (length, seen) => seen === DIGIT && length >= 19 && length <= 22,
  imsi: (length, seen) => seen === DIGIT && length === 15,
  ki: key,
  opc: key,
  op: length => length === 0,
  msisdn: length => length === 0,
  amf: (length, seen) => length === 0 || (length === 4 && seen === DIGIT),
  pin1: digits(4, 8),
  puk1: digits(8, 8),
  pin2: digits(4, 8),
  puk2: digits(8, 8),
  adm1: (length, seen) => length === 0 || (length === 8 && seen === DIGIT) || (length === 16 && (seen & OTHER) === 0),
  kic: otaKey,
  kid: otaKey,
  kik: otaKey,
};

interface PlainColumn {
  readonly rule: Rule | undefined;
  readonly isAmf: boolean;
  /** -1: not kept. */
  readonly slot: number;
}

/** Splits octets into plain lines and others, in their order, with the numbers that an editor gives them. */
export class PlainSplitter {
  readonly #splitter: LineSplitter;
  readonly #separator: number;
  readonly #columns: readonly PlainColumn[];
  readonly #classes: Uint8Array;
  /** The ordinary splitter has the beginning of a line. */
  #isInside: boolean;

  /** undefined where no line of the file can be plain. `splitter` has taken what is before, with `isInside` the beginning of a line too. */
  static of(header: BatchHeader, splitter: LineSplitter, isInside: boolean): PlainSplitter | undefined {
    const fields = header.columns.map(({ field }) => field);
    if (header.kind !== 'output' || !fields.includes('opc')) return undefined;
    if (header.columns.some(({ isEncrypted, field }) => isEncrypted || RULES[field] === undefined)) return undefined;
    return new PlainSplitter(header, splitter, isInside);
  }

  private constructor({ separator, columns }: BatchHeader, splitter: LineSplitter, isInside: boolean) {
    this.#isInside = isInside;
    this.#splitter = splitter;
    this.#separator = separator.charCodeAt(0);
    this.#classes = CLASS.slice();
    this.#classes[this.#separator] = 0;
    const last = Math.max(...columns.map(({ at }) => at));
    this.#columns = Array.from({ length: last + 1 }, (_, at) => {
      const field = columns.find(column => column.at === at)?.field;
      return {
        rule: field === undefined ? undefined : RULES[field],
        isAmf: field === 'amf',
        slot: (SLOTS as readonly (string | undefined)[]).indexOf(field),
      };
    });
  }

  take(piece: Uint8Array): (PlainLine | TextLine)[] {
    const bytes = Buffer.from(piece); // a source may use its memory again
    const lines: (PlainLine | TextLine)[] = [];
    const page: PlainPage = {
      bytes,
      spans: new Int32Array((Math.floor(bytes.length / SHORTEST_LINE) + 1) * SPAN_STRIDE),
    };
    let count = 0;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#isInside ? -1 : this.#match(bytes, at, page.spans, count * SPAN_STRIDE);
      if (next >= 0) {
        const span = count++ * SPAN_STRIDE;
        const { spans } = page;
        lines.push({
          line: ++this.#splitter.line,
          iccid: bytes.toString('latin1', spans[span], spans[span + 1]),
          imsi: bytes.toString('latin1', spans[span + 2], spans[span + 3]),
          page,
          at: span,
        });
        at = next;
        continue;
      }
      const end = bytes.indexOf(LF, at);
      const upTo = end < 0 ? bytes.length : end + 1;
      this.#isInside = end < 0;
      for (const line of this.#splitter.take(bytes.subarray(at, upTo))) lines.push(line);
      at = upTo;
    }
    return lines;
  }

  end(): TextLine[] {
    return this.#splitter.end();
  }

  /** Where the next line begins; -1 when this one is not plain, or does not end here. */
  #match(bytes: Uint8Array, from: number, spans: Int32Array, span: number): number {
    const classes = this.#classes;
    const columns = this.#columns;
    const separator = this.#separator;
    const end = bytes.length;
    spans.fill(0, span, span + SPAN_STRIDE);
    let at = from;
    for (let i = 0; i < columns.length; i++) {
      const { rule, slot, isAmf } = columns[i]!;
      const start = at;
      let seen = 0;
      let kind = 0;
      while (at < end && (kind = classes[bytes[at]!]!) !== 0) {
        seen |= kind;
        at++;
      }
      if (at === end) return -1;
      if (rule !== undefined && !rule(at - start, seen)) return -1;
      if (isAmf && at > start && !isDefaultAmf(bytes, start)) return -1;
      if (slot >= 0) {
        spans[span + 2 * slot] = start;
        spans[span + 2 * slot + 1] = at;
      }
      if (i === columns.length - 1) break;
      if (bytes[at] !== separator) return -1;
      at++;
    }
    // Columns behind the last one that has a meaning.
    while (at < end && (bytes[at] === separator || classes[bytes[at]!] !== 0)) at++;
    const lineEnd = at;
    if (bytes[at] === CR) at++;
    if (at >= end || bytes[at] !== LF) return -1;
    const iccid = spans[span]!;
    if (bytes[iccid] !== 0x38 || bytes[iccid + 1] !== 0x39) return -1; // 89
    if (lineEnd - from > LONGEST_PLAIN) return -1;
    spans[span + SPAN_STRIDE - 2] = from;
    spans[span + SPAN_STRIDE - 1] = lineEnd;
    return at + 1;
  }
}

/** ICCID, IMSI, Ki, OPc, separators and line end. */
const SHORTEST_LINE = 19 + 15 + 32 + 32 + 4;
const LONGEST_PLAIN = 4096;

function isDefaultAmf(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x38 && bytes[at + 1] === 0x30 && bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30;
}

/** The line as text, for the ordinary way. */
export function textOf({ line, page, at }: PlainLine): TextLine {
  const { bytes, spans } = page;
  return { line, text: bytes.toString('latin1', spans[at + SPAN_STRIDE - 2], spans[at + SPAN_STRIDE - 1]) };
}

export function isPlain(line: object): line is PlainLine {
  return 'page' in line;
}
