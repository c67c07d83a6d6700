import { glyph, type ReportDisplay } from './display.ts';

/** Columns that a text takes; without escape sequences. */
export function widthOf(text: string, display: ReportDisplay): number {
  return display.characters(text).reduce((sum, [, width]) => sum + width, 0);
}

/** Filled with blanks to `width` columns; a wider text stays. */
export function padTo(text: string, width: number, display: ReportDisplay): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text, display)));
}

/** Cut to `width` columns, … at its end when something was cut. */
export function cutTo(text: string, width: number, display: ReportDisplay): string {
  const characters = display.characters(text);
  if (characters.reduce((sum, [, columns]) => sum + columns, 0) <= width) return text;
  const ellipsis = glyph('more', display);
  let cut = '';
  let room = width - ellipsis.length;
  for (const [character, columns] of characters) {
    if (columns > room) break;
    cut += character;
    room -= columns;
  }
  return width < ellipsis.length ? ellipsis.slice(0, Math.max(0, width)) : cut + ellipsis;
}

/** Broken at blanks into lines of `width` columns; a longer word is broken where it must. */
export function wrapTo(text: string, width: number, display: ReportDisplay): string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    for (const piece of piecesOf(word, room, display)) {
      const longer = line === '' ? piece : `${line} ${piece}`;
      if (widthOf(longer, display) <= room) line = longer;
      else {
        lines.push(line);
        line = piece;
      }
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

function piecesOf(word: string, room: number, display: ReportDisplay): string[] {
  if (widthOf(word, display) <= room) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const [character, columns] of display.characters(word)) {
    if (used + columns > room) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}
