import { xmlText } from '../files/xml.ts';

/** Markup that may go into a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | undefined | false | readonly Piece[];

/**
 * A page's markup: what is put in is escaped, whatever it says, unless it is Markup itself. `undefined` and `false` leave nothing.
 * Attribute values must be quoted in the template.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = strings[0]!;
  for (const [i, value] of values.entries()) text += pieceText(value) + strings[i + 1]!;
  return new Markup(text);
}

function pieceText(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === undefined || piece === false) return '';
  if (typeof piece === 'object') return piece.map(pieceText).join('');
  return xmlText(String(piece));
}
