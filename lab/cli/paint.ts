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

/** Whether to colour: NO_COLOR and --no-color win, FORCE_COLOR overrides a pipe, else a terminal that is not `dumb`. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return isTty && env.TERM !== 'dumb';
}

/** Control characters as \\u001b: a text from outside cannot move the cursor, colour or add a line. */
export function visibleControls(text: string): string {
  return text.replace(/\p{Cc}/gu, control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
