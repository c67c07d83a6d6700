import type { MessageTampering } from '../port/index.ts';
import {
  duration,
  either,
  hexOctets,
  list,
  map,
  mapped,
  name,
  number,
  optional,
  pattern,
  type Read,
  required,
  type Shape,
} from '../shape/index.ts';
import type { SourceNode } from '../source/source-node.ts';

const FLIP = /^flip-bit\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)$/;

/** `flip-bit(0)`, `flip-bit(0, 127)` → the bits, counted from the most significant of the first octet. */
export function flipBits(): Shape<readonly number[]> {
  return mapped(pattern('flip-bit(N), with the number of the bit', FLIP), raw => bitsOf(raw));
}

function bitsOf(raw: string): number[] {
  return FLIP.exec(raw)![1]!.split(',').map(Number);
}

/** Bits to flip, or octets to answer instead. */
export function flipOrOctets(): Shape<readonly number[] | string> {
  const isFlip = (node: SourceNode): boolean => node.type === 'text' && node.text.startsWith('flip');
  return either(isFlip, flipBits(), hexOctets());
}

/** Algorithms 0 … 7. */
export function algorithms(): Shape<readonly number[]> {
  return list(number(0, 7), { single: true });
}

const WHICH = {
  message: required(name('message'), 'the NAS message'),
  times: optional(number(1, 1000), 'so many of them; all by default'),
  skip: optional(number(0, 1000), 'let this many pass first'),
};

/** One or several messages: by name, or by a map that says more. */
export const WHICH_MESSAGE = list(map(WHICH, { what: 'a message', shorthand: 'message' }), { single: true });

export const DELAYED_MESSAGE = list(
  map({ ...WHICH, by: required(duration(), 'how much later') }, { what: 'a delayed message' }),
  { single: true },
);

export const REPLACED_MESSAGE = list(
  map({ ...WHICH, octets: required(hexOctets(), 'what comes in its place') }, { what: 'a replaced message' }),
  { single: true },
);

interface Which {
  readonly message: string;
  readonly times?: number;
  readonly skip?: number;
}

/** What is done to each of these. */
export function actions(
  action: MessageTampering['action'],
  which: readonly (Which & { readonly by?: number; readonly octets?: string })[] | undefined,
): MessageTampering[] {
  return (which ?? []).map(({ by, ...rest }) => ({ ...rest, action, ...(by === undefined ? {} : { delayMs: by }) }));
}

export type WhichMessage = Read<typeof WHICH_MESSAGE>;
