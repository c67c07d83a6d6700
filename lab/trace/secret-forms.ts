import {
  FIRST_BITS,
  type IndexedSecret,
  nibbleOf,
  octetAnchor,
  SEXTETS_IN_ANCHOR,
  type SecretIndex,
  sextetOf,
  wholeSextets,
} from './secret-index.ts';

/*
 * How secrets look in texts, and where they are in one. Each `find…` gives the first place from `from` on.
 */

/** A part of a text, its end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Forms that a text may hold, as bits. */
export const FORM = { hex: 1, base64: 2, decimal: 4 } as const;

/** Characters of the shortest form, which is base64. */
export function leastBase64(index: SecretIndex): number {
  return Math.floor((index.leastOctets * 8 - 4) / 6);
}

/**
 * Which forms a text may hold, in one pass without look-ups by value but of hex anchors: what nearly every text of a
 * run costs.
 */
export function formsIn(text: string, index: SecretIndex): number {
  const { byOctets, hasHexLikeBase64 } = index;
  const least = leastBase64(index);
  let forms = 0;
  let anchor = 0;
  let digits = 0;
  let run = 0;
  let allHex = true;
  let commas = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KIND[code]! : OTHER;
    if (kind < 16) {
      run++;
      if (code === ZERO && (text.charCodeAt(at + 1) | 0x20) === LOWER_X) continue;
      anchor = (anchor << 4) | kind;
      if (++digits >= NIBBLES_IN_ANCHOR && byOctets.find(anchor).length > 0) forms |= FORM.hex;
    } else if (kind === LETTER) {
      run++;
      if ((code | 0x20) !== LOWER_X || !IS_X_PREFIX.test(text.charAt(at - 1))) digits = 0;
      allHex = false;
    } else if (kind === BASE64_SIGN) {
      run++;
      allHex = false;
    } else if (kind === LINE_END) {
    } else {
      if (run >= least && (hasHexLikeBase64 || !allHex)) forms |= FORM.base64;
      run = 0;
      allHex = true;
      if (code === COMMA) commas++;
    }
  }
  if (run >= least && (hasHexLikeBase64 || !allHex)) forms |= FORM.base64;
  return commas + 1 >= index.leastOctets ? forms | FORM.decimal : forms;
}

export function findHex(text: string, from: number, index: SecretIndex): Place | undefined {
  const starts = new Int32Array(NIBBLES_IN_ANCHOR);
  let anchor = 0;
  let seen = 0;
  for (let at = from; at < text.length; at++) {
    const nibble = hexClass(text, at);
    if (nibble === SEPARATOR) continue;
    if (nibble === BREAK) {
      seen = 0;
      continue;
    }
    anchor = (anchor << 4) | nibble;
    starts[seen++ % NIBBLES_IN_ANCHOR] = at;
    if (seen < NIBBLES_IN_ANCHOR) continue;
    for (const secret of index.byOctets.find(anchor)) {
      const end = matchNibbles(text, at + 1, secret);
      if (end !== undefined) return { start: starts[seen % NIBBLES_IN_ANCHOR]!, end };
    }
  }
  return undefined;
}

