import { locationAreaIdentification, plmnList, trackingAreaIdentity } from '../../nas-common/area.ts';
import { emergencyNumberList, extendedEmergencyNumberList } from '../../nas-common/emergency-numbers.ts';
import { gprsTimer2Element, gprsTimer3Element, gprsTimerElement } from '../../nas-common/gprs-timer.ts';
import { mobileIdentity } from '../../nas-common/mobile-identity.ts';
import {
  dcnId,
  drxParameter,
  extendedDrxParameters,
  mobileStationClassmark2,
  mobileStationClassmark3,
  msNetworkCapability,
  networkResourceIdentifierContainer,
  supportedCodecList,
  voiceDomainPreference,
} from '../../nas-common/mobile-station.ts';
import {
  epsAdditionalRequestResult,
  epsBearerContextStatus,
  headerCompressionConfigurationStatus,
  pagingRestriction,
  ueRequestType,
} from '../elements/bearers.ts';
import {
  epsNetworkFeatureSupport,
  ueAdditionalSecurityCapability,
  ueNetworkCapability,
} from '../elements/capabilities.ts';
import { emmCause } from '../elements/causes.ts';
import { cipheringKeyData } from '../elements/ciphering-key-data.ts';
import { epsMobileIdentity } from '../elements/eps-mobile-identity.ts';
import { nonce, pTmsiSignature, spareHalfOctet, ueRadioCapabilityId } from '../elements/octet-strings.ts';
import {
  additionalUpdateResult,
  additionalUpdateType,
  cipheringKeySequenceNumber,
  deviceProperties,
  epsUpdateResult,
  epsUpdateType,
  extendedEmmCause,
  gutiType,
  msNetworkFeatureSupport,
  networkPolicy,
  non3gppNwProvidedPolicies,
  smsServicesStatus,
  tmsiStatus,
  ueRadioCapabilityIdDeletionIndication,
  ueRadioCapabilityInformationUpdateNeeded,
} from '../elements/procedure-types.ts';
import { nasKeySetIdentifier } from '../elements/security.ts';
import { trackingAreaIdentityList } from '../elements/tai-list.ts';
import {
  additionalInformationRequested,
  imsiOffset,
  n1UeNetworkCapability,
  nbS1DrxParameter,
  ueRadioCapabilityIdAvailability,
  ueStatus,
  wusAssistanceInformation,
} from '../elements/ue-options.ts';
import { emmMessage } from '../message-table.ts';

/** Tracking area updating. TS 24.301 §5.5.3. */

