/** Lines of a file that somebody made with whatever they had. */

/** `line` counts from 1 as an editor does. `problem` instead of `text` where a line cannot be read. */
export type TextLine =
  | { readonly line: number; readonly text: string; readonly problem?: undefined }
  | { readonly line: number; readonly problem: LineProblem };

export type LineProblem = 'too-long' | 'encoding';

/** A line of a batch has some 200 characters. */
export const LONGEST_LINE = 65_536;

export type Encoding = 'auto' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Lines that end with LF, CR LF or CR, some at a time. `auto` takes a byte order mark, else UTF-16 where every other octet of the beginning is
 * zero, else UTF-8. A line that is longer than LONGEST_LINE is passed over without being kept.
 */
export async function* textLines(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding = 'auto',
): AsyncGenerator<TextLine[], void, void> {
  let splitter: LineSplitter | undefined;
  for await (const piece of wholeBeginning(bytes)) {
    splitter ??= new LineSplitter(encoding === 'auto' ? detectEncoding(piece) : encoding);
    const lines = splitter.take(piece);
    if (lines.length > 0) yield lines;
  }
  const lines = splitter?.end() ?? [];
  if (lines.length > 0) yield lines;
}

/** Takes octets, gives the lines that they end. */
export class LineSplitter {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  #rest = '';
  #isSkipping = false;
  /** The number of the last line that was given. */
  line = 0;

  /** Octets below 0x80 mean what they mean in ASCII. */
  readonly isAscii: boolean;

  constructor(encoding: Exclude<Encoding, 'auto'>) {
    this.isAscii = encoding === 'utf-8' || encoding === 'windows-1252';
    this.#decoder = new TextDecoder(encoding);
  }

  take(piece: Uint8Array): TextLine[] {
    return this.#split(this.#decoder.decode(piece, { stream: true }), false);
  }

  end(): TextLine[] {
    const end = this.#decoder.decode();
    return this.#split(this.#rest === '' && end === '' && !this.#isSkipping ? '' : `${end}\n`, true);
  }

  #split(text: string, isLast: boolean): TextLine[] {
    const all = this.#rest + text;
    // A CR at the end of a piece may be half of a CR LF.
    const held = !isLast && all.endsWith('\r') ? '\r' : '';
    const parts = (held === '' ? all : all.slice(0, -1)).split(/\r\n|\n|\r/);
    this.#rest = parts.pop()! + held;
    const lines: TextLine[] = [];
    for (const part of parts) {
      const line = ++this.line;
      if (this.#isSkipping || part.length > LONGEST_LINE) lines.push({ line, problem: 'too-long' });
      else if (part.includes('\ufffd') || part.includes('\0')) lines.push({ line, problem: 'encoding' });
      else lines.push({ line, text: part });
      this.#isSkipping = false;
    }
    if (this.#rest.length > LONGEST_LINE) {
      this.#isSkipping = true;
      this.#rest = '';
    }
    return lines;
  }
}

const BEGINNING_OCTETS = 64;

/** The octets as they come, the first piece long enough to tell the encoding. */
export async function* wholeBeginning(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let beginning: Uint8Array | undefined = new Uint8Array();
  for await (const piece of bytes) {
    if (beginning === undefined) {
      yield piece;
      continue;
    }
    beginning = Buffer.concat([beginning, piece]);
    if (beginning.length < BEGINNING_OCTETS) continue;
    yield beginning;
    beginning = undefined;
  }
  if (beginning !== undefined && beginning.length > 0) yield beginning;
}

export function detectEncoding(bytes: Uint8Array): Exclude<Encoding, 'auto'> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const beginning = bytes.subarray(0, BEGINNING_OCTETS);
  const zeros = (from: number) => beginning.filter((octet, i) => i % 2 === from && octet === 0).length;
  if (beginning.length >= 8 && zeros(1) > beginning.length * 0.4) return 'utf-16le';
  if (beginning.length >= 8 && zeros(0) > beginning.length * 0.4) return 'utf-16be';
  return 'utf-8';
}
