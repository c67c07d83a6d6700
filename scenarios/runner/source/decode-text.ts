import type { Findings } from './finding.ts';
import type { Place } from './source-node.ts';

const MOST_OCTETS = 4 * 1024 * 1024;
const SHOWN_OCTETS = 64 * 1024;
/** YAML §5.1: no control characters but tab and line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The text of a scenario file without byte order mark; undefined when a finding says why it cannot be read. */
export function decodeText(source: string | Uint8Array, file: string, findings: Findings): string | undefined {
  const size = typeof source === 'string' ? source.length : source.byteLength;
  if (size > MOST_OCTETS) {
    const megabytes = (size / 1e6).toFixed(1);
    findings.error('file-too-big', `the file has ${megabytes} MB`, pointIn(file, 1, 1), {
      expected: 'a file of at most 4 MB',
      hint: 'split the suite, or keep the rows of a matrix in a CSV file',
    });
    return undefined;
  }
  const text = typeof source === 'string' ? source.replace(/^\ufeff/, '') : decodeOctets(source, file, findings);
  const at = text?.search(FORBIDDEN) ?? -1;
  if (text === undefined || at < 0) return text;
  const code = text.charCodeAt(at).toString(16).padStart(4, '0');
  findings.error('character-forbidden', `control character U+${code} in the file`, placeAt(text, at, file), {
    expected: 'a text file; YAML allows no control characters but tabs and line breaks',
    hint: `write it as "\\u${code}" in double quotes`,
  });
  return undefined;
}

/** As much of a file that cannot be decoded as a frame may show. */
export function shownText(source: string | Uint8Array): string {
  const start = source.slice(0, SHOWN_OCTETS);
  return typeof start === 'string' ? start : new TextDecoder('utf-8').decode(start);
}

function decodeOctets(octets: Uint8Array, file: string, findings: Findings): string | undefined {
  if ((octets[0] === 0xff && octets[1] === 0xfe) || (octets[0] === 0xfe && octets[1] === 0xff)) {
    findings.error('file-not-utf8', 'the file is in UTF-16', pointIn(file, 1, 1), {
      expected: 'text in UTF-8',
      hint: 'save it as UTF-8',
    });
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    const good = goodOctets(octets);
    const before = new TextDecoder('utf-8').decode(octets.subarray(0, good));
    const octet = octets[good]?.toString(16).padStart(2, '0');
    findings.error('file-not-utf8', `octet 0x${octet} is not UTF-8`, placeAt(before, before.length, file), {
      expected: 'text in UTF-8',
      hint: 'save it as UTF-8',
    });
    return undefined;
  }
}

/** How many octets from the start are UTF-8, whole characters only. */
function goodOctets(octets: Uint8Array): number {
  let good = 0;
  let bad = octets.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (isStart(octets.subarray(0, middle))) good = middle;
    else bad = middle - 1;
  }
  // The octets of a character that was begun and not ended are not good.
  while (good > 0 && !isWhole(octets.subarray(0, good))) good--;
  return good;
}

function isStart(octets: Uint8Array): boolean {
  return decodes(octets, true);
}

function isWhole(octets: Uint8Array): boolean {
  return decodes(octets.subarray(Math.max(0, octets.length - 8)), false) || decodes(octets, false);
}

function decodes(octets: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream });
    return true;
  } catch {
    return false;
  }
}

/** The place of one character of a text; lines end at line feeds. */
export function placeAt(text: string, offset: number, file: string): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return pointIn(file, line, offset - before.lastIndexOf('\n'));
}

/** A place of one character. */
export function pointIn(file: string, line: number, column: number): Place {
  return { file, line, column, endLine: line, endColumn: column + 1 };
}
