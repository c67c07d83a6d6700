import { wantsColor } from '../terminal/wants-color.ts';

/** What the text renderings know of where they are shown. */
export interface Terminal {
  /** Characters a line; 80 at least are used. */
  readonly width: number;
  readonly colour: boolean;
  /** Box drawing characters and arrows; otherwise plain ASCII. */
  readonly unicode: boolean;
}

/** Text for a file or a pipe. */
export const PLAIN_TERMINAL: Terminal = { width: 100, colour: false, unicode: true };

/**
 * Reads a stream's and an environment's wishes: colours only on a terminal, never with NO_COLOR or TERM=dumb (https://no-color.org),
 * always with FORCE_COLOR; ASCII where the locale is not UTF-8; COLUMNS where the stream knows no width.
 */
export function detectTerminal(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): Terminal {
  const isTty = stream.isTTY === true;
  const dumb = env.TERM === 'dumb';
  const colour = wantsColor(env, isTty);
  const columns = stream.columns ?? Number(env.COLUMNS);
  const width = Number.isInteger(columns) && columns > 0 ? columns : PLAIN_TERMINAL.width;
  return { width: Math.max(80, width), colour, unicode: !dumb && speaksUnicode(env, platform) };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function speaksUnicode(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  // Windows Terminal, VS Code and ConEmu show what the old console cannot.
  if (platform === 'win32') return isSet(env.WT_SESSION) || isSet(env.TERM_PROGRAM) || isSet(env.ConEmuTask);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  // Containers and CI often set no locale at all, and show UTF-8 nevertheless.
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}
