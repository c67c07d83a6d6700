/**
 * Bit rates of TS 24.008 §10.5.6.5 and TS 24.301 §9.9.4.3: an octet for up to 8640 kbit/s, an extended one for up to
 * 256 Mbit/s and an extended-2 one for up to 10 Gbit/s, each of which takes precedence over the one before when it is
 * not 0.
 */
export type BitRateOctets = readonly [basic: number, extended: number, extended2: number];

/** The rate in kbit/s. A basic octet of 0 ("subscribed" or reserved) counts as 0, like 0xff. */
export function kbpsOfOctets(basic: number, extended: number, extended2: number): number {
  return extended2 !== 0 ? extended2Kbps(extended2) : extended !== 0 ? extendedKbps(extended) : basicKbps(basic);
}

/** The octets of the greatest rate that can be coded and is not above `kbps`; at least 1 kbit/s unless it is less. */
export function octetsOfKbps(kbps: number): BitRateOctets {
  if (!(kbps >= 0)) throw new RangeError(`bit rate ${kbps}`);
  if (kbps >= 260_000) return [0xfe, 0xfa, octetBelow(kbps, extended2Kbps, 0xf6)];
  if (kbps >= 8700) return [0xfe, octetBelow(kbps, extendedKbps, 0xfa), 0];
  return [kbps < 1 ? 0xff : octetBelow(kbps, basicKbps, 0xfe), 0, 0];
}

function basicKbps(octet: number): number {
  if (octet <= 0x3f) return octet;
  if (octet <= 0x7f) return 64 + (octet - 0x40) * 8;
  return octet === 0xff ? 0 : 576 + (octet - 0x80) * 64;
}

/** Values above 256 Mbit/s count as 256 Mbit/s. */
function extendedKbps(octet: number): number {
  if (octet <= 0x4a) return 8600 + octet * 100;
  if (octet <= 0xba) return 16_000 + (octet - 0x4a) * 1000;
  return 128_000 + (Math.min(octet, 0xfa) - 0xba) * 2000;
}

/** Values above 10 Gbit/s count as 10 Gbit/s. */
function extended2Kbps(octet: number): number {
  if (octet <= 0x3d) return 256_000 + octet * 4000;
  if (octet <= 0xa1) return 500_000 + (octet - 0x3d) * 10_000;
  return 1_500_000 + (Math.min(octet, 0xf6) - 0xa1) * 100_000;
}

/** The greatest octet from 1 to `most` whose rate is not above `kbps`. */
function octetBelow(kbps: number, rate: (octet: number) => number, most: number): number {
  let low = 1;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rate(middle) <= kbps) low = middle;
    else high = middle - 1;
  }
  return low;
}
