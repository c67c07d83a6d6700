import type { ByteReader, ByteWriter } from '../../../bytes/index.ts';
import { checked, halfNumber, octetWord, unsigned, type Word, words } from '../../nas-common/coding.ts';
import { type Element, element } from '../../nas-common/element.ts';
import { layout } from '../../nas-common/layout.ts';

/** EPS bearer identities whose bit is set, ascending, 1 … 15. */
function bearerBits(title: string, clause: string): Element<readonly number[]> {
  return element<readonly number[]>(title, clause, {
    decode: readBearers,
    encode: writeBearers,
    show: ebis => (ebis.length === 0 ? 'none' : `EBI ${ebis.join(' ')}`),
  });
}

function readBearers(reader: ByteReader): readonly number[] {
  const bits = reader.u8() | (reader.u8() << 8);
  const ebis: number[] = [];
  for (let ebi = 1; ebi <= 15; ebi++) if (bits & (1 << ebi)) ebis.push(ebi);
  return ebis;
}

function writeBearers(ebis: readonly number[], writer: ByteWriter): void {
  let bits = 0;
  for (const ebi of ebis) {
    if (!(ebi >= 1 && ebi <= 15)) throw new RangeError(`EPS bearer identity ${ebi} is not from 1 to 15`);
    bits |= 1 << ebi;
  }
  writer.u8(bits & 0xff).u8(bits >> 8);
}

/** EPS bearer contexts that are not inactive. */
export const epsBearerContextStatus = bearerBits('EPS bearer context status', 'TS 24.301 §9.9.2.1');

/** EPS bearers whose header compression configuration is not used. */
export const headerCompressionConfigurationStatus = bearerBits(
  'Header compression configuration status',
  'TS 24.301 §9.9.4.27',
);

/** RoHC profiles and context setup parameters. */
export interface HeaderCompressionConfiguration {
  /** Profiles 0x0002, 0x0003, 0x0004, 0x0006, 0x0102, 0x0103, 0x0104. */
  readonly profiles: readonly number[];
  readonly maxCid: number;
  readonly additionalParameters?: { readonly type: number; readonly container: Uint8Array };
}

const ROHC_PROFILES = [0x0002, 0x0003, 0x0004, 0x0006, 0x0102, 0x0103, 0x0104] as const;

export const headerCompressionConfiguration = element<HeaderCompressionConfiguration>(
  'Header compression configuration',
  'TS 24.301 §9.9.4.22',
  {
    decode: reader => {
      const bits = reader.u8();
      const profiles = ROHC_PROFILES.filter((_, i) => bits & (1 << i));
      const base = { profiles, maxCid: reader.u16() };
      if (reader.remaining === 0) return base;
      return { ...base, additionalParameters: { type: reader.u8(), container: reader.rest() } };
    },
    encode: (value, writer) => {
      let bits = 0;
      for (const profile of value.profiles) {
        const bit = (ROHC_PROFILES as readonly number[]).indexOf(profile);
        if (bit < 0) throw new RangeError(`RoHC profile 0x${profile.toString(16)} has no bit`);
        bits |= 1 << bit;
      }
      writer.u8(bits).u16(checked('MAX_CID', value.maxCid, 0xffff));
      const more = value.additionalParameters;
      if (more !== undefined) writer.u8(more.type).put(more.container);
    },
    show: value => `RoHC ${value.profiles.map(p => `0x${p.toString(16).padStart(4, '0')}`).join(' ')}`,
  },
);

export const llcServiceAccessPointIdentifier = element<number>(
  'LLC service access point identifier',
  'TS 24.008 §10.5.6.9',
  {
    decode: reader => reader.u8() & 0xf,
    encode: (value, writer) => {
      writer.u8(checked('LLC SAPI', value, 15));
    },
    show: value => (value === 0 ? 'not assigned' : `SAPI ${value}`),
  },
);

