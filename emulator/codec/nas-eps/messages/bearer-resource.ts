import { gprsTimer3Element } from '../../nas-common/gprs-timer.ts';
import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { trafficFlowAggregateDescription } from '../../nas-common/traffic-flow-template.ts';
import { headerCompressionConfiguration, reAttemptIndicator } from '../elements/bearers.ts';
import { epsQualityOfService, extendedQualityOfService } from '../elements/bit-rates.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer, spareHalfOctet } from '../elements/octet-strings.ts';
import { linkedEpsBearerIdentity } from '../elements/pdn.ts';
import { deviceProperties } from '../elements/procedure-types.ts';
import { esmMessage } from '../message-table.ts';

/** Bearer resource allocation and modification, asked for by the UE. TS 24.301 §6.5.3, §6.5.4. */

// biome-ignore format: the columns of the specification's table
export const BEARER_RESOURCE_ALLOCATION_REQUEST = esmMessage('BearerResourceAllocationRequest', 'TS 24.301 §8.3.8', 0xd4, [
  ['',   'linkedEpsBearerIdentity',              linkedEpsBearerIdentity,                    'M', 'V',     '1/2'],
  ['',   'spareHalfOctet',                       spareHalfOctet,                             'M', 'V',     '1/2'],
  ['',   'trafficFlowAggregate',                 trafficFlowAggregateDescription,            'M', 'LV',    '2-256'],
  ['',   'requiredTrafficFlowQos',               epsQualityOfService,                        'M', 'LV',    '2-14'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['C-', 'deviceProperties',                     deviceProperties,                           'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
  ['5C', 'extendedEpsQos',                       extendedQualityOfService,                   'O', 'TLV',   '12'],
]);

// biome-ignore format: the columns of the specification's table
export const BEARER_RESOURCE_ALLOCATION_REJECT = esmMessage('BearerResourceAllocationReject', 'TS 24.301 §8.3.7', 0xd5, [
  ['',   'esmCause',                             esmCause,                                     'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['37', 'backOffTimerValue',                    gprsTimer3Element,                            'O', 'TLV',   '3'],
  ['6B', 'reAttemptIndicator',                   reAttemptIndicator,                           'O', 'TLV',   '3'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const BEARER_RESOURCE_MODIFICATION_REQUEST = esmMessage('BearerResourceModificationRequest', 'TS 24.301 §8.3.10', 0xd6, [
  ['',   'epsBearerIdentityForPacketFilter',     linkedEpsBearerIdentity,                    'M', 'V',     '1/2'],
  ['',   'spareHalfOctet',                       spareHalfOctet,                             'M', 'V',     '1/2'],
  ['',   'trafficFlowAggregate',                 trafficFlowAggregateDescription,            'M', 'LV',    '2-256'],
  ['5B', 'requiredTrafficFlowQos',               epsQualityOfService,                        'O', 'TLV',   '3-15'],
  ['58', 'esmCause',                             esmCause,                                   'O', 'TV',    '2'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['C-', 'deviceProperties',                     deviceProperties,                           'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['66', 'headerCompressionConfiguration',       headerCompressionConfiguration,             'O', 'TLV',   '5-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
  ['5C', 'extendedEpsQos',                       extendedQualityOfService,                   'O', 'TLV',   '12'],
]);

// biome-ignore format: the columns of the specification's table
export const BEARER_RESOURCE_MODIFICATION_REJECT = esmMessage('BearerResourceModificationReject', 'TS 24.301 §8.3.9', 0xd7, [
  ['',   'esmCause',                             esmCause,                                     'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['37', 'backOffTimerValue',                    gprsTimer3Element,                            'O', 'TLV',   '3'],
  ['6B', 'reAttemptIndicator',                   reAttemptIndicator,                           'O', 'TLV',   '3'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
]);
