import { type CardChecks, type CheckedCard, checkCard } from '../card-secrets.ts';
import type { BatchRow } from './batch-reader.ts';
import type { PlainLine } from './plain-lines.ts';

/** Whether a plain line is a good card: its check digit and its home network. What does not pass is told by the ordinary way. */
export class PlainCheck {
  readonly #checks: CardChecks;
  /** Begins of IMSIs that the ordinary way took. */
  readonly #homes = new Set<string>();
  /** Digits of the network that every IMSI must have. */
  #home: string | undefined;

  constructor(checks: CardChecks) {
    this.#checks = checks;
  }

  /** `ordinary` reads the line in the ordinary way: for the first of a network. */
  passes({ imsi, page, at }: PlainLine, ordinary: () => BatchRow): boolean {
    const { checkDigit = 'verify', plmn } = this.#checks;
    if (checkDigit === 'verify' && !fitsLuhn(page.bytes, page.spans[at]!, page.spans[at + 1]!)) return false;
    if (plmn !== undefined && this.#home !== undefined) return imsi.startsWith(this.#home);
    const begin = imsi.slice(0, BEGIN_DIGITS);
    if (plmn === undefined && this.#homes.has(begin)) return true;
    const checked = checkedOf(ordinary(), this.#checks);
    if (checked === undefined) return false;
    if (plmn !== undefined) this.#home = checked.card.plmn!.replace('-', '');
    else this.#homes.add(begin);
    return true;
  }
}

/** MCC and three digits: tells the network where anything does. */
const BEGIN_DIGITS = 6;

function checkedOf(row: BatchRow, checks: CardChecks): CheckedCard | undefined {
  try {
    return row.error === undefined ? checkCard(row.input, checks) : undefined;
  } catch {
    return undefined; // the ordinary way will say why
  }
}

/** ISO/IEC 7812-1 annex B */
function fitsLuhn(bytes: Uint8Array, from: number, end: number): boolean {
  let sum = 0;
  for (let i = end - 1, double = false; i >= from; i--, double = !double) {
    const digit = bytes[i]! - 0x30;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}
