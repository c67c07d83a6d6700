import type { ByteReader, ByteWriter } from '../../../bytes/index.ts';
import { checked, octets, onlyZerosLeft } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';

/** Rates of both directions in kbit/s. */
export interface BitRates {
  readonly uplinkKbps: number;
  readonly downlinkKbps: number;
}

/** QCI and, for GBR bearers, the bit rates. */
export interface EpsQualityOfService {
  readonly qci: number;
  readonly maximumBitRate?: BitRates;
  readonly guaranteedBitRate?: BitRates;
}

export const epsQualityOfService = element<EpsQualityOfService>('EPS quality of service', 'TS 24.301 §9.9.4.3', {
  decode: reader => {
    const qci = reader.u8();
    if (reader.remaining < 4 || onlyZerosLeft(reader)) return { qci };
    const basic = reader.u32();
    const extended = reader.remaining >= 4 && !onlyZerosLeft(reader) ? reader.u32() : 0;
    const extended2 = reader.remaining >= 4 && !onlyZerosLeft(reader) ? reader.u32() : 0;
    const rate = (shift: number) =>
      rateOfOctets((basic >>> shift) & 0xff, (extended >>> shift) & 0xff, (extended2 >>> shift) & 0xff);
    const rates = {
      qci,
      maximumBitRate: { uplinkKbps: rate(24), downlinkKbps: rate(16) },
      guaranteedBitRate: { uplinkKbps: rate(8), downlinkKbps: rate(0) },
    };
    return rates;
  },
  encode: (value, writer) => {
    writer.u8(checked('QCI', value.qci, 0xff));
    const { maximumBitRate: mbr, guaranteedBitRate: gbr } = value;
    if (mbr === undefined && gbr === undefined) return;
    const rates = [mbr?.uplinkKbps, mbr?.downlinkKbps, gbr?.uplinkKbps, gbr?.downlinkKbps].map(rate =>
      octetsOfRate(rate ?? 0),
    );
    const octets = rates.some(rate => rate[2] !== 0) ? 3 : rates.some(rate => rate[1] !== 0) ? 2 : 1;
    for (let i = 0; i < octets; i++) for (const rate of rates) writer.u8(rate[i]!);
  },
  show: value =>
    [
      `QCI ${value.qci}`,
      ...(value.maximumBitRate === undefined ? [] : [`MBR ${showRates(value.maximumBitRate)}`]),
      ...(value.guaranteedBitRate === undefined ? [] : [`GBR ${showRates(value.guaranteedBitRate)}`]),
    ].join(', '),
});

/** `10000/50000 kbit/s`, uplink first. */
export function showRates(rates: BitRates): string {
  return `uplink ${rates.uplinkKbps} kbit/s, downlink ${rates.downlinkKbps} kbit/s`;
}

/** The rate of the first octet of a bit rate. 0xff is 0 kbit/s; 0 is "subscribed" or reserved, and counts as 0 here. */
function basicRate(octet: number): number {
  if (octet <= 0x3f) return octet;
  if (octet <= 0x7f) return 64 + (octet - 0x40) * 8;
  return octet === 0xff ? 0 : 576 + (octet - 0x80) * 64;
}

/** The rate of an extended octet other than 0. Values above 256 Mbit/s count as 256 Mbit/s. */
function extendedRate(octet: number): number {
  if (octet <= 0x4a) return 8600 + octet * 100;
  if (octet <= 0xba) return 16_000 + (octet - 0x4a) * 1000;
  return 128_000 + (Math.min(octet, 0xfa) - 0xba) * 2000;
}

/** The rate of an extended-2 octet other than 0. Values above 10 Gbit/s count as 10 Gbit/s. */
function extended2Rate(octet: number): number {
  if (octet <= 0x3d) return 256_000 + octet * 4000;
  if (octet <= 0xa1) return 500_000 + (octet - 0x3d) * 10_000;
  return 1_500_000 + (Math.min(octet, 0xf6) - 0xa1) * 100_000;
}

function rateOfOctets(basic: number, extended: number, extended2: number): number {
  return extended2 !== 0 ? extended2Rate(extended2) : extended !== 0 ? extendedRate(extended) : basicRate(basic);
}

/** Basic, extended and extended-2 octet of the greatest rate that can be coded and is not above `kbps`. */
function octetsOfRate(kbps: number): readonly [basic: number, extended: number, extended2: number] {
  if (!(kbps >= 0)) throw new RangeError(`bit rate ${kbps}`);
  if (kbps >= 260_000) return [0xfe, 0xfa, stepOf(kbps, extended2Rate, 0xf6)];
  if (kbps >= 8700) return [0xfe, stepOf(kbps, extendedRate, 0xfa), 0];
  return [kbps < 1 ? 0xff : stepOf(kbps, basicRate, 0xfe), 0, 0];
}

