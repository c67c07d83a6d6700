import { accessPointName } from '../../nas-common/access-point-name.ts';
import { gprsTimer3Element } from '../../nas-common/gprs-timer.ts';
import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { headerCompressionConfiguration, reAttemptIndicator } from '../elements/bearers.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer, spareHalfOctet } from '../elements/octet-strings.ts';
import { esmInformationTransferFlag, linkedEpsBearerIdentity, pdnType, requestType } from '../elements/pdn.ts';
import { deviceProperties } from '../elements/procedure-types.ts';
import { esmMessage } from '../message-table.ts';

/** PDN connectivity and disconnect, asked for by the UE. TS 24.301 §6.5.1, §6.5.2. */

// biome-ignore format: the columns of the specification's table
export const PDN_CONNECTIVITY_REQUEST = esmMessage('PdnConnectivityRequest', 'TS 24.301 §8.3.20', 0xd0, [
  ['',   'requestType',                          requestType,                                'M', 'V',     '1/2'],
  ['',   'pdnType',                              pdnType,                                    'M', 'V',     '1/2'],
  ['D-', 'esmInformationTransferFlag',           esmInformationTransferFlag,                 'O', 'TV',    '1'],
  ['28', 'accessPointName',                      accessPointName,                            'O', 'TLV',   '3-102'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['C-', 'deviceProperties',                     deviceProperties,                           'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['66', 'headerCompressionConfiguration',       headerCompressionConfiguration,             'O', 'TLV',   '5-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const PDN_CONNECTIVITY_REJECT = esmMessage('PdnConnectivityReject', 'TS 24.301 §8.3.19', 0xd1, [
  ['',   'esmCause',                             esmCause,                                     'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['37', 'backOffTimerValue',                    gprsTimer3Element,                            'O', 'TLV',   '3'],
  ['6B', 'reAttemptIndicator',                   reAttemptIndicator,                           'O', 'TLV',   '3'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const PDN_DISCONNECT_REQUEST = esmMessage('PdnDisconnectRequest', 'TS 24.301 §8.3.22', 0xd2, [
  ['',   'linkedEpsBearerIdentity',              linkedEpsBearerIdentity,                    'M', 'V',     '1/2'],
  ['',   'spareHalfOctet',                       spareHalfOctet,                             'M', 'V',     '1/2'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const PDN_DISCONNECT_REJECT = esmMessage('PdnDisconnectReject', 'TS 24.301 §8.3.21', 0xd3, [
  ['',   'esmCause',                             esmCause,                                     'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
]);
