import { displayCharacters } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';

/** Looks of a character; each is a set of ANSI attributes. */
export type Style = 'plain' | 'bold' | 'dim' | 'nas' | 's1ap' | 's6a' | 'user' | 'good' | 'bad' | 'state';

const SGR: Readonly<Record<Style, string>> = {
  plain: '',
  bold: '\x1b[1m',
  dim: '\x1b[2m',
  nas: '\x1b[36m',
  s1ap: '\x1b[34m',
  s6a: '\x1b[33m',
  user: '\x1b[35m',
  good: '\x1b[1;32m',
  bad: '\x1b[1;31m',
  state: '\x1b[3;2m',
};
const RESET = '\x1b[0m';

/** One line of characters that are put at their places, in any order, each with a style. */
export class StyledRow {
  private readonly characters: string[] = [];
  private readonly styles: Style[] = [];

  /** Puts a text; what stood there is replaced. Places left of the line are cut off. */
  put(at: number, text: string, style: Style = 'plain'): this {
    let place = at;
    for (const [character, width] of displayCharacters(visibleControls(text))) {
      if (place >= 0) {
        while (this.characters.length < place) this.push(' ', 'plain');
        this.characters[place] = character;
        this.styles[place] = style;
        // the second column of a wide character holds nothing of its own
        for (let more = 1; more < width; more++) {
          this.characters[place + more] = '';
          this.styles[place + more] = style;
        }
      }
      place += width;
    }
    return this;
  }

  /** The line without trailing blanks. */
  render(colour: boolean): string {
    let end = this.characters.length;
    while (end > 0 && this.characters[end - 1] === ' ') end--;
    if (!colour) return this.characters.slice(0, end).join('');
    let text = '';
    let style: Style = 'plain';
    for (let at = 0; at < end; at++) {
      const next = this.styles[at]!;
      if (next !== style && this.characters[at] !== ' ') {
        text += style === 'plain' ? SGR[next] : RESET + SGR[next];
        style = next;
      }
      text += this.characters[at];
    }
    return style === 'plain' ? text : text + RESET;
  }

  private push(character: string, style: Style): void {
    this.characters.push(character);
    this.styles.push(style);
  }
}
