import type { CST, YAMLError } from 'yaml';
import type { Findings } from './finding.ts';
import type { Place } from './source-node.ts';

export interface YamlMistake {
  /** The first of the document. */
  readonly error: YAMLError;
  readonly others: readonly YAMLError[];
  readonly tokens: readonly CST.Token[];
  readonly lines: readonly string[];
  placeOf(start: number, end: number): Place;
}

interface Explanation {
  readonly code: string;
  /** Undefined = the parser's own words. */
  readonly message?: string;
  readonly expected?: string;
  readonly hint?: string;
}

const NOT_IN_QUOTES = 'put a text that holds a colon and a blank in quotes';
const INDENT: Explanation = {
  code: 'yaml-indent',
  message: 'this line begins in another column than those to which it belongs',
  hint: 'begin the items of a list, and the keys of a map, in one column',
};

/** What the YAML parser's errors mean for somebody who writes a scenario. */
const EXPLANATIONS: Readonly<Partial<Record<YAMLError['code'], Explanation>>> = {
  TAB_AS_INDENT: { code: 'yaml-tab', message: 'a tab indents this line', hint: 'indent with blanks' },
  BAD_INDENT: INDENT,
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-nested-map',
    message: 'a second key: value on this line',
    hint: `begin it on a line of its own, or ${NOT_IN_QUOTES}`,
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml-nested-map',
    message: 'a key that goes over several lines',
    hint: NOT_IN_QUOTES,
  },
  MISSING_CHAR: { code: 'yaml-incomplete' },
  BAD_DQ_ESCAPE: {
    code: 'yaml-escape',
    hint: 'in double quotes a backslash is written \\\\; single quotes take it as it is',
  },
  BAD_SCALAR_START: { code: 'yaml-quotes', hint: 'put the text in quotes' },
};

/** Reports what the YAML parser found. Its later errors in a document mostly follow from the first, so only that one is told. */
export function reportYamlError(mistake: YamlMistake, findings: Findings): void {
  const { error, lines } = mistake;
  const { place, explanation } = openQuote(mistake) ??
    openCollection(mistake) ??
    wrongColumn(mistake) ?? {
      place: mistake.placeOf(...error.pos),
      explanation: EXPLANATIONS[error.code] ?? { code: 'yaml-syntax' },
    };
  const { code, message, expected, hint } = explanation;
  const ownWords = error.message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
  const mend = hasBareExpression(lines[place.line - 1] ?? '') ? `put the text with $${'{{ … }}'} in quotes` : hint;
  findings.error(code, message ?? `this is not YAML: ${ownWords}`, place, {
    ...(expected === undefined ? {} : { expected }),
    ...(mend === undefined ? {} : { hint: mend }),
  });
}

interface Explained {
  readonly place: Place;
  readonly explanation: Explanation;
}

/** The parser notices at the end of the file; the reader wants to see where the quote stands. */
function openQuote({ error, tokens, placeOf }: YamlMistake): Explained | undefined {
  if (!error.message.startsWith('Missing closing')) return undefined;
  const quoted = allTokens(tokens).filter(
    ({ type, offset }) => (type === 'double-quoted-scalar' || type === 'single-quoted-scalar') && offset < error.pos[1],
  );
  const start = Math.max(...quoted.map(({ offset }) => offset));
  if (!Number.isFinite(start)) return undefined;
  const explanation = {
    code: 'yaml-incomplete',
    message: 'the text in quotes has no end',
    expected: 'a quote behind it',
  };
  return { place: placeOf(start, start + 1), explanation };
}

/** The same for [ and {. */
function openCollection({ error, tokens, placeOf }: YamlMistake): Explained | undefined {
  const [, sign] = /end with a ([\]}])/.exec(error.message) ?? [];
  if (sign === undefined) return undefined;
  const open = allTokens(tokens).filter(
    token =>
      token.type === 'flow-collection' &&
      token.start.source === (sign === ']' ? '[' : '{') &&
      token.offset < error.pos[1] &&
      !token.end.some(({ source }) => source === sign),
  );
  const start = Math.max(...open.map(({ offset }) => offset));
  if (!Number.isFinite(start)) return undefined;
  const what = sign === ']' ? 'list' : 'map';
  const explanation = { code: 'yaml-incomplete', message: `the ${what} has no end`, expected: `${sign} behind it` };
  return { place: placeOf(start, start + 1), explanation };
}

const INDENT_CODES: readonly YAMLError['code'][] = [
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'MULTILINE_IMPLICIT_KEY',
  'MISSING_CHAR',
];

/** A line that begins too far right is taken for more of the text before it, and its colon for a second one. */
function wrongColumn({ error, others, lines, placeOf }: YamlMistake): Explained | undefined {
  if (!INDENT_CODES.includes(error.code)) return undefined;
  const first = placeOf(...error.pos);
  const long = others.map(other => (other.code === 'MULTILINE_IMPLICIT_KEY' ? placeOf(...other.pos) : first));
  const place = long.find(({ line, endLine }) => endLine > line) ?? first;
  const isText = /["']/.test(lines[place.line - 1]?.[place.column - 1] ?? '');
  const number = place.endLine > place.line && error.code !== 'MISSING_CHAR' ? place.endLine : place.line;
  const line = lines[number - 1] ?? '';
  const column = line.search(/\S/) + 1;
  const isItsStart = number > place.line || place.column <= column;
  if (isText || !isItsStart || column <= 1) return undefined;
  const at = { ...place, line: number, column, endLine: number, endColumn: column + 1 };
  return { place: at, explanation: INDENT };
}

/** All tokens of a file, those in others too. Walks without recursion. */
function allTokens(tokens: readonly CST.Token[]): CST.Token[] {
  const found: CST.Token[] = [];
  const waiting = [...tokens];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    if (next.type === 'document' && next.value !== undefined) waiting.push(next.value);
    if (!('items' in next)) continue;
    for (const { key, value } of next.items) waiting.push(...[key, value].filter(token => token != null));
  }
  return found;
}

function hasBareExpression(line: string): boolean {
  return line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').includes('${{');
}
