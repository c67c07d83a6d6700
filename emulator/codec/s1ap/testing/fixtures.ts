import { fromHex } from '../../../bytes/index.ts';
import type { S1apPdu } from '../pdu.ts';
import { INDEPENDENT_S1AP } from './independent.fixture.ts';
import { OPEN5GS_S1AP } from './open5gs.fixture.ts';

export interface RecordedMessage {
  readonly capture: string;
  readonly frame: number;
  readonly bytes: Uint8Array;
}

export interface IndependentMessage {
  readonly bytes: Uint8Array;
  readonly pdu: S1apPdu;
}

/** The messages of the captures, in their order. */
export function recordedMessages(): RecordedMessage[] {
  return linesOf(OPEN5GS_S1AP).map(line => {
    const [capture = '', frame = '', hex = ''] = line.split(' ');
    return { capture, frame: Number(frame), bytes: fromHex(hex) };
  });
}

/** Messages of an independent codec with the values that it encoded. */
export function independentMessages(): IndependentMessage[] {
  return linesOf(INDEPENDENT_S1AP).map(line => {
    const space = line.indexOf(' ');
    return { bytes: fromHex(line.slice(0, space)), pdu: JSON.parse(line.slice(space + 1), revive) as S1apPdu };
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $: octets, '#': digits } = value as { $?: string; '#'?: string };
  if (octets !== undefined) return fromHex(octets);
  return digits === undefined ? value : BigInt(digits);
}
