/** Character codes of the digits. */
const DIGITS = Array.from('0123456789abcdef', digit => digit.charCodeAt(0));
/** Octets for one call of fromCharCode: arguments go on the stack. */
const CHUNK = 2048;

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > CHUNK) return toHex(bytes.subarray(0, CHUNK)) + toHex(bytes.subarray(CHUNK));
  // From character codes the text is one piece in memory; put together octet by octet it would be a chain of pieces.
  const codes = new Array<number>(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    codes[2 * i] = DIGITS[bytes[i]! >> 4]!;
    codes[2 * i + 1] = DIGITS[bytes[i]! & 0xf]!;
  }
  return String.fromCharCode(...codes);
}

/**
 * Octets of a hex text; white space, colons and a leading 0x are skipped, any case.
 * @throws RangeError that names the first bad character or the odd digit count
 */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/^\s*0x/i, '').replace(/[\s:]/g, '');
  const bad = digits.search(/[^0-9a-fA-F]/);
  if (bad >= 0) throw new RangeError(`'${digits[bad]}' is not a hex digit (digit ${bad + 1})`);
  if (digits.length % 2 !== 0) throw new RangeError(`${digits.length} hex digits: two are needed for each octet`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** True when both have the same octets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** One array with the octets of all, in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
