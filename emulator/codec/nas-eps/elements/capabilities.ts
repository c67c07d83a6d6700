import type { ByteReader } from '../../../bytes/index.ts';
import { significantOctets } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';
import { interned } from '../../nas-common/interned.ts';
import { layout } from '../../nas-common/layout.ts';

/**
 * Algorithms that a UE supports, by number in ascending order: `eea: [0, 2]` is EEA0 and 128-EEA2. An absent list says
 * nothing about UMTS or GPRS.
 */
export interface UeSecurityCapability {
  readonly eea: readonly number[];
  readonly eia: readonly number[];
  /** User plane integrity protection for EPS. */
  readonly epsUpip?: boolean;
  readonly uea?: readonly number[];
  readonly uia?: readonly number[];
  readonly gea?: readonly number[];
}

/** Features of octets 7 to 11, by bit in the order of the figure. */
const FEATURES = [
  ['proseDd', 'prose', 'h245Ash', 'accCsfb', 'lpp', 'lcs', 'oneXSrvcc', 'nf'],
  ['ePco', 'hcCpCiot', 'erWithoutPdn', 's1UData', 'upCiot', 'cpCiot', 'proseRelay', 'proseDc'],
  ['fifteenBearers', 'sgc', 'n1Mode', 'dcnr', 'cpBackoff', 'restrictEc', 'v2xPc5', 'multipleDrb'],
  ['rpr', 'piv', 'ncr', 'v2xNrPc5', 'upMtEdt', 'cpMtEdt', 'wusa', 'racs'],
  ['', '', '', '', '', '', 'ptcc', 'pr'],
] as const;

/** A feature bit of the UE network capability. */
export type UeFeature = Exclude<(typeof FEATURES)[number][number], ''>;

/** What a UE can do, as it says in every Attach Request. */
export interface UeNetworkCapability {
  readonly eea: readonly number[];
  readonly eia: readonly number[];
  readonly epsUpip?: boolean;
  readonly uea?: readonly number[];
  readonly uia?: readonly number[];
  /** The UE prefers UCS2 to the default alphabet. */
  readonly ucs2?: boolean;
  readonly features?: readonly UeFeature[];
}

/** The numbers of the bits that are set, bit 8 being 0: shared and frozen, for all 256 octets. */
const NUMBERS: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, octet) =>
  Object.freeze([0, 1, 2, 3, 4, 5, 6, 7].filter(number => octet & (0x80 >> number))),
);

function octetOf(numbers: readonly number[] | undefined): number {
  let octet = 0;
  for (const number of numbers ?? []) octet |= 0x80 >> number;
  return octet & 0xff;
}

/** Bit 1 of the EIA octet is EPS-UPIP and no algorithm. */
const UPIP = 0x01;
const UCS2 = 0x80;
/** What octets 5 to 11 of a UE network capability can say. */
const KNOWN_BITS = [
  0xff,
  0xff,
  ...FEATURES.map(names => names.reduce((b, n, i) => (n === '' ? b : b | (0x80 >> i)), 0)),
];

export const ueNetworkCapability = interned(
  element<UeNetworkCapability>('UE network capability', 'TS 24.301 §9.9.3.34', {
    decode: reader => {
      const eea = NUMBERS[reader.u8()]!;
      const integrity = reader.u8();
      const value: { -readonly [K in keyof UeNetworkCapability]: UeNetworkCapability[K] } = {
        eea,
        eia: NUMBERS[integrity & ~UPIP]!,
      };
      if ((integrity & UPIP) !== 0) value.epsUpip = true;
      const more = significantOctets(reader, KNOWN_BITS);
      if (more > 0) value.uea = NUMBERS[reader.u8()]!;
      if (more > 1) {
        const umtsIntegrity = reader.u8();
        value.uia = NUMBERS[umtsIntegrity & ~UCS2]!;
        value.ucs2 = (umtsIntegrity & UCS2) !== 0;
      }
      if (more > 2) value.features = readFeatures(reader, more - 2);
      return value;
    },
    encode: (value, writer) => {
      writer.u8(octetOf(value.eea)).u8((octetOf(value.eia) & ~UPIP) | (value.epsUpip ? UPIP : 0));
      const { uea, uia, ucs2, features = NO_FEATURES } = value;
      const rows = rowsOf(features);
      if (rows > 0 || uia !== undefined || ucs2 !== undefined || uea !== undefined) writer.u8(octetOf(uea));
      if (rows > 0 || uia !== undefined || ucs2 !== undefined) writer.u8((octetOf(uia) & ~UCS2) | (ucs2 ? UCS2 : 0));
      for (let row = 0; row < rows; row++) {
        let octet = 0;
        for (const name of features) if (FEATURE_ROW.get(name) === row) octet |= FEATURE_BIT.get(name)!;
        writer.u8(octet);
      }
    },
    show: value => `${showAlgorithms(value)}${value.features?.length ? `, ${value.features.join(', ')}` : ''}`,
  }),
);

const NO_FEATURES: readonly UeFeature[] = [];
const FEATURE_ROW = new Map<string, number>(FEATURES.flatMap((names, row) => names.map(name => [name, row] as const)));
const FEATURE_BIT = new Map<string, number>(
  FEATURES.flatMap(names => names.map((name, i) => [name, 0x80 >> i] as const)),
);

/** How many octets from 7 on the features need. */
function rowsOf(features: readonly UeFeature[]): number {
  let rows = 0;
  for (const name of features) rows = Math.max(rows, (FEATURE_ROW.get(name) ?? -1) + 1);
  return rows;
}

