import { additionalInformation, genericMessageContainer, nasMessageContainer } from '../elements/octet-strings.ts';
import { genericMessageContainerType } from '../elements/services.ts';
import { emmMessage } from '../message-table.ts';

/** Transport of SMS (TS 24.301 §5.6.3) and of positioning messages (§5.6.4). */

// biome-ignore format: the columns of the specification's table
export const DOWNLINK_NAS_TRANSPORT = emmMessage('DownlinkNasTransport', 'TS 24.301 §8.2.12', 0x62, [
  ['', 'nasMessageContainer', nasMessageContainer, 'M', 'LV', '3-252'],
]);

// biome-ignore format: the columns of the specification's table
export const UPLINK_NAS_TRANSPORT = emmMessage('UplinkNasTransport', 'TS 24.301 §8.2.30', 0x63, [
  ['', 'nasMessageContainer', nasMessageContainer, 'M', 'LV', '3-252'],
]);

// biome-ignore format: the columns of the specification's table
export const DOWNLINK_GENERIC_NAS_TRANSPORT = emmMessage('DownlinkGenericNasTransport', 'TS 24.301 §8.2.31', 0x68, [
  ['',   'genericMessageContainerType', genericMessageContainerType, 'M', 'V',    '1'],
  ['',   'genericMessageContainer',     genericMessageContainer,     'M', 'LV-E', '3-n'],
  ['65', 'additionalInformation',       additionalInformation,       'O', 'TLV',  '3-n'],
]);

// biome-ignore format: the columns of the specification's table
export const UPLINK_GENERIC_NAS_TRANSPORT = emmMessage('UplinkGenericNasTransport', 'TS 24.301 §8.2.32', 0x69, [
  ['',   'genericMessageContainerType', genericMessageContainerType, 'M', 'V',    '1'],
  ['',   'genericMessageContainer',     genericMessageContainer,     'M', 'LV-E', '3-n'],
  ['65', 'additionalInformation',       additionalInformation,       'O', 'TLV',  '3-n'],
]);
