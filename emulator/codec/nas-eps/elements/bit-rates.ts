import type { ByteReader, ByteWriter } from '../../../bytes/index.ts';
import { type BitRateOctets, kbpsOfOctets, octetsOfKbps } from '../../nas-common/bit-rate-octets.ts';
import { checked, significantOctets } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';

/** Rates of both directions in kbit/s. */
export interface BitRates {
  readonly uplinkKbps: number;
  readonly downlinkKbps: number;
}

/** QCI and, for GBR bearers, the bit rates; 10 Gbit/s at most. */
export interface EpsQualityOfService {
  readonly qci: number;
  readonly maximumBitRate?: BitRates;
  readonly guaranteedBitRate?: BitRates;
}

export const epsQualityOfService = element<EpsQualityOfService>('EPS quality of service', 'TS 24.301 §9.9.4.3', {
  decode: reader => {
    const qci = reader.u8();
    const groups = significantGroups(reader, 4);
    if (groups === 0) return { qci };
    const basic = reader.u32();
    const extended = groups > 1 ? reader.u32() : 0;
    const extended2 = groups > 2 ? reader.u32() : 0;
    const rate = (shift: number) =>
      kbpsOfOctets((basic >>> shift) & 0xff, (extended >>> shift) & 0xff, (extended2 >>> shift) & 0xff);
    return {
      qci,
      maximumBitRate: { uplinkKbps: rate(24), downlinkKbps: rate(16) },
      guaranteedBitRate: { uplinkKbps: rate(8), downlinkKbps: rate(0) },
    };
  },
  encode: (value, writer) => {
    writer.u8(checked('QCI', value.qci, 0xff));
    const { maximumBitRate: mbr, guaranteedBitRate: gbr } = value;
    if (mbr === undefined && gbr === undefined) return;
    const rates = [mbr?.uplinkKbps, mbr?.downlinkKbps, gbr?.uplinkKbps, gbr?.downlinkKbps];
    writeInterleaved(
      rates.map(rate => octetsOfKbps(rate ?? 0)),
      writer,
    );
  },
  show: value =>
    [
      `QCI ${value.qci}`,
      ...(value.maximumBitRate === undefined ? [] : [`MBR ${showRates(value.maximumBitRate)}`]),
      ...(value.guaranteedBitRate === undefined ? [] : [`GBR ${showRates(value.guaranteedBitRate)}`]),
    ].join(', '),
});

/** `uplink 1000 kbit/s, downlink 5000 kbit/s`. */
export function showRates(rates: BitRates): string {
  return `uplink ${rates.uplinkKbps} kbit/s, downlink ${rates.downlinkKbps} kbit/s`;
}

/** All basic octets, then all extended ones and all extended-2 ones, as far as any of them says something. */
function writeInterleaved(rates: readonly BitRateOctets[], writer: ByteWriter): void {
  const groups = rates.some(rate => rate[2] !== 0) ? 3 : rates.some(rate => rate[1] !== 0) ? 2 : 1;
  for (let group = 0; group < groups; group++) for (const rate of rates) writer.u8(rate[group]!);
}

/** How many whole groups of octets (basic, extended, extended-2) there are up to the last that says something. */
function significantGroups(reader: ByteReader, octets: 2 | 4): number {
  const whole = Math.min(Math.floor(reader.remaining / octets), 3) * octets;
  return Math.ceil(significantOctets(reader, ALL_BITS.subarray(0, whole)) / octets);
}

const ALL_BITS = new Uint8Array(12).fill(0xff);

/** What an extended-2 octet of the APN-AMBR counts. */
const AMBR_STEP_KBPS = 256_000;

/** The aggregate maximum bit rate of an APN, 65,280 Mbit/s at most. */
export const apnAggregateMaximumBitRate = element<BitRates>('APN aggregate maximum bit rate', 'TS 24.301 §9.9.4.2', {
  decode: reader => {
    const groups = significantGroups(reader, 2);
    const basic = reader.u16();
    const extended = groups > 1 ? reader.u16() : 0;
    const extended2 = groups > 2 ? reader.u16() : 0;
    const rate = (shift: 0 | 8) => {
      const steps = (extended2 >> shift) & 0xff;
      const low = kbpsOfOctets((basic >> shift) & 0xff, (extended >> shift) & 0xff, 0);
      return low + (steps === 0xff ? 0 : steps * AMBR_STEP_KBPS);
    };
    return { uplinkKbps: rate(0), downlinkKbps: rate(8) };
  },
  encode: (value, writer) => {
    writeInterleaved([ambrOctets(value.downlinkKbps), ambrOctets(value.uplinkKbps)], writer);
  },
  show: showRates,
});

