import type { Display } from '../../source/code-frame.ts';

/** How reports get onto a screen; `Display` of the code frames, and whether it shows more than ASCII. */
export interface ReportDisplay extends Display {
  /** Check marks and arrows; otherwise plain ASCII. */
  readonly unicode: boolean;
}

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** For files: no colour, every character one column. */
export function plainDisplay(columns = 100): ReportDisplay {
  return {
    color: false,
    unicode: true,
    columns,
    characters: text => Array.from(text, character => [character, 1] as const),
    visible: text => text.replace(CONTROLS, control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`),
  };
}

const PAINT = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  dim: [2, 22],
  bold: [1, 22],
} as const;

export type Paint = keyof typeof PAINT;

/** The text in a colour, or as it is. */
export function paint(name: Paint, text: string, { color }: Pick<Display, 'color'>): string {
  const [on, off] = PAINT[name];
  return color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

const GLYPHS = {
  ok: ['✓', 'ok'],
  bad: ['✗', 'x'],
  skip: ['–', '-'],
  warn: ['!', '!'],
  more: ['…', '...'],
  chevron: ['›', '>'],
  dot: ['·', '.'],
  arrow: ['<-', '<-'],
  times: ['×', 'x'],
} as const;

/** A sign in the characters that the display has. */
export function glyph(name: keyof typeof GLYPHS, { unicode }: Pick<ReportDisplay, 'unicode'>): string {
  return GLYPHS[name][unicode ? 0 : 1];
}

const TYPOGRAPHIC: Readonly<Record<string, string>> = {
  '≠': '!=',
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '←': '<-',
  '…': '...',
  '–': '-',
  '—': '-',
  '›': '>',
  '×': 'x',
  '·': '.',
  '’': "'",
  '✓': 'ok',
  '✗': 'x',
};

/** A display without Unicode shows the signs of our own sentences in ASCII; what others wrote stays. */
export function withAsciiSigns(display: ReportDisplay): ReportDisplay {
  if (display.unicode) return display;
  const signs = new RegExp(`[${Object.keys(TYPOGRAPHIC).join('')}]`, 'g');
  return { ...display, visible: text => display.visible(text).replace(signs, sign => TYPOGRAPHIC[sign] ?? sign) };
}