export function findBase64(text: string, from: number, index: SecretIndex): Place | undefined {
  const starts = new Int32Array(SEXTETS_IN_ANCHOR);
  let anchor = 0;
  let seen = 0;
  for (let at = from; at < text.length; at++) {
    const sextet = base64Class(text, at);
    if (sextet === SEPARATOR) continue;
    if (sextet === BREAK) {
      seen = 0;
      continue;
    }
    anchor = ((anchor << 6) | sextet) & 0x3fffffff;
    starts[seen++ % SEXTETS_IN_ANCHOR] = at;
    if (seen < SEXTETS_IN_ANCHOR) continue;
    for (const secret of index.bySextets.find(anchor)) {
      const place = matchSextets(text, starts[seen % SEXTETS_IN_ANCHOR]!, secret);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

/** `[70, 91, …]` and `{"0": 70, "1": 91, …}`, as arrays and Uint8Arrays come out of JSON and the console. */
export function findDecimal(text: string, from: number, index: SecretIndex): Place | undefined {
  const values: number[] = [];
  const places: Place[] = [];
  const number = /\d+/g;
  number.lastIndex = from;
  for (let match = number.exec(text); match !== null; match = number.exec(text)) {
    values.push(Number(match[0]));
    places.push({ start: match.index, end: number.lastIndex });
  }
  const members = [values, values.filter((_, i) => i % 2 === 1), values.filter((_, i) => i % 2 === 0)];
  for (const [form, list] of members.entries()) {
    const placeOf = (i: number): Place => places[form === 0 ? i : 2 * i + (form === 1 ? 1 : 0)]!;
    for (let at = 0; at + 4 <= list.length; at++) {
      for (const secret of index.byOctets.find(octetAnchor(list, at))) {
        if (!secret.octets.every((octet, i) => octet === list[at + i])) continue;
        return { start: placeOf(at).start, end: placeOf(at + secret.octets.length - 1).end };
      }
    }
  }
  return undefined;
}

/** Hex digits of an anchor of 4 octets. */
const NIBBLES_IN_ANCHOR = 8;

/** Kinds of characters above the values 0 … 15 of hex digits. */
const LETTER = 16;
const BASE64_SIGN = 17;
const LINE_END = 18;
const OTHER = 19;
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[0-9a-f]/i.test(character)) return Number.parseInt(character, 16);
  if (/[a-z]/i.test(character)) return LETTER;
  if (/[-+/_]/.test(character)) return BASE64_SIGN;
  return /[\r\n]/.test(character) ? LINE_END : OTHER;
});
const COMMA = 0x2c;
const IS_X_PREFIX = /[0\\#%]/;
const SEPARATOR = -1;
const BREAK = -2;

const HEX_CLASS = classes(code => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  if (!Number.isNaN(digit)) return digit;
  return /[a-z]/i.test(String.fromCharCode(code)) ? BREAK : SEPARATOR;
});
const BASE64_CLASS = classes(code => {
  const sextet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(String.fromCharCode(code));
  if (sextet >= 0) return sextet;
  if (code === 0x2d) return 62;
  if (code === 0x5f) return 63;
  return code === 0x0a || code === 0x0d ? SEPARATOR : BREAK;
});

function classes(of: (code: number) => number): Int8Array {
  return Int8Array.from({ length: 128 }, (_, code) => of(code));
}

const ZERO = 0x30;
const LOWER_X = 0x78;

/** Value of the hex digit at a place. `0x` and `\x` before an octet separate; every other letter ends a run of digits. */
function hexClass(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code > 127) return SEPARATOR;
  if (code === ZERO && (text.charCodeAt(at + 1) | 0x20) === LOWER_X) return SEPARATOR;
  if ((code | 0x20) === LOWER_X) return IS_X_PREFIX.test(text.charAt(at - 1)) ? SEPARATOR : BREAK;
  return HEX_CLASS[code]!;
}

function base64Class(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 127 ? BREAK : BASE64_CLASS[code]!;
}

/** Where the secret's last digit ends when its digits behind the anchor follow from `at` on. */
function matchNibbles(text: string, at: number, secret: IndexedSecret): number | undefined {
  const { octets } = secret;
  const digits = octets.length * 2;
  let place = at;
  for (let i = NIBBLES_IN_ANCHOR; i < digits; place++) {
    if (place >= text.length) return undefined;
    // a last digit 0 before an x is a digit of the secret, not the start of `0x`
    const value = i === digits - 1 && text.charCodeAt(place) === ZERO ? 0 : hexClass(text, place);
    if (value === SEPARATOR) continue;
    if (value !== nibbleOf(octets, i)) return undefined;
    i++;
  }
  return place;
}

/** The place of a secret whose anchor begins at `start`, with the characters beside it that hold some of its bits. */
function matchSextets(text: string, start: number, { octets }: IndexedSecret): Place | undefined {
  for (const firstBit of FIRST_BITS) {
    const whole = wholeSextets(octets, firstBit);
    let i = 0;
    let at = start;
    for (; i < whole && at < text.length; at++) {
      const sextet = base64Class(text, at);
      if (sextet === SEPARATOR) continue;
      if (sextet !== sextetOf(octets, firstBit, i)) break;
      i++;
    }
    if (i < whole) continue;
    let end = at;
    if ((octets.length * 8 - firstBit) % 6 !== 0 && end < text.length && base64Class(text, end) >= 0) end++;
    while (text[end] === '=') end++;
    return { start: firstBit === 0 || start === 0 ? start : start - 1, end };
  }
  return undefined;
}
