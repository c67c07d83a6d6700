import { cutDisplay, displayCharacters, displayWidth } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';

/** Words of message names and what engineers write for them, the ones that are missed least first. */
const ABBREVIATIONS: readonly (readonly [word: RegExp, short: string])[] = [
  [/Information/, 'Info'],
  [/Notification/, 'Notif'],
  [/Configuration/, 'Config'],
  [/Authentication/, 'Auth'],
  [/Authorization/, 'Authz'],
  [/Capability/, 'Cap'],
  [/Modification/, 'Mod'],
  [/Establishment/, 'Est'],
  [/Acknowledge(?!d)/, 'Ack'],
  [/Response/, 'Rsp'],
  [/Request/, 'Req'],
  [/Command/, 'Cmd'],
  [/Indication/, 'Ind'],
  [/Context/, 'Ctx'],
  [/Connectivity/, 'Conn'],
  [/Subscriber/, 'Subscr'],
  [/Location/, 'Loc'],
  [/Security/, 'Sec'],
  [/Complete/, 'Cmpl'],
  [/Transport/, 'Transp'],
  [/Initial/, 'Init'],
  [/Failure/, 'Fail'],
  [/Handover/, 'HO'],
];

/** A message's name in at most `width` characters: word by word abbreviated, then cut with an ellipsis. */
export function shortenName(name: string, width: number, ellipsis: string): string {
  let short = visibleControls(name);
  for (const [word, abbreviation] of ABBREVIATIONS) {
    if (short.length <= width) return short;
    short = short.replace(word, abbreviation);
  }
  return cut(short, width, ellipsis);
}

/** A message's name as short as abbreviations make it. */
export function abbreviate(name: string): string {
  return ABBREVIATIONS.reduce((short, [word, abbreviation]) => short.replace(word, abbreviation), name);
}

/** The text in at most `width` columns, an ellipsis in place of its end. */
export function cut(text: string, width: number, ellipsis: string): string {
  return cutDisplay(visibleControls(text), width, ellipsis);
}

/** The text in lines of at most `width` columns, broken at blanks where there are; the last of `most` lines is cut. */
export function wrap(text: string, width: number, most: number, ellipsis: string): string[] {
  const lines: string[] = [];
  let rest = visibleControls(text).trim();
  while (rest !== '' && lines.length < most - 1 && displayWidth(rest) > width) {
    const window = firstColumns(rest, width);
    const blank = rest[window.length] === ' ' ? window.length : window.lastIndexOf(' ');
    const line = blank > width / 3 ? rest.slice(0, blank) : window;
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, cut(rest, width, ellipsis)];
}

/** As much of the text as fits, one character at least. */
function firstColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const [character, columns] of displayCharacters(text)) {
    if (used + columns > width && taken !== '') break;
    taken += character;
    used += columns;
  }
  return taken;
}
