/** Why a CSV text cannot be read, at its line (from 1). */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

export interface CsvRow {
  readonly fields: readonly string[];
  /** Where it begins. */
  readonly line: number;
}

/**
 * Rows of a CSV text (RFC 4180): commas, quotes doubled inside quotes, line breaks inside quotes. Line ends CRLF or LF; a byte order
 * mark and lines that are wholly empty are passed over. @throws CsvError
 */
export function parseCsv(source: string): CsvRow[] {
  const text = source.replace(/^\ufeff/, '');
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let line = 1;
  let startLine = 1;
  let at = 0;
  while (at <= text.length) {
    const field = text[at] === '"' ? quotedField(text, at, line) : plainField(text, at, line);
    fields.push(field.value);
    line += field.lineBreaks;
    at = field.end;
    const end = text[at];
    if (end === ',') {
      at++;
      continue;
    }
    if (fields.length > 1 || fields[0] !== '' || field.isQuoted) rows.push({ fields, line: startLine });
    fields = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    startLine = line;
  }
  return rows;
}

interface Field {
  readonly value: string;
  /** Offset of the comma, line break or end behind it. */
  readonly end: number;
  readonly lineBreaks: number;
  readonly isQuoted: boolean;
}

function plainField(text: string, start: number, line: number): Field {
  let end = start;
  while (end < text.length && !/[,\r\n]/.test(text[end]!)) end++;
  const value = text.slice(start, end);
  if (value.includes('"')) throw new CsvError('a quote inside a field that is not in quotes', line);
  if (text[end] === '\r' && text[end + 1] !== '\n') throw new CsvError('a carriage return without a line feed', line);
  return { value, end, lineBreaks: 0, isQuoted: false };
}

function quotedField(text: string, start: number, line: number): Field {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvError('a field in quotes has no end', line);
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    value += '"';
    at++;
  }
  const lineBreaks = value.split('\n').length - 1;
  const isEnd = at >= text.length || text[at] === ',' || text[at] === '\n' || text.startsWith('\r\n', at);
  if (!isEnd) throw new CsvError('text behind the quote that ends a field', line + lineBreaks);
  return { value, end: at, lineBreaks, isQuoted: true };
}
