import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { qualityOfService } from '../../nas-common/quality-of-service.ts';
import { trafficFlowTemplate } from '../../nas-common/traffic-flow-template.ts';
import {
  headerCompressionConfiguration,
  llcServiceAccessPointIdentifier,
  packetFlowIdentifier,
  wlanOffloadAcceptability,
} from '../elements/bearers.ts';
import {
  apnAggregateMaximumBitRate,
  epsQualityOfService,
  extendedApnAggregateMaximumBitRate,
  extendedQualityOfService,
} from '../elements/bit-rates.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer } from '../elements/octet-strings.ts';
import { radioPriority } from '../elements/pdn.ts';
import { esmMessage } from '../message-table.ts';

/** EPS bearer context modification. TS 24.301 §6.4.3. */

// biome-ignore format: the columns of the specification's table
export const MODIFY_EPS_BEARER_CONTEXT_REQUEST = esmMessage('ModifyEpsBearerContextRequest', 'TS 24.301 §8.3.18', 0xc9, [
  ['5B', 'newEpsQos',                            epsQualityOfService,                          'O', 'TLV',   '3-15'],
  ['36', 'tft',                                  trafficFlowTemplate,                          'O', 'TLV',   '3-257'],
  ['30', 'newQos',                               qualityOfService,                             'O', 'TLV',   '14-22'],
  ['32', 'negotiatedLlcSapi',                    llcServiceAccessPointIdentifier,              'O', 'TV',    '2'],
  ['8-', 'radioPriority',                        radioPriority,                                'O', 'TV',    '1'],
  ['34', 'packetFlowIdentifier',                 packetFlowIdentifier,                         'O', 'TLV',   '3'],
  ['5E', 'apnAmbr',                              apnAggregateMaximumBitRate,                   'O', 'TLV',   '4-8'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['C-', 'wlanOffloadIndication',                wlanOffloadAcceptability,                     'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['66', 'headerCompressionConfiguration',       headerCompressionConfiguration,               'O', 'TLV',   '5-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
  ['5F', 'extendedApnAmbr',                      extendedApnAggregateMaximumBitRate,           'O', 'TLV',   '8'],
  ['5C', 'extendedEpsQos',                       extendedQualityOfService,                     'O', 'TLV',   '12'],
]);

// biome-ignore format: the columns of the specification's table
export const MODIFY_EPS_BEARER_CONTEXT_ACCEPT = esmMessage('ModifyEpsBearerContextAccept', 'TS 24.301 §8.3.16', 0xca, [
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const MODIFY_EPS_BEARER_CONTEXT_REJECT = esmMessage('ModifyEpsBearerContextReject', 'TS 24.301 §8.3.17', 0xcb, [
  ['',   'esmCause',                             esmCause,                                   'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);