/** The greatest octet up to `most` whose rate is not above `kbps`. */
function stepOf(kbps: number, rate: (octet: number) => number, most: number): number {
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rate(middle) <= kbps) low = middle;
    else high = middle - 1;
  }
  return low;
}

const STEP_2_KBPS = 256_000;

/** The aggregate maximum bit rate of an APN, 65,280 Mbit/s at most. */
export const apnAggregateMaximumBitRate = element<BitRates>('APN aggregate maximum bit rate', 'TS 24.301 §9.9.4.2', {
  decode: reader => {
    const pairs = [pair(reader), extendedPair(reader), extendedPair(reader)] as const;
    const rate = (direction: 0 | 1) => {
      const extended = pairs[1][direction];
      const low = extended === 0 ? basicRate(pairs[0][direction]) : extendedRate(extended);
      const steps = pairs[2][direction];
      return low + (steps === 0xff ? 0 : steps) * STEP_2_KBPS;
    };
    return { uplinkKbps: rate(1), downlinkKbps: rate(0) };
  },
  encode: (value, writer) => {
    const rates = [ambrOctets(value.downlinkKbps), ambrOctets(value.uplinkKbps)];
    const octets = rates.some(rate => rate[2] !== 0) ? 3 : rates.some(rate => rate[1] !== 0) ? 2 : 1;
    for (let i = 0; i < octets; i++) for (const rate of rates) writer.u8(rate[i]!);
  },
  show: showRates,
});

function pair(reader: ByteReader): readonly [downlink: number, uplink: number] {
  return [reader.u8(), reader.u8()];
}

/** An extended pair, unless it is absent or says nothing. */
function extendedPair(reader: ByteReader): readonly [downlink: number, uplink: number] {
  return reader.remaining < 2 || onlyZerosLeft(reader) ? [0, 0] : pair(reader);
}

function ambrOctets(kbps: number): readonly [basic: number, extended: number, extended2: number] {
  if (!(kbps >= 0)) throw new RangeError(`bit rate ${kbps}`);
  if (kbps <= STEP_2_KBPS) {
    const [basic, extended] = octetsOfRate(Math.min(kbps, 259_999));
    return [basic, extended, 0];
  }
  const steps = Math.min(Math.ceil(kbps / STEP_2_KBPS) - 1, 0xfe);
  const [basic, extended] = octetsOfRate(Math.min(kbps - steps * STEP_2_KBPS, STEP_2_KBPS));
  return [basic, extended, steps];
}

const EXTENDED_UNIT_KBPS = 4000;

/** Bit rates above 65,280 Mbit/s, in units of 4 Mbit/s × 4^(unit − 3). */
export const extendedApnAggregateMaximumBitRate = element<BitRates>(
  'Extended APN aggregate maximum bit rate',
  'TS 24.301 §9.9.4.29',
  {
    decode: reader => ({ downlinkKbps: readUnitRate(reader), uplinkKbps: readUnitRate(reader) }),
    encode: (value, writer) => {
      writeUnitRate(value.downlinkKbps, writer);
      writeUnitRate(value.uplinkKbps, writer);
    },
    show: showRates,
  },
);

function unitKbps(unit: number): number {
  // Units step by four from 4 Mbit/s to 256 Mbit/s, then by 1, 4, 16, 64, 256 of each thousandfold.
  if (unit < 3) return EXTENDED_UNIT_KBPS;
  const bounded = Math.min(unit, 0x15) - 3;
  return [4, 16, 64, 256, 1000][bounded % 5]! * 1000 * 1000 ** Math.floor(bounded / 5);
}

function readUnitRate(reader: ByteReader): number {
  return unitKbps(reader.u8()) * reader.u16();
}

function writeUnitRate(kbps: number, writer: ByteWriter): void {
  for (let unit = 3; unit <= 0x15; unit++) {
    const steps = Math.floor(kbps / unitKbps(unit));
    if (steps <= 0xffff) {
      writer.u8(unit).u16(steps);
      return;
    }
  }
  throw new RangeError(`bit rate ${kbps} kbit/s`);
}

/** Bit rates of a bearer above 10 Gbit/s. */
export interface ExtendedQualityOfService {
  readonly maximumBitRate: BitRates;
  readonly guaranteedBitRate: BitRates;
}
export const extendedQualityOfService = octets('Extended quality of service', 'TS 24.301 §9.9.4.30');
