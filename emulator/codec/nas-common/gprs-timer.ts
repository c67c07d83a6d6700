import { checked, type Word, words } from './coding.ts';
import { type Element, element } from './element.ts';

const UNITS = { 0: '2 s', 1: '1 min', 2: '6 min', 7: 'deactivated' } as const;
const UNITS_3 = {
  0: '10 min',
  1: '1 h',
  2: '10 h',
  3: '2 s',
  4: '30 s',
  5: '1 min',
  6: '320 h',
  7: 'deactivated',
} as const;

/** A timer of 0 … 31 units; a reserved unit is a number and counts as 1 min. TS 24.008 §10.5.7.3, §10.5.7.4 */
export interface GprsTimer {
  readonly value: number;
  readonly unit: Word<typeof UNITS>;
}

/** As GprsTimer, with units up to 10 h, and 320 h for T3412 extended. TS 24.008 §10.5.7.4a */
export interface GprsTimer3 {
  readonly value: number;
  readonly unit: Word<typeof UNITS_3>;
}

const SECONDS: Readonly<Record<string, number>> = {
  '2 s': 2,
  '30 s': 30,
  '1 min': 60,
  '6 min': 360,
  '10 min': 600,
  '1 h': 3600,
  '10 h': 36_000,
  '320 h': 1_152_000,
};

/** The timer's duration in seconds; undefined when it is deactivated. */
export function gprsTimerSeconds(timer: GprsTimer | GprsTimer3): number | undefined {
  if (timer.unit === 'deactivated') return undefined;
  return timer.value * (SECONDS[timer.unit] ?? 60);
}

/** The nearest GPRS timer (1 or 2) that is not shorter, 31 × 6 min at most; undefined = deactivated. */
export function gprsTimer(seconds: number | undefined): GprsTimer {
  return nearest(seconds, ['2 s', '1 min', '6 min']);
}

/** The nearest GPRS timer 3 that is not shorter, 31 × 10 h at most; undefined = deactivated. */
export function gprsTimer3(seconds: number | undefined): GprsTimer3 {
  return nearest(seconds, ['2 s', '30 s', '1 min', '10 min', '1 h', '10 h']);
}

/** As gprsTimer3, up to 31 × 320 h: that unit is for T3412 extended (and T3312 extended) only. */
export function t3412ExtendedTimer(seconds: number | undefined): GprsTimer3 {
  return nearest(seconds, ['2 s', '30 s', '1 min', '10 min', '1 h', '10 h', '320 h']);
}

function nearest<const Unit extends string>(
  seconds: number | undefined,
  units: readonly Unit[],
): { readonly value: number; readonly unit: Unit | 'deactivated' } {
  if (seconds === undefined) return { value: 0, unit: 'deactivated' };
  let best: { readonly value: number; readonly unit: Unit } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const unit of units) {
    const value = Math.ceil(seconds / SECONDS[unit]!);
    const duration = value * SECONDS[unit]!;
    if (value <= 31 && duration < least) {
      best = { value, unit };
      least = duration;
    }
  }
  return best ?? { value: 31, unit: units[units.length - 1]! };
}

function timerElement<Timer extends { readonly value: number; readonly unit: string | number }>(
  title: string,
  clause: string,
  units: Readonly<Record<number, string>>,
): Element<Timer> {
  const unit = words(title, units, 7);
  return element<Timer>(title, clause, {
    decode: reader => {
      const octet = reader.u8();
      return { value: octet & 0x1f, unit: unit.decode(octet >> 5) } as unknown as Timer;
    },
    encode: (timer, writer) => {
      writer.u8((unit.encode(timer.unit) << 5) | checked(title, timer.value, 31));
    },
    show: timer => {
      const seconds = gprsTimerSeconds(timer as GprsTimer);
      return seconds === undefined ? 'deactivated' : `${seconds} s (${timer.value} × ${showUnit(timer.unit)})`;
    },
  });
}

function showUnit(unit: string | number): string {
  return typeof unit === 'number' ? '1 min (reserved unit)' : unit;
}

export const gprsTimerElement = timerElement<GprsTimer>('GPRS timer', 'TS 24.008 §10.5.7.3', UNITS);
export const gprsTimer2Element = timerElement<GprsTimer>('GPRS timer 2', 'TS 24.008 §10.5.7.4', UNITS);
export const gprsTimer3Element = timerElement<GprsTimer3>('GPRS timer 3', 'TS 24.008 §10.5.7.4a', UNITS_3);
