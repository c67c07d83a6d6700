import { UserError } from './errors.ts';

const REDACTED = '[redacted]';

/**
 * Secret octets (Ki, OPc, OP, a derived key) that print as `[redacted]` in every form: template, JSON, console, inspect.
 * `reveal()` is the one way to the octets and easy to find in a review.
 */
export class Secret<Kind extends string> {
  readonly kind: Kind;
  readonly #octets: Uint8Array;

  constructor(kind: Kind, octets: Uint8Array) {
    this.kind = kind;
    this.#octets = octets;
  }

  /** The octets themselves; do not let them reach a log, report, page or capture. */
  reveal(): Uint8Array {
    return this.#octets;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.kind} ${REDACTED}`;
  }
}

/** Subscriber key K, 128 bit. TS 33.102 §6.3 */
export type Ki = Secret<'Ki'>;
/** Operator variant configuration field OP, 128 bit. TS 35.206 */
export type Op = Secret<'OP'>;
/** OPc = AES-128_K(OP) xor OP, 128 bit. TS 35.206 §4.1 */
export type Opc = Secret<'OPc'>;

/** @throws UserError that never repeats the digits, when it is not 32 hex digits */
export function parseSecret<Kind extends 'Ki' | 'OP' | 'OPc'>(kind: Kind, text: string): Secret<Kind> {
  return new Secret(kind, parseHexField(kind, text, 16));
}

/** Authentication management field, 2 octets; bit 0 (the MSB) is the separation bit of EPS AKA. TS 33.102 Annex H */
export function parseAmfField(text: string): Uint8Array {
  return parseHexField('AMF', text, 2);
}

function parseHexField(field: string, text: string, octets: number): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '').replace(/[\s:]/g, '');
  const expected = `${octets * 2} hex digits (${octets * 8} bit)`;
  const bad = digits.search(/[^0-9a-fA-F]/);
  const code = `${field.toLowerCase()}-invalid`;
  if (bad >= 0)
    throw new UserError(code, `${field} has a character that is not a hex digit, at digit ${bad + 1}`, { expected });
  if (digits.length !== octets * 2) throw new UserError(code, `${field} has ${digits.length} hex digits`, { expected });
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
}
