import { gprsTimer2Element, gprsTimer3Element, gprsTimerElement } from '../../nas-common/gprs-timer.ts';
import { mobileIdentity } from '../../nas-common/mobile-identity.ts';
import {
  epsAdditionalRequestResult,
  epsBearerContextStatus,
  pagingRestriction,
  ueRequestType,
} from '../elements/bearers.ts';
import { emmCause } from '../elements/causes.ts';
import { esmMessageContainer, nasMessageContainer } from '../elements/octet-strings.ts';
import {
  controlPlaneServiceType,
  csfbResponse,
  deviceProperties,
  pagingIdentity,
  serviceType,
} from '../elements/procedure-types.ts';
import { nasKeySetIdentifier } from '../elements/security.ts';
import { cli, lcsClientIdentity, lcsIndicator, ssCode } from '../elements/services.ts';
import { trackingAreaIdentityList } from '../elements/tai-list.ts';
import { emmMessage } from '../message-table.ts';

/** Service request in its long forms (the short form is no standard layer 3 message: service-request-short.ts) and paging for CS. TS 24.301 §5.6.1, §5.6.2. */

// biome-ignore format: the columns of the specification's table
export const EXTENDED_SERVICE_REQUEST = emmMessage('ExtendedServiceRequest', 'TS 24.301 §8.2.15', 0x4c, [
  ['',   'serviceType',            serviceType,            'M', 'V',   '1/2'],
  ['',   'nasKeySetIdentifier',    nasKeySetIdentifier,    'M', 'V',   '1/2'],
  ['',   'mTmsi',                  mobileIdentity,         'M', 'LV',  '6'],
  ['B-', 'csfbResponse',           csfbResponse,           'C', 'TV',  '1'],
  ['57', 'epsBearerContextStatus', epsBearerContextStatus, 'O', 'TLV', '4'],
  ['D-', 'deviceProperties',       deviceProperties,       'O', 'TV',  '1'],
  ['29', 'ueRequestType',          ueRequestType,          'O', 'TLV', '3'],
  ['28', 'pagingRestriction',      pagingRestriction,      'O', 'TLV', '3-5'],
]);

// biome-ignore format: the columns of the specification's table
export const CONTROL_PLANE_SERVICE_REQUEST = emmMessage('ControlPlaneServiceRequest', 'TS 24.301 §8.2.33', 0x4d, [
  ['',   'controlPlaneServiceType', controlPlaneServiceType, 'M', 'V',     '1/2'],
  ['',   'nasKeySetIdentifier',     nasKeySetIdentifier,     'M', 'V',     '1/2'],
  ['78', 'esmMessageContainer',     esmMessageContainer,     'O', 'TLV-E', '3-n'],
  ['67', 'nasMessageContainer',     nasMessageContainer,     'O', 'TLV',   '4-253'],
  ['57', 'epsBearerContextStatus',  epsBearerContextStatus,  'O', 'TLV',   '4'],
  ['D-', 'deviceProperties',        deviceProperties,        'O', 'TV',    '1'],
  ['29', 'ueRequestType',           ueRequestType,           'O', 'TLV',   '3'],
  ['28', 'pagingRestriction',       pagingRestriction,       'O', 'TLV',   '3-5'],
]);

// biome-ignore format: the columns of the specification's table
export const SERVICE_ACCEPT = emmMessage('ServiceAccept', 'TS 24.301 §8.2.34', 0x4f, [
  ['57', 'epsBearerContextStatus',                     epsBearerContextStatus,     'O', 'TLV', '4'],
  ['6B', 't3448Value',                                 gprsTimer2Element,          'O', 'TLV', '3'],
  ['37', 'epsAdditionalRequestResult',                 epsAdditionalRequestResult, 'O', 'TLV', '3'],
  ['1D', 'forbiddenTaisForRoaming',                    trackingAreaIdentityList,   'O', 'TLV', '8-98'],
  ['1E', 'forbiddenTaisForRegionalProvisionOfService', trackingAreaIdentityList,   'O', 'TLV', '8-98'],
]);

// biome-ignore format: the columns of the specification's table
export const SERVICE_REJECT = emmMessage('ServiceReject', 'TS 24.301 §8.2.24', 0x4e, [
  ['',   'emmCause',                                   emmCause,                 'M', 'V',   '1'],
  ['5B', 't3442Value',                                 gprsTimerElement,         'C', 'TV',  '2'],
  ['5F', 't3346Value',                                 gprsTimer2Element,        'O', 'TLV', '3'],
  ['6B', 't3448Value',                                 gprsTimer2Element,        'O', 'TLV', '3'],
  ['1C', 'lowerBoundTimerValue',                       gprsTimer3Element,        'O', 'TLV', '3'],
  ['1D', 'forbiddenTaisForRoaming',                    trackingAreaIdentityList, 'O', 'TLV', '9-98'],
  ['1E', 'forbiddenTaisForRegionalProvisionOfService', trackingAreaIdentityList, 'O', 'TLV', '9-98'],
]);

// biome-ignore format: the columns of the specification's table
export const CS_SERVICE_NOTIFICATION = emmMessage('CsServiceNotification', 'TS 24.301 §8.2.9', 0x64, [
  ['',   'pagingIdentity',    pagingIdentity,    'M', 'V',   '1'],
  ['60', 'cli',               cli,               'O', 'TLV', '3-14'],
  ['61', 'ssCode',            ssCode,            'O', 'TV',  '2'],
  ['62', 'lcsIndicator',      lcsIndicator,      'O', 'TV',  '2'],
  ['63', 'lcsClientIdentity', lcsClientIdentity, 'O', 'TLV', '3-257'],
]);
