import type { PerReader } from './reader.ts';
import { defineSchema, EncodeError, type Marker, type Schema } from './schema.ts';
import { bitsFor, wholeNumber } from './whole-number.ts';
import type { PerWriter } from './writer.ts';

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PRINTABLE = ` '()+,-./${DIGITS}:=?${UPPER}${UPPER.toLowerCase()}`;
const ASCII = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));

/** SIZE (lower..upper) of a string; with '...' extensible. Left out: any length. */
export interface Size {
  readonly lower: number;
  readonly upper: number;
  readonly marker?: Marker;
}

/** PrintableString: letters, digits and space ' ( ) + , - . / : = ? in 8 bits each. X.691 §30 */
export const printableString = (size?: Size) => knownMultiplier(PRINTABLE, size);
/** VisibleString: ISO 646 from space to tilde, 8 bits each; fewer when `alphabet` (a FROM constraint) needs fewer. */
export const visibleString = (size?: Size, alphabet = ASCII.slice(0x20, 0x7f)) => knownMultiplier(alphabet, size);
/** IA5String: ISO 646, 8 bits each; fewer when `alphabet` needs fewer. */
export const ia5String = (size?: Size, alphabet = ASCII) => knownMultiplier(alphabet, size);
/** NumericString: digits and space, 4 bits each. */
export const numericString = (size?: Size) => knownMultiplier(` ${DIGITS}`, size);

/** UTF8String (size constraints are not PER-visible): octets behind their length. X.691 §30.6 */
export const utf8String: Schema<string> = defineSchema({
  encode(writer, value) {
    writer.lengthAndOctets(new TextEncoder().encode(value));
  },
  decode(reader) {
    const start = reader.offset;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(reader.lengthAndOctets());
    } catch (error) {
      if (error instanceof TypeError) reader.fail(`no UTF-8 from octet ${start} on`);
      throw error;
    }
  },
});

/**
 * A known-multiplier character string. In the aligned variant a character takes 1, 2, 4 or 8 bits; it is its code when
 * the highest code fits them, else its index in the alphabet (X.691 §30.5). Strings of at most 16 bits (below 16 when
 * the length varies) are not aligned.
 */
function knownMultiplier(alphabet: string, size: Size | undefined): Schema<string> {
  const sorted = [...alphabet].sort().join('');
  const needed = bitsFor(sorted.length);
  const bits = needed <= 1 ? needed : needed <= 2 ? 2 : needed <= 4 ? 4 : 8;
  const byCode = sorted.charCodeAt(sorted.length - 1) < 2 ** bits;
  const lower = size?.lower ?? 0;
  const upper = size?.upper ?? Number.POSITIVE_INFINITY;
  const extensible = size?.marker !== undefined;
  const length = upper < 0x10000 ? wholeNumber(lower, upper) : undefined;
  const aligned = lower === upper ? upper * bits > 16 : upper * bits >= 16;

  const write = (writer: PerWriter, value: string, from: number, count: number) => {
    for (let index = from; index < from + count; index++) {
      const place = sorted.indexOf(value[index]!);
      if (place < 0) throw new EncodeError(`'${value[index]}' is not of the alphabet`);
      writer.bits(byCode ? value.charCodeAt(index) : place, bits);
    }
  };
  const read = (reader: PerReader, count: number) => {
    if (reader.end - reader.position < count * bits) reader.fail(`${count} characters, too few bits remain`);
    let text = '';
    for (let left = count; left > 0; left--) {
      const code = reader.bits(bits);
      const character = byCode ? String.fromCharCode(code) : sorted[code];
      if (character === undefined || !sorted.includes(character))
        reader.fail(`character ${code} is not of the alphabet`, -1);
      text += character;
    }
    return text;
  };
  return defineSchema({
    encode(writer, value) {
      const inRoot = value.length >= lower && value.length <= upper;
      if (!inRoot && !extensible) throw new EncodeError(`${value.length} characters, not ${lower} to ${upper}`);
      if (extensible) writer.bits(inRoot ? 0 : 1, 1);
      if (!inRoot || length === undefined) {
        writer.fragments(value.length, (from, count) => write(writer, value, from, count));
        return;
      }
      length.write(writer, value.length);
      if (aligned && value.length > 0) writer.align();
      write(writer, value, 0, value.length);
    },
    decode(reader) {
      const inRoot = !extensible || reader.bit() === 0;
      if (!inRoot || length === undefined) {
        let text = '';
        for (;;) {
          const count = reader.length();
          text += read(reader, Math.abs(count));
          if (count >= 0) break;
        }
        if (inRoot && (text.length < lower || text.length > upper)) reader.fail(`${text.length} characters`);
        return text;
      }
      const count = length.read(reader);
      if (aligned && count > 0) reader.align();
      return read(reader, count);
    },
  });
}