export const packetFlowIdentifier = element<number>('Packet flow Identifier', 'TS 24.008 §10.5.6.11', {
  decode: reader => reader.u8() & 0x7f,
  encode: (value, writer) => {
    writer.u8(checked('packet flow identifier', value, 0x7f));
  },
  show: String,
});

/** The transaction identifier of the PDP context that a bearer maps to. TS 24.007 §11.2.3.1.3 */
export interface TransactionIdentifier {
  /** True in messages to the side that allocated it. */
  readonly flag: boolean;
  /** 0 … 6, or 0 … 127 in the extended form. */
  readonly value: number;
  readonly extended: boolean;
}

const EXTENDED_TI = 7;

export const transactionIdentifier = element<TransactionIdentifier>('Linked TI', 'TS 24.008 §10.5.6.7', {
  decode: reader => {
    const octet = reader.u8();
    const flag = (octet & 0x80) !== 0;
    const value = (octet >> 4) & 7;
    if (value !== EXTENDED_TI || reader.remaining === 0) return { flag, value, extended: false };
    return { flag, value: reader.u8() & 0x7f, extended: true };
  },
  encode: ({ flag, value, extended }, writer) => {
    const bit = flag ? 0x80 : 0;
    if (extended) writer.u8(bit | (EXTENDED_TI << 4)).u8(0x80 | checked('TI', value, 0x7f));
    else writer.u8(bit | (checked('TI', value, 7) << 4));
  },
  show: ti => `${ti.value}${ti.flag ? ', flag' : ''}`,
});

export const notificationIndicator = octetWord('Notification indicator', 'TS 24.301 §9.9.4.7A', {
  1: 'srvccHandoverCancelledImsSessionReEstablishmentRequired',
});

export const reAttemptIndicator = layout('Re-attempt indicator', 'TS 24.301 §9.9.4.13A', [
  ['', 6],
  ['notAllowedInEquivalentPlmn', 1],
  ['notAllowedInOtherRat', 1],
]);

/** Bit 1: E-UTRAN offload acceptable, bit 2: UTRAN offload acceptable. */
export const wlanOffloadAcceptability = halfNumber('WLAN offload acceptability', 'TS 24.008 §10.5.6.20', 2);

/** Uplink ESM Data Transport messages in 6 minutes; 0xffff = not restricted. */
export const servingPlmnRateControl = unsigned('Serving PLMN rate control', 'TS 24.301 §9.9.4.28', 2);

export const epsAdditionalRequestResult = octetWord(
  'EPS additional request result',
  'TS 24.301 §9.9.3.67',
  { 0: 'noAdditionalInformation', 1: 'pagingRestrictionAccepted', 2: 'pagingRestrictionRejected' },
  2,
);

export const ueRequestType = octetWord(
  'UE request type',
  'TS 24.301 §9.9.3.65',
  { 1: 'nasSignallingConnectionRelease', 2: 'rejectionOfPaging' },
  4,
);

const RESTRICTIONS = {
  1: 'allPaging',
  2: 'allExceptVoice',
  3: 'allExceptSpecifiedPdnConnections',
  4: 'allExceptVoiceAndSpecifiedPdnConnections',
} as const;
const restrictions = words('Paging restriction', RESTRICTIONS, 0xf);

/** What a UE with several cards asks not to be paged for. */
export interface PagingRestriction {
  readonly type: Word<typeof RESTRICTIONS>;
  /** EBIs whose bit is set: paging for them is not restricted. */
  readonly ebis?: readonly number[];
}

export const pagingRestriction = element<PagingRestriction>('Paging restriction', 'TS 24.301 §9.9.3.66', {
  decode: reader => {
    const type = restrictions.decode(reader.u8());
    return reader.remaining < 2 ? { type } : { type, ebis: readBearers(reader) };
  },
  encode: (value, writer) => {
    writer.u8(restrictions.encode(value.type));
    if (value.ebis !== undefined) writeBearers(value.ebis, writer);
  },
  show: value => `${value.type}${value.ebis === undefined ? '' : `, not for EBI ${value.ebis.join(' ')}`}`,
});
