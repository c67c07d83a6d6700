import { type ByteReader, type ByteWriter, DecodeError } from '../../bytes/index.ts';
import { formatPlmn, formatTai, type Plmn, type Tai } from '../../vocabulary/index.ts';
import { checked } from './coding.ts';
import { digitAt } from './digits.ts';
import { element } from './element.ts';

/** Location area identification: PLMN and location area code (16 bit). */
export interface Lai {
  readonly plmn: Plmn;
  readonly lac: number;
}

/** The three octets of a PLMN. @throws DecodeError when a half octet is no digit */
export function readPlmn(reader: ByteReader): Plmn {
  const bits = reader.u24();
  const last = recent[(bits ^ (bits >> 8)) & 0x3f];
  if (last !== undefined && last.bits === bits) return last.plmn;
  const mcc = [(bits >> 16) & 0xf, bits >> 20, (bits >> 8) & 0xf];
  const mnc = [bits & 0xf, (bits >> 4) & 0xf];
  if (((bits >> 12) & 0xf) !== 0xf) mnc.push((bits >> 12) & 0xf);
  if (mcc.some(digit => digit > 9) || mnc.some(digit => digit > 9)) {
    throw new DecodeError('no PLMN: a half octet is no decimal digit', reader.position - 3);
  }
  const plmn: Plmn = Object.freeze({ mcc: mcc.join(''), mnc: mnc.join('') });
  recent[(bits ^ (bits >> 8)) & 0x3f] = { bits, plmn };
  return plmn;
}

/** The PLMNs read last, by a hash of their octets: a network has a handful, and they are immutable. */
const recent: ({ readonly bits: number; readonly plmn: Plmn } | undefined)[] = new Array(64).fill(undefined);

export function writePlmn({ mcc, mnc }: Plmn, writer: ByteWriter): void {
  if (mcc.length !== 3 || mnc.length < 2 || mnc.length > 3) throw new RangeError(`'${mcc}-${mnc}' is no PLMN`);
  const third = mnc.length === 3 ? digitAt(mnc, 2) : 0xf;
  writer.u8((digitAt(mcc, 1) << 4) | digitAt(mcc, 0));
  writer.u8((third << 4) | digitAt(mcc, 2));
  writer.u8((digitAt(mnc, 1) << 4) | digitAt(mnc, 0));
}

export function readTai(reader: ByteReader): Tai {
  return { plmn: readPlmn(reader), tac: reader.u16() };
}

export function writeTai(tai: Tai, writer: ByteWriter): void {
  writePlmn(tai.plmn, writer);
  writer.u16(checked('TAC', tai.tac, 0xffff));
}

export const locationAreaIdentification = element<Lai>('Location area identification', 'TS 24.008 §10.5.1.3', {
  decode: reader => ({ plmn: readPlmn(reader), lac: reader.u16() }),
  encode: (lai, writer) => {
    writePlmn(lai.plmn, writer);
    writer.u16(checked('LAC', lai.lac, 0xffff));
  },
  show: lai => `${formatPlmn(lai.plmn)}-${lai.lac.toString(16).padStart(4, '0')}`,
});

export const trackingAreaIdentity = element<Tai>('Tracking area identity', 'TS 24.301 §9.9.3.32', {
  decode: readTai,
  encode: writeTai,
  show: formatTai,
});

/** Up to 15 PLMNs. */
export const plmnList = element<readonly Plmn[]>('PLMN list', 'TS 24.008 §10.5.1.13', {
  decode: reader => {
    const plmns: Plmn[] = [];
    while (reader.remaining >= 3) plmns.push(readPlmn(reader));
    return plmns;
  },
  encode: (plmns, writer) => {
    for (const plmn of plmns) writePlmn(plmn, writer);
  },
  show: plmns => plmns.map(formatPlmn).join(', '),
});
