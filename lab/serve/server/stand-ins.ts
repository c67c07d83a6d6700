import { createHmac, randomBytes } from 'node:crypto';
import type { StoredValue } from '../../../scenarios/runner/index.ts';

const KEY_TEXT = /^([0-9a-fA-F]{2}[\s:-]?){15}[0-9a-fA-F]{2}$/;

const digitsOf = (text: string): string => text.replaceAll(/[\s:-]/g, '').toLowerCase();

/**
 * Keys that leave the server only as something of the same form: equal where they are equal, and nothing can be computed from it. So
 * expectations about a document hold as they do where the lab runs in the same process. Keys that the client sent itself stay as they are.
 */
export class StandIns {
  private readonly salt = randomBytes(32);
  private readonly known = new Set<string>();

  /** Whatever looks like a key in what the client sent, it knows. */
  learn(value: unknown): void {
    if (typeof value === 'string') {
      if (KEY_TEXT.test(value)) this.known.add(digitsOf(value));
    } else if (typeof value === 'object' && value !== null)
      for (const member of Object.values(value)) this.learn(member);
  }

  /** The document as it may leave, and the texts in it that nobody should be shown. */
  inPlaceOfKeys(
    document: StoredValue | undefined,
    redact: (text: string) => string,
  ): { readonly document: StoredValue | undefined; readonly secrets: readonly string[] } {
    const secrets: string[] = [];
    const clean = (value: StoredValue): StoredValue => {
      switch (value.bson) {
        case 'string':
        case 'binary': {
          const text = this.textFor(value.value, redact);
          if (text !== undefined && KEY_TEXT.test(text)) secrets.push(text);
          return { ...value, value: text ?? value.value };
        }
        case 'other':
          return { ...value, value: redact(value.value) };
        case 'array':
          return { ...value, items: value.items.map(clean) };
        case 'document':
          return {
            ...value,
            members: Object.fromEntries(Object.entries(value.members).map(([name, member]) => [name, clean(member)])),
          };
        default:
          return value;
      }
    };
    return { document: document && clean(document), secrets };
  }

  /** undefined = the text holds no secret. */
  private textFor(text: string, redact: (text: string) => string): string | undefined {
    const redacted = redact(text);
    if (redacted === text) return undefined;
    if (!KEY_TEXT.test(text)) return redacted;
    const digits = digitsOf(text);
    if (this.known.has(digits)) return text;
    const standIn = createHmac('sha256', this.salt).update(digits).digest('hex').slice(0, 32);
    let at = 0;
    // upper and lower case, and what stands between the digits, as it was
    return text.replaceAll(/[0-9a-fA-F]/g, digit => {
      const other = standIn[at++]!;
      return /[A-F]/.test(digit) || (/[0-9]/.test(digit) && /[A-F]/.test(text)) ? other.toUpperCase() : other;
    });
  }
}
