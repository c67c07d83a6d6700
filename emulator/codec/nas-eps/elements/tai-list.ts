import { type ByteReader, type ByteWriter, DecodeError } from '../../../bytes/index.ts';
import { formatTai, type Plmn, samePlmn, type Tai } from '../../../vocabulary/index.ts';
import { readPlmn, readTai, writePlmn, writeTai } from '../../nas-common/area.ts';
import { element } from '../../nas-common/element.ts';
import { interned } from '../../nas-common/interned.ts';

/** One part of a tracking area identity list, in one of the three codings. */
export type PartialTaiList =
  | { readonly type: 'nonConsecutiveTacs'; readonly plmn: Plmn; readonly tacs: readonly number[] }
  /** `count` TACs from `firstTac` on. */
  | { readonly type: 'consecutiveTacs'; readonly plmn: Plmn; readonly firstTac: number; readonly count: number }
  | { readonly type: 'differentPlmns'; readonly tais: readonly Tai[] };

const NON_CONSECUTIVE = 0;
const CONSECUTIVE = 1;
const DIFFERENT_PLMNS = 2;
const MOST_ELEMENTS = 16;

/** Tracking areas in which a UE needs not update: 16 at most. */
export const trackingAreaIdentityList = interned(
  element<readonly PartialTaiList[]>('Tracking area identity list', 'TS 24.301 §9.9.3.33', {
    decode: reader => {
      const lists: PartialTaiList[] = [];
      do lists.push(readPartial(reader));
      while (reader.remaining > 0);
      return lists;
    },
    encode: (lists, writer) => {
      for (const list of lists) writePartial(list, writer);
    },
    show: lists => taisOf(lists).map(formatTai).join(', '),
  }),
);

/** Every TAI of a list, in order. */
export function taisOf(lists: readonly PartialTaiList[]): Tai[] {
  return lists.flatMap(taisOfPart);
}

function taisOfPart(list: PartialTaiList): readonly Tai[] {
  switch (list.type) {
    case 'nonConsecutiveTacs':
      return list.tacs.map(tac => ({ plmn: list.plmn, tac }));
    case 'consecutiveTacs':
      return Array.from({ length: list.count }, (_, i) => ({ plmn: list.plmn, tac: (list.firstTac + i) & 0xffff }));
    case 'differentPlmns':
      return list.tais;
  }
}

/** The list in one part: TACs of one PLMN when they share it, else whole TAIs. 1 … 16 TAIs. */
export function taiList(tais: readonly Tai[]): readonly PartialTaiList[] {
  const first = tais[0];
  if (first === undefined || tais.length > MOST_ELEMENTS) throw new RangeError(`a TAI list has 1 to 16 TAIs`);
  if (tais.every(tai => samePlmn(tai.plmn, first.plmn))) {
    return [{ type: 'nonConsecutiveTacs', plmn: first.plmn, tacs: tais.map(tai => tai.tac) }];
  }
  return [{ type: 'differentPlmns', tais }];
}

function readPartial(reader: ByteReader): PartialTaiList {
  const head = reader.u8();
  // "All other values are unused and shall be interpreted as 16."
  const count = Math.min((head & 0x1f) + 1, MOST_ELEMENTS);
  switch ((head >> 5) & 3) {
    case NON_CONSECUTIVE: {
      const plmn = readPlmn(reader);
      return { type: 'nonConsecutiveTacs', plmn, tacs: Array.from({ length: count }, () => reader.u16()) };
    }
    case CONSECUTIVE: {
      const plmn = readPlmn(reader);
      return { type: 'consecutiveTacs', plmn, firstTac: reader.u16(), count };
    }
    case DIFFERENT_PLMNS:
      return { type: 'differentPlmns', tais: Array.from({ length: count }, () => readTai(reader)) };
    default:
      throw new DecodeError('type of list 3 is reserved', reader.position - 1);
  }
}

function writePartial(list: PartialTaiList, writer: ByteWriter): void {
  switch (list.type) {
    case 'nonConsecutiveTacs':
      writer.u8((NON_CONSECUTIVE << 5) | elements(list.tacs.length));
      writePlmn(list.plmn, writer);
      for (const tac of list.tacs) writer.u16(tac);
      return;
    case 'consecutiveTacs':
      writer.u8((CONSECUTIVE << 5) | elements(list.count));
      writePlmn(list.plmn, writer);
      writer.u16(list.firstTac);
      return;
    case 'differentPlmns':
      writer.u8((DIFFERENT_PLMNS << 5) | elements(list.tais.length));
      for (const tai of list.tais) writeTai(tai, writer);
  }
}

function elements(count: number): number {
  if (!(count >= 1 && count <= MOST_ELEMENTS)) throw new RangeError(`a TAI list has 1 to 16 elements, not ${count}`);
  return count - 1;
}
