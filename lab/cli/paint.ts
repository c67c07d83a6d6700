export { visibleControls } from '../terminal/visible-controls.ts';

const CODES = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  bold: [1, 22],
  dim: [2, 22],
} as const;

export type Paint = keyof typeof CODES;

/** The text in a colour of the terminal, or as it is. */
export function paint(name: Paint, text: string, color: boolean): string {
  const [on, off] = CODES[name];
  return color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
