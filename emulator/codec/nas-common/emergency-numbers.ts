import { DecodeError } from '../../bytes/index.ts';
import { octets } from './coding.ts';
import { readDigits, writeDigits } from './digits.ts';
import { element } from './element.ts';

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

export const extendedEmergencyNumberList = octets('Extended emergency number list', 'TS 24.301 §9.9.3.37A');
