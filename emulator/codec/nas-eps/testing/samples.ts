import { fromHex } from '../../../bytes/index.ts';
import { type Imsi, Secret } from '../../../vocabulary/index.ts';
import type { Row } from '../../nas-common/table.ts';
import type { Direction, NasEpsMessage } from '../message.ts';
import { EMM, type EmmTable, type EsmTable } from '../message-table.ts';
import { EMM_TABLES, ESM_TABLES } from '../messages/index.ts';

/** Every table, EMM first. */
export const TABLES: readonly (EmmTable | EsmTable)[] = [...EMM_TABLES, ...ESM_TABLES];

type KeyOfAny<M> = M extends unknown ? keyof M : never;
type ValueOfAny<M, K> = M extends unknown ? (K extends keyof M ? NonNullable<M[K]> : never) : never;
type FieldName = Exclude<KeyOfAny<NasEpsMessage>, 'message' | 'otherElements' | 'extraOctets' | 'shortMac'>;

/** A value for every field of every message; a new field without one does not compile. */
type Values = { readonly [K in FieldName]: ValueOfAny<NasEpsMessage, K> };

const plmn = { mcc: '001', mnc: '01' };
const otherPlmn = { mcc: '310', mnc: '410' };
const guti = { type: 'guti', guti: { plmn, mmegi: 0x8001, mmec: 0x02, mTmsi: 0xc0000123 } } as const;
const imsi = '001010123456789' as Imsi;
const rand = fromHex('23553cbe9637a89d218ae64dae47bf35');
const qos = {
  qci: 1,
  maximumBitRate: { uplinkKbps: 128, downlinkKbps: 20_000 },
  guaranteedBitRate: { uplinkKbps: 64, downlinkKbps: 300_000 },
};
const oldQos = {
  delayClass: 4,
  reliabilityClass: 3,
  peakThroughput: 9,
  precedenceClass: 2,
  meanThroughput: 31,
  trafficClass: 4,
  deliveryOrder: 2,
  deliveryOfErroneousSdus: 3,
  maximumSduSize: 0x96,
  maximumBitRateForUplink: 0xfe,
  maximumBitRateForDownlink: 0xfe,
  residualBer: 7,
  sduErrorRatio: 4,
  transferDelay: 0,
  trafficHandlingPriority: 3,
  guaranteedBitRateForUplink: 0,
  guaranteedBitRateForDownlink: 0,
  signallingIndication: true,
  sourceStatisticsDescriptor: 0,
  maximumBitRateForDownlinkExtended: 0x4a,
  guaranteedBitRateForDownlinkExtended: 0,
  maximumBitRateForUplinkExtended: 0x40,
  guaranteedBitRateForUplinkExtended: 0,
  maximumBitRateForDownlinkExtended2: 0,
  guaranteedBitRateForDownlinkExtended2: 0,
  maximumBitRateForUplinkExtended2: 0,
  guaranteedBitRateForUplinkExtended2: 0,
};
const pco = {
  configurationProtocol: 0,
  options: [
    { id: 0x8021, contents: fromHex('0100001081060000000083060000 0000') },
    { id: 0x000d, contents: fromHex('08080808') },
    { id: 0x0003, contents: fromHex('20014860486000000000000000008888') },
    { id: 0x0010, contents: fromHex('0578') },
    { id: 0x000a, contents: fromHex('') },
  ],
};
const taiList = [
  { type: 'nonConsecutiveTacs', plmn, tacs: [1, 7] },
  { type: 'consecutiveTacs', plmn: otherPlmn, firstTac: 0x1000, count: 3 },
  { type: 'differentPlmns', tais: [{ plmn: otherPlmn, tac: 9 }] },
] as const;
const securityCapability = { eea: [0, 1, 2, 3], eia: [1, 2, 3], uea: [0, 1], uia: [1], gea: [1, 3] };
const additionalSecurity = { fiveGEa: [0, 1, 2, 8], fiveGIa: [1, 2, 15] };
const esm = fromHex('0201d031d1');
const filter = {
  identifier: 0,
  direction: 'bidirectional',
  precedence: 255,
  components: [
    { type: 'ipv4Remote', address: '10.45.0.0', mask: '255.255.0.0' },
    { type: 'protocol', protocol: 17 },
    { type: 'remotePortRange', low: 5000, high: 5100 },
  ],
} as const;
const timer = { value: 9, unit: '6 min' } as const;
const timer3 = { value: 3, unit: '10 h' } as const;

