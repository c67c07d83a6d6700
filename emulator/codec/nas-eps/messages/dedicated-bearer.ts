import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { qualityOfService } from '../../nas-common/quality-of-service.ts';
import { trafficFlowTemplate } from '../../nas-common/traffic-flow-template.ts';
import {
  llcServiceAccessPointIdentifier,
  packetFlowIdentifier,
  transactionIdentifier,
  wlanOffloadAcceptability,
} from '../elements/bearers.ts';
import { epsQualityOfService, extendedQualityOfService } from '../elements/bit-rates.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer, spareHalfOctet } from '../elements/octet-strings.ts';
import { linkedEpsBearerIdentity, radioPriority } from '../elements/pdn.ts';
import { esmMessage } from '../message-table.ts';

/** Dedicated EPS bearer context activation. TS 24.301 §6.4.2. */

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEDICATED_EPS_BEARER_CONTEXT_REQUEST = esmMessage('ActivateDedicatedEpsBearerContextRequest', 'TS 24.301 §8.3.3', 0xc5, [
  ['',   'linkedEpsBearerIdentity',              linkedEpsBearerIdentity,                      'M', 'V',     '1/2'],
  ['',   'spareHalfOctet',                       spareHalfOctet,                               'M', 'V',     '1/2'],
  ['',   'epsQos',                               epsQualityOfService,                          'M', 'LV',    '2-14'],
  ['',   'tft',                                  trafficFlowTemplate,                          'M', 'LV',    '2-256'],
  ['5D', 'transactionIdentifier',                transactionIdentifier,                        'O', 'TLV',   '3-4'],
  ['30', 'negotiatedQos',                        qualityOfService,                             'O', 'TLV',   '14-22'],
  ['32', 'negotiatedLlcSapi',                    llcServiceAccessPointIdentifier,              'O', 'TV',    '2'],
  ['8-', 'radioPriority',                        radioPriority,                                'O', 'TV',    '1'],
  ['34', 'packetFlowIdentifier',                 packetFlowIdentifier,                         'O', 'TLV',   '3'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['C-', 'wlanOffloadIndication',                wlanOffloadAcceptability,                     'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
  ['5C', 'extendedEpsQos',                       extendedQualityOfService,                     'O', 'TLV',   '12'],
]);

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEDICATED_EPS_BEARER_CONTEXT_ACCEPT = esmMessage('ActivateDedicatedEpsBearerContextAccept', 'TS 24.301 §8.3.1', 0xc6, [
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEDICATED_EPS_BEARER_CONTEXT_REJECT = esmMessage('ActivateDedicatedEpsBearerContextReject', 'TS 24.301 §8.3.2', 0xc7, [
  ['',   'esmCause',                             esmCause,                                   'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['33', 'nbifomContainer',                      nbifomContainer,                            'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);
