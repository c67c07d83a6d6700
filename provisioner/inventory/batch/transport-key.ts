import { createCipheriv, createDecipheriv } from 'node:crypto';
import { UserError } from '../../../emulator/vocabulary/index.ts';

/** AES key wrap with padding: the secret comes out whole or not at all. RFC 5649 */
const WRAPS: Readonly<Record<number, string>> = {
  16: 'id-aes128-wrap-pad',
  24: 'id-aes192-wrap-pad',
  32: 'id-aes256-wrap-pad',
};
/** Alternative initial value of RFC 5649 §3. */
const AIV = Buffer.from('A65959A6', 'hex');

/** The key that operator and vendor share, and that files name by its index. */
export class TransportKey {
  readonly index: string;
  /** `aes128-kwp`, `aes192-kwp` or `aes256-kwp`. */
  readonly algorithm: string;
  /** First three octets of zeros encrypted with the key: tells a wrong key before anything is read with it. */
  readonly check: string;
  readonly #key: Uint8Array;

  constructor(index: string, key: Uint8Array) {
    this.index = index;
    this.#key = key;
    this.algorithm = `aes${key.length * 8}-kwp`;
    const ecb = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
    this.check = ecb.update(Buffer.alloc(16)).subarray(0, 3).toString('hex');
  }

  wrap(secret: Uint8Array): string {
    const cipher = createCipheriv(WRAPS[this.#key.length]!, this.#key, AIV);
    return Buffer.concat([cipher.update(secret), cipher.final()]).toString('hex');
  }

  /** @throws UserError transport-key-wrong */
  unwrap(name: string, hex: string): Uint8Array {
    try {
      if (!/^([0-9a-f]{2})+$/i.test(hex)) throw new Error('no hex');
      const decipher = createDecipheriv(WRAPS[this.#key.length]!, this.#key, AIV);
      return Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]);
    } catch {
      throw new UserError(
        'transport-key-wrong',
        `the encrypted ${name} does not open with transport key ${this.index}`,
        {
          place: name,
          expected: 'a value that was wrapped with this key (RFC 5649), unchanged since',
        },
      );
    }
  }
}

/** A transport key as text: 32, 48 or 64 hex digits. @throws UserError transport-key-invalid, which does not repeat it */
export function parseTransportKey(index: string, text: string): TransportKey {
  const digits = text.trim();
  if (/^([0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i.test(digits))
    return new TransportKey(index, Buffer.from(digits, 'hex'));
  throw new UserError('transport-key-invalid', `transport key ${index} has ${digits.length} characters`, {
    place: 'transport key',
    expected: '32, 48 or 64 hex digits (AES of 128, 192 or 256 bit)',
  });
}
