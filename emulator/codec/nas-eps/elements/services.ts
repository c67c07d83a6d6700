import { type ByteReader, type ByteWriter, DecodeError } from '../../../bytes/index.ts';
import { checked, octets, octetWord, unsigned } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';

/** The caller, shown to a phone that is paged for a call. TS 24.008 §10.5.4.9 */
export interface CallingPartyBcdNumber {
  readonly typeOfNumber: number;
  readonly numberingPlan: number;
  /** Present when the network says who may see the number and who checked it. */
  readonly presentation?: { readonly indicator: number; readonly screening: number };
  /** Digits 0 … 9, `*`, `#`, `a`, `b`, `c`. */
  readonly digits: string;
}

const CALL_DIGITS = '0123456789*#abc';

export const cli = element<CallingPartyBcdNumber>('CLI', 'TS 24.301 §9.9.3.38', {
  decode: (reader: ByteReader): CallingPartyBcdNumber => {
    const octet = reader.u8();
    const head = { typeOfNumber: (octet >> 4) & 7, numberingPlan: octet & 0xf };
    if (octet & 0x80) return { ...head, digits: readCallDigits(reader) };
    const second = reader.u8();
    const presentation = { indicator: (second >> 5) & 3, screening: second & 3 };
    return { ...head, presentation, digits: readCallDigits(reader) };
  },
  encode: (value: CallingPartyBcdNumber, writer: ByteWriter): void => {
    const { presentation } = value;
    const head =
      (checked('type of number', value.typeOfNumber, 7) << 4) | checked('numbering plan', value.numberingPlan, 15);
    writer.u8(presentation === undefined ? 0x80 | head : head);
    if (presentation !== undefined) {
      const indicator = checked('presentation indicator', presentation.indicator, 3);
      writer.u8(0x80 | (indicator << 5) | checked('screening indicator', presentation.screening, 3));
    }
    for (let i = 0; i < value.digits.length; i += 2) {
      const high = i + 1 < value.digits.length ? callDigit(value.digits[i + 1]!) : 0xf;
      writer.u8((high << 4) | callDigit(value.digits[i]!));
    }
  },
  show: value => (value.typeOfNumber === 1 ? `+${value.digits}` : value.digits),
});

function readCallDigits(reader: ByteReader): string {
  let digits = '';
  while (reader.remaining > 0) {
    const octet = reader.u8();
    for (const bits of [octet & 0xf, octet >> 4]) {
      if (bits !== 0xf) digits += CALL_DIGITS[bits];
      else if (bits !== octet >> 4 || reader.remaining > 0) {
        throw new DecodeError('end mark inside the number', reader.position - 1);
      }
    }
  }
  return digits;
}

function callDigit(character: string): number {
  const bits = CALL_DIGITS.indexOf(character);
  if (bits < 0) throw new RangeError(`'${character}' is no digit of a called number`);
  return bits;
}

/** Supplementary service code. TS 29.002 §17.7.5 */
export const ssCode = unsigned('SS Code', 'TS 24.301 §9.9.3.39', 1);
/** 1 = MT-LR, all others are unspecified. */
export const lcsIndicator = unsigned('LCS indicator', 'TS 24.301 §9.9.3.40', 1);
/** ASN.1 of TS 29.002 §17.7.13. */
export const lcsClientIdentity = octets('LCS client identity', 'TS 24.301 §9.9.3.41');

export const genericMessageContainerType = octetWord('Generic message container type', 'TS 24.301 §9.9.3.42', {
  1: 'lpp',
  2: 'locationServices',
});
