import { octetWord, unsigned } from '../../nas-common/coding.ts';
import { element } from '../../nas-common/element.ts';
import { layout } from '../../nas-common/layout.ts';

/** Options of newer UEs: 5G interworking, radio capability signalling, CIoT paging. */

export const additionalInformationRequested = layout('Additional information requested', 'TS 24.301 §9.9.3.55', [
  ['', 7],
  ['cipherKey', 1],
]);

export const n1UeNetworkCapability = layout('N1 UE network capability', 'TS 24.301 §9.9.3.57', [
  ['', 1],
  ['fiveGEhcCpCiot', 1],
  ['fiveGsPnbCiot', 2],
  ['fiveGUpCiot', 1],
  ['fiveGHcCpCiot', 1],
  ['n3Data', 1],
  ['fiveGCpCiot', 1],
]);

export const ueStatus = layout('UE status', 'TS 24.501 §9.11.3.56', [
  ['', 6],
  ['n1ModeRegistered', 1],
  ['s1ModeRegistered', 1],
]);

export const ueRadioCapabilityIdAvailability = octetWord(
  'UE radio capability ID availability',
  'TS 24.301 §9.9.3.58',
  { 0: 'notAvailable', 1: 'available' },
  3,
);

export const ueRadioCapabilityIdRequest = octetWord(
  'UE radio capability ID request',
  'TS 24.301 §9.9.3.59',
  { 0: 'notRequested', 1: 'requested' },
  1,
);

/** DRX cycle T in radio frames of NB-S1 mode. */
export const nbS1DrxParameter = octetWord(
  'NB-S1 DRX parameter',
  'TS 24.301 §9.9.3.63',
  { 0: 'cellSpecific', 1: 't32', 2: 't64', 3: 't128', 4: 't256', 5: 't512', 6: 't1024' },
  4,
);

export const imsiOffset = unsigned('IMSI offset', 'TS 24.301 §9.9.3.64', 2);

/** One piece of wake-up signal assistance; type 0 is the UE paging probability in steps of 5 %. */
export interface WusAssistance {
  readonly type: number;
  readonly value: number;
}

export const wusAssistanceInformation = element<readonly WusAssistance[]>(
  'WUS assistance information',
  'TS 24.301 §9.9.3.62',
  {
    decode: reader => Array.from(reader.rest(), octet => ({ type: octet >> 5, value: octet & 0x1f })),
    encode: (list, writer) => {
      for (const { type, value } of list) writer.u8((type << 5) | value);
    },
    show: list =>
      list
        .map(({ type, value }) => (type === 0 ? `paging probability ${Math.min(value, 20) * 5} %` : `type ${type}`))
        .join(', '),
  },
);
