import { parseBitRate, parseDataSize, parseDuration } from '../shape/index.ts';
import type { Value } from '../source/source-node.ts';

/** What kind of thing a subject is: how its value is written, compared and printed. */
export type Kind =
  | 'text'
  | 'number'
  | 'octets'
  | 'bit-rate'
  | 'milliseconds'
  | 'boolean'
  | 'emm-cause'
  | 'esm-cause'
  | 'sqn'
  | 'any';

const HEX_SQN = /^[0-9a-fA-F]{12}$/;

/** The number that a person wrote for a subject of a kind; undefined when it is none. */
export function quantity(raw: Value, kind: Kind): number | undefined {
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string') return undefined;
  const text = raw.trim();
  if (kind === 'sqn' && HEX_SQN.test(text)) return Number.parseInt(text, 16);
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16);
  if (/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const grouped = /^\d{1,3}(,\d{3})+$/.test(text) ? Number(text.replaceAll(',', '')) : undefined;
  return grouped ?? parseDataSize(text) ?? parseBitRate(text) ?? parseDuration(text);
}

/** A value as reports print it: `5 MB`, `1.2 s`, `'internet'` without quotes. */
export function printValue(value: Value, kind: Kind = 'any'): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'number') return printNumber(value, kind);
  if (typeof value === 'string') return value === '' ? "''" : value;
  if (typeof value === 'boolean') return String(value);
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function printNumber(value: number, kind: Kind): string {
  if (kind === 'octets')
    return printScaled(
      value,
      [
        [1e9, 'GB'],
        [1e6, 'MB'],
        [1e3, 'kB'],
      ],
      'B',
    );
  if (kind === 'bit-rate')
    return printScaled(
      value,
      [
        [1e9, 'Gbps'],
        [1e6, 'Mbps'],
        [1e3, 'kbps'],
      ],
      'bps',
    );
  if (kind === 'milliseconds') return value >= 1000 ? `${trimmed(value / 1000)} s` : `${trimmed(value)} ms`;
  return trimmed(value);
}

function printScaled(value: number, units: readonly (readonly [number, string])[], base: string): string {
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit === undefined ? `${value} ${base}` : `${trimmed(value / unit[0])} ${unit[1]}`;
}

function trimmed(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** True when the two say the same: text for text, or the same number, octets in hex in any spelling. */
export function sameValue(expected: Value, actual: Value, kind: Kind): boolean {
  if (expected === actual) return true;
  if (typeof actual === 'boolean') return String(expected) === String(actual);
  if (typeof actual === 'number') return quantity(expected, kind) === actual;
  if (typeof actual === 'string') {
    const text = String(expected);
    if (text === actual) return true;
    return sameHex(text, actual) || (kind === 'sqn' && quantity(text, kind) === quantity(actual, kind));
  }
  if (typeof actual === 'object' && typeof expected === 'object') return sameTree(expected, actual, kind);
  return false;
}

function sameHex(a: string, b: string): boolean {
  const [x, y] = [a, b].map(text => text.replaceAll(/[\s:]/g, '').toLowerCase());
  return x === y && /^([0-9a-f]{2}){2,}$/.test(x!);
}

function sameTree(a: object, b: object, kind: Kind): boolean {
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  if (Array.isArray(a) !== Array.isArray(b) || keysA.length !== keysB.length) return false;
  return keysA.every(key => sameValue((a as Record<string, Value>)[key], (b as Record<string, Value>)[key], kind));
}
