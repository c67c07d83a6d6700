import {
  anyIe,
  bitNumber,
  choice,
  conditional,
  enumerated,
  fixedOctetString,
  type Infer,
  ieSequence,
  ieSequenceFixed,
  integer,
  nothing,
  octetString,
  octetStringBetween,
  optional,
  optionalIe,
  sequenceOf,
  singleIe,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';
import { EutranCgi, Tai } from './identities.ts';
import { PlmnIdentity, Tac, TransportLayerAddress } from './mapped.ts';
import { Earfcn, M6DelayThreshold, M6ReportInterval, UriAddress } from './ue-context.ts';

// Trace, MDT and application measurements. TS 36.413 §9.2

export const CellIdListForMdt = sequenceOf(EutranCgi, 1, 32);
export type CellIdListForMdt = Infer<typeof CellIdListForMdt>;

export const CellBasedMdt = ieSequence({ cellIdList: CellIdListForMdt });
export type CellBasedMdt = Infer<typeof CellBasedMdt>;

export const TaiListForMdt = sequenceOf(Tai, 1, 8);
export type TaiListForMdt = Infer<typeof TaiListForMdt>;

export const TaiBasedMdt = ieSequence({ taiList: TaiListForMdt });
export type TaiBasedMdt = Infer<typeof TaiBasedMdt>;

export const TaListForMdt = sequenceOf(Tac, 1, 8);
export type TaListForMdt = Infer<typeof TaListForMdt>;

export const TaBasedMdt = ieSequence({ taList: TaListForMdt });
export type TaBasedMdt = Infer<typeof TaBasedMdt>;

export const AreaScopeOfMdt = choice(
  'type',
  { cellBased: CellBasedMdt, taBased: TaBasedMdt, plmnWide: nothing },
  '...',
  { taiBased: TaiBasedMdt },
);
export type AreaScopeOfMdt = Infer<typeof AreaScopeOfMdt>;

export const CellIdListForQmc = sequenceOf(EutranCgi, 1, 32);
export type CellIdListForQmc = Infer<typeof CellIdListForQmc>;

export const CellBasedQmc = ieSequence({ cellIdList: CellIdListForQmc });
export type CellBasedQmc = Infer<typeof CellBasedQmc>;

export const PlmnListForQmc = sequenceOf(PlmnIdentity, 1, 16);
export type PlmnListForQmc = Infer<typeof PlmnListForQmc>;

export const PlmnAreaBasedQmc = ieSequence({ plmnList: PlmnListForQmc });
export type PlmnAreaBasedQmc = Infer<typeof PlmnAreaBasedQmc>;

export const TaListForQmc = sequenceOf(Tac, 1, 8);
export type TaListForQmc = Infer<typeof TaListForQmc>;

export const TaBasedQmc = ieSequence({ taList: TaListForQmc });
export type TaBasedQmc = Infer<typeof TaBasedQmc>;

export const TaiListForQmc = sequenceOf(Tai, 1, 8);
export type TaiListForQmc = Infer<typeof TaiListForQmc>;

export const TaiBasedQmc = ieSequence({ taiList: TaiListForQmc });
export type TaiBasedQmc = Infer<typeof TaiBasedQmc>;

export const AreaScopeOfQmc = choice(
  'type',
  { cellBased: CellBasedQmc, taBased: TaBasedQmc, taiBased: TaiBasedQmc, plmnAreaBased: PlmnAreaBasedQmc },
  '...',
);
export type AreaScopeOfQmc = Infer<typeof AreaScopeOfQmc>;

export const BluetoothName = octetStringBetween(1, 248);

export const BluetoothMeasConfigNameList = sequenceOf(BluetoothName, 1, 4);
export type BluetoothMeasConfigNameList = Infer<typeof BluetoothMeasConfigNameList>;

export const BluetoothMeasConfig = enumerated(['setup'], '...');
export type BluetoothMeasConfig = Infer<typeof BluetoothMeasConfig>;

export const BluetoothMeasurementConfiguration = clause(
  '9.2.1.137',
  ieSequence({
    bluetoothMeasConfig: BluetoothMeasConfig,
    bluetoothMeasConfigNameList: optional(BluetoothMeasConfigNameList),
    btRssi: optional(enumerated(['true'], '...')),
  }),
);
export type BluetoothMeasurementConfiguration = Infer<typeof BluetoothMeasurementConfiguration>;

export const Hysteresis = integer(0, 30);

export const ThresholdRsrp = integer(0, 97);

export const ThresholdRsrq = integer(0, 34);

export const MeasurementThresholdL1LoggedMdt = choice('type', {
  thresholdRsrp: ThresholdRsrp,
  thresholdRsrq: ThresholdRsrq,
  choiceExtensions: anyIe,
});
export type MeasurementThresholdL1LoggedMdt = Infer<typeof MeasurementThresholdL1LoggedMdt>;

export const TimeToTrigger = enumerated([
  'ms0',
  'ms40',
  'ms64',
  'ms80',
  'ms100',
  'ms128',
  'ms160',
  'ms256',
  'ms320',
  'ms480',
  'ms512',
  'ms640',
  'ms1024',
  'ms1280',
  'ms2560',
  'ms5120',
]);
export type TimeToTrigger = Infer<typeof TimeToTrigger>;

export const EventL1LoggedMdtConfig = ieSequence({
  l1Threshold: MeasurementThresholdL1LoggedMdt,
  hysteresis: Hysteresis,
  timeToTrigger: TimeToTrigger,
});
export type EventL1LoggedMdtConfig = Infer<typeof EventL1LoggedMdtConfig>;

export const EventTrigger = choice('type', {
  outOfCoverage: enumerated(['true'], '...'),
  eventL1LoggedMdtConfig: EventL1LoggedMdtConfig,
  choiceExtensions: anyIe,
});
export type EventTrigger = Infer<typeof EventTrigger>;

export const M3Period = enumerated(['ms100', 'ms1000', 'ms10000'], '...', [
  'ms1024',
  'ms1280',
  'ms2048',
  'ms2560',
  'ms5120',
  'ms10240',
  'min1',
]);
export type M3Period = Infer<typeof M3Period>;

export const M3Configuration = clause('9.2.1.86', ieSequence({ m3Period: M3Period }));
export type M3Configuration = Infer<typeof M3Configuration>;

export const LinksToLog = enumerated(['uplink', 'downlink', 'both-uplink-and-downlink'], '...');
export type LinksToLog = Infer<typeof LinksToLog>;

export const M4Period = enumerated(['ms1024', 'ms2048', 'ms5120', 'ms10240', 'min1'], '...');
export type M4Period = Infer<typeof M4Period>;

export const M4Configuration = clause('9.2.1.87', ieSequence({ m4Period: M4Period, m4LinksToLog: LinksToLog }));
export type M4Configuration = Infer<typeof M4Configuration>;

export const M5Period = enumerated(['ms1024', 'ms2048', 'ms5120', 'ms10240', 'min1'], '...');
export type M5Period = Infer<typeof M5Period>;

export const M5Configuration = clause('9.2.1.88', ieSequence({ m5Period: M5Period, m5LinksToLog: LinksToLog }));
export type M5Configuration = Infer<typeof M5Configuration>;

export const M6Configuration = clause(
  '9.2.1.101',
  ieSequence({
    m6ReportInterval: M6ReportInterval,
    m6DelayThreshold: optional(M6DelayThreshold),
    m6LinksToLog: LinksToLog,
  }),
);
export type M6Configuration = Infer<typeof M6Configuration>;

export const M7Period = integer(1, 60, '...');

export const M7Configuration = clause('9.2.1.102', ieSequence({ m7Period: M7Period, m7LinksToLog: LinksToLog }));
export type M7Configuration = Infer<typeof M7Configuration>;

export const MdtLocationInfo = bitNumber(8);

export const MeasurementsToActivate = bitNumber(8);

export const ReportAmountMdt = enumerated(['r1', 'r2', 'r4', 'r8', 'r16', 'r32', 'r64', 'rinfinity']);
export type ReportAmountMdt = Infer<typeof ReportAmountMdt>;

export const ReportIntervalMdt = enumerated([
  'ms120',
  'ms240',
  'ms480',
  'ms640',
  'ms1024',
  'ms2048',
  'ms5120',
  'ms10240',
  'min1',
  'min6',
  'min12',
  'min30',
  'min60',
]);
export type ReportIntervalMdt = Infer<typeof ReportIntervalMdt>;

export const M1PeriodicReporting = ieSequence({ reportInterval: ReportIntervalMdt, reportAmount: ReportAmountMdt });
export type M1PeriodicReporting = Infer<typeof M1PeriodicReporting>;

export const M1ReportingTrigger = enumerated(['periodic', 'a2eventtriggered'], '...', ['a2eventtriggered-periodic']);
export type M1ReportingTrigger = Infer<typeof M1ReportingTrigger>;

export const SensorMeasConfig = enumerated(['setup'], '...');
export type SensorMeasConfig = Infer<typeof SensorMeasConfig>;

export const SensorNameConfig = choice('type', {
  uncompensatedBarometricConfig: enumerated(['true'], '...'),
  choiceExtensions: anyIe,
});
export type SensorNameConfig = Infer<typeof SensorNameConfig>;

export const SensorMeasConfigNameItem = ieSequence({ sensorNameConfig: SensorNameConfig });
export type SensorMeasConfigNameItem = Infer<typeof SensorMeasConfigNameItem>;

export const SensorMeasConfigNameList = sequenceOf(SensorMeasConfigNameItem, 1, 3);
export type SensorMeasConfigNameList = Infer<typeof SensorMeasConfigNameList>;

export const SensorMeasurementConfiguration = clause(
  '9.2.1.166',
  ieSequence({ sensorMeasConfig: SensorMeasConfig, sensorMeasConfigNameList: optional(SensorMeasConfigNameList) }),
);
export type SensorMeasurementConfiguration = Infer<typeof SensorMeasurementConfiguration>;

export const MeasurementThresholdA2 = choice(
  'type',
  { thresholdRsrp: ThresholdRsrp, thresholdRsrq: ThresholdRsrq },
  '...',
);
export type MeasurementThresholdA2 = Infer<typeof MeasurementThresholdA2>;

export const M1ThresholdEventA2 = ieSequence({ measurementThreshold: MeasurementThresholdA2 });
export type M1ThresholdEventA2 = Infer<typeof M1ThresholdEventA2>;

export const WlanName = octetStringBetween(1, 32);

export const WlanMeasConfigNameList = sequenceOf(WlanName, 1, 4);
export type WlanMeasConfigNameList = Infer<typeof WlanMeasConfigNameList>;

export const WlanMeasConfig = enumerated(['setup'], '...');
export type WlanMeasConfig = Infer<typeof WlanMeasConfig>;

export const WlanMeasurementConfiguration = clause(
  '9.2.1.138',
  ieSequence({
    wlanMeasConfig: WlanMeasConfig,
    wlanMeasConfigNameList: optional(WlanMeasConfigNameList),
    wlanRssi: optional(enumerated(['true'], '...')),
    wlanRtt: optional(enumerated(['true'], '...')),
  }),
);
export type WlanMeasurementConfiguration = Infer<typeof WlanMeasurementConfiguration>;

export const ImmediateMdt = ieSequence(
  {
    measurementsToActivate: MeasurementsToActivate,
    m1ReportingTrigger: M1ReportingTrigger,
    m1ThresholdEventA2: optional(M1ThresholdEventA2),
    m1PeriodicReporting: optional(M1PeriodicReporting),
  },
  {
    m3Configuration: conditional(171, 'ignore', M3Configuration),
    m4Configuration: conditional(172, 'ignore', M4Configuration),
    m5Configuration: conditional(173, 'ignore', M5Configuration),
    mdtLocationInfo: optionalIe(174, 'ignore', MdtLocationInfo),
    m6Configuration: conditional(220, 'ignore', M6Configuration),
    m7Configuration: conditional(221, 'ignore', M7Configuration),
    bluetoothMeasurementConfiguration: optionalIe(284, 'ignore', BluetoothMeasurementConfiguration),
    wlanMeasurementConfiguration: optionalIe(285, 'ignore', WlanMeasurementConfiguration),
    sensorMeasurementConfiguration: optionalIe(345, 'ignore', SensorMeasurementConfiguration),
  },
);
export type ImmediateMdt = Infer<typeof ImmediateMdt>;

export const InterfacesToTrace = bitNumber(8);

export const InterSystemMeasurementItem = ieSequenceFixed({
  freqBandIndicatorNr: integer(1, 1024),
  ssbFrequencies: integer(0, 3279165),
  subcarrierSpacingSsb: enumerated(['kHz15', 'kHz30', 'kHz60', 'kHz120', 'kHz240'], '...'),
  maxRsIndexCellQual: optional(integer(1, 16)),
  smtc: optional(octetString),
  threshRsIndexR15: optional(octetString),
  ssbToMeasure: optional(octetString),
  ssRssiMeasurement: optional(octetString),
  quantityConfigNrR15: optional(octetString),
  excludedCellsToAddModList: optional(octetString),
});
export type InterSystemMeasurementItem = Infer<typeof InterSystemMeasurementItem>;

export const InterSystemMeasurementList = sequenceOf(InterSystemMeasurementItem, 1, 64);
export type InterSystemMeasurementList = Infer<typeof InterSystemMeasurementList>;

export const InterSystemMeasurementParameters = ieSequence({
  measurementDuration: integer(1, 100),
  interSystemMeasurementList: optional(InterSystemMeasurementList),
});
export type InterSystemMeasurementParameters = Infer<typeof InterSystemMeasurementParameters>;

export const IntersystemMeasurementConfiguration = clause(
  '9.2.1.151',
  ieSequence({
    rsrp: optional(integer(0, 127)),
    rsrq: optional(integer(0, 127)),
    sinr: optional(integer(0, 127)),
    interSystemMeasurementParameters: InterSystemMeasurementParameters,
  }),
);
export type IntersystemMeasurementConfiguration = Infer<typeof IntersystemMeasurementConfiguration>;

export const LoggingInterval = enumerated([
  'ms1280',
  'ms2560',
  'ms5120',
  'ms10240',
  'ms20480',
  'ms30720',
  'ms40960',
  'ms61440',
]);
export type LoggingInterval = Infer<typeof LoggingInterval>;

export const LoggingDuration = enumerated(['m10', 'm20', 'm40', 'm60', 'm90', 'm120']);
export type LoggingDuration = Infer<typeof LoggingDuration>;

export const LoggedMdtTrigger = choice('type', { periodical: nothing, eventTrigger: EventTrigger }, '...');
export type LoggedMdtTrigger = Infer<typeof LoggedMdtTrigger>;

export const LoggedMdt = ieSequence(
  { loggingInterval: LoggingInterval, loggingDuration: LoggingDuration },
  {
    bluetoothMeasurementConfiguration: optionalIe(284, 'ignore', BluetoothMeasurementConfiguration),
    wlanMeasurementConfiguration: optionalIe(285, 'ignore', WlanMeasurementConfiguration),
    loggedMdtTrigger: optionalIe(344, 'ignore', LoggedMdtTrigger),
    sensorMeasurementConfiguration: optionalIe(345, 'ignore', SensorMeasurementConfiguration),
  },
);
export type LoggedMdt = Infer<typeof LoggedMdt>;

export const MbsfnResultToLogInfo = ieSequence({ mbsfnAreaId: optional(integer(0, 255)), carrierFreq: Earfcn });
export type MbsfnResultToLogInfo = Infer<typeof MbsfnResultToLogInfo>;

export const MbsfnResultToLog = clause('9.2.1.94', sequenceOf(MbsfnResultToLogInfo, 1, 8));
export type MbsfnResultToLog = Infer<typeof MbsfnResultToLog>;

export const LoggedMbsfnMdt = ieSequence({
  loggingInterval: LoggingInterval,
  loggingDuration: LoggingDuration,
  mbsfnResultToLog: optional(MbsfnResultToLog),
});
export type LoggedMbsfnMdt = Infer<typeof LoggedMbsfnMdt>;

export const MdtActivation = enumerated(['immediate-MDT-only', 'immediate-MDT-and-Trace', 'logged-MDT-only'], '...', [
  'logged-MBSFN-MDT',
]);
export type MdtActivation = Infer<typeof MdtActivation>;

export const MdtPlmnList = clause('9.2.1.89', sequenceOf(PlmnIdentity, 1, 16));
export type MdtPlmnList = Infer<typeof MdtPlmnList>;

export const MdtModeExtension = singleIe(197, 'ignore', LoggedMbsfnMdt);

export const MdtMode = choice('type', { immediateMdt: ImmediateMdt, loggedMdt: LoggedMdt }, '...', {
  mdtModeExtension: MdtModeExtension,
});
export type MdtMode = Infer<typeof MdtMode>;

export const MdtConfiguration = clause(
  '9.2.1.81',
  ieSequence(
    { mdtActivation: MdtActivation, areaScopeOfMdt: AreaScopeOfMdt, mdtMode: MdtMode },
    { signallingBasedMdtPlmnList: optionalIe(178, 'ignore', MdtPlmnList) },
  ),
);
export type MdtConfiguration = Infer<typeof MdtConfiguration>;

export const ManagementBasedMdtAllowed = clause('9.2.1.83', enumerated(['allowed'], '...'));
export type ManagementBasedMdtAllowed = Infer<typeof ManagementBasedMdtAllowed>;

export const MdtConfigurationNr = octetString;

export const ServiceType = enumerated(['qMC-for-streaming-service', 'qMC-for-MTSI-service'], '...');
export type ServiceType = Infer<typeof ServiceType>;

export const TraceDepth = enumerated(
  [
    'minimum',
    'medium',
    'maximum',
    'minimumWithoutVendorSpecificExtension',
    'mediumWithoutVendorSpecificExtension',
    'maximumWithoutVendorSpecificExtension',
  ],
  '...',
);
export type TraceDepth = Infer<typeof TraceDepth>;

export const EutranTraceId = fixedOctetString(8);

export const UeAppLayerMeasConfig = ieSequence(
  { containerForAppLayerMeasConfig: octetStringBetween(1, 1000), areaScopeOfQmc: AreaScopeOfQmc },
  { serviceType: optionalIe(276, 'ignore', ServiceType) },
);
export type UeAppLayerMeasConfig = Infer<typeof UeAppLayerMeasConfig>;

export const TraceActivation = clause(
  '9.2.1.4',
  ieSequence(
    {
      eutranTraceId: EutranTraceId,
      interfacesToTrace: InterfacesToTrace,
      traceDepth: TraceDepth,
      traceCollectionEntityIpAddress: TransportLayerAddress,
    },
    {
      mdtConfiguration: optionalIe(162, 'ignore', MdtConfiguration),
      ueAppLayerMeasConfig: optionalIe(262, 'ignore', UeAppLayerMeasConfig),
      mdtConfigurationNr: optionalIe(316, 'ignore', MdtConfigurationNr),
      traceCollectionEntityUri: optionalIe(325, 'ignore', UriAddress),
    },
  ),
);
export type TraceActivation = Infer<typeof TraceActivation>;

export const UeApplicationLayerMeasurementCapability = bitNumber(8);
