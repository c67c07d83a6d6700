import type { Value } from './bson/index.ts';
import { CommandError } from './errors.ts';

export interface Regex {
  readonly expression: RegExp;
  /** The value itself, when it is one: a stored regex equal to it matches too. */
  readonly value?: Value;
}

/** A BSON regex as a JavaScript one. */
export function regexOf(value: Value): Regex {
  const [pattern, flags] = value.bytes.toString('utf8', value.start, value.end - 1).split('\0');
  return { expression: compileRegex(pattern ?? '', flags ?? ''), value };
}

/**
 * Compiles a PCRE pattern with the options `i`, `m`, `s`, `x`, `u`.
 *
 * Deviation: what PCRE has beyond JavaScript (possessive quantifiers, recursion, `\A`, `\Z`) is refused or read as
 * JavaScript reads it.
 *
 * @throws {CommandError} 51091 for a pattern that does not compile, 51108 for an unknown option.
 */
export function compileRegex(pattern: string, options: string): RegExp {
  let flags = '';
  let source = pattern;
  const inline = /^\(\?([imsx]+)\)/.exec(source);
  if (inline !== null) source = source.slice(inline[0].length);
  for (const option of new Set(options + (inline?.[1] ?? ''))) {
    if (option === 'i' || option === 'm' || option === 's') flags += option;
    else if (option === 'x') source = withoutComments(source);
    else if (option !== 'u') throw new CommandError(51108, `invalid flag in regex options: ${option}`);
  }
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new CommandError(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

/** Drops white space and `#` comments outside character classes, as option `x` asks. */
function withoutComments(source: string): string {
  let result = '';
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === '\\') {
      result += character + (source[++at] ?? '');
      continue;
    }
    if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    if (!inClass && /\s/.test(character)) continue;
    if (!inClass && character === '#') {
      while (at < source.length && source[at] !== '\n') at++;
      continue;
    }
    result += character;
  }
  return result;
}
