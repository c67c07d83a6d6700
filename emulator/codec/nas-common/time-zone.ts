import { type ByteReader, type ByteWriter, DecodeError } from '../../bytes/index.ts';
import { checked } from './coding.ts';
import { element } from './element.ts';

/** Universal time with the local time zone's offset in minutes (a multiple of 15, daylight saving included). */
export interface TimeZoneAndTime {
  /** 0 … 99: the year's last two digits. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetMinutes: number;
}

/** Offset of the local time from universal time in minutes, a multiple of 15. */
export const timeZone = element<number>('Time zone', 'TS 24.008 §10.5.3.8', {
  decode: readTimeZone,
  encode: writeTimeZone,
  show: showOffset,
});

export const timeZoneAndTime = element<TimeZoneAndTime>('Time zone and time', 'TS 24.008 §10.5.3.9', {
  decode: reader => ({
    year: readBcd(reader),
    month: readBcd(reader),
    day: readBcd(reader),
    hour: readBcd(reader),
    minute: readBcd(reader),
    second: readBcd(reader),
    offsetMinutes: readTimeZone(reader),
  }),
  encode: (time, writer) => {
    for (const part of [time.year, time.month, time.day, time.hour, time.minute, time.second]) {
      writeBcd(part, writer);
    }
    writeTimeZone(time.offsetMinutes, writer);
  },
  show: time => {
    const two = (part: number) => String(part).padStart(2, '0');
    const date = `20${two(time.year)}-${two(time.month)}-${two(time.day)}`;
    return `${date}T${two(time.hour)}:${two(time.minute)}:${two(time.second)}Z, local ${showOffset(time.offsetMinutes)}`;
  },
});

const SAVING = ['no adjustment', '+1 hour', '+2 hours', 'reserved'] as const;

/** Hours that daylight saving adds: 0, 1 or 2 (3 is reserved). */
export const daylightSavingTime = element<number>('Daylight saving time', 'TS 24.008 §10.5.3.12', {
  decode: reader => reader.u8() & 3,
  encode: (hours, writer) => {
    writer.u8(checked('Daylight saving time', hours, 3));
  },
  show: hours => SAVING[hours]!,
});

/** Semi-octet coding of TS 23.040 §9.2.3.11: two digits, the tens in the low half octet. */
export function readBcd(reader: ByteReader): number {
  const octet = reader.u8();
  if ((octet & 0xf) > 9 || octet >> 4 > 9) {
    throw new DecodeError(`0x${octet.toString(16)} is no pair of decimal digits`, reader.position - 1);
  }
  return (octet & 0xf) * 10 + (octet >> 4);
}

export function writeBcd(value: number, writer: ByteWriter): void {
  checked('two decimal digits', value, 99);
  writer.u8(((value % 10) << 4) | Math.floor(value / 10));
}

/** Quarters of an hour in semi-octets; bit 4 is the sign. */
function readTimeZone(reader: ByteReader): number {
  const octet = reader.u8();
  if (octet >> 4 > 9) throw new DecodeError(`0x${octet.toString(16)} is no time zone`, reader.position - 1);
  const quarters = (octet & 7) * 10 + (octet >> 4);
  return quarters === 0 ? 0 : quarters * ((octet & 8) !== 0 ? -15 : 15);
}

function writeTimeZone(offsetMinutes: number, writer: ByteWriter): void {
  const quarters = checked('Time zone in quarters of an hour', Math.abs(offsetMinutes) / 15, 79);
  writer.u8(((quarters % 10) << 4) | (offsetMinutes < 0 ? 8 : 0) | Math.floor(quarters / 10));
}

function showOffset(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const two = (part: number) => String(part).padStart(2, '0');
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
