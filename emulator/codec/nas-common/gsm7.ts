/** The GSM 7 bit default alphabet, in the order of its codes; 0x1b escapes to the extension table. TS 23.038 §6.2.1 */
const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** The default extension table. TS 23.038 §6.2.1.1 */
const EXTENSION: ReadonlyMap<number, string> = new Map([
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
]);

const ESCAPE = 0x1b;
const CODES: ReadonlyMap<string, readonly number[]> = new Map([
  ...Array.from(ALPHABET, (character, code): [string, number[]] => [character, [code]]),
  ...Array.from(EXTENSION, ([code, character]): [string, number[]] => [character, [ESCAPE, code]]),
]);

/** True when every character of `text` is in the alphabet or its extension. */
export function isGsm7(text: string): boolean {
  return Array.from(text).every(character => CODES.has(character) && character !== '\u001b');
}

/** Text of `septets` packed septets. An escape without a known character stays U+001B. */
export function unpackGsm7(octets: Uint8Array, septets: number): string {
  let text = '';
  for (let i = 0; i < septets; i++) {
    const code = septetAt(octets, i);
    const extended = code === ESCAPE && i + 1 < septets ? EXTENSION.get(septetAt(octets, i + 1)) : undefined;
    if (extended === undefined) text += ALPHABET[code];
    else {
      text += extended;
      i++;
    }
  }
  return text;
}

/** Packs text into octets, unused bits of the last zero. @throws RangeError on a character outside the alphabet */
export function packGsm7(text: string): { readonly octets: Uint8Array; readonly septets: number } {
  const codes = Array.from(text).flatMap(character => {
    const found = CODES.get(character);
    if (found === undefined) throw new RangeError(`'${character}' is not in the GSM 7 bit default alphabet`);
    return found;
  });
  const octets = new Uint8Array(Math.ceil((codes.length * 7) / 8));
  codes.forEach((code, index) => {
    const bit = index * 7;
    octets[bit >> 3]! |= code << (bit & 7);
    if ((bit & 7) > 1) octets[(bit >> 3) + 1]! |= code >> (8 - (bit & 7));
  });
  return { octets, septets: codes.length };
}

function septetAt(octets: Uint8Array, index: number): number {
  const bit = index * 7;
  const pair = (octets[bit >> 3] ?? 0) | ((octets[(bit >> 3) + 1] ?? 0) << 8);
  return (pair >> (bit & 7)) & 0x7f;
}
