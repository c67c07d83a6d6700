import { accessPointName } from '../../nas-common/access-point-name.ts';
import {
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { notificationIndicator } from '../elements/bearers.ts';
import { esmCause } from '../elements/causes.ts';
import { esmMessage } from '../message-table.ts';

/** ESM information request, status, notification and the dummy. TS 24.301 §6.6.1, §6.6.2, §6.7. */

export const ESM_INFORMATION_REQUEST = esmMessage('EsmInformationRequest', 'TS 24.301 §8.3.13', 0xd9, []);

// biome-ignore format: the columns of the specification's table
export const ESM_INFORMATION_RESPONSE = esmMessage('EsmInformationResponse', 'TS 24.301 §8.3.14', 0xda, [
  ['28', 'accessPointName',                      accessPointName,                            'O', 'TLV',   '3-102'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const ESM_STATUS = esmMessage('EsmStatus', 'TS 24.301 §8.3.15', 0xe8, [
  ['', 'esmCause', esmCause, 'M', 'V', '1'],
]);

// biome-ignore format: the columns of the specification's table
export const NOTIFICATION = esmMessage('Notification', 'TS 24.301 §8.3.18A', 0xdb, [
  ['', 'notificationIndicator', notificationIndicator, 'M', 'LV', '2'],
]);

export const ESM_DUMMY_MESSAGE = esmMessage('EsmDummyMessage', 'TS 24.301 §8.3.12A', 0xdc, []);