function ambrOctets(kbps: number): BitRateOctets {
  const steps = Math.min(Math.max(Math.ceil(kbps / AMBR_STEP_KBPS) - 1, 0), 0xfe);
  const [basic, extended] = octetsOfKbps(Math.min(kbps - steps * AMBR_STEP_KBPS, AMBR_STEP_KBPS));
  return [basic, extended, steps];
}

/** Units of 4 Mbit/s, 16, 64 and 256 Mbit/s, 1 Gbit/s, 4 Gbit/s … 256 Pbit/s. */
const FIRST_UNIT = 3;
const LAST_UNIT = 0x15;

function unitKbps(unit: number): number {
  const steps = Math.min(unit, LAST_UNIT) - FIRST_UNIT;
  return [4, 16, 64, 256, 1000][steps % 5]! * 1000 * 1000 ** Math.floor(steps / 5);
}

/** The first unit from `first` on in which 16 bits hold `kbps`. */
function unitFor(kbps: number, first: number, unit: (unit: number) => number): number {
  for (let candidate = first; candidate <= LAST_UNIT; candidate++) {
    if (Math.floor(kbps / unit(candidate)) <= 0xffff) return candidate;
  }
  throw new RangeError(`bit rate ${kbps} kbit/s`);
}

/** APN-AMBR above 65,280 Mbit/s, to a whole unit of 4 Mbit/s or more. */
export const extendedApnAggregateMaximumBitRate = element<BitRates>(
  'Extended APN aggregate maximum bit rate',
  'TS 24.301 §9.9.4.29',
  {
    decode: reader => {
      const read = () => ambrUnitKbps(reader.u8()) * reader.u16();
      return { downlinkKbps: read(), uplinkKbps: read() };
    },
    encode: (value, writer) => {
      for (const kbps of [value.downlinkKbps, value.uplinkKbps]) {
        const unit = unitFor(kbps, FIRST_UNIT, ambrUnitKbps);
        writer.u8(unit).u16(Math.floor(kbps / ambrUnitKbps(unit)));
      }
    },
    show: showRates,
  },
);

/** Units 0 to 2 count as 4 Mbit/s. */
function ambrUnitKbps(unit: number): number {
  return unitKbps(Math.max(unit, FIRST_UNIT));
}

/** Bit rates of a bearer above 10 Gbit/s; a rate that is not above is 0. */
export interface ExtendedQualityOfService {
  readonly maximumBitRate: BitRates;
  readonly guaranteedBitRate: BitRates;
}

export const extendedQualityOfService = element<ExtendedQualityOfService>(
  'Extended quality of service',
  'TS 24.301 §9.9.4.30',
  {
    decode: reader => ({ maximumBitRate: readUnitRates(reader), guaranteedBitRate: readUnitRates(reader) }),
    encode: (value, writer) => {
      writeUnitRates(value.maximumBitRate, writer);
      writeUnitRates(value.guaranteedBitRate, writer);
    },
    show: value => `MBR ${showRates(value.maximumBitRate)}, GBR ${showRates(value.guaranteedBitRate)}`,
  },
);

/** Units 0 and 1 count as 200 kbit/s, 2 as 1 Mbit/s. */
function qosUnitKbps(unit: number): number {
  return unit < 2 ? 200 : unit === 2 ? 1000 : unitKbps(unit);
}

function readUnitRates(reader: ByteReader): BitRates {
  const unit = qosUnitKbps(reader.u8());
  return { uplinkKbps: reader.u16() * unit, downlinkKbps: reader.u16() * unit };
}

function writeUnitRates(rates: BitRates, writer: ByteWriter): void {
  const unit = unitFor(Math.max(rates.uplinkKbps, rates.downlinkKbps), 1, qosUnitKbps);
  writer.u8(unit);
  for (const kbps of [rates.uplinkKbps, rates.downlinkKbps]) writer.u16(Math.floor(kbps / qosUnitKbps(unit)));
}
