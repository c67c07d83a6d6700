import { UserError } from '../../../emulator/vocabulary/index.ts';

/** `smoke and not (slow or flaky)`, read. */
export interface TagExpression {
  /** Tags that it names. */
  readonly tags: readonly string[];
  matches(tags: readonly string[]): boolean;
}

type Test = (tags: ReadonlySet<string>) => boolean;

interface Word {
  readonly text: string;
  readonly at: number;
}

const WORD = /\s*([()]|[^\s()]+)/y;
const OPERATORS: readonly string[] = ['and', 'or', 'not', '(', ')'];
const MOST_LEVELS = 100;

/**
 * Reads an expression of tags: `and`, `or`, `not` and parentheses; `not` binds strongest, `or` weakest. A tag may be written with @ before
 * it. @throws UserError that shows the place
 */
export function parseTagExpression(source: string): TagExpression {
  const reader = new TagReader(source);
  const test = reader.whole();
  return { tags: reader.tags, matches: tags => test(new Set(tags)) };
}

class TagReader {
  readonly tags: string[] = [];
  readonly #source: string;
  readonly #words: readonly Word[];
  #at = 0;
  #level = 0;

  constructor(source: string) {
    this.#source = source;
    this.#words = wordsOf(source);
  }

  whole(): Test {
    const test = this.#or();
    if (this.#at < this.#words.length) throw this.#wrong("'and' or 'or' between two tags");
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#takes('or')) {
      const [first, second] = [left, this.#and()];
      left = tags => first(tags) || second(tags);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    while (this.#takes('and')) {
      const [first, second] = [left, this.#not()];
      left = tags => first(tags) && second(tags);
    }
    return left;
  }

  #not(): Test {
    if (++this.#level > MOST_LEVELS) throw this.#wrong('a simpler expression');
    try {
      if (this.#takes('not')) {
        const inner = this.#not();
        return tags => !inner(tags);
      }
      if (this.#takes('(')) {
        const inner = this.#or();
        if (!this.#takes(')')) throw this.#wrong("')'");
        return inner;
      }
      return this.#tag();
    } finally {
      this.#level--;
    }
  }

  #tag(): Test {
    const word = this.#words[this.#at];
    if (word === undefined || OPERATORS.includes(word.text.toLowerCase())) throw this.#wrong('a tag');
    this.#at++;
    const tag = word.text.replace(/^@/, '');
    this.tags.push(tag);
    return tags => tags.has(tag);
  }

  #takes(operator: string): boolean {
    const takes = this.#words[this.#at]?.text.toLowerCase() === operator;
    if (takes) this.#at++;
    return takes;
  }

  #wrong(expected: string): UserError {
    const word = this.#words[this.#at];
    const what = word === undefined ? 'it ends too soon' : `'${word.text}' cannot stand there`;
    const at = word?.at ?? this.#source.length;
    return new UserError(
      'tag-expression-invalid',
      `the tag expression cannot be read: ${what}\n${this.#source}\n${' '.repeat(at)}^`,
      {
        expected,
        place: '--tags',
        hint: "such as 'smoke and not (slow or flaky)'",
      },
    );
  }
}

function wordsOf(source: string): Word[] {
  return [...source.matchAll(new RegExp(WORD, 'g'))].map(match => ({
    text: match[1]!,
    at: match.index + match[0].length - match[1]!.length,
  }));
}