// biome-ignore format: the columns of the specification's table
export const TRACKING_AREA_UPDATE_REQUEST = emmMessage('TrackingAreaUpdateRequest', 'TS 24.301 §8.2.29', 0x48, [
  ['',   'epsUpdateType',                            epsUpdateType,                            'M', 'V',   '1/2'],
  ['',   'nasKeySetIdentifier',                      nasKeySetIdentifier,                      'M', 'V',   '1/2'],
  ['',   'oldGuti',                                  epsMobileIdentity,                        'M', 'LV',  '12'],
  ['B-', 'nonCurrentNativeNasKeySetIdentifier',      nasKeySetIdentifier,                      'O', 'TV',  '1'],
  ['8-', 'gprsCipheringKeySequenceNumber',           cipheringKeySequenceNumber,               'O', 'TV',  '1'],
  ['19', 'oldPTmsiSignature',                        pTmsiSignature,                           'O', 'TV',  '4'],
  ['50', 'additionalGuti',                           epsMobileIdentity,                        'O', 'TLV', '13'],
  ['55', 'nonceUe',                                  nonce,                                    'O', 'TV',  '5'],
  ['58', 'ueNetworkCapability',                      ueNetworkCapability,                      'O', 'TLV', '4-15'],
  ['52', 'lastVisitedRegisteredTai',                 trackingAreaIdentity,                     'O', 'TV',  '6'],
  ['5C', 'drxParameter',                             drxParameter,                             'O', 'TV',  '3'],
  ['A-', 'ueRadioCapabilityInformationUpdateNeeded', ueRadioCapabilityInformationUpdateNeeded, 'O', 'TV',  '1'],
  ['57', 'epsBearerContextStatus',                   epsBearerContextStatus,                   'O', 'TLV', '4'],
  ['31', 'msNetworkCapability',                      msNetworkCapability,                      'O', 'TLV', '4-10'],
  ['13', 'oldLocationAreaIdentification',            locationAreaIdentification,               'O', 'TV',  '6'],
  ['9-', 'tmsiStatus',                               tmsiStatus,                               'O', 'TV',  '1'],
  ['11', 'mobileStationClassmark2',                  mobileStationClassmark2,                  'O', 'TLV', '5'],
  ['20', 'mobileStationClassmark3',                  mobileStationClassmark3,                  'O', 'TLV', '2-34'],
  ['40', 'supportedCodecs',                          supportedCodecList,                       'O', 'TLV', '5-n'],
  ['F-', 'additionalUpdateType',                     additionalUpdateType,                     'O', 'TV',  '1'],
  ['5D', 'voiceDomainPreferenceAndUeUsageSetting',   voiceDomainPreference,                    'O', 'TLV', '3'],
  ['E-', 'oldGutiType',                              gutiType,                                 'O', 'TV',  '1'],
  ['D-', 'deviceProperties',                         deviceProperties,                         'O', 'TV',  '1'],
  ['C-', 'msNetworkFeatureSupport',                  msNetworkFeatureSupport,                  'O', 'TV',  '1'],
  ['10', 'tmsiBasedNriContainer',                    networkResourceIdentifierContainer,       'O', 'TLV', '4'],
  ['6A', 't3324Value',                               gprsTimer2Element,                        'O', 'TLV', '3'],
  ['5E', 't3412ExtendedValue',                       gprsTimer3Element,                        'O', 'TLV', '3'],
  ['6E', 'extendedDrxParameters',                    extendedDrxParameters,                    'O', 'TLV', '3'],
  ['6F', 'ueAdditionalSecurityCapability',           ueAdditionalSecurityCapability,           'O', 'TLV', '6'],
  ['6D', 'ueStatus',                                 ueStatus,                                 'O', 'TLV', '3'],
  ['17', 'additionalInformationRequested',           additionalInformationRequested,           'O', 'TV',  '2'],
  ['32', 'n1UeNetworkCapability',                    n1UeNetworkCapability,                    'O', 'TLV', '3-15'],
  ['34', 'ueRadioCapabilityIdAvailability',          ueRadioCapabilityIdAvailability,          'O', 'TLV', '3'],
  ['35', 'requestedWusAssistanceInformation',        wusAssistanceInformation,                 'O', 'TLV', '3-n'],
  ['36', 'drxParameterInNbS1Mode',                   nbS1DrxParameter,                         'O', 'TLV', '3'],
  ['38', 'requestedImsiOffset',                      imsiOffset,                               'O', 'TLV', '4'],
  ['29', 'ueRequestType',                            ueRequestType,                            'O', 'TLV', '3'],
  ['28', 'pagingRestriction',                        pagingRestriction,                        'O', 'TLV', '3-5'],
]);

