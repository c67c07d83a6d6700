import { CommandError } from '../errors.ts';

/** A point in time in some zone's calendar; months and days count from 1, weekdays from Sunday = 0. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: number;
}

export function civilFromMs(ms: number): CivilTime {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: date.getUTCDay(),
  };
}

export function msFromCivil(time: Omit<CivilTime, 'weekday'>): number {
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  date.setUTCHours(time.hour, time.minute, time.second, time.millisecond);
  return date.getTime();
}

/** 1 for the first of January. */
export function dayOfYear(time: CivilTime): number {
  return (Date.UTC(time.year, time.month - 1, time.day) - Date.UTC(time.year, 0, 1)) / 86_400_000 + 1;
}

/** ISO 8601 week: the week of the year's first Thursday is week 1. */
export function isoWeek(time: CivilTime): { readonly week: number; readonly year: number } {
  const weekday = time.weekday === 0 ? 7 : time.weekday;
  const thursday = new Date(Date.UTC(time.year, time.month - 1, time.day - weekday + 4));
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 604_800_000) + 1 };
}

/** What a zone is ahead of UTC at a time: an Olson name ('Europe/Paris') or an offset ('+02', '-0330', '+05:30'). */
export function offsetMs(ms: number, zone: string | undefined): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (offset !== null) {
    const size = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * 60_000;
    return offset[1] === '-' ? -size : size;
  }
  const parts = Object.fromEntries(
    formatterFor(zone)
      .formatToParts(new Date(ms))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
  return local - Math.floor(ms / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    try {
      formatter = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new CommandError(40485, `unrecognized time zone identifier: "${zone}"`);
    }
    formatters.set(zone, formatter);
  }
  return formatter;
}
