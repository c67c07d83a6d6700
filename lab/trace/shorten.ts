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
  let short = name;
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

/** The text in at most `width` characters, an ellipsis in place of its end. */
export function cut(text: string, width: number, ellipsis: string): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  return width <= ellipsis.length
    ? ellipsis.slice(0, Math.max(0, width))
    : characters
        .slice(0, width - ellipsis.length)
        .join('')
        .trimEnd() + ellipsis;
}

/** The text in lines of at most `width` characters, broken at blanks where there are; the last of `most` lines is cut. */
export function wrap(text: string, width: number, most: number, ellipsis: string): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < most) {
    if (Array.from(rest).length <= width || lines.length === most - 1) {
      lines.push(cut(rest, width, ellipsis));
      break;
    }
    const window = Array.from(rest)
      .slice(0, width + 1)
      .join('');
    const blank = window.lastIndexOf(' ');
    const line = blank > width / 3 ? window.slice(0, blank) : Array.from(window).slice(0, width).join('');
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}
