import { ExpressionError } from './syntax.ts';

export interface Token {
  readonly type: 'name' | 'number' | 'quantity' | 'text' | 'sign' | 'end';
  /** As written; of a text what it says. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** A name goes on behind a hyphen that has no blank beside it, as names of plans and phones do: `given.ues.phone-2`. */
const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const UNIT = /[A-Za-z]+/y;
const TEXT = /'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)"/y;
const SIGN = /==|!=|<=|>=|&&|\|\||[<>!?:+\-*/%()[\].,]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The next token of an expression from `from` on; `end` where `}}` or the text's end stands. */
export function tokenAt(source: string, from: number): Token {
  let at = from;
  while (at < source.length && /\s/.test(source[at]!)) at++;
  if (at >= source.length || source.startsWith('}}', at)) return { type: 'end', text: '', at, end: at };
  const name = match(NAME, source, at);
  if (name !== undefined) return { type: 'name', text: name[0], at, end: at + name[0].length };
  const number = match(NUMBER, source, at);
  if (number !== undefined) {
    const unit = match(UNIT, source, at + number[0].length)?.[0] ?? '';
    const text = number[0] + unit;
    return { type: unit === '' ? 'number' : 'quantity', text, at, end: at + text.length };
  }
  const text = match(TEXT, source, at);
  if (text !== undefined) {
    const [whole, single, double] = text;
    const value =
      single === undefined
        ? double!.replace(/\\(.)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
        : single.replaceAll("''", "'");
    return { type: 'text', text: value, at, end: at + whole.length };
  }
  const sign = match(SIGN, source, at);
  if (sign !== undefined) return { type: 'sign', text: sign[0], at, end: at + sign[0].length };
  throw unexpectedCharacter(source, at);
}

function unexpectedCharacter(source: string, at: number): ExpressionError {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const where = { at, end: at + character.length };
  if (character === "'" || character === '"') {
    return new ExpressionError('expression-syntax', 'the text in quotes has no end', where, {
      hint: `write ${character} behind it`,
    });
  }
  if (character === '}') {
    return new ExpressionError('expression-open', 'the expression has no end', where, { expected: '}} behind it' });
  }
  const meant = { '=': "did you mean '=='?", '&': "did you mean '&&'?", '|': "did you mean '||'?" }[character];
  return new ExpressionError(
    'expression-syntax',
    `'${character}' means nothing in an expression`,
    where,
    meant === undefined ? {} : { hint: meant },
  );
}

function match(expression: RegExp, source: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(source) ?? undefined;
}
