import { formatPlmn, type Plmn, samePlmn } from './plmn.ts';

/** Tracking area identity: PLMN and 16-bit tracking area code. TS 23.003 §19.4.2.3 */
export interface Tai {
  readonly plmn: Plmn;
  /** 0 … 0xffff; 0x0000 and 0xfffe are reserved. */
  readonly tac: number;
}

export function sameTai(a: Tai, b: Tai): boolean {
  return a.tac === b.tac && samePlmn(a.plmn, b.plmn);
}

/** `001-01-0001` (TAC in hex). */
export function formatTai(tai: Tai): string {
  return `${formatPlmn(tai.plmn)}-${tai.tac.toString(16).padStart(4, '0')}`;
}
