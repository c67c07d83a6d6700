import { Composer, type CST, type Document, LineCounter, Parser } from 'yaml';
import { decodeText, pointIn, shownText } from './decode-text.ts';
import { Findings } from './finding.ts';
import type { MapNode, Place } from './source-node.ts';
import { reportYamlError } from './yaml-findings.ts';
import { treeOf } from './yaml-tree.ts';

/** A scenario file as it was read. */
export interface ParsedSource {
  readonly file: string;
  /** Without byte order mark; empty when it could not be decoded. */
  readonly text: string;
  readonly lines: readonly string[];
  /** Those documents of the file that are maps and have no syntax error. */
  readonly documents: readonly MapNode[];
  readonly findings: Findings;
}

/** Scenarios are a few levels deep. The composer calls itself once a level, so a limit keeps it from the end of the stack. */
const MOST_LEVELS = 60;

/**
 * Parses the YAML of a scenario file (UTF-8, one or more documents) to trees of text with places. Nothing is coerced: `mnc: 01` stays
 * `01`. Never throws; whatever is wrong is a finding.
 */
export function parseSource(source: string | Uint8Array, file: string): ParsedSource {
  const findings = new Findings();
  const decoded = decodeText(source, file, findings);
  const text = decoded ?? '';
  const lines = (decoded ?? shownText(source)).split(/\r?\n/);
  const documents = findings.hasErrors ? [] : parseDocuments(text, lines, file, findings);
  return { file, text, lines, documents, findings };
}

function parseDocuments(text: string, lines: readonly string[], file: string, findings: Findings): MapNode[] {
  const lineCounter = new LineCounter();
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  const placeOf = (start: number, end: number): Place => {
    const from = lineCounter.linePos(start);
    const to = lineCounter.linePos(Math.max(start, end));
    return { file, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  };
  const tooDeep = findDeepToken(tokens);
  if (tooDeep !== undefined) {
    findings.error('yaml-too-deep', `more than ${MOST_LEVELS} levels of nesting`, placeOf(tooDeep, tooDeep + 1));
    return [];
  }
  const options = { schema: 'failsafe', uniqueKeys: false, keepSourceTokens: true, logLevel: 'silent' } as const;
  const parsed = [...new Composer({ ...options, lineCounter }).compose(tokens)];
  const documents = parsed.flatMap(document => {
    const error = firstError(document);
    if (error !== undefined) {
      reportYamlError({ error, others: document.errors, tokens, lines, placeOf }, findings);
      return [];
    }
    const tree = treeOf(document, { text, placeOf, findings });
    return tree === undefined ? [] : [tree];
  });
  if (documents.length === 0 && findings.all.length === 0) {
    findings.error('file-empty', 'the file holds no scenario', pointIn(file, 1, 1), {
      expected: 'scenario: or suite: with its steps',
      hint: 'mvnolab new writes a file to begin with',
    });
  }
  return documents;
}

function firstError(document: Document): Document['errors'][number] | undefined {
  const { errors, warnings } = document;
  const directive = warnings.find(warning => warning.code === 'BAD_DIRECTIVE');
  return errors[0] ?? directive;
}

/** The offset of the first token that is nested too deep. Walks without recursion. */
function findDeepToken(tokens: readonly CST.Token[]): number | undefined {
  const waiting = tokens.map(token => ({ token, level: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, level } = next;
    if (level > MOST_LEVELS) return token.offset;
    if (token.type === 'document' && token.value !== undefined) waiting.push({ token: token.value, level });
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key != null) waiting.push({ token: item.key, level: level + 1 });
      if (item.value !== undefined) waiting.push({ token: item.value, level: level + 1 });
    }
  }
  return undefined;
}
