import { DecodeError } from '../../bytes/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import { digit, digitAt, readDigits, writeDigits } from './digits.ts';
import { element } from './element.ts';

/** The identities of TS 24.008: IMSI, IMEI (15 digits), IMEISV (16 digits), TMSI or M-TMSI (32 bit), TMGI (raw), none. */
export type MobileIdentity =
  | { readonly type: 'imsi'; readonly imsi: Imsi }
  | { readonly type: 'imei'; readonly imei: string }
  | { readonly type: 'imeisv'; readonly imeisv: string }
  | { readonly type: 'tmsi'; readonly tmsi: number }
  | { readonly type: 'tmgi'; readonly octets: Uint8Array }
  | { readonly type: 'noIdentity' };

const NO_IDENTITY = 0;
const IMSI = 1;
const IMEI = 2;
const IMEISV = 3;
const TMSI = 4;
const TMGI = 5;

export const mobileIdentity = element<MobileIdentity>('Mobile identity', 'TS 24.008 §10.5.1.4', {
  decode: reader => {
    const start = reader.position;
    const first = reader.u8();
    const odd = (first & 8) !== 0;
    switch (first & 7) {
      case IMSI:
        return { type: 'imsi', imsi: readIdentityDigits(first, odd) as Imsi };
      case IMEI:
        return { type: 'imei', imei: readIdentityDigits(first, odd) };
      case IMEISV:
        return { type: 'imeisv', imeisv: readIdentityDigits(first, odd) };
      case TMSI:
        return { type: 'tmsi', tmsi: reader.u32() };
      case TMGI:
        reader.position = start;
        return { type: 'tmgi', octets: reader.rest() };
      case NO_IDENTITY:
        reader.skip(Math.min(reader.remaining, 2));
        return { type: 'noIdentity' };
      default:
        throw new DecodeError(`type of identity ${first & 7} is reserved`, start);
    }

    function readIdentityDigits(octet: number, isOdd: boolean): string {
      return checkParity(readDigits(reader, digit(octet >> 4, reader)), isOdd, start);
    }
  },
  encode: (identity, writer) => {
    switch (identity.type) {
      case 'imsi':
        return writeIdentity(IMSI, identity.imsi);
      case 'imei':
        return writeIdentity(IMEI, identity.imei);
      case 'imeisv':
        return writeIdentity(IMEISV, identity.imeisv);
      case 'tmsi':
        writer.u8(0xf0 | TMSI).u32(identity.tmsi);
        return;
      case 'tmgi':
        writer.put(identity.octets);
        return;
      case 'noIdentity':
        writer.u8(NO_IDENTITY).zeros(2);
    }

    function writeIdentity(type: number, digits: string): void {
      writer.u8(identityOctet(type, digits));
      writeDigits(digits, 1, writer);
    }
  },
  show: showMobileIdentity,
});

/** Octet 3 of an identity in digits: first digit, odd/even indication, type of identity. */
export function identityOctet(type: number, digits: string): number {
  return (digitAt(digits, 0) << 4) | (digits.length % 2 === 1 ? 8 : 0) | type;
}

/** The digits, when their number agrees with the odd/even indication. */
export function checkParity(digits: string, odd: boolean, offset: number): string {
  if ((digits.length % 2 === 1) !== odd) {
    throw new DecodeError(`${digits.length} digits contradict the odd/even indication`, offset);
  }
  return digits;
}

/** `IMSI 001010000000001`. */
export function showMobileIdentity(identity: MobileIdentity): string {
  switch (identity.type) {
    case 'imsi':
      return `IMSI ${identity.imsi}`;
    case 'imei':
      return `IMEI ${identity.imei}`;
    case 'imeisv':
      return `IMEISV ${identity.imeisv}`;
    case 'tmsi':
      return `TMSI ${identity.tmsi.toString(16).padStart(8, '0')}`;
    case 'tmgi':
      return 'TMGI';
    case 'noIdentity':
      return 'no identity';
  }
}
