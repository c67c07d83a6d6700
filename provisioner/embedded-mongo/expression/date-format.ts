import { CommandError } from '../errors.ts';
import { type CivilTime, dayOfYear, isoWeek } from './calendar.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const SPECIFIERS: Readonly<Record<string, (time: CivilTime) => string>> = {
  Y: time => pad(time.year, 4),
  m: time => pad(time.month, 2),
  d: time => pad(time.day, 2),
  H: time => pad(time.hour, 2),
  M: time => pad(time.minute, 2),
  S: time => pad(time.second, 2),
  L: time => pad(time.millisecond, 3),
  j: time => pad(dayOfYear(time), 3),
  w: time => String(time.weekday + 1),
  u: time => String(time.weekday === 0 ? 7 : time.weekday),
  U: time => pad(Math.floor((dayOfYear(time) + 6 - time.weekday) / 7), 2),
  V: time => pad(isoWeek(time).week, 2),
  G: time => pad(isoWeek(time).year, 4),
  b: time => MONTHS[time.month - 1]!.slice(0, 3),
  B: time => MONTHS[time.month - 1]!,
  z: () => '+0000',
  Z: () => '0',
  '%': () => '%',
};

/** `$dateToString`'s format. @throws {CommandError} 18536 for an unknown specifier. */
export function formatDate(time: CivilTime, format: string): string {
  return format.replace(/%(.)?/gs, (_, letter: string | undefined) => {
    const write = letter === undefined ? undefined : SPECIFIERS[letter];
    if (write === undefined)
      throw new CommandError(18536, `Invalid format character '%${letter ?? ''}' in format string`);
    return write(time);
  });
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
