import { parseIp } from '../../codec/ip/index.ts';
import type { PacketFilterComponent } from '../../codec/nas-common/packet-filter.ts';
import type { PacketFilter as CodedFilter, TrafficFlowTemplate } from '../../codec/nas-common/traffic-flow-template.ts';

/** A packet filter as a bearer keeps it, ready to be compared with packets. TS 24.008 §10.5.6.12 */
export interface PacketFilter {
  /** 0 … 15. */
  readonly identifier: number;
  readonly uplink: boolean;
  /** 0 … 255; the lowest is evaluated first. */
  readonly precedence: number;
  readonly conditions: readonly FilterCondition[];
}

export type FilterCondition =
  /** 4 or 16 octets each. */
  | { readonly type: 'remoteAddress' | 'localAddress'; readonly address: Uint8Array; readonly mask: Uint8Array }
  | { readonly type: 'remotePort' | 'localPort'; readonly low: number; readonly high: number }
  | { readonly type: 'protocol' | 'securityParameterIndex' | 'flowLabel'; readonly value: number }
  | { readonly type: 'typeOfService'; readonly value: number; readonly mask: number };

/** The filters afterwards, or the ESM cause of what is wrong. */
export type TftOutcome =
  | { readonly ok: true; readonly filters: readonly PacketFilter[] }
  | { readonly ok: false; readonly esmCause: number };

const SEMANTIC_ERROR_IN_TFT = 41;
const SYNTACTICAL_ERROR_IN_TFT = 42;
const SEMANTIC_ERROR_IN_FILTER = 44;
const SYNTACTICAL_ERROR_IN_FILTER = 45;

/** Does what a TFT says to the filters that a bearer has. TS 24.301 §6.4.2.4, §6.4.3.4 */
export function applyTft(before: readonly PacketFilter[], tft: TrafficFlowTemplate): TftOutcome {
  switch (tft.operation) {
    case 'createNewTft':
      return before.length > 0 ? failed(SEMANTIC_ERROR_IN_TFT) : merge([], tft.filters);
    case 'addPacketFilters':
    case 'replacePacketFilters': {
      if (before.length === 0) return failed(SEMANTIC_ERROR_IN_TFT);
      const kept = before.filter(old => !tft.filters.some(({ identifier }) => identifier === old.identifier));
      return merge(kept, tft.filters);
    }
    case 'deletePacketFilters': {
      if (tft.identifiers.length === 0) return failed(SYNTACTICAL_ERROR_IN_TFT);
      const left = before.filter(filter => !tft.identifiers.includes(filter.identifier));
      // A dedicated bearer without filters would take no packet: the operation would have to end the bearer.
      return left.length === 0 ? failed(SEMANTIC_ERROR_IN_TFT) : { ok: true, filters: left };
    }
    case 'deleteExistingTft':
      return { ok: true, filters: [] };
    case 'noTftOperation':
      return { ok: true, filters: before };
    case 'ignore':
      return failed(SYNTACTICAL_ERROR_IN_TFT);
  }
}

/** Old and new filters in the order of their precedence; two share neither identifier nor precedence. */
function merge(kept: readonly PacketFilter[], coded: readonly CodedFilter[]): TftOutcome {
  if (coded.length === 0) return failed(SYNTACTICAL_ERROR_IN_TFT);
  const filters = [...kept];
  for (const filter of coded) {
    const conditions = conditionsOf(filter.components);
    if (typeof conditions === 'number') return failed(conditions);
    const { identifier, precedence, direction } = filter;
    filters.push({ identifier, precedence, uplink: direction !== 'downlink', conditions });
  }
  filters.sort((a, b) => a.precedence - b.precedence);
  if (new Set(filters.map(({ identifier }) => identifier)).size < filters.length)
    return failed(SYNTACTICAL_ERROR_IN_FILTER);
  if (new Set(filters.map(({ precedence }) => precedence)).size < filters.length) return failed(SEMANTIC_ERROR_IN_TFT);
  return { ok: true, filters };
}

/** The conditions, each kind once (two would contradict each other), or the ESM cause of what is wrong. */
function conditionsOf(components: readonly PacketFilterComponent[]): FilterCondition[] | number {
  const conditions: FilterCondition[] = [];
  for (const component of components) {
    const condition = conditionOf(component);
    if (condition === undefined) return SYNTACTICAL_ERROR_IN_FILTER;
    if (conditions.some(({ type }) => type === condition.type)) return SEMANTIC_ERROR_IN_FILTER;
    conditions.push(condition);
  }
  return conditions.length === 0 ? SYNTACTICAL_ERROR_IN_FILTER : conditions;
}

/** undefined = a component that is not known, or that no IP packet has. */
function conditionOf(component: PacketFilterComponent): FilterCondition | undefined {
  switch (component.type) {
    case 'ipv4Remote':
    case 'ipv6Remote':
      return { type: 'remoteAddress', address: parseIp(component.address), mask: parseIp(component.mask) };
    case 'ipv4Local':
      return { type: 'localAddress', address: parseIp(component.address), mask: parseIp(component.mask) };
    case 'ipv6RemotePrefix':
    case 'ipv6LocalPrefix': {
      const type = component.type === 'ipv6RemotePrefix' ? 'remoteAddress' : 'localAddress';
      return { type, address: parseIp(component.address), mask: prefixMask(component.prefixLength) };
    }
    case 'protocol':
      return { type: 'protocol', value: component.protocol };
    case 'remotePort':
    case 'localPort':
      return { type: component.type, low: component.port, high: component.port };
    case 'remotePortRange':
      return { type: 'remotePort', low: component.low, high: component.high };
    case 'localPortRange':
      return { type: 'localPort', low: component.low, high: component.high };
    case 'securityParameterIndex':
      return { type: 'securityParameterIndex', value: component.spi };
    case 'typeOfService':
      return { type: 'typeOfService', value: component.value, mask: component.mask };
    case 'flowLabel':
      return { type: 'flowLabel', value: component.label };
    default:
      return undefined;
  }
}

function prefixMask(length: number): Uint8Array {
  const mask = new Uint8Array(16);
  for (let bit = 0; bit < Math.min(length, 128); bit++) mask[bit >> 3]! |= 0x80 >> (bit & 7);
  return mask;
}

function failed(esmCause: number): TftOutcome {
  return { ok: false, esmCause };
}
