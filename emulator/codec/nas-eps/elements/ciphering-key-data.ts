import { type ByteReader, type ByteWriter, DecodeError } from '../../../bytes/index.ts';
import { Secret } from '../../../vocabulary/index.ts';
import { checked, exactly } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';
import { readBcd, writeBcd } from '../../nas-common/time-zone.ts';
import { type PartialTaiList, trackingAreaIdentityList } from './tai-list.ts';

/** A key for ciphered broadcast assistance data, and when and where it serves. */
export interface CipheringDataSet {
  readonly id: number;
  readonly cipheringKey: Secret<'CipheringKey'>;
  /** The first counter, 16 octets at most. */
  readonly c0: Uint8Array;
  /** Positioning SIB types 1-1 … 3-1 as the bits of the figure: bit 31 is 1-1, bit 5 is 3-1. */
  readonly posSibTypes: number;
  /** UTC, the year's last two digits. */
  readonly validFrom: {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
  };
  readonly validityDurationMinutes: number;
  /** Empty: the whole serving PLMN. */
  readonly tais: readonly PartialTaiList[];
}

export const cipheringKeyData = element<readonly CipheringDataSet[]>('Ciphering key data', 'TS 24.301 §9.9.3.56', {
  decode: reader => {
    const sets: CipheringDataSet[] = [];
    while (reader.remaining > 0) sets.push(readSet(reader));
    return sets;
  },
  encode: (sets, writer) => {
    for (const set of sets) writeSet(set, writer);
  },
  show: sets => sets.map(({ id, validityDurationMinutes: m }) => `set ${id} for ${m} min`).join(', '),
});

function readSet(reader: ByteReader): CipheringDataSet {
  const id = reader.u16();
  const cipheringKey = new Secret('CipheringKey', reader.take(16));
  const c0Length = reader.u8() & 0x1f;
  if (c0Length > 16) throw new DecodeError(`c0 of ${c0Length} octets`, reader.position - 1);
  const c0 = reader.take(c0Length);
  const posSibTypes = reader.u32();
  const [year, month, day, hour, minute] = [0, 0, 0, 0, 0].map(() => readBcd(reader)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const validityDurationMinutes = reader.u16();
  const list = reader.sub(reader.u8());
  const tais = list.remaining === 0 ? [] : trackingAreaIdentityList.decode(list);
  const validFrom = { year, month, day, hour, minute };
  return { id, cipheringKey, c0, posSibTypes, validFrom, validityDurationMinutes, tais };
}

function writeSet(set: CipheringDataSet, writer: ByteWriter): void {
  writer.u16(checked('ciphering set ID', set.id, 0xffff));
  writer.put(exactly('ciphering key', set.cipheringKey.reveal(), 16));
  writer.u8(checked('c0 length', set.c0.length, 16)).put(set.c0);
  writer.u32(checked('positioning SIB types', set.posSibTypes, 0xffff_ffff));
  const { year, month, day, hour, minute } = set.validFrom;
  for (const part of [year, month, day, hour, minute]) writeBcd(part, writer);
  writer.u16(checked('validity duration', set.validityDurationMinutes, 0xffff));
  const start = writer.length;
  writer.u8(0);
  trackingAreaIdentityList.encode(set.tais, writer);
  writer.patchU8(start, writer.length - start - 1);
}
