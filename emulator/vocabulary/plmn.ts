import { UserError } from './errors.ts';

/** A PLMN identity: 3-digit MCC and 2- or 3-digit MNC, kept as text ("01" and "001" are different MNCs). TS 23.003 §2.2 */
export interface Plmn {
  readonly mcc: string;
  readonly mnc: string;
}

/**
 * Reads `001-01`, `001/01`, `00101` or `999 700`; without a separator the MNC is what follows the third digit.
 * @throws UserError when it is not 3 + 2 or 3 + 3 digits
 */
export function parsePlmn(text: string): Plmn {
  const match = /^\s*(\d{3})[-/ ]?(\d{2,3})\s*$/.exec(text);
  if (match === null) {
    throw new UserError('plmn-invalid', `'${text}' is not a PLMN`, {
      expected: 'MCC-MNC, 3 digits and 2 or 3 digits, such as 001-01',
    });
  }
  return { mcc: match[1]!, mnc: match[2]! };
}

/** `001-01`. */
export function formatPlmn(plmn: Plmn): string {
  return `${plmn.mcc}-${plmn.mnc}`;
}

export function samePlmn(a: Plmn, b: Plmn): boolean {
  return a.mcc === b.mcc && a.mnc === b.mnc;
}

/** The 3 octets of TS 24.008 §10.5.1.3: MCC2 MCC1, MNC3 MCC3, MNC2 MNC1; MNC3 is 1111 for a 2-digit MNC. */
export function encodePlmn(plmn: Plmn): Uint8Array {
  const [c1, c2, c3] = digits(plmn.mcc);
  const [n1, n2, n3 = 0xf] = digits(plmn.mnc);
  return Uint8Array.of((c2! << 4) | c1!, (n3 << 4) | c3!, (n2! << 4) | n1!);
}

/** Inverse of encodePlmn; undefined when the octets hold no PLMN (a nibble above 9 other than the MNC filler). */
export function decodePlmn(octets: Uint8Array): Plmn | undefined {
  const [a = 0xff, b = 0xff, c = 0xff] = octets;
  const mcc = [a & 0xf, a >> 4, b & 0xf];
  const mnc = b >> 4 === 0xf ? [c & 0xf, c >> 4] : [c & 0xf, c >> 4, b >> 4];
  if ([...mcc, ...mnc].some(digit => digit > 9)) return undefined;
  return { mcc: mcc.join(''), mnc: mnc.join('') };
}

function digits(text: string): number[] {
  return Array.from(text, Number);
}
