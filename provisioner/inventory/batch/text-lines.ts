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
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let rest = '';
  let isSkipping = false;
  let line = 0;
  const split = (text: string, isLast: boolean): TextLine[] => {
    rest += text;
    // A CR at the end of a piece may be half of a CR LF.
    const held = !isLast && rest.endsWith('\r') ? '\r' : '';
    const parts = (held === '' ? rest : rest.slice(0, -1)).split(/\r\n|\n|\r/);
    rest = parts.pop()! + held;
    const lines: TextLine[] = [];
    for (const part of parts) {
      line += 1;
      if (isSkipping || part.length > LONGEST_LINE) lines.push({ line, problem: 'too-long' });
      else if (part.includes('\ufffd') || part.includes('\0')) lines.push({ line, problem: 'encoding' });
      else lines.push({ line, text: part });
      isSkipping = false;
    }
    if (rest.length > LONGEST_LINE) {
      isSkipping = true;
      rest = '';
    }
    return lines;
  };
  for await (const piece of fromWhole(bytes)) {
    decoder ??= new TextDecoder(encoding === 'auto' ? detect(piece) : encoding);
    const lines = split(decoder.decode(piece, { stream: true }), false);
    if (lines.length > 0) yield lines;
  }
  const end = decoder?.decode() ?? '';
  const lines = split(rest === '' && end === '' && !isSkipping ? '' : `${end}\n`, true);
  if (lines.length > 0) yield lines;
}

const BEGINNING_OCTETS = 64;

/** The same octets, the first piece long enough to tell the encoding. */
async function* fromWhole(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
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

function detect(bytes: Uint8Array): Exclude<Encoding, 'auto'> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const beginning = bytes.subarray(0, BEGINNING_OCTETS);
  const zeros = (from: number) => beginning.filter((octet, i) => i % 2 === from && octet === 0).length;
  if (beginning.length >= 8 && zeros(1) > beginning.length * 0.4) return 'utf-16le';
  if (beginning.length >= 8 && zeros(0) > beginning.length * 0.4) return 'utf-16be';
  return 'utf-8';
}