function readFeatures(reader: ByteReader, octets: number): UeFeature[] {
  const features: UeFeature[] = [];
  for (let row = 0; row < octets; row++) {
    const octet = reader.u8();
    FEATURES[row]!.forEach((name, i) => {
      if (name !== '' && octet & (0x80 >> i)) features.push(name);
    });
  }
  return features;
}

export const ueSecurityCapability = interned(
  element<UeSecurityCapability>('UE security capability', 'TS 24.301 §9.9.3.36', {
    decode: reader => {
      const eea = NUMBERS[reader.u8()]!;
      const integrity = reader.u8();
      const eia = NUMBERS[integrity & ~UPIP]!;
      const upip = (integrity & UPIP) !== 0 ? { epsUpip: true } : {};
      if (reader.remaining < 2) return { eea, eia, ...upip };
      const uea = NUMBERS[reader.u8()]!;
      const uia = NUMBERS[reader.u8() & 0x7f]!;
      return { eea, eia, ...upip, uea, uia, ...(reader.remaining === 0 ? {} : { gea: NUMBERS[reader.u8() & 0x7f]! }) };
    },
    encode: (value, writer) => {
      writer.u8(octetOf(value.eea)).u8((octetOf(value.eia) & ~UPIP) | (value.epsUpip ? UPIP : 0));
      if (value.uea === undefined && value.uia === undefined && value.gea === undefined) return;
      writer.u8(octetOf(value.uea)).u8(octetOf(value.uia) & 0x7f);
      if (value.gea !== undefined) writer.u8(octetOf(value.gea) & 0x7f);
    },
    show: showAlgorithms,
  }),
);

function showAlgorithms(value: UeSecurityCapability): string {
  const list = (name: string, numbers: readonly number[] | undefined) =>
    numbers === undefined ? [] : [`${name} ${numbers.join(' ') || 'none'}`];
  return [
    ...list('EEA', value.eea),
    ...list('EIA', value.eia),
    ...list('UEA', value.uea),
    ...list('UIA', value.uia),
    ...list('GEA', value.gea),
  ].join(', ');
}

/**
 * The UE security capability that an MME replays: the algorithms of the UE network capability and of the MS network
 * capability, octets 5 to 7 only when there is something to say. TS 24.301 §9.9.3.36
 */
export function ueSecurityCapabilityOf(
  ue: UeNetworkCapability,
  gea: readonly number[] | undefined,
): UeSecurityCapability {
  const { eea, eia } = ue;
  const upip = ue.epsUpip ? { epsUpip: true } : {};
  const umts = (ue.uea?.length ?? 0) > 0 || (ue.uia?.length ?? 0) > 0;
  const gprs = gea !== undefined && gea.length > 0;
  if (!umts && !gprs) return { eea, eia, ...upip };
  return { eea, eia, ...upip, uea: ue.uea ?? [], uia: ue.uia ?? [], ...(gprs ? { gea } : {}) };
}

/** True when two capabilities name the same algorithms; an absent list equals an empty one. */
export function sameUeSecurityCapability(a: UeSecurityCapability, b: UeSecurityCapability): boolean {
  return (
    octetOf(a.eea) === octetOf(b.eea) &&
    octetOf(a.eia) === octetOf(b.eia) &&
    Boolean(a.epsUpip) === Boolean(b.epsUpip) &&
    octetOf(a.uea) === octetOf(b.uea) &&
    octetOf(a.uia) === octetOf(b.uia) &&
    octetOf(a.gea) === octetOf(b.gea)
  );
}

/** 5G algorithms by number, 0 … 15. */
export interface UeAdditionalSecurityCapability {
  readonly fiveGEa: readonly number[];
  readonly fiveGIa: readonly number[];
}

export const ueAdditionalSecurityCapability = element<UeAdditionalSecurityCapability>(
  'UE additional security capability',
  'TS 24.301 §9.9.3.53',
  {
    decode: reader => ({ fiveGEa: numbers16(reader.u16()), fiveGIa: numbers16(reader.u16()) }),
    encode: (value, writer) => {
      writer.u16(bits16(value.fiveGEa)).u16(bits16(value.fiveGIa));
    },
    show: value => `5G-EA ${value.fiveGEa.join(' ') || 'none'}, 5G-IA ${value.fiveGIa.join(' ') || 'none'}`,
  },
);

function numbers16(bits: number): number[] {
  return [...NUMBERS[bits >> 8]!, ...NUMBERS[bits & 0xff]!.map(number => number + 8)];
}

function bits16(numbers: readonly number[]): number {
  return numbers.reduce((bits, number) => bits | (0x8000 >> number), 0) & 0xffff;
}

export const epsNetworkFeatureSupport = layout(
  'EPS network feature support',
  'TS 24.301 §9.9.3.12A',
  [
    ['cpCiot', 1],
    ['erWithoutPdn', 1],
    ['esrPs', 1],
    ['csLcs', 2],
    ['epcLcs', 1],
    ['emcBs', 1],
    ['imsVoPs', 1],
    ['fifteenBearers', 1],
    ['iwkN26', 1],
    ['restrictDcnr', 1],
    ['restrictEc', 1],
    ['ePco', 1],
    ['hcCpCiot', 1],
    ['s1UData', 1],
    ['upCiot', 1],
    ['', 3],
    ['ptcc', 1],
    ['pr', 1],
    ['rpr', 1],
    ['piv', 1],
    ['ncr', 1],
  ],
  1,
);
