import {
  CriticalitySchema,
  choice,
  enumerated,
  type Infer,
  ieSequence,
  integer,
  openEnumerated,
  optional,
  sequenceOf,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';

// Causes and criticality diagnostics. TS 36.413 §9.2.1.3, §9.2.1.21

export const TriggeringMessage = clause(
  '9.2.1.21',
  enumerated(['initiating-message', 'successful-outcome', 'unsuccessful-outcome']),
);
export type TriggeringMessage = Infer<typeof TriggeringMessage>;

export const CauseMisc = openEnumerated(
  [
    'control-processing-overload',
    'not-enough-user-plane-processing-resources',
    'hardware-failure',
    'om-intervention',
    'unspecified',
    'unknown-PLMN',
  ],
  '...',
);
export type CauseMisc = Infer<typeof CauseMisc>;

export const CauseProtocol = openEnumerated(
  [
    'transfer-syntax-error',
    'abstract-syntax-error-reject',
    'abstract-syntax-error-ignore-and-notify',
    'message-not-compatible-with-receiver-state',
    'semantic-error',
    'abstract-syntax-error-falsely-constructed-message',
    'unspecified',
  ],
  '...',
);
export type CauseProtocol = Infer<typeof CauseProtocol>;

export const CauseRadioNetwork = openEnumerated(
  [
    'unspecified',
    'tx2relocoverall-expiry',
    'successful-handover',
    'release-due-to-eutran-generated-reason',
    'handover-cancelled',
    'partial-handover',
    'ho-failure-in-target-EPC-eNB-or-target-system',
    'ho-target-not-allowed',
    'tS1relocoverall-expiry',
    'tS1relocprep-expiry',
    'cell-not-available',
    'unknown-targetID',
    'no-radio-resources-available-in-target-cell',
    'unknown-mme-ue-s1ap-id',
    'unknown-enb-ue-s1ap-id',
    'unknown-pair-ue-s1ap-id',
    'handover-desirable-for-radio-reason',
    'time-critical-handover',
    'resource-optimisation-handover',
    'reduce-load-in-serving-cell',
    'user-inactivity',
    'radio-connection-with-ue-lost',
    'load-balancing-tau-required',
    'cs-fallback-triggered',
    'ue-not-available-for-ps-service',
    'radio-resources-not-available',
    'failure-in-radio-interface-procedure',
    'invalid-qos-combination',
    'interrat-redirection',
    'interaction-with-other-procedure',
    'unknown-E-RAB-ID',
    'multiple-E-RAB-ID-instances',
    'encryption-and-or-integrity-protection-algorithms-not-supported',
    's1-intra-system-handover-triggered',
    's1-inter-system-handover-triggered',
    'x2-handover-triggered',
  ],
  '...',
  [
    'redirection-towards-1xRTT',
    'not-supported-QCI-value',
    'invalid-CSG-Id',
    'release-due-to-pre-emption',
    'n26-interface-not-available',
    'insufficient-ue-capabilities',
    'maximum-bearer-pre-emption-rate-exceeded',
    'up-integrity-protection-not-possible',
  ],
);
export type CauseRadioNetwork = Infer<typeof CauseRadioNetwork>;

export const CauseTransport = openEnumerated(['transport-resource-unavailable', 'unspecified'], '...');
export type CauseTransport = Infer<typeof CauseTransport>;

export const CauseNas = openEnumerated(['normal-release', 'authentication-failure', 'detach', 'unspecified'], '...', [
  'csg-subscription-expiry',
  'uE-not-in-PLMN-serving-area',
]);
export type CauseNas = Infer<typeof CauseNas>;

export const Cause = clause(
  '9.2.1.3',
  choice(
    'group',
    {
      radioNetwork: CauseRadioNetwork,
      transport: CauseTransport,
      nas: CauseNas,
      protocol: CauseProtocol,
      misc: CauseMisc,
    },
    '...',
  ),
);
export type Cause = Infer<typeof Cause>;

export const TypeOfError = enumerated(['not-understood', 'missing'], '...');
export type TypeOfError = Infer<typeof TypeOfError>;

export const CriticalityDiagnosticsIeItem = ieSequence({
  ieCriticality: CriticalitySchema,
  ieId: integer(0, 65535),
  typeOfError: TypeOfError,
});
export type CriticalityDiagnosticsIeItem = Infer<typeof CriticalityDiagnosticsIeItem>;

export const CriticalityDiagnosticsIeList = sequenceOf(CriticalityDiagnosticsIeItem, 1, 256);
export type CriticalityDiagnosticsIeList = Infer<typeof CriticalityDiagnosticsIeList>;

export const CriticalityDiagnostics = clause(
  '9.2.1.21',
  ieSequence({
    procedureCode: optional(integer(0, 255)),
    triggeringMessage: optional(TriggeringMessage),
    procedureCriticality: optional(CriticalitySchema),
    ieCriticalityDiagnostics: optional(CriticalityDiagnosticsIeList),
  }),
);
export type CriticalityDiagnostics = Infer<typeof CriticalityDiagnostics>;

export const TimeToWait = clause('9.2.1.61', enumerated(['v1s', 'v2s', 'v5s', 'v10s', 'v20s', 'v60s'], '...'));
export type TimeToWait = Infer<typeof TimeToWait>;
