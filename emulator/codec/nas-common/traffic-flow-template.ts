import { type ByteReader, type ByteWriter, DecodeError, toHex } from '../../bytes/index.ts';
import { checked, type Word, words } from './coding.ts';
import { type Element, element } from './element.ts';
import { type PacketFilterComponent, readComponents, showComponent, writeComponents } from './packet-filter.ts';

const DIRECTIONS = { 0: 'preRelease7', 1: 'downlink', 2: 'uplink', 3: 'bidirectional' } as const;
const directions = words('packet filter direction', DIRECTIONS, 3);

/** Which packets a bearer carries; a filter with the lower `precedence` is looked at first. */
export interface PacketFilter {
  /** 0 … 15. */
  readonly identifier: number;
  readonly direction: Word<typeof DIRECTIONS>;
  /** 0 … 255. */
  readonly precedence: number;
  readonly components: readonly PacketFilterComponent[];
}

/** 1 authorization token, 2 flow identifier, 3 packet filter identifiers. */
export interface TftParameter {
  readonly id: number;
  readonly contents: Uint8Array;
}

/** What to do with the packet filters of a bearer. */
export type TrafficFlowTemplate = {
  readonly parameters?: readonly TftParameter[];
} & (
  | {
      readonly operation: 'createNewTft' | 'addPacketFilters' | 'replacePacketFilters';
      readonly filters: readonly PacketFilter[];
    }
  | { readonly operation: 'deletePacketFilters'; readonly identifiers: readonly number[] }
  | { readonly operation: 'ignore' | 'deleteExistingTft' | 'noTftOperation' }
);

const OPERATIONS = [
  'ignore',
  'createNewTft',
  'deleteExistingTft',
  'addPacketFilters',
  'replacePacketFilters',
  'deletePacketFilters',
  'noTftOperation',
] as const;
const WITH_PARAMETERS = 0x10;

function tftElement(title: string, clause: string): Element<TrafficFlowTemplate> {
  return element<TrafficFlowTemplate>(title, clause, {
    decode,
    encode,
    show: tft => {
      const parameters = tft.parameters?.map(({ id, contents }) => `parameter ${id} ${toHex(contents)}`) ?? [];
      return [showOperation(tft), ...parameters].join(', ');
    },
  });
}

/** The packet filters of a dedicated bearer. */
export const trafficFlowTemplate = tftElement('Traffic flow template', 'TS 24.008 §10.5.6.12');

/** The same coding in what a UE asks for; identifiers of new filters are 0. */
export const trafficFlowAggregateDescription = tftElement('Traffic flow aggregate description', 'TS 24.301 §9.9.4.15');

function decode(reader: ByteReader): TrafficFlowTemplate {
  const head = reader.u8();
  const operation = OPERATIONS[head >> 5];
  const count = head & 0xf;
  if (operation === undefined) throw new DecodeError('TFT operation code 7 is reserved', reader.position - 1);
  let tft: TrafficFlowTemplate;
  switch (operation) {
    case 'createNewTft':
    case 'addPacketFilters':
    case 'replacePacketFilters':
      tft = { operation, filters: Array.from({ length: count }, () => readFilter(reader)) };
      break;
    case 'deletePacketFilters':
      tft = { operation, identifiers: Array.from({ length: count }, () => reader.u8() & 0xf) };
      break;
    default:
      tft = { operation };
  }
  if ((head & WITH_PARAMETERS) === 0) return tft;
  const parameters: TftParameter[] = [];
  while (reader.remaining > 0) parameters.push({ id: reader.u8(), contents: reader.take(reader.u8()) });
  return { ...tft, parameters };
}

function encode(tft: TrafficFlowTemplate, writer: ByteWriter): void {
  const list = 'filters' in tft ? tft.filters : 'identifiers' in tft ? tft.identifiers : [];
  const count = checked('number of packet filters', list.length, 15);
  const flag = tft.parameters === undefined ? 0 : WITH_PARAMETERS;
  writer.u8((OPERATIONS.indexOf(tft.operation) << 5) | flag | count);
  if ('filters' in tft) for (const filter of tft.filters) writeFilter(filter, writer);
  if ('identifiers' in tft) {
    for (const identifier of tft.identifiers) writer.u8(checked('packet filter identifier', identifier, 15));
  }
  for (const { id, contents } of tft.parameters ?? []) {
    writer
      .u8(id)
      .u8(checked('TFT parameter length', contents.length, 0xff))
      .put(contents);
  }
}

function readFilter(reader: ByteReader): PacketFilter {
  const head = reader.u8();
  return {
    identifier: head & 0xf,
    direction: directions.decode(head >> 4),
    precedence: reader.u8(),
    components: readComponents(reader.sub(reader.u8())),
  };
}

function writeFilter(filter: PacketFilter, writer: ByteWriter): void {
  const identifier = checked('packet filter identifier', filter.identifier, 15);
  writer.u8((directions.encode(filter.direction) << 4) | identifier);
  writer.u8(checked('evaluation precedence', filter.precedence, 0xff));
  const start = writer.length;
  writer.u8(0);
  writeComponents(filter.components, writer);
  writer.patchU8(start, checked('length of a packet filter', writer.length - start - 1, 0xff));
}

function showOperation(tft: TrafficFlowTemplate): string {
  if ('filters' in tft) return `${tft.operation}: ${tft.filters.map(showFilter).join('; ')}`;
  return 'identifiers' in tft ? `${tft.operation} ${tft.identifiers.join(' ')}` : tft.operation;
}

function showFilter(filter: PacketFilter): string {
  const components = filter.components.map(showComponent).join(', ') || 'any packet';
  return `${filter.identifier} ${filter.direction} precedence ${filter.precedence} ${components}`;
}