// biome-ignore format: the columns of the specification's table
export const TRACKING_AREA_UPDATE_ACCEPT = emmMessage('TrackingAreaUpdateAccept', 'TS 24.301 §8.2.26', 0x49, [
  ['',   'epsUpdateResult',                            epsUpdateResult,                       'M', 'V',     '1/2'],
  ['',   'spareHalfOctet',                             spareHalfOctet,                        'M', 'V',     '1/2'],
  ['5A', 't3412Value',                                 gprsTimerElement,                      'O', 'TV',    '2'],
  ['50', 'guti',                                       epsMobileIdentity,                     'O', 'TLV',   '13'],
  ['54', 'taiList',                                    trackingAreaIdentityList,              'O', 'TLV',   '8-98'],
  ['57', 'epsBearerContextStatus',                     epsBearerContextStatus,                'O', 'TLV',   '4'],
  ['13', 'locationAreaIdentification',                 locationAreaIdentification,            'O', 'TV',    '6'],
  ['23', 'msIdentity',                                 mobileIdentity,                        'O', 'TLV',   '7-10'],
  ['53', 'emmCause',                                   emmCause,                              'O', 'TV',    '2'],
  ['17', 't3402Value',                                 gprsTimerElement,                      'O', 'TV',    '2'],
  ['59', 't3423Value',                                 gprsTimerElement,                      'O', 'TV',    '2'],
  ['4A', 'equivalentPlmns',                            plmnList,                              'O', 'TLV',   '5-47'],
  ['34', 'emergencyNumberList',                        emergencyNumberList,                   'O', 'TLV',   '5-50'],
  // Deviation: v17.9.0 says 3-4 here, but draws five octets in §9.9.3.12A; later releases say 3-5.
  ['64', 'epsNetworkFeatureSupport',                   epsNetworkFeatureSupport,              'O', 'TLV',   '3-5'],
  ['F-', 'additionalUpdateResult',                     additionalUpdateResult,                'O', 'TV',    '1'],
  ['5E', 't3412ExtendedValue',                         gprsTimer3Element,                     'O', 'TLV',   '3'],
  ['6A', 't3324Value',                                 gprsTimer2Element,                     'O', 'TLV',   '3'],
  ['6E', 'extendedDrxParameters',                      extendedDrxParameters,                 'O', 'TLV',   '3'],
  ['68', 'headerCompressionConfigurationStatus',       headerCompressionConfigurationStatus,  'O', 'TLV',   '4'],
  ['65', 'dcnId',                                      dcnId,                                 'O', 'TLV',   '4'],
  ['E-', 'smsServicesStatus',                          smsServicesStatus,                     'O', 'TV',    '1'],
  ['D-', 'non3gppNwProvidedPolicies',                  non3gppNwProvidedPolicies,             'O', 'TV',    '1'],
  ['6B', 't3448Value',                                 gprsTimer2Element,                     'O', 'TLV',   '3'],
  ['C-', 'networkPolicy',                              networkPolicy,                         'O', 'TV',    '1'],
  ['6C', 't3447Value',                                 gprsTimer3Element,                     'O', 'TLV',   '3'],
  ['7A', 'extendedEmergencyNumberList',                extendedEmergencyNumberList,           'O', 'TLV-E', '7-65538'],
  ['7C', 'cipheringKeyData',                           cipheringKeyData,                      'O', 'TLV-E', '35-2291'],
  ['66', 'ueRadioCapabilityId',                        ueRadioCapabilityId,                   'O', 'TLV',   '3-n'],
  ['B-', 'ueRadioCapabilityIdDeletionIndication',      ueRadioCapabilityIdDeletionIndication, 'O', 'TV',    '1'],
  ['35', 'negotiatedWusAssistanceInformation',         wusAssistanceInformation,              'O', 'TLV',   '3-n'],
  ['36', 'negotiatedDrxParameterInNbS1Mode',           nbS1DrxParameter,                      'O', 'TLV',   '3'],
  ['38', 'negotiatedImsiOffset',                       imsiOffset,                            'O', 'TLV',   '4'],
  ['37', 'epsAdditionalRequestResult',                 epsAdditionalRequestResult,            'O', 'TLV',   '3'],
  ['1D', 'forbiddenTaisForRoaming',                    trackingAreaIdentityList,              'O', 'TLV',   '8-98'],
  ['1E', 'forbiddenTaisForRegionalProvisionOfService', trackingAreaIdentityList,              'O', 'TLV',   '8-98'],
]);

export const TRACKING_AREA_UPDATE_COMPLETE = emmMessage('TrackingAreaUpdateComplete', 'TS 24.301 §8.2.27', 0x4a, []);

// biome-ignore format: the columns of the specification's table
export const TRACKING_AREA_UPDATE_REJECT = emmMessage('TrackingAreaUpdateReject', 'TS 24.301 §8.2.28', 0x4b, [
  ['',   'emmCause',                                   emmCause,                 'M', 'V',   '1'],
  ['5F', 't3346Value',                                 gprsTimer2Element,        'O', 'TLV', '3'],
  ['A-', 'extendedEmmCause',                           extendedEmmCause,         'O', 'TV',  '1'],
  ['1C', 'lowerBoundTimerValue',                       gprsTimer3Element,        'O', 'TLV', '3'],
  ['1D', 'forbiddenTaisForRoaming',                    trackingAreaIdentityList, 'O', 'TLV', '9-98'],
  ['1E', 'forbiddenTaisForRegionalProvisionOfService', trackingAreaIdentityList, 'O', 'TLV', '9-98'],
]);
