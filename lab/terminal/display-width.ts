/** Characters that take one column each and join with no other: ASCII, Latin, punctuation, arrows, box drawing. */
const SIMPLE = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2713\u2717]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
/** Controls, marks above and below, and the vowels and finals that join a Hangul syllable. */
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Zl}\p{Zp}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** East Asian wide and fullwidth ranges, Unicode 15 (EastAsianWidth.txt, W and F), first and last code point. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Columns that a text takes in a terminal: escape sequences and combining marks 0, East Asian wide and emoji 2. */
export function displayWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text.replace(ESCAPES, ''))) width += graphemeWidth(segment);
  return width;
}

/** The text filled with blanks to `width` columns; a wider text stays as it is. */
export function padDisplay(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** The text cut to `width` columns, an ellipsis in the last of them when something was cut. Text without escape sequences. */
export function cutDisplay(text: string, width: number, ellipsis = '…'): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = graphemeWidth(segment);
    if (used + next > width - ellipsis.length) break;
    cut += segment;
    used += next;
  }
  return width < ellipsis.length ? ellipsis.slice(0, Math.max(0, width)) : cut + ellipsis;
}

/** What a terminal shows as one character each, with the columns that it takes. Text without escape sequences. */
export function displayCharacters(text: string): (readonly [character: string, width: number])[] {
  if (SIMPLE.test(text)) return Array.from(text, character => [character, 1] as const);
  return Array.from(graphemes.segment(text), ({ segment }) => [segment, graphemeWidth(segment)] as const);
}

function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    if (INVISIBLE.test(character)) continue;
    const code = character.codePointAt(0)!;
    width += WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
  }
  return width;
}