export const VALUES: Values = {
  epsBearerIdentity: 5,
  procedureTransactionIdentity: 1,
  ksi: 3,
  sequenceNumber: 17,
  accessPointName: 'internet.mnc001.mcc001.gprs',
  additionalGuti: guti,
  additionalInformation: fromHex('01020304'),
  additionalInformationRequested: { cipherKey: true },
  additionalUpdateResult: 'smsOnly',
  additionalUpdateType: { smsOnly: true, signallingActive: true, preferredCiotNetworkBehaviour: 1 },
  apnAmbr: { uplinkKbps: 50_000, downlinkKbps: 1_000_000 },
  authenticationFailureParameter: fromHex('f0cc8437b0c8f11d85205a1a5472'),
  authenticationParameterAutn: fromHex('55f328b43577b9b94a9ffac354dfafb3'),
  authenticationParameterRand: rand,
  authenticationResponseParameter: fromHex('a54211d5e3ba50bf'),
  backOffTimerValue: timer3,
  cipheringKeyData: [
    {
      id: 7,
      cipheringKey: new Secret('CipheringKey', rand),
      c0: fromHex('0102'),
      posSibTypes: 0x80000020,
      validFrom: { year: 26, month: 11, day: 22, hour: 10, minute: 30 },
      validityDurationMinutes: 60,
      tais: taiList,
    },
  ],
  cli: { typeOfNumber: 1, numberingPlan: 1, presentation: { indicator: 0, screening: 3 }, digits: '49301234567' },
  connectivityType: 'lipaPdnConnection',
  controlPlaneOnlyIndication: true,
  controlPlaneServiceType: { type: 'mobileTerminatingRequest', active: true },
  csfbResponse: 'csFallbackAcceptedByUe',
  dcnId: 0x1234,
  detachType: 'reAttachRequired',
  deviceProperties: true,
  drxParameter: { splitPgCycleCode: 10, cnSpecificDrxCycle: 7, splitOnCcch: false, nonDrxTimer: 2 },
  drxParameterInNbS1Mode: 't512',
  emergencyNumberList: [
    { categories: ['police'], digits: '110' },
    { categories: ['ambulance', 'fireBrigade'], digits: '1122' },
  ],
  emmCause: 15,
  epsAdditionalRequestResult: 'pagingRestrictionAccepted',
  epsAttachResult: 'epsOnly',
  epsAttachType: 'epsAttach',
  epsBearerContextStatus: [5, 6, 15],
  epsBearerIdentityForPacketFilter: 6,
  epsMobileIdentity: { type: 'imsi', imsi },
  epsNetworkFeatureSupport: {
    cpCiot: false,
    erWithoutPdn: false,
    esrPs: false,
    csLcs: 1,
    epcLcs: false,
    emcBs: true,
    imsVoPs: true,
    fifteenBearers: false,
    iwkN26: true,
    restrictDcnr: false,
    restrictEc: false,
    ePco: true,
    hcCpCiot: false,
    s1UData: false,
    upCiot: false,
    ptcc: false,
    pr: false,
    rpr: false,
    piv: false,
    ncr: false,
  },
  epsQos: qos,
  epsUpdateResult: 'combinedTaLaUpdated',
  epsUpdateType: { type: 'periodicUpdating', active: true },
  equivalentPlmns: [plmn, otherPlmn],
  esmCause: 50,
  esmInformationTransferFlag: true,
  esmMessageContainer: esm,
  extendedApnAmbr: { uplinkKbps: 80_000_000, downlinkKbps: 100_000_000 },
  extendedDrxParameters: { pagingTimeWindow: 3, eDrxValue: 5 },
  extendedEmergencyNumberList: {
    validIn: 'plmn',
    numbers: [
      { digits: '117', subServices: 'police.municipal' },
      { digits: '1180', subServices: '' },
    ],
  },
  extendedEmmCause: { eUtranNotAllowed: true, epsOptimizationNotSupported: false, nbIotNotAllowed: true },
  extendedEpsQos: {
    maximumBitRate: { uplinkKbps: 12_000_000, downlinkKbps: 20_000_000 },
    guaranteedBitRate: { uplinkKbps: 0, downlinkKbps: 11_000_000 },
  },
  extendedProtocolConfigurationOptions: pco,
  forbiddenTaisForRegionalProvisionOfService: taiList,
  forbiddenTaisForRoaming: taiList,
  fullNameForNetwork: { text: 'mvnolab', codingScheme: 'gsm7', addCountryInitials: false },
  genericMessageContainer: fromHex('010203'),
  genericMessageContainerType: 'lpp',
  gprsCipheringKeySequenceNumber: 4,
  guti,
  hashMme: fromHex('0102030405060708'),
  headerCompressionConfiguration: {
    profiles: [0x0002, 0x0102],
    maxCid: 15,
    additionalParameters: { type: 1, container: fromHex('aabb') },
  },
  headerCompressionConfigurationStatus: [5, 7],
  identityType: 'imsi',
  imeisv: { type: 'imeisv', imeisv: '3534900698733191' },
  imeisvRequest: 'imeisvRequested',
  lastVisitedRegisteredTai: { plmn, tac: 0x1234 },
  lcsClientIdentity: fromHex('3003800101'),
  lcsIndicator: 1,
  linkedEpsBearerIdentity: 5,
  localTimeZone: 60,
  locationAreaIdentification: { plmn, lac: 0xfffe },
  lowerBoundTimerValue: timer3,
  mTmsi: { type: 'tmsi', tmsi: 0xc0000123 },
  mobileIdentity: { type: 'imei', imei: '353490069873319' },
  mobileStationClassmark2: {
    revisionLevel: 2,
    esInd: true,
    noA51: false,
    rfPowerCapability: 3,
    psCapability: false,
    ssScreenIndicator: 1,
    smCapability: true,
    vbs: false,
    vgcs: false,
    fc: true,
    cm3: true,
    lcsvaCap: true,
    ucs2: false,
    soLsa: false,
    cmsp: true,
    a53: true,
    a52: false,
  },
  mobileStationClassmark3: fromHex('60140c6451280000'),
  msIdentity: { type: 'tmsi', tmsi: 0x01020304 },
  msNetworkCapability: {
    gea1: true,
    smViaDedicatedChannels: true,
    smViaGprs: true,
    ucs2: false,
    ssScreeningIndicator: 1,
    soLsa: false,
    revisionLevel: true,
    pfcFeatureMode: true,
    gea2: true,
    gea3: true,
    gea4: false,
    gea5: false,
    gea6: false,
    gea7: false,
    lcsVa: true,
    psHandoverToUtran: false,
    psHandoverToEUtran: true,
    emmCombinedProcedures: true,
    isr: false,
    srvcc: true,
    epc: true,
    nf: false,
    geranNetworkSharing: false,
    userPlaneIntegrity: false,
    gia4: false,
    gia5: false,
    gia6: false,
    gia7: false,
    ePco: false,
    restrictEc: false,
    dcnr: false,
  },
  msNetworkFeatureSupport: true,
  n1UeNetworkCapability: {
    fiveGEhcCpCiot: false,
    fiveGsPnbCiot: 0,
    fiveGUpCiot: false,
    fiveGHcCpCiot: false,
    n3Data: false,
    fiveGCpCiot: true,
  },
  nasKeySetIdentifier: { ksi: 3, tsc: 'native' },
  nasMessageContainer: fromHex('390100'),
  nbifomContainer: fromHex('010101'),
  negotiatedDrxParameterInNbS1Mode: 't1024',
  negotiatedImsiOffset: 0xabcd,
  negotiatedLlcSapi: 3,
  negotiatedQos: oldQos,
  negotiatedWusAssistanceInformation: [{ type: 0, value: 7 }],
  networkDaylightSavingTime: 1,
  networkPolicy: true,
  newEpsQos: { qci: 9 },
  newQos: oldQos,
  non3gppNwProvidedPolicies: true,
  nonCurrentNativeNasKeySetIdentifier: { ksi: 5, tsc: 'native' },
  nonceMme: fromHex('0a0b0c0d'),
  nonceUe: fromHex('01020304'),
  notificationIndicator: 'srvccHandoverCancelledImsSessionReEstablishmentRequired',
  oldGuti: guti,
  oldGutiType: 'mapped',
  oldLocationAreaIdentification: { plmn: otherPlmn, lac: 0x0102 },
  oldPTmsiSignature: fromHex('010203'),
  packetFlowIdentifier: 2,
  pagingIdentity: 'tmsi',
  pagingRestriction: { type: 'allExceptSpecifiedPdnConnections', ebis: [5] },
  pdnAddress: { type: 'ipv4v6', interfaceIdentifier: fromHex('0000000000000002'), ipv4: '10.45.0.2' },
  pdnType: 'ipv4v6',
  proseKeyManagementFunctionAddress: { type: 'ipv4', ipv4: '192.0.2.1' },
  protocolConfigurationOptions: pco,
  radioPriority: 2,
  reAttemptIndicator: { notAllowedInEquivalentPlmn: true, notAllowedInOtherRat: false },
  releaseAssistanceIndication: 'noFurtherData',
  remoteUeContextConnected: [
    {
      identities: [
        { type: 'imsi', digits: imsi },
        { type: 'msisdn', digits: '49301234' },
      ],
      address: { type: 'ipv4', ipv4: '192.0.2.9', port: 4000 },
    },
  ],
  remoteUeContextDisconnected: [
    {
      identities: [{ type: 'encryptedImsi', octets: rand }],
      address: { type: 'ipv6', prefix: fromHex('20010db800010002') },
    },
  ],
  replayedNasMessageContainer: fromHex('0748610bf600f110800102c0000123'),
  replayedNonceUe: fromHex('01020304'),
  replayedUeAdditionalSecurityCapability: additionalSecurity,
  replayedUeSecurityCapabilities: securityCapability,
  requestType: 'initialRequest',
  requestedImsiOffset: 0x0102,
  requestedWusAssistanceInformation: [{ type: 0, value: 20 }],
  requiredTrafficFlowQos: qos,
  selectedNasSecurityAlgorithms: { eea: 2, eia: 2 },
  serviceType: 'mobileTerminatingCsFallback',
  servingPlmnRateControl: 10,
  shortNameForNetwork: { text: 'Мобил', codingScheme: 'ucs2', addCountryInitials: true },
  smsServicesStatus: 'congestion',
  ssCode: 0x21,
  supportedCodecs: [
    { systemId: 0, bitmap: 0x1f00 },
    { systemId: 4, bitmap: 0x0004 },
  ],
  t3324Value: timer,
  t3346Value: timer,
  t3396Value: timer3,
  t3402Value: timer,
  t3412ExtendedValue: timer3,
  t3412Value: timer,
  t3423Value: { value: 0, unit: 'deactivated' },
  t3442Value: timer,
  t3447Value: timer3,
  t3448Value: timer,
  taiList,
  tft: { operation: 'createNewTft', filters: [filter] },
  tmsiBasedNriContainer: 0x155,
  tmsiStatus: true,
  trafficFlowAggregate: { operation: 'createNewTft', filters: [filter] },
  transactionIdentifier: { flag: false, value: 1, extended: false },
  ueAdditionalSecurityCapability: additionalSecurity,
  ueNetworkCapability: {
    eea: [0, 1, 2, 3],
    eia: [1, 2, 3],
    uea: [0, 1],
    uia: [1],
    ucs2: false,
    features: ['lpp', 'dcnr'],
  },
  ueRadioCapabilityId: fromHex('0102030405'),
  ueRadioCapabilityIdAvailability: 'available',
  ueRadioCapabilityIdDeletionIndication: 'networkAssignedIdsDeletionRequested',
  ueRadioCapabilityIdRequest: 'requested',
  ueRadioCapabilityInformationUpdateNeeded: true,
  ueRequestType: 'rejectionOfPaging',
  ueStatus: { n1ModeRegistered: false, s1ModeRegistered: true },
  universalTimeAndLocalTimeZone: {
    year: 26,
    month: 11,
    day: 22,
    hour: 13,
    minute: 5,
    second: 59,
    offsetMinutes: -210,
  },
  userDataContainer: fromHex('4500001c'),
  voiceDomainPreferenceAndUeUsageSetting: {
    usageSetting: 'voiceCentric',
    voiceDomainPreference: 'imsPsVoicePreferred',
  },
  wlanOffloadIndication: 1,
};

