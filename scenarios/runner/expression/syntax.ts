/** An expression as a tree. `at` and `end` are offsets in the text that holds it, in UTF-16 units. */
export type Expression =
  | Literal
  | Reference
  | {
      readonly type: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly at: number;
      readonly end: number;
    }
  | {
      readonly type: 'unary';
      readonly operator: '!' | '-';
      readonly operand: Expression;
      readonly at: number;
      readonly end: number;
    }
  | {
      readonly type: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
      readonly end: number;
    }
  | {
      readonly type: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly at: number;
      readonly end: number;
    };

export interface Literal {
  readonly type: 'literal';
  readonly value: string | number | boolean;
  readonly at: number;
  readonly end: number;
}

/** `aka.alice["xres"]`: a namespace and what is looked up in it, step by step. */
export interface Reference {
  readonly type: 'reference';
  readonly namespace: string;
  readonly segments: readonly Segment[];
  readonly at: number;
  readonly end: number;
}

export interface Segment {
  /** A name that stands there, or an expression in brackets. */
  readonly name: string | Expression;
  readonly at: number;
  readonly end: number;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

/** Operators by how strongly they bind, weakest first. */
export const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Something wrong with an expression, at its place in the text that holds it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly code: string;
  readonly at: number;
  readonly end: number;
  readonly help: { readonly expected?: string; readonly hint?: string };

  constructor(
    code: string,
    message: string,
    where: { readonly at: number; readonly end: number },
    help: { readonly expected?: string; readonly hint?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.at = where.at;
    this.end = where.end;
    this.help = help;
  }
}
