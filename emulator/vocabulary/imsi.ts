import { UserError } from './errors.ts';
import type { Plmn } from './plmn.ts';

/** An IMSI: MCC, MNC and MSIN, 15 digits at most, kept as text. TS 23.003 §2.2 */
export type Imsi = string & { readonly __imsi: true };

/**
 * @throws UserError when it is not 14 or 15 digits, or when `plmn` is given and the IMSI does not begin with it
 */
export function parseImsi(text: string, plmn?: Plmn): Imsi {
  const digits = text.trim().replace(/^imsi-/i, '');
  if (!/^\d{14,15}$/.test(digits)) {
    const has = /^\d*$/.test(digits) ? `it has ${digits.length} digits` : 'it has other characters';
    throw new UserError('imsi-invalid', `'${text}' is not an IMSI: ${has}`, {
      expected: '15 digits (14 are allowed), such as 001010000000001',
    });
  }
  if (plmn !== undefined && !imsiFitsPlmn(digits, plmn)) {
    throw new UserError('imsi-plmn-mismatch', `IMSI ${digits} does not belong to PLMN ${plmn.mcc}-${plmn.mnc}`, {
      expected: `an IMSI that begins with ${plmn.mcc}${plmn.mnc}`,
    });
  }
  return digits as Imsi;
}

export function imsiFitsPlmn(imsi: string, plmn: Plmn): boolean {
  return imsi.startsWith(plmn.mcc + plmn.mnc);
}
