import { octets, unsigned, type Word, words } from './coding.ts';
import { element } from './element.ts';
import { layout } from './layout.ts';

/** What a phone can do in GSM and UMTS, as far as an EPS network passes it on. */

/** A5/x are ciphering algorithms; bits named `no…` are set when it is absent. */
export const mobileStationClassmark2 = layout('Mobile station classmark 2', 'TS 24.008 §10.5.1.6', [
  ['', 1],
  ['revisionLevel', 2],
  ['esInd', 1],
  ['noA51', 1],
  ['rfPowerCapability', 3],
  ['', 1],
  ['psCapability', 1],
  ['ssScreenIndicator', 2],
  ['smCapability', 1],
  ['vbs', 1],
  ['vgcs', 1],
  ['fc', 1],
  ['cm3', 1],
  ['', 1],
  ['lcsvaCap', 1],
  ['ucs2', 1],
  ['soLsa', 1],
  ['cmsp', 1],
  ['a53', 1],
  ['a52', 1],
]);

/** Bit fields of TS 24.008 §10.5.1.7, not looked into. */
export const mobileStationClassmark3 = octets('Mobile station classmark 3', 'TS 24.008 §10.5.1.7');

/** Codecs of one system (0 GSM, 4 UMTS) as a bitmap of 16. */
export interface SupportedCodecs {
  readonly systemId: number;
  readonly bitmap: number;
}

export const supportedCodecList = element<readonly SupportedCodecs[]>('Supported codec list', 'TS 24.008 §10.5.4.32', {
  decode: reader => {
    const list: SupportedCodecs[] = [];
    while (reader.remaining > 0) {
      const systemId = reader.u8();
      const bitmap = reader.sub(reader.u8());
      list.push({ systemId, bitmap: bitmap.remaining === 1 ? bitmap.u8() : bitmap.u16() });
    }
    return list;
  },
  encode: (list, writer) => {
    for (const { systemId, bitmap } of list) writer.u8(systemId).u8(2).u16(bitmap);
  },
  show: list => list.map(({ systemId, bitmap }) => `system ${systemId} 0x${bitmap.toString(16)}`).join(', '),
});

/** GPRS and inter-RAT capabilities; `gea1` … `gea7` are GPRS encryption algorithms. */
export const msNetworkCapability = layout(
  'MS network capability',
  'TS 24.008 §10.5.5.12',
  [
    ['gea1', 1],
    ['smViaDedicatedChannels', 1],
    ['smViaGprs', 1],
    ['ucs2', 1],
    ['ssScreeningIndicator', 2],
    ['soLsa', 1],
    ['revisionLevel', 1],
    ['pfcFeatureMode', 1],
    ['gea2', 1],
    ['gea3', 1],
    ['gea4', 1],
    ['gea5', 1],
    ['gea6', 1],
    ['gea7', 1],
    ['lcsVa', 1],
    ['psHandoverToUtran', 1],
    ['psHandoverToEUtran', 1],
    ['emmCombinedProcedures', 1],
    ['isr', 1],
    ['srvcc', 1],
    ['epc', 1],
    ['nf', 1],
    ['geranNetworkSharing', 1],
    ['userPlaneIntegrity', 1],
    ['gia4', 1],
    ['gia5', 1],
    ['gia6', 1],
    ['gia7', 1],
    ['ePco', 1],
    ['restrictEc', 1],
    ['dcnr', 1],
  ],
  2,
);

/** Non-GPRS DRX and cycle lengths. */
export const drxParameter = layout('DRX parameter', 'TS 24.008 §10.5.5.6', [
  ['splitPgCycleCode', 8],
  ['cnSpecificDrxCycle', 4],
  ['splitOnCcch', 1],
  ['nonDrxTimer', 3],
]);

export const extendedDrxParameters = layout('Extended DRX parameters', 'TS 24.008 §10.5.5.32', [
  ['pagingTimeWindow', 4],
  ['eDrxValue', 4],
]);

const PREFERENCES = {
  0: 'csVoiceOnly',
  1: 'imsPsVoiceOnly',
  2: 'csVoicePreferred',
  3: 'imsPsVoicePreferred',
} as const;
const preferences = words('Voice domain preference', PREFERENCES, 3);

/** Whether the user cares for voice or data, and where voice goes. */
export interface VoiceDomainPreference {
  readonly usageSetting: 'voiceCentric' | 'dataCentric';
  readonly voiceDomainPreference: Word<typeof PREFERENCES>;
}

export const voiceDomainPreference = element<VoiceDomainPreference>(
  "Voice domain preference and UE's usage setting",
  'TS 24.008 §10.5.5.28',
  {
    decode: reader => {
      const octet = reader.u8();
      return {
        usageSetting: octet & 4 ? 'dataCentric' : 'voiceCentric',
        voiceDomainPreference: preferences.decode(octet),
      };
    },
    encode: (value, writer) => {
      writer.u8((value.usageSetting === 'dataCentric' ? 4 : 0) | preferences.encode(value.voiceDomainPreference));
    },
    show: value => `${value.usageSetting}, ${value.voiceDomainPreference}`,
  },
);

/** The network resource identifier of a TMSI, 10 bits. */
export const networkResourceIdentifierContainer = element<number>(
  'Network resource identifier container',
  'TS 24.008 §10.5.5.31',
  {
    decode: reader => reader.u16() >> 6,
    encode: (value, writer) => {
      writer.u16(value << 6);
    },
    show: String,
  },
);

/** Identity of a dedicated core network. */
export const dcnId = unsigned('DCN-ID', 'TS 24.008 §10.5.5.35', 2);
