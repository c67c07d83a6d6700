import { formatPlmn, formatTai } from '../../vocabulary/index.ts';
import type { UnknownIe } from '../asn1-per/index.ts';
import type { Cause, CriticalityDiagnostics } from './ies/causes.ts';
import type { GlobalEnbId } from './ies/identities.ts';
import { formatAddress } from './ies/mapped.ts';
import type { S1apPdu } from './pdu.ts';

type FieldName<T> = T extends unknown ? keyof T : never;
type FieldValue<T, K> = T extends { readonly [P in K & string]?: infer V } ? NonNullable<V> : never;

/** Every field of any message. */
type AnyField = FieldName<S1apPdu>;

/** How a fact is told: its label (empty: the text says it all) and its text. In the order of a line. */
type Facts = { readonly [K in AnyField]?: readonly [label: string, text: (value: FieldValue<S1apPdu, K>) => string] };

interface Bearer {
  readonly eRabId: number;
}

const FACTS: Facts = {
  mmeUeS1apId: ['MME-UE', String],
  enbUeS1apId: ['eNB-UE', String],
  ueS1apIds: [
    '',
    ids =>
      ids.type === 'mmeUeS1apId'
        ? `MME-UE ${ids.value}`
        : `MME-UE ${ids.value.mmeUeS1apId}, eNB-UE ${ids.value.enbUeS1apId}`,
  ],
  globalEnbId: ['eNB', formatEnb],
  enbName: ['name', quoted],
  mmeName: ['name', quoted],
  supportedTas: ['TACs', tas => tas.map(ta => `${hex(ta.tac, 4)} of ${ta.broadcastPlmns.map(formatPlmn)}`).join('; ')],
  servedGummeis: [
    'GUMMEIs of',
    list =>
      list.map(each => `${each.servedPlmns.map(formatPlmn)} MMEC ${each.servedMmecs.map(c => hex(c, 2))}`).join('; '),
  ],
  cause: ['cause', formatCause],
  rrcEstablishmentCause: ['for', String],
  handoverType: ['type', String],
  targetId: ['target', target => (target.type === 'targetEnbId' ? formatEnb(target.value.globalEnbId) : target.type)],
  uePagingId: [
    'UE',
    id => (id.type === 'imsi' ? `IMSI ${id.value}` : `S-TMSI ${hex(id.value.mmec, 2)}-${hex(id.value.mTmsi, 8)}`),
  ],
  sTmsi: ['S-TMSI', sTmsi => `${hex(sTmsi.mmec, 2)}-${hex(sTmsi.mTmsi, 8)}`],
  tai: ['TAI', formatTai],
  taiList: ['in', list => list.map(formatTaiItem).join(' ')],
  eRabToBeSetupList: ['set up', bearers],
  eRabSetupList: ['set up', bearers],
  eRabAdmittedList: ['admitted', bearers],
  eRabFailedToSetupList: ['failed', failedBearers],
  eRabToBeModifiedList: ['modify', bearers],
  eRabModifyList: ['modified', bearers],
  eRabFailedToModifyList: ['failed', failedBearers],
  eRabToBeReleasedList: ['release', failedBearers],
  eRabReleaseList: ['released', bearers],
  eRabReleasedList: ['released', failedBearers],
  eRabFailedToReleaseList: ['failed', failedBearers],
  eRabToBeSwitchedDlList: ['switch', bearers],
  ueAggregateMaximumBitRate: [
    'UE-AMBR',
    ambr => `${formatRate(ambr.downlinkBps)} down, ${formatRate(ambr.uplinkBps)} up`,
  ],
  nasPdu: ['NAS', nas => `${nas.length} octets`],
  resetType: ['reset', reset => (reset.type === 's1Interface' ? 'all' : countOf(reset.value.length))],
  ueAssociatedLogicalS1ConnectionListResAck: ['acknowledged', list => countOf(list.length)],
  overloadResponse: ['action', response => response.value],
  timeToWait: ['wait', wait => wait.replace('v', '').replace('s', ' s')],
  criticalityDiagnostics: ['diagnostics', formatDiagnostics],
  unknownIes: ['unknown IEs', list => (list as readonly UnknownIe[]).map(each => each.id).join(' ')],
};

const ORDER = Object.keys(FACTS) as AnyField[];

/** The message in one line for a ladder: its name, and the ids, bearers and causes that tell it apart. NAS stays closed. */
export function describeS1ap(pdu: S1apPdu): string {
  const summary = summarizeS1ap(pdu);
  return summary === '' ? pdu.message : `${pdu.message} (${summary})`;
}

/** The facts of `describeS1ap` without the name; empty when there are none. */
export function summarizeS1ap(pdu: S1apPdu): string {
  const parts: string[] = [];
  for (const field of ORDER) {
    const value = (pdu as Readonly<Record<string, unknown>>)[field];
    const fact = FACTS[field] as readonly [string, (value: unknown) => string] | undefined;
    if (value === undefined || fact === undefined) continue;
    parts.push(fact[0] === '' ? fact[1](value) : `${fact[0]} ${fact[1](value)}`);
  }
  return parts.join(', ');
}

/** `nas: normal-release`. */
export function formatCause(cause: Cause): string {
  return `${cause.group}: ${cause.value}`;
}

/** `999-70 macro 0x0019b`. */
export function formatEnb({ plmn, enbId }: GlobalEnbId): string {
  return `${formatPlmn(plmn)} ${enbId.type.replace('EnbId', '')} ${hex(enbId.value, 5)}`;
}

function formatDiagnostics(diagnostics: CriticalityDiagnostics): string {
  const ies = (diagnostics.ieCriticalityDiagnostics ?? []).map(each => `IE ${each.ieId} ${each.typeOfError}`);
  const procedure = diagnostics.procedureCode === undefined ? [] : [`procedure ${diagnostics.procedureCode}`];
  return [...procedure, ...ies].join(' ');
}

function formatTaiItem(
  item: { readonly tai: Parameters<typeof formatTai>[0] } | Parameters<typeof formatTai>[0],
): string {
  return formatTai('tai' in item ? item.tai : item);
}

function bearers(list: readonly Bearer[]): string {
  return list
    .map(each => {
      const { qos, transportLayerAddress, gtpTeid } = each as Bearer & {
        readonly qos?: { readonly qci?: number };
        readonly transportLayerAddress?: Uint8Array;
        readonly gtpTeid?: number;
      };
      const quality = qos?.qci === undefined ? '' : ` QCI ${qos.qci}`;
      const tunnel =
        transportLayerAddress === undefined || gtpTeid === undefined
          ? ''
          : ` at ${formatAddress(transportLayerAddress)} ${hex(gtpTeid, 8)}`;
      return `E-RAB ${each.eRabId}${quality}${tunnel}`;
    })
    .join(' and ');
}

function failedBearers(list: readonly (Bearer & { readonly cause?: Cause })[]): string {
  return list
    .map(each => `E-RAB ${each.eRabId}${each.cause === undefined ? '' : ` (${formatCause(each.cause)})`}`)
    .join(' and ');
}

function formatRate(bps: number): string {
  if (bps >= 1e9 && bps % 1e8 === 0) return `${bps / 1e9} Gbit/s`;
  if (bps >= 1e6 && bps % 1e5 === 0) return `${bps / 1e6} Mbit/s`;
  return bps % 1000 === 0 ? `${bps / 1000} kbit/s` : `${bps} bit/s`;
}

function countOf(connections: number): string {
  return `${connections} connection${connections === 1 ? '' : 's'}`;
}

function quoted(text: string): string {
  return `'${text}'`;
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
