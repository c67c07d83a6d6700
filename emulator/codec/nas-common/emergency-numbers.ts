import { DecodeError } from '../../bytes/index.ts';
import { checked } from './coding.ts';
import { readDigits, writeDigits } from './digits.ts';
import { element } from './element.ts';
import { packGsm7, unpackGsm7 } from './gsm7.ts';

const CATEGORIES = ['police', 'ambulance', 'fireBrigade', 'marineGuard', 'mountainRescue'] as const;

/** A number that reaches an emergency service without a subscription. */
export interface EmergencyNumber {
  readonly categories: readonly (typeof CATEGORIES)[number][];
  readonly digits: string;
}

export const emergencyNumberList = element<readonly EmergencyNumber[]>(
  'Emergency number list',
  'TS 24.008 §10.5.3.13',
  {
    decode: reader => {
      const numbers: EmergencyNumber[] = [];
      while (reader.remaining > 0) {
        const number = reader.sub(reader.u8());
        if (number.remaining === 0) throw new DecodeError('a number without service category', number.position);
        const bits = number.u8();
        numbers.push({ categories: CATEGORIES.filter((_, i) => bits & (1 << i)), digits: readDigits(number) });
      }
      return numbers;
    },
    encode: (numbers, writer) => {
      for (const { categories, digits } of numbers) {
        writer.u8(1 + Math.ceil(digits.length / 2));
        writer.u8(categories.reduce((bits, category) => bits | (1 << CATEGORIES.indexOf(category)), 0));
        writeDigits(digits, 0, writer);
      }
    },
    show: numbers => numbers.map(({ categories, digits }) => `${digits} (${categories.join(' ')})`).join(', '),
  },
);

/** Emergency numbers with the sub-services of their URN: `police.municipal` of urn:service:sos.police.municipal. */
export interface ExtendedEmergencyNumbers {
  readonly validIn: 'country' | 'plmn';
  readonly numbers: readonly { readonly digits: string; readonly subServices: string }[];
}

export const extendedEmergencyNumberList = element<ExtendedEmergencyNumbers>(
  'Extended emergency number list',
  'TS 24.301 §9.9.3.37A',
  {
    decode: reader => {
      const validIn = reader.u8() & 1 ? 'plmn' : 'country';
      const numbers: { digits: string; subServices: string }[] = [];
      while (reader.remaining > 0) {
        const digits = readDigits(reader.sub(reader.u8()));
        const packed = reader.take(reader.u8());
        numbers.push({ digits, subServices: unpackWhole(packed) });
      }
      return { validIn, numbers };
    },
    encode: ({ validIn, numbers }, writer) => {
      writer.u8(validIn === 'plmn' ? 1 : 0);
      for (const { digits, subServices } of numbers) {
        writer.u8(checked('length of number', Math.ceil(digits.length / 2), 0xff));
        writeDigits(digits, 0, writer);
        const { octets } = packGsm7(subServices);
        writer.u8(checked('length of sub-services', octets.length, 0xff)).put(octets);
      }
    },
    show: ({ numbers }) => numbers.map(({ digits, subServices }) => `${digits} (${subServices || 'sos'})`).join(', '),
  },
);

/** Text of all septets; eight septets fill seven octets, so a last septet of zero bits there is none. TS 23.038 §6.1.2.1 */
function unpackWhole(octets: Uint8Array): string {
  const septets = Math.floor((octets.length * 8) / 7);
  const text = unpackGsm7(octets, septets);
  return septets % 8 === 0 && text.endsWith('@') ? text.slice(0, -1) : text;
}
