import { formatPlmn, type Plmn } from './plmn.ts';

/** S-TMSI: MME code (8 bit) and M-TMSI (32 bit). TS 23.003 §2.8 */
export interface STmsi {
  readonly mmec: number;
  readonly mTmsi: number;
}

/** GUTI: PLMN, MME group id (16 bit), MME code (8 bit), M-TMSI (32 bit). TS 23.003 §2.8.1 */
export interface Guti extends STmsi {
  readonly plmn: Plmn;
  readonly mmegi: number;
}

export function sameGuti(a: Guti, b: Guti): boolean {
  return formatGuti(a) === formatGuti(b);
}

/** `001-01-0002-01-c0000001`, the numbers in hex. */
export function formatGuti(guti: Guti): string {
  const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
  return `${formatPlmn(guti.plmn)}-${hex(guti.mmegi, 4)}-${hex(guti.mmec, 2)}-${hex(guti.mTmsi, 8)}`;
}
