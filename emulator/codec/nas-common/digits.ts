import { type ByteReader, type ByteWriter, DecodeError } from '../../bytes/index.ts';

const DIGIT = '0123456789';

/**
 * Reads BCD digits, low half octet first, up to the end of the reader; a last half octet of 1111 is filler.
 * @throws DecodeError on a half octet above 9
 */
export function readDigits(reader: ByteReader, first = ''): string {
  let text = first;
  while (reader.remaining > 0) {
    const octet = reader.u8();
    const pair = PAIRS[octet];
    if (pair !== undefined) text += pair;
    else {
      text += digit(octet & 0xf, reader);
      if (octet >> 4 === 0xf && reader.remaining === 0) return text;
      text += digit(octet >> 4, reader);
    }
  }
  return text;
}

/** The two digits of each octet that has two. */
const PAIRS: readonly (string | undefined)[] = Array.from({ length: 256 }, (_, octet) =>
  (octet & 0xf) <= 9 && octet >> 4 <= 9 ? `${octet & 0xf}${octet >> 4}` : undefined,
);

/** Writes digits from `start` on, low half octet first, the last half octet 1111 when their number is odd. */
export function writeDigits(digits: string, start: number, writer: ByteWriter): void {
  for (let i = start; i < digits.length; i += 2) {
    const high = i + 1 < digits.length ? digitAt(digits, i + 1) : 0xf;
    writer.u8((high << 4) | digitAt(digits, i));
  }
}

export function digit(bits: number, reader: ByteReader): string {
  if (bits > 9) throw new DecodeError(`0x${bits.toString(16)} is no decimal digit`, reader.position - 1);
  return DIGIT[bits]!;
}

export function digitAt(digits: string, index: number): number {
  const value = digits.charCodeAt(index) - 48;
  if (!(value >= 0 && value <= 9)) throw new RangeError(`'${digits}' has a character that is no digit`);
  return value;
}
