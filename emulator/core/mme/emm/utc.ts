/** Parts of a moment in universal time; `year` is its last two digits. */
export interface UtcParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY_S = 86_400;
/** Days from 0000-03-01 to 1970-01-01, and in 400 years of the Gregorian calendar. */
const DAYS_BEFORE_1970 = 719_468;
const DAYS_PER_ERA = 146_097;

/** The calendar of milliseconds since 1970, without the host's clock. */
export function utcOf(ms: number): UtcParts {
  const seconds = Math.floor(ms / 1000);
  const secondOfDay = ((seconds % DAY_S) + DAY_S) % DAY_S;
  const days = Math.floor(seconds / DAY_S) + DAYS_BEFORE_1970;
  const dayOfEra = days - Math.floor(days / DAYS_PER_ERA) * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  // Months are counted from March, so that February with its leap day is the last.
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + (month <= 2 ? 1 : 0);
  return {
    year: year % 100,
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor(secondOfDay / 60) % 60,
    second: secondOfDay % 60,
  };
}
