import {
  BsonType,
  dateValue,
  documentValue,
  int32Value,
  int64Value,
  integerOf,
  NULL,
  stringValue,
  toNumber,
  typeAlias,
  type Value,
} from '../bson/index.ts';
import { CommandError } from '../errors.ts';
import { type CivilTime, civilFromMs, dayOfYear, isoWeek, msFromCivil, offsetMs } from './calendar.ts';
import { formatDate } from './date-format.ts';
import type { Compile, Environment, Evaluate, SpecialForm } from './scope.ts';
import { optional, part } from './variables.ts';

type PartOf = (time: CivilTime) => Value;

const PARTS: Readonly<Record<string, PartOf>> = {
  $year: time => int32Value(time.year),
  $month: time => int32Value(time.month),
  $dayOfMonth: time => int32Value(time.day),
  $hour: time => int32Value(time.hour),
  $minute: time => int32Value(time.minute),
  $second: time => int32Value(time.second),
  $millisecond: time => int32Value(time.millisecond),
  $dayOfWeek: time => int32Value(time.weekday + 1),
  $dayOfYear: time => int32Value(dayOfYear(time)),
  $isoDayOfWeek: time => int32Value(time.weekday === 0 ? 7 : time.weekday),
  $isoWeek: time => int32Value(isoWeek(time).week),
  $isoWeekYear: time => int64Value(BigInt(isoWeek(time).year)),
  $week: time => int32Value(Math.floor((dayOfYear(time) + 6 - time.weekday) / 7)),
};

export const DATE_FORMS: Readonly<Record<string, SpecialForm>> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, pick]) => [name, datePart(pick)])),
  $dateToParts: (argument, compile, { name }) => {
    const when = dateArgument(argument, compile, name);
    return environment => {
      const time = when(environment);
      if (time === undefined) return NULL;
      return documentValue([
        ['year', int32Value(time.year)],
        ['month', int32Value(time.month)],
        ['day', int32Value(time.day)],
        ['hour', int32Value(time.hour)],
        ['minute', int32Value(time.minute)],
        ['second', int32Value(time.second)],
        ['millisecond', int32Value(time.millisecond)],
      ]);
    };
  },
  $dateFromParts: (argument, compile) => {
    const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];
    const fields = names.map(name => optional(argument, name, compile));
    const zone = optional(argument, 'timezone', compile);
    if (fields[0] === undefined)
      throw new CommandError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
    return environment => {
      const numbers: number[] = [];
      for (const [index, field] of fields.entries()) {
        const value = field?.(environment);
        if (field !== undefined && (value === undefined || value.isNullish)) return NULL;
        numbers.push(value === undefined ? (index === 1 || index === 2 ? 1 : 0) : (integerOf(value) ?? Number.NaN));
      }
      const [year, month, day, hour, minute, second, millisecond] = numbers as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const ms = msFromCivil({ year, month, day, hour, minute, second, millisecond });
      return dateValue(ms - offsetMs(ms, zoneName(zone, environment)));
    };
  },
  $dateToString: (argument, compile, { name }) => {
    const when = dateArgument(argument, compile, name);
    const format = optional(argument, 'format', compile);
    const onNull = optional(argument, 'onNull', compile);
    const zone = optional(argument, 'timezone', compile);
    return environment => {
      const time = when(environment);
      if (time === undefined) return onNull === undefined ? NULL : onNull(environment);
      const given = format?.(environment);
      const pattern = given?.type === BsonType.string ? given.text() : DEFAULT_FORMAT(zoneName(zone, environment));
      return stringValue(formatDate(time, pattern));
    };
  },
  $dateFromString: (argument, compile, { name }) => {
    const text = compile(part(argument, 'dateString', name));
    const zone = optional(argument, 'timezone', compile);
    const onNull = optional(argument, 'onNull', compile);
    const onError = optional(argument, 'onError', compile);
    return environment => {
      const value = text(environment);
      if (value === undefined || value.isNullish) return onNull === undefined ? NULL : onNull(environment);
      const source = value.type === BsonType.string ? value.text() : '';
      const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(source);
      const ms = Date.parse(zoned || !source.includes('T') ? source : `${source}Z`);
      if (!Number.isNaN(ms)) return dateValue(zoned ? ms : ms - offsetMs(ms, zoneName(zone, environment)));
      if (onError !== undefined) return onError(environment);
      throw new CommandError('ConversionFailure', `Error parsing date string '${source}'`);
    };
  },
  $dateAdd: (argument, compile, { name }) => dateArithmetic(argument, compile, name, 1),
  $dateSubtract: (argument, compile, { name }) => dateArithmetic(argument, compile, name, -1),
  $dateDiff: (argument, compile, { name }) => {
    const [start, end, unit] = ['startDate', 'endDate', 'unit'].map(key => compile(part(argument, key, name))) as [
      Evaluate,
      Evaluate,
      Evaluate,
    ];
    return environment => {
      const from = msOf(start(environment), name);
      const to = msOf(end(environment), name);
      if (from === undefined || to === undefined) return NULL;
      return int64Value(BigInt(unitsBetween(from, to, unitName(unit(environment), name))));
    };
  },
  $dateTrunc: (argument, compile, { name }) => {
    const when = compile(part(argument, 'date', name));
    const unit = compile(part(argument, 'unit', name));
    return environment => {
      const ms = msOf(when(environment), name);
      if (ms === undefined) return NULL;
      return dateValue(truncated(ms, unitName(unit(environment), name)));
    };
  },
};