/** Where one name has two types. */
const VALUES_OF_MESSAGE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  DetachRequestUeOriginating: { detachType: { typeOfDetach: 'combinedEpsImsiDetach', switchOff: true } },
};

/** The message with its mandatory fields and the optional ones of the rows given. */
export function sample(table: EmmTable | EsmTable, optional: readonly Row[] = []): NasEpsMessage {
  const esmHeader =
    table.protocolDiscriminator === EMM ? {} : { epsBearerIdentity: 5, procedureTransactionIdentity: 1 };
  const rows = [...table.rows.filter(row => row[3] === 'M' && !row[1].startsWith('spare')), ...optional];
  const values = { ...VALUES, ...VALUES_OF_MESSAGE[table.message] } as Readonly<Record<string, unknown>>;
  const fields = Object.fromEntries(rows.map(row => [row[1], values[row[1]]]));
  return { message: table.message, ...esmHeader, ...fields } as unknown as NasEpsMessage;
}

/** The rows with an IEI. */
export function optionalRows(table: EmmTable | EsmTable): readonly Row[] {
  return table.rows.filter(row => row[3] !== 'M');
}

/** The direction in which the message travels; both do where the specification says so. */
export function directionOf(table: EmmTable | EsmTable): Direction {
  return table.message === 'DetachRequestUeOriginating' ? 'uplink' : 'downlink';
}
