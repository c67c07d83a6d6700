import { type Imsi, imsiFitsPlmn, type Plmn, parseImsi, UserError } from '../../emulator/vocabulary/index.ts';
import { parseMsisdn } from '../sim-fields.ts';
import { mncLengthsOf } from './mnc-lengths.ts';

/** The numbers on and of a SIM card; each parser throws a UserError that says what was expected. */

/** `verify`: the last digit is a check digit; `absent`: the number was given without one. */
export type CheckDigit = 'verify' | 'absent';

/**
 * An ICCID: `89`, country code, issuer, account number and check digit, 19 … 22 digits. ITU-T E.118 §4.1. Spaces, hyphens and the
 * filler F of an odd number of digits are dropped.
 * @throws UserError iccid-invalid, iccid-check-digit
 */
export function parseIccid(text: string, checkDigit: CheckDigit = 'verify'): string {
  const digits = text.trim().replace(/[\s-]/g, '').replace(/f$/i, '');
  const expected = '19 … 22 digits that begin with 89, the last a check digit (E.118), such as 8988211000000000012';
  if (!/^\d{19,22}$/.test(digits)) {
    const has = /^\d*$/.test(digits) ? `it has ${digits.length} digits` : 'it has other characters';
    throw new UserError('iccid-invalid', `'${text}' is not an ICCID: ${has}`, { place: 'iccid', expected });
  }
  if (!digits.startsWith('89')) {
    const swapped = digits.replace(/(.)(.)/g, '$2$1');
    throw new UserError('iccid-invalid', `'${text}' is not an ICCID: it does not begin with 89`, {
      place: 'iccid',
      expected,
      ...(swapped.startsWith('89') && { hint: `its digits are swapped in pairs, as on the card; write ${swapped}` }),
    });
  }
  if (checkDigit === 'verify' && luhnDigit(digits.slice(0, -1)) !== digits.at(-1)) {
    throw new UserError('iccid-check-digit', `the check digit of ICCID ${digits} is wrong`, {
      place: 'iccid',
      expected: `${digits.slice(0, -1)}${luhnDigit(digits.slice(0, -1))} (Luhn, ITU-T E.118)`,
      hint: 'correct the mistyped digit; where the numbers have no check digit at all, say so (--no-check-digit)',
    });
  }
  return digits;
}

/** The check digit for these digits. ISO/IEC 7812-1 annex B */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return `${(10 - (sum % 10)) % 10}`;
}

/**
 * An inventory's IMSI: 15 digits of a PLMN whose MNC length is right for its MCC.
 * @throws UserError imsi-invalid, imsi-plmn-mismatch, mnc-length
 */
export function parseCardImsi(text: string, plmn?: Plmn): Imsi {
  const imsi = parseImsi(text);
  if (imsi.length !== 15)
    throw new UserError('imsi-invalid', `'${text}' is not the IMSI of a card: it has ${imsi.length} digits`, {
      place: 'imsi',
      expected: '15 digits, such as 001010000000001',
    });
  if (plmn === undefined) return imsi;
  checkMncLength(plmn);
  if (imsiFitsPlmn(imsi, plmn)) return imsi;
  throw new UserError('imsi-plmn-mismatch', `IMSI ${imsi} does not belong to PLMN ${plmn.mcc}-${plmn.mnc}`, {
    place: 'imsi',
    expected: `an IMSI that begins with ${plmn.mcc}${plmn.mnc}`,
    hint: '01 and 001 are different MNCs: give the PLMN as its operator writes it',
  });
}

/** @throws UserError when MNCs of this country have the other length */
export function checkMncLength({ mcc, mnc }: Plmn): void {
  const lengths = mncLengthsOf(mcc);
  if (lengths.includes(mnc.length)) return;
  throw new UserError(
    'mnc-length',
    `MNCs of MCC ${mcc} have ${lengths.join(' or ')} digits, '${mnc}' has ${mnc.length}`,
    {
      place: 'plmn',
      expected: `${mcc}- and ${lengths.join(' or ')} digits`,
      hint: 'MNC 1 is written 01 where MNCs have two digits and 001 where they have three',
    },
  );
}

/** The home network that an IMSI alone tells; undefined where its country has MNCs of both lengths. */
export function plmnOfImsi(imsi: string): Plmn | undefined {
  const mcc = imsi.slice(0, 3);
  const [length, other] = mncLengthsOf(mcc);
  return length === undefined || other !== undefined ? undefined : { mcc, mnc: imsi.slice(3, 3 + length) };
}

/** A subscriber number as an inventory keeps it: E.164, 7 … 15 digits without +. */
export function parseSubscriberNumber(text: string): string {
  const digits = parseMsisdn(text);
  if (/^[1-9]\d{6,14}$/.test(digits)) return digits;
  throw new UserError('msisdn-invalid', `'${text}' is not a subscriber number`, {
    place: 'msisdn',
    expected: '7 … 15 digits with country code (E.164), such as 447700900001',
  });
}

/** A PIN: 4 … 8 digits. TS 31.101 §9.5.1 */
export function parsePin(name: string, text: string): string {
  return parseDigits(name, text, 4, 8, '4 … 8 digits');
}

/** A PUK: 8 digits. TS 31.101 §9.5.1 */
export function parsePuk(name: string, text: string): string {
  return parseDigits(name, text, 8, 8, '8 digits');
}

/** An administrative key: 8 digits, or 16 hex digits (8 octets). TS 31.101 §9.5 */
export function parseAdm(name: string, text: string): string {
  const word = text.trim();
  if (/^\d{8}$/.test(word) || /^[0-9a-f]{16}$/i.test(word)) return word;
  throw wrongSecret(name, word, '8 digits or 16 hex digits');
}

function parseDigits(name: string, text: string, low: number, high: number, expected: string): string {
  const word = text.trim();
  if (/^\d*$/.test(word) && word.length >= low && word.length <= high) return word;
  throw wrongSecret(name, word, expected);
}

/** Never repeats what was given. */
function wrongSecret(name: string, word: string, expected: string): UserError {
  const what = /^\d*$/.test(word) ? `has ${word.length} digits` : 'has other characters';
  return new UserError(`${name.toLowerCase()}-invalid`, `${name} ${what}`, { place: name.toLowerCase(), expected });
}
