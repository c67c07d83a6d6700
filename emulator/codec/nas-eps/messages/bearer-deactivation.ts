import { gprsTimer3Element } from '../../nas-common/gprs-timer.ts';
import {
  extendedProtocolConfigurationOptionsDownlink,
  extendedProtocolConfigurationOptionsUplink,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from '../../nas-common/protocol-configuration-options.ts';
import { wlanOffloadAcceptability } from '../elements/bearers.ts';
import { esmCause } from '../elements/causes.ts';
import { nbifomContainer } from '../elements/octet-strings.ts';
import { esmMessage } from '../message-table.ts';

/** EPS bearer context deactivation. TS 24.301 §6.4.4. */

// biome-ignore format: the columns of the specification's table
export const DEACTIVATE_EPS_BEARER_CONTEXT_REQUEST = esmMessage('DeactivateEpsBearerContextRequest', 'TS 24.301 §8.3.12', 0xcd, [
  ['',   'esmCause',                             esmCause,                                     'M', 'V',     '1'],
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsDownlink,         'O', 'TLV',   '3-253'],
  ['37', 't3396Value',                           gprsTimer3Element,                            'O', 'TLV',   '3'],
  ['C-', 'wlanOffloadIndication',                wlanOffloadAcceptability,                     'O', 'TV',    '1'],
  ['33', 'nbifomContainer',                      nbifomContainer,                              'O', 'TLV',   '3-257'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsDownlink, 'O', 'TLV-E', '4-65538'],
]);

// biome-ignore format: the columns of the specification's table
export const DEACTIVATE_EPS_BEARER_CONTEXT_ACCEPT = esmMessage('DeactivateEpsBearerContextAccept', 'TS 24.301 §8.3.11', 0xce, [
  ['27', 'protocolConfigurationOptions',         protocolConfigurationOptionsUplink,         'O', 'TLV',   '3-253'],
  ['7B', 'extendedProtocolConfigurationOptions', extendedProtocolConfigurationOptionsUplink, 'O', 'TLV-E', '4-65538'],
]);
