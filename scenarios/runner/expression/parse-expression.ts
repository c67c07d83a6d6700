import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { FUNCTIONS } from './functions.ts';
import { isQuantity } from './quantity.ts';
import { type BinaryOperator, type Expression, ExpressionError, PRECEDENCE, type Segment } from './syntax.ts';
import { type Token, tokenAt } from './tokens.ts';

/** A text with expressions in it: what stands between them, and them. */
export type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'expression'; readonly expression: Expression; readonly at: number; readonly end: number };

const OPENS = '${{';
const CLOSES = '}}';
const MOST_LEVELS = 40;

/** Whether a text holds an expression. */
export function holdsExpression(text: string): boolean {
  return text.includes(OPENS);
}

/** The parts of a text such as `10.45.${{ vars.net }}.1`. @throws ExpressionError */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = text.indexOf(OPENS); open >= 0; open = text.indexOf(OPENS, at)) {
    if (open > at) parts.push({ type: 'text', text: text.slice(at, open) });
    const parser = new ExpressionParser(text, open + OPENS.length, open);
    const expression = parser.whole();
    at = parser.end + CLOSES.length;
    parts.push({ type: 'expression', expression, at: open, end: at });
  }
  if (at < text.length) parts.push({ type: 'text', text: text.slice(at) });
  return parts;
}

class ExpressionParser {
  readonly #source: string;
  readonly #open: number;
  #next: Token;
  #level = 0;

  constructor(source: string, from: number, open: number) {
    this.#source = source;
    this.#open = open;
    this.#next = tokenAt(source, from);
  }

  /** Where `}}` stands, once `whole` was called. */
  get end(): number {
    return this.#next.at;
  }

