import {
  FIRST_BITS,
  type IndexedSecret,
  nibbleOf,
  octetAnchor,
  SEXTETS_IN_ANCHOR,
  SecretIndex,
  sextetOf,
  wholeSextets,
} from './secret-index.ts';

/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Anything that hides octets; the vocabulary's Secret is one. */
export interface Revealing {
  reveal(): Uint8Array;
}

/**
 * Removes secrets from text by their value, wherever they come from: hex in any case, whole or with separators (`46 5B`,
 * `46:5b`, `0x46, 0x5b`, `\x46\x5b`), base64 and base64url, also inside a longer text of either, and lists of decimal octets as
 * JSON and the console print them. The time for a text does not grow with the number of secrets.
 */
export class Redactor {
  private readonly index = new SecretIndex();
  private readonly texts = new Set<string>();

  /** Octets of 8 or more, or something that reveals them. One that was added twice must be removed twice. */
  add(secret: Uint8Array | Revealing): void {
    this.index.add(secret instanceof Uint8Array ? secret : secret.reveal());
  }

  /** The secret is worth nothing any more (a derived key of an ended connection). */
  remove(secret: Uint8Array | Revealing): void {
    this.index.remove(secret instanceof Uint8Array ? secret : secret.reveal());
  }

  /** A secret that is a text (a password, a token): removed as it is and percent-encoded. Texts under 4 characters are too common to remove. */
  addText(text: string): void {
    if (text.length < 4) return;
    this.texts.add(text);
    this.texts.add(encodeURIComponent(text));
  }

  /** True while there is nothing to remove. */
  get empty(): boolean {
    return this.index.size === 0 && this.texts.size === 0;
  }

  /** The text with `[redacted]` in place of every secret in it; the same string when there is none. */
  redact(text: string): string {
    let clean = text;
    for (const secret of this.texts) if (clean.includes(secret)) clean = clean.replaceAll(secret, REDACTED);
    // no form is shorter than base64
    if (this.index.size === 0 || clean.length < this.leastBase64()) return clean;
    const forms = this.formsIn(clean);
    if (forms & HEX) clean = replaceAll(clean, this.findHex);
    if (forms & BASE64) clean = replaceAll(clean, this.findBase64);
    if (forms & DECIMAL) clean = replaceAll(clean, this.findDecimal);
    return clean;
  }

  /** Strings, keys and members of a JSON-like value; octet arrays and lists of numbers that hold a secret go as a whole. The same value when it holds none. */
  redactValue<Value>(value: Value): Value {
    return this.walk(value) as Value;
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Uint8Array || (Array.isArray(value) && value.length > 3 && typeof value[0] === 'number')) {
      const text = value.join(',');
      return this.redact(text) === text ? value : REDACTED;
    }
    if (Array.isArray(value)) {
      const clean = value.map(each => this.walk(each));
      return clean.some((each, i) => each !== value[i]) ? clean : value;
    }
    for (const key in value) {
      const member = (value as Record<string, unknown>)[key];
      if (this.redact(key) !== key || this.walk(member) !== member) return this.cleanMembers(value);
    }
    return value;
  }

  private cleanMembers(value: object): unknown {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [this.redact(key), this.walk(member)]));
  }

  private leastBase64(): number {
    return Math.floor((this.index.leastOctets * 8 - 4) / 6);
  }

  /**
   * Which forms a text may hold, in one pass without look-ups by value but of hex anchors: what nearly every text of a
   * run costs.
   */
  private formsIn(text: string): number {
    const { byOctets, hasHexLikeBase64 } = this.index;
    const least = this.leastBase64();
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
        if (++digits >= NIBBLES_IN_ANCHOR && byOctets.find(anchor).length > 0) forms |= HEX;
      } else if (kind === LETTER) {
        run++;
        if ((code | 0x20) !== LOWER_X || !IS_X_PREFIX.test(text.charAt(at - 1))) digits = 0;
        allHex = false;
      } else if (kind === BASE64_SIGN) {
        run++;
        allHex = false;
      } else if (kind === LINE_END) {
      } else {
        if (run >= least && (hasHexLikeBase64 || !allHex)) forms |= BASE64;
        run = 0;
        allHex = true;
        if (code === COMMA) commas++;
      }
    }
    if (run >= least && (hasHexLikeBase64 || !allHex)) forms |= BASE64;
    return commas + 1 >= this.index.leastOctets ? forms | DECIMAL : forms;
  }

  private readonly findHex = (text: string, from: number): Place | undefined => {
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
      for (const secret of this.index.byOctets.find(anchor)) {
        const end = matchNibbles(text, at + 1, secret);
        if (end !== undefined) return { start: starts[seen % NIBBLES_IN_ANCHOR]!, end };
      }
    }
    return undefined;
  };

  private readonly findBase64 = (text: string, from: number): Place | undefined => {
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
      for (const secret of this.index.bySextets.find(anchor)) {
        const place = matchSextets(text, starts[seen % SEXTETS_IN_ANCHOR]!, secret);
        if (place !== undefined) return place;
      }
    }
    return undefined;
  };

  /** `[70, 91, …]` and `{"0": 70, "1": 91, …}`, as arrays and Uint8Arrays come out of JSON and the console. */
  private readonly findDecimal = (text: string, from: number): Place | undefined => {
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
        for (const secret of this.index.byOctets.find(octetAnchor(list, at))) {
          if (!secret.octets.every((octet, i) => octet === list[at + i])) continue;
          return { start: placeOf(at).start, end: placeOf(at + secret.octets.length - 1).end };
        }
      }
    }
    return undefined;
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Hex digits of an anchor of 4 octets. */
const NIBBLES_IN_ANCHOR = 8;
const HEX = 1;
const BASE64 = 2;
const DECIMAL = 4;

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

function replaceAll(text: string, find: (text: string, from: number) => Place | undefined): string {
  let place = find(text, 0);
  if (place === undefined) return text;
  let clean = '';
  let at = 0;
  for (; place !== undefined; place = find(text, at)) {
    clean += text.slice(at, place.start) + REDACTED;
    at = place.end;
  }
  return clean + text.slice(at);
}
