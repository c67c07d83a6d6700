import { DecodeError } from '../../../bytes/index.ts';
import { formatGuti, type Guti, type Imsi } from '../../../vocabulary/index.ts';
import { readPlmn, writePlmn } from '../../nas-common/area.ts';
import { digit, readDigits, writeDigits } from '../../nas-common/digits.ts';
import { element } from '../../nas-common/element.ts';
import { checkParity, identityOctet } from '../../nas-common/mobile-identity.ts';

/** Who a UE says it is: IMSI, GUTI, or IMEI (15 digits) in an emergency attach. */
export type EpsMobileIdentity =
  | { readonly type: 'imsi'; readonly imsi: Imsi }
  | { readonly type: 'guti'; readonly guti: Guti }
  | { readonly type: 'imei'; readonly imei: string };

const IMSI = 1;
const IMEI = 3;
const GUTI = 6;

export const epsMobileIdentity = element<EpsMobileIdentity>('EPS mobile identity', 'TS 24.301 §9.9.3.12', {
  decode: reader => {
    const start = reader.position;
    const first = reader.u8();
    switch (first & 7) {
      case GUTI: {
        const plmn = readPlmn(reader);
        const guti: Guti = { plmn, mmegi: reader.u16(), mmec: reader.u8(), mTmsi: reader.u32() };
        return { type: 'guti', guti };
      }
      case IMSI: {
        const imsi = readDigits(reader, digit(first >> 4, reader));
        return { type: 'imsi', imsi: checkParity(imsi, (first & 8) !== 0, start) as Imsi };
      }
      case IMEI: {
        const imei = readDigits(reader, digit(first >> 4, reader));
        return { type: 'imei', imei: checkParity(imei, (first & 8) !== 0, start) };
      }
      default:
        throw new DecodeError(`type of identity ${first & 7} is reserved`, start);
    }
  },
  encode: (identity, writer) => {
    if (identity.type === 'guti') {
      const { plmn, mmegi, mmec, mTmsi } = identity.guti;
      writer.u8(0xf0 | GUTI);
      writePlmn(plmn, writer);
      writer.u16(mmegi).u8(mmec).u32(mTmsi);
    } else {
      const digits = identity.type === 'imsi' ? identity.imsi : identity.imei;
      writer.u8(identityOctet(identity.type === 'imsi' ? IMSI : IMEI, digits));
      writeDigits(digits, 1, writer);
    }
  },
  show: showEpsMobileIdentity,
});

/** `IMSI 001010000000001` or `GUTI 001-01-0002-01-c0000001`. */
export function showEpsMobileIdentity(identity: EpsMobileIdentity): string {
  switch (identity.type) {
    case 'imsi':
      return `IMSI ${identity.imsi}`;
    case 'imei':
      return `IMEI ${identity.imei}`;
    case 'guti':
      return `GUTI ${formatGuti(identity.guti)}`;
  }
}
