import { FORM, findBase64, findDecimal, findHex, formsIn, leastBase64, type Place } from './secret-forms.ts';
import { SecretIndex } from './secret-index.ts';

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
    if (this.index.size === 0 || clean.length < leastBase64(this.index)) return clean;
    const forms = formsIn(clean, this.index);
    if (forms & FORM.hex) clean = this.replaceAll(clean, findHex);
    if (forms & FORM.base64) clean = this.replaceAll(clean, findBase64);
    if (forms & FORM.decimal) clean = this.replaceAll(clean, findDecimal);
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

  private replaceAll(
    text: string,
    find: (text: string, from: number, index: SecretIndex) => Place | undefined,
  ): string {
    let clean = '';
    let at = 0;
    for (let place = find(text, 0, this.index); place !== undefined; place = find(text, at, this.index)) {
      clean += text.slice(at, place.start) + REDACTED;
      at = place.end;
    }
    return at === 0 ? text : clean + text.slice(at);
  }
}
