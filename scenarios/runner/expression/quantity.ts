import { parseBitRate, parseDataSize, parseDuration } from '../shape/index.ts';

export type QuantityKind = 'duration' | 'size' | 'rate';

export interface Quantity {
  readonly kind: QuantityKind;
  /** In ms, octets or bit/s. */
  readonly amount: number;
}

const PARSERS: readonly (readonly [QuantityKind, (text: string) => number | undefined])[] = [
  ['duration', parseDuration],
  ['size', parseDataSize],
  ['rate', parseBitRate],
];

/** Largest unit first, so that what comes out is short. */
const UNITS: Readonly<Record<QuantityKind, readonly (readonly [unit: string, amount: number])[]>> = {
  duration: [
    ['s', 1000],
    ['ms', 1],
  ],
  size: [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
    ['B', 1],
  ],
  rate: [
    ['Gbps', 1e9],
    ['Mbps', 1e6],
    ['kbps', 1e3],
    ['bps', 1],
  ],
};

/** `5MB`, `200ms`, `10Mbps`; undefined for anything else. */
export function parseQuantity(text: string): Quantity | undefined {
  for (const [kind, parse] of PARSERS) {
    const amount = parse(text);
    if (amount !== undefined) return { kind, amount };
  }
  return undefined;
}

export function isQuantity(text: string): boolean {
  return parseQuantity(text) !== undefined;
}

/** As text with the largest unit of which it is a whole number: 10000000 octets are `10MB`. */
export function formatQuantity({ kind, amount }: Quantity): string {
  const units = UNITS[kind];
  const [unit, size] = units.find(([, each]) => amount >= each && amount % each === 0) ?? units.at(-1)!;
  return `${amount / size}${unit}`;
}
