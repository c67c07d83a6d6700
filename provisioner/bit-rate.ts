import { UserError } from '../emulator/vocabulary/index.ts';

/** A bit rate as Open5GS stores it: `value` (int32) times 1000 to the power of `unit` (0 bps, 1 kbps, 2 Mbps, 3 Gbps, 4 Tbps). */
export interface ValueAndUnit {
  readonly value: number;
  readonly unit: number;
}

const UNITS = ['bps', 'kbps', 'Mbps', 'Gbps', 'Tbps'] as const;
const INT32_MAX = 0x7fffffff;
const EXPECTED = 'a number and a unit of bps, kbps, Mbps, Gbps or Tbps (powers of 1000), such as 50Mbps or 1.5Gbps';

/**
 * Bits per second of a text such as `1Gbps`, `50 Mbit/s`, `512k` or `1000000` (bps).
 * @throws UserError when it is not a number with such a unit, not whole bits, or not storable as int32 times a power of 1000
 */
export function parseBitRate(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(?:bps|bit\/s|b\/s|b)?\s*$/i.exec(text);
  if (match === null) throw invalid(`'${text}' is not a bit rate`);
  const unit = ['', 'k', 'm', 'g', 't'].indexOf(match[2]!.toLowerCase());
  const [whole = '0', fraction = ''] = match[1]!.split('.');
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > 3 * unit) throw invalid(`'${text}' is not a whole number of bits per second`);
  const bps = Number(whole + significant.padEnd(3 * unit, '0'));
  if (!isStorable(bps)) throw invalid(`'${text}' cannot be stored exactly (32-bit value and a unit)`);
  return bps;
}

/** `1 Gbps`, `1500 Mbps`, `0 bps`: the largest unit that keeps it whole. */
export function formatBitRate(bps: number): string {
  if (!Number.isInteger(bps)) return `${bps} bps`;
  const { value, unit } = splitByThousands(bps);
  return `${value} ${UNITS[unit]}`;
}

/** Value and unit, the unit as large as keeps the value whole. @throws RangeError when the value does not fit an int32 */
export function toValueAndUnit(bps: number): ValueAndUnit {
  if (!isStorable(bps)) throw new RangeError(`${bps} bps does not fit an int32 and a unit of a power of 1000`);
  return splitByThousands(bps);
}

/** Bits per second of a stored value and unit, multiplied as Open5GS does. */
export function fromValueAndUnit({ value, unit }: ValueAndUnit): number {
  return value * 1000 ** unit;
}

/** True for a whole, non-negative number that `toValueAndUnit` takes. */
export function isStorable(bps: number): boolean {
  return Number.isSafeInteger(bps) && bps >= 0 && splitByThousands(bps).value <= INT32_MAX;
}

function splitByThousands(bps: number): ValueAndUnit {
  let value = bps;
  let unit = 0;
  while (value > 0 && value % 1000 === 0 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return { value, unit };
}

function invalid(message: string): UserError {
  return new UserError('bit-rate-invalid', message, { expected: EXPECTED });
}