  whole(): Expression {
    if (this.#isEnd()) {
      this.#closed();
      throw new ExpressionError(
        'expression-syntax',
        'there is nothing in the expression',
        { at: this.#open, end: this.#next.at + CLOSES.length },
        { expected: 'a name such as vars.x, or a value' },
      );
    }
    const expression = this.#expression();
    if (!this.#isEnd()) throw this.#unexpected('an operator or }}');
    this.#closed();
    return expression;
  }

  #closed(): void {
    if (this.#source.startsWith(CLOSES, this.#next.at)) return;
    throw new ExpressionError(
      'expression-open',
      'the expression has no end',
      { at: this.#open, end: this.#open + OPENS.length },
      { expected: '}} behind it' },
    );
  }

  #expression(): Expression {
    if (++this.#level > MOST_LEVELS) throw this.#tooDeep();
    const condition = this.#binary(0);
    let expression = condition;
    if (this.#takes('?')) {
      const then = this.#expression();
      this.#expect(':', 'the other value of the choice: condition ? this : that');
      const otherwise = this.#expression();
      expression = { type: 'choice', condition, then, otherwise, at: condition.at, end: otherwise.end };
    }
    this.#level--;
    return expression;
  }

  #binary(strength: number): Expression {
    const operators = PRECEDENCE[strength];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(strength + 1);
    for (;;) {
      const operator = operators.find(sign => this.#next.type === 'sign' && this.#next.text === sign);
      if (operator === undefined) return left;
      this.#advance();
      const right = this.#binary(strength + 1);
      left = { type: 'binary', operator: operator as BinaryOperator, left, right, at: left.at, end: right.end };
    }
  }

  #unary(): Expression {
    const { at, text, type } = this.#next;
    if (type !== 'sign' || (text !== '!' && text !== '-')) return this.#primary();
    if (++this.#level > MOST_LEVELS) throw this.#tooDeep();
    this.#advance();
    const operand = this.#unary();
    this.#level--;
    return { type: 'unary', operator: text, operand, at, end: operand.end };
  }

  #primary(): Expression {
    const token = this.#next;
    const { at, end, text } = token;
    switch (token.type) {
      case 'number':
        this.#advance();
        return { type: 'literal', value: Number(text), at, end };
      case 'quantity':
        if (!isQuantity(text)) {
          throw new ExpressionError('expression-unit', `'${text}' has no unit that is known`, token, {
            expected:
              'a time (ms, s, m, h), an amount of data (B, kB, MB, GB, KiB, MiB, GiB) or a rate (bps, kbps, Mbps, Gbps)',
            hint: 'put other text in quotes',
          });
        }
        this.#advance();
        return { type: 'literal', value: text, at, end };
      case 'text':
        this.#advance();
        return { type: 'literal', value: text, at, end };
      case 'name':
        this.#advance();
        return this.#named(token);
      default: {
        if (!this.#takes('(')) throw this.#unexpected('a value, a name or a function');
        const inner = this.#expression();
        this.#expect(')', 'the parenthesis that closes');
        return inner;
      }
    }
  }

  #named(token: Token): Expression {
    const { text, at, end } = token;
    if (text === 'true' || text === 'false') return { type: 'literal', value: text === 'true', at, end };
    if (this.#isSign('(')) return this.#call(token);
    const segments = this.#segments();
    return { type: 'reference', namespace: text, segments, at, end: segments.at(-1)?.end ?? end };
  }

  #call(name: Token): Expression {
    const row = Object.hasOwn(FUNCTIONS, name.text) ? FUNCTIONS[name.text] : undefined;
    if (row === undefined) {
      const guess = didYouMean(name.text, Object.keys(FUNCTIONS));
      throw new ExpressionError('expression-function', `there is no function '${name.text}'`, name, {
        expected: `one of ${Object.keys(FUNCTIONS).join(', ')}`,
        ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
      });
    }
    this.#advance();
    const given: Expression[] = [];
    if (!this.#isSign(')')) {
      do given.push(this.#expression());
      while (this.#takes(','));
    }
    const { end } = this.#next;
    this.#expect(')', 'the parenthesis that closes the call');
    if (given.length < row.least || given.length > row.most) {
      throw new ExpressionError(
        'expression-arguments',
        `${name.text} was given ${given.length === 1 ? 'one value' : `${given.length} values`}`,
        { at: name.at, end },
        { expected: row.usage },
      );
    }
    return { type: 'call', name: name.text, arguments: given, at: name.at, end };
  }

  #segments(): Segment[] {
    const segments: Segment[] = [];
    for (;;) {
      const { at } = this.#next;
      if (this.#takes('.')) {
        const { text, type, end } = this.#next;
        // A number may stand for an item of a list, or be a name such as `apn.0`.
        if (type !== 'name' && !(type === 'number' && /^\d+$/.test(text))) throw this.#unexpected('a name');
        this.#advance();
        segments.push({ name: text, at: at + 1, end });
      } else if (this.#takes('[')) {
        const inner = this.#expression();
        const { end } = this.#next;
        this.#expect(']', 'the bracket that closes');
        segments.push({ name: inner.type === 'literal' ? String(inner.value) : inner, at, end });
      } else return segments;
    }
  }

  #isEnd(): boolean {
    return this.#next.type === 'end';
  }

  #isSign(text: string): boolean {
    return this.#next.type === 'sign' && this.#next.text === text;
  }

  #takes(text: string): boolean {
    const takes = this.#isSign(text);
    if (takes) this.#advance();
    return takes;
  }

  #expect(text: string, expected: string): void {
    if (!this.#takes(text)) throw this.#unexpected(`${text}, ${expected}`);
  }

  #advance(): void {
    this.#next = tokenAt(this.#source, this.#next.end);
  }

  #unexpected(expected: string): ExpressionError {
    const { at, end, type } = this.#next;
    if (type === 'end') {
      this.#closed();
      return new ExpressionError(
        'expression-syntax',
        'the expression ends too soon',
        { at, end: at + 2 },
        { expected },
      );
    }
    const found = this.#source.slice(at, end);
    return new ExpressionError('expression-syntax', `'${found}' cannot stand here`, { at, end }, { expected });
  }

  #tooDeep(): ExpressionError {
    return new ExpressionError('expression-syntax', `more than ${MOST_LEVELS} levels in an expression`, this.#next);
  }
}
