const BLANK = /\s/;
const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Where each unit of a text stands in its source: quotes, escapes, indentation and folded lines are between them. `raw` is the
 * source of the text with quotes and block header; gives offsets into it, one for each unit of `text` and one for the end.
 */
export function offsetsInSource(text: string, raw: string): number[] {
  const quote = raw[0] === '"' || raw[0] === "'" ? raw[0] : undefined;
  const offsets: number[] = [];
  let at = quote === undefined ? blockStart(raw) : 1;
  for (const unit of text.split('')) {
    if (!BLANK.test(unit)) at = skipBlanks(raw, at, quote);
    offsets.push(Math.min(at, raw.length));
    at += lengthInSource(raw, at, unit, quote);
  }
  offsets.push(Math.min(at, raw.length));
  return offsets;
}

/** After the header line of a block scalar (`|`, `>-`); 0 for a plain one. */
function blockStart(raw: string): number {
  const header = /^[|>][^\n]*\n/.exec(raw);
  return header === null ? 0 : header[0].length;
}

function skipBlanks(raw: string, from: number, quote: string | undefined): number {
  let at = from;
  for (;;) {
    if (at < raw.length && BLANK.test(raw[at]!)) at++;
    else if (quote === '"' && raw[at] === '\\' && /[\r\n]/.test(raw[at + 1] ?? '')) at += 2;
    else return at;
  }
}

function lengthInSource(raw: string, at: number, unit: string, quote: string | undefined): number {
  if (quote === '"' && raw[at] === '\\') return ESCAPE_LENGTHS[raw[at + 1] ?? ''] ?? 2;
  if (quote === "'" && unit === "'") return 2;
  return 1;
}