function DEFAULT_FORMAT(zone: string | undefined): string {
  return zone === undefined ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L';
}

function datePart(pick: PartOf): SpecialForm {
  return (argument, compile, { name }) => {
    const when = dateArgument(argument, compile, name);
    return environment => {
      const time = when(environment);
      return time === undefined ? NULL : pick(time);
    };
  };
}

/** The date of `{date, timezone}`, of `[date]` or of a lone expression, in local time; undefined for null. */
function dateArgument(
  argument: Value,
  compile: Compile,
  name: string,
): (environment: Environment) => CivilTime | undefined {
  const given = argument.isObject ? argument.field('date') : undefined;
  const lone = argument.isArray ? argument.items()[0]! : argument;
  const when = compile(given ?? lone);
  const zone = given === undefined ? undefined : optional(argument, 'timezone', compile);
  return environment => {
    const ms = msOf(when(environment), name);
    return ms === undefined ? undefined : civilFromMs(ms + offsetMs(ms, zoneName(zone, environment)));
  };
}

function msOf(value: Value | undefined, name: string): number | undefined {
  if (value === undefined || value.isNullish) return undefined;
  if (value.type === BsonType.date) return value.dateMs();
  if (value.type === BsonType.objectId) return value.bytes.readUInt32BE(value.start) * 1000;
  if (value.type === BsonType.timestamp) return Number(BigInt.asUintN(64, value.int64()) >> 32n) * 1000;
  throw new CommandError(16006, `can't convert from BSON type ${typeAlias(value.type)} to Date in ${name}`);
}

function zoneName(zone: Evaluate | undefined, environment: Environment): string | undefined {
  const value = zone?.(environment);
  if (value === undefined || value.isNullish) return undefined;
  if (value.type !== BsonType.string) throw new CommandError(40517, 'timezone must evaluate to a string');
  return value.text();
}

const UNIT_MS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};
const UNIT_MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

function unitName(value: Value | undefined, name: string): string {
  const unit = value?.type === BsonType.string ? value.text() : '';
  if (UNIT_MS[unit] === undefined && UNIT_MONTHS[unit] === undefined) {
    throw new CommandError('FailedToParse', `${name}: unknown time unit value: ${unit}`);
  }
  return unit;
}

function dateArithmetic(argument: Value, compile: Compile, name: string, sign: number): Evaluate {
  const [start, unit, amount] = ['startDate', 'unit', 'amount'].map(key => compile(part(argument, key, name))) as [
    Evaluate,
    Evaluate,
    Evaluate,
  ];
  return environment => {
    const ms = msOf(start(environment), name);
    const many = amount(environment);
    if (ms === undefined || many === undefined || many.isNullish) return NULL;
    const count = Math.trunc(toNumber(many)) * sign;
    const word = unitName(unit(environment), name);
    const months = UNIT_MONTHS[word];
    if (months === undefined) return dateValue(ms + count * UNIT_MS[word]!);
    const time = civilFromMs(ms);
    const target = time.year * 12 + time.month - 1 + count * months;
    const year = Math.floor(target / 12);
    const month = target - year * 12 + 1;
    const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return dateValue(msFromCivil({ ...time, year, month, day: Math.min(time.day, lastDay) }));
  };
}

function unitsBetween(from: number, to: number, unit: string): number {
  const months = UNIT_MONTHS[unit];
  if (months === undefined) return truncated(to, unit) / UNIT_MS[unit]! - truncated(from, unit) / UNIT_MS[unit]!;
  const index = (ms: number) => {
    const time = civilFromMs(ms);
    return Math.floor((time.year * 12 + time.month - 1) / months);
  };
  return index(to) - index(from);
}

function truncated(ms: number, unit: string): number {
  const months = UNIT_MONTHS[unit];
  if (months !== undefined) {
    const time = civilFromMs(ms);
    const at = Math.floor((time.year * 12 + time.month - 1) / months) * months;
    return Date.UTC(Math.floor(at / 12), at % 12, 1);
  }
  // 1970-01-01 was a Thursday; weeks begin on Sunday.
  const shift = unit === 'week' ? 4 * UNIT_MS.day! : 0;
  const size = UNIT_MS[unit]!;
  return Math.floor((ms + shift) / size) * size - shift;
}
