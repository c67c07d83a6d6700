import { checked } from '../../nas-common/coding.ts';
import { element, halfElement } from '../../nas-common/element.ts';

/** KSI_ASME (native) or KSI_SGSN (mapped), 0 … 6; 7 = no key is available. */
export interface NasKeySetIdentifier {
  readonly ksi: number;
  readonly tsc: 'native' | 'mapped';
}

/** The NAS key set identifier of a UE that holds no key. */
export const NO_KEY_IS_AVAILABLE: NasKeySetIdentifier = { ksi: 7, tsc: 'native' };

const KEY_SETS: readonly NasKeySetIdentifier[] = Array.from({ length: 16 }, (_, bits) =>
  Object.freeze({ ksi: bits & 7, tsc: bits & 8 ? 'mapped' : 'native' } as const),
);

export const nasKeySetIdentifier = halfElement<NasKeySetIdentifier>('NAS key set identifier', 'TS 24.301 §9.9.3.21', {
  decode: bits => KEY_SETS[bits]!,
  encode: value => checked('NAS key set identifier', value.ksi, 7) | (value.tsc === 'mapped' ? 8 : 0),
  show: value => (value.ksi === 7 ? 'no key is available' : `${value.ksi} (${value.tsc})`),
});

/** The algorithms that the MME chose: EEA and EIA numbers 0 … 7. */
export interface NasSecurityAlgorithms {
  readonly eea: number;
  readonly eia: number;
}

export const nasSecurityAlgorithms = element<NasSecurityAlgorithms>('NAS security algorithms', 'TS 24.301 §9.9.3.23', {
  decode: reader => {
    const octet = reader.u8();
    return { eea: (octet >> 4) & 7, eia: octet & 7 };
  },
  encode: (value, writer) => {
    writer.u8((checked('EEA', value.eea, 7) << 4) | checked('EIA', value.eia, 7));
  },
  show: value => `EEA${value.eea}, EIA${value.eia}`,
});
