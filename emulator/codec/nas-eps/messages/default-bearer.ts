import { accessPointName } from '../../nas-common/access-point-name.ts';
import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { qualityOfService } from '../../nas-common/quality-of-service.ts';
import {
  headerCompressionConfiguration,
  llcServiceAccessPointIdentifier,
  packetFlowIdentifier,
  servingPlmnRateControl,
  transactionIdentifier,
  wlanOffloadAcceptability,
} from '../elements/bearers.ts';
import {
  apnAggregateMaximumBitRate,
  epsQualityOfService,
  extendedApnAggregateMaximumBitRate,
} from '../elements/bit-rates.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer } from '../elements/octet-strings.ts';
import { connectivityType, controlPlaneOnlyIndication, pdnAddress, radioPriority } from '../elements/pdn.ts';
import { esmMessage } from '../message-table.ts';

/** Default EPS bearer context activation. TS 24.301 §6.4.1. */

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEFAULT_EPS_BEARER_CONTEXT_REQUEST = esmMessage('ActivateDefaultEpsBearerContextRequest', 'TS 24.301 §8.3.6', 0xc1, [
  ['',   'epsQos',                               epsQualityOfService,                          'M', 'LV',    '2-14'],
  ['',   'accessPointName',                      accessPointName,                              'M', 'LV',    '2-101'],
  ['',   'pdnAddress',                           pdnAddress,                                   'M', 'LV',    '6-14'],
  ['5D', 'transactionIdentifier',                transactionIdentifier,                        'O', 'TLV',   '3-4'],
  ['30', 'negotiatedQos',                        qualityOfService,                             'O', 'TLV',   '14-22'],
  ['32', 'negotiatedLlcSapi',                    llcServiceAccessPointIdentifier,              'O', 'TV',    '2'],
  ['8-', 'radioPriority',                        radioPriority,                                'O', 'TV',    '1'],
  ['34', 'packetFlowIdentifier',                 packetFlowIdentifier,                         'O', 'TLV',   '3'],
  ['5E', 'apnAmbr',                              apnAggregateMaximumBitRate,                   'O', 'TLV',   '4-8'],
  ['58', 'esmCause',                             esmCause,                                     'O', 'TV',    '2'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['B-', 'connectivityType',                     connectivityType,                             'O', 'TV',    '1'],
  ['C-', 'wlanOffloadIndication',                wlanOffloadAcceptability,                     'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['66', 'headerCompressionConfiguration',       headerCompressionConfiguration,               'O', 'TLV',   '5-257'],
  ['9-', 'controlPlaneOnlyIndication',           controlPlaneOnlyIndication,                   'O', 'TV',    '1'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
  ['6E', 'servingPlmnRateControl',               servingPlmnRateControl,                       'O', 'TLV',   '4'],
  ['5F', 'extendedApnAmbr',                      extendedApnAggregateMaximumBitRate,           'O', 'TLV',   '8'],
]);

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEFAULT_EPS_BEARER_CONTEXT_ACCEPT = esmMessage('ActivateDefaultEpsBearerContextAccept', 'TS 24.301 §8.3.4', 0xc2, [
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const ACTIVATE_DEFAULT_EPS_BEARER_CONTEXT_REJECT = esmMessage('ActivateDefaultEpsBearerContextReject', 'TS 24.301 §8.3.5', 0xc3, [
  ['',   'esmCause',                             esmCause,                                   'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);
