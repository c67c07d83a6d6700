/** The characters that a ladder is drawn with. */
export interface Glyphs {
  readonly vertical: string;
  readonly horizontal: string;
  /** Line of a ciphered message. */
  readonly double: string;
  /** Line of a message that did not arrive. */
  readonly broken: string;
  readonly cross: string;
  readonly startRight: string;
  readonly startLeft: string;
  readonly headRight: string;
  readonly headLeft: string;
  /** Corners of a node's box: top left, top right, bottom left, bottom right. */
  readonly corners: readonly [string, string, string, string];
  /** Where a lifeline leaves its box, and its end. */
  readonly tee: string;
  readonly end: string;
  readonly pause: string;
  readonly state: string;
  readonly becomes: string;
  readonly up: string;
  readonly down: string;
  readonly note: string;
  readonly good: string;
  readonly bad: string;
  readonly dot: string;
  readonly ellipsis: string;
}

export const UNICODE_GLYPHS: Glyphs = {
  vertical: '│',
  horizontal: '─',
  double: '═',
  broken: '╌',
  cross: '┼',
  startRight: '├',
  startLeft: '┤',
  headRight: '►',
  headLeft: '◄',
  corners: ['╭', '╮', '╰', '╯'],
  tee: '┬',
  end: '╵',
  pause: '┊',
  state: '◆',
  becomes: '→',
  up: '↑',
  down: '↓',
  note: '▸',
  good: '✓',
  bad: '✗',
  dot: '·',
  ellipsis: '…',
};

export const ASCII_GLYPHS: Glyphs = {
  vertical: '|',
  horizontal: '-',
  double: '=',
  broken: '.',
  cross: '+',
  startRight: '|',
  startLeft: '|',
  headRight: '>',
  headLeft: '<',
  corners: ['+', '+', '+', '+'],
  tee: '+',
  end: '|',
  pause: ':',
  state: 'o',
  becomes: '->',
  up: 'up',
  down: 'down',
  note: '*',
  good: 'ok',
  bad: 'x',
  dot: '-',
  ellipsis: '...',
};
