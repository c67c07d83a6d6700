import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { isEmpty, type SourceNode } from '../source/source-node.ts';
import {
  describeNode,
  type JsonSchema,
  type NameKind,
  orExpression,
  type Reading,
  type Shape,
  wrong,
} from './shape.ts';

/** A shape of one text or expression value; `parse` gives undefined for what does not fit. */
export function scalar<T>(
  expects: string,
  schema: JsonSchema,
  parse: (raw: string | number | boolean) => T | undefined,
): Shape<T> {
  const shape: Shape<T> = {
    expects,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      const raw = rawOf(node);
      const value = raw === undefined ? undefined : parse(raw);
      return value === undefined ? wrong(node, shape, reading) : value;
    },
    jsonSchema: () => orExpression(schema),
  };
  return shape;
}

function rawOf(node: SourceNode): string | number | boolean | undefined {
  if (node.type === 'text') return isEmpty(node) ? undefined : node.text;
  if (node.type !== 'value') return undefined;
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Any text of at least one character. */
export function text(expects = 'a text'): Shape<string> {
  return scalar(expects, { type: ['string', 'number', 'boolean'] }, raw => String(raw));
}

/** Text that fits a pattern. */
export function pattern(expects: string, expression: RegExp): Shape<string> {
  return scalar(expects, { type: ['string', 'number'], pattern: expression.source }, raw =>
    expression.test(String(raw)) ? String(raw) : undefined,
  );
}

/** `true` or `false`. */
export function boolean(): Shape<boolean> {
  return scalar('true or false', { type: 'boolean' }, raw =>
    String(raw) === 'true' ? true : String(raw) === 'false' ? false : undefined,
  );
}

/** A number of the range; `whole` by default. */
export function number(least: number, most: number, options: { readonly fraction?: boolean } = {}): Shape<number> {
  const { fraction = false } = options;
  const expects = `a ${fraction ? '' : 'whole '}number from ${least} to ${most}`;
  const schema = { type: fraction ? 'number' : 'integer', minimum: least, maximum: most };
  return scalar(expects, schema, raw => {
    const value = typeof raw === 'number' ? raw : /^[+-]?\d+(\.\d+)?$/.test(String(raw)) ? Number(raw) : Number.NaN;
    const fits = value >= least && value <= most && (fraction || Number.isInteger(value));
    return fits ? value : undefined;
  });
}

const TIME_UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)$/;

/** A duration with its unit, in milliseconds. */
export function duration(): Shape<number> {
  const schema = { type: 'string', pattern: DURATION.source };
  return scalar('a duration with its unit, such as 200ms, 5s or 2m', schema, raw => parseDuration(String(raw)));
}

/** Milliseconds of `200ms`, `5s`, `1.5 s`, `2m`, `1h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, figure, unit] = DURATION.exec(text.trim()) ?? [];
  return figure === undefined || unit === undefined ? undefined : Number(figure) * TIME_UNITS_MS[unit]!;
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)$/;

/** An amount of data with its unit, in octets. */
export function dataSize(): Shape<number> {
  const schema = { type: 'string', pattern: SIZE.source };
  return scalar('an amount of data with its unit, such as 500kB or 5MB', schema, raw => parseDataSize(String(raw)));
}

/** Octets of `5MB` (10⁶), `5MiB` (2²⁰), `100B`; undefined for anything else. */
export function parseDataSize(text: string): number | undefined {
  const [, figure, unit] = SIZE.exec(text.trim()) ?? [];
  return figure === undefined || unit === undefined ? undefined : Math.round(Number(figure) * SIZE_UNITS[unit]!);
}

const RATE_UNITS: Readonly<Record<string, number>> = { bps: 1, kbps: 1e3, Kbps: 1e3, Mbps: 1e6, Gbps: 1e9 };
const RATE = /^(\d+(?:\.\d+)?)\s*(bps|kbps|Kbps|Mbps|Gbps)$/;

/** A bit rate with its unit, in bit/s. */
export function bitRate(): Shape<number> {
  const schema = { type: 'string', pattern: RATE.source };
  return scalar('a bit rate with its unit, such as 512kbps or 10Mbps', schema, raw => parseBitRate(String(raw)));
}

/** Bit/s of `10Mbps`; undefined for anything else. */
export function parseBitRate(text: string): number | undefined {
  const [, figure, unit] = RATE.exec(text.trim()) ?? [];
  return figure === undefined || unit === undefined ? undefined : Math.round(Number(figure) * RATE_UNITS[unit]!);
}

/** Octets in hex, spaces and colons between them allowed; `octets` = how many, when that is fixed. Lower case comes out. */
export function hexOctets(octets?: number): Shape<string> {
  const expects = octets === undefined ? 'octets in hex' : `${octets} octets in hex (${octets * 2} digits)`;
  return scalar(expects, { type: ['string', 'number'] }, raw => {
    const digits = String(raw).replaceAll(/[\s:]/g, '').toLowerCase();
    if (!/^([0-9a-f]{2})+$/.test(digits)) return undefined;
    return octets === undefined || digits.length === octets * 2 ? digits : undefined;
  });
}

/** One of these words. */
export function oneOf<const W extends string>(...words: readonly W[]): Shape<W> {
  const expects = words.length === 1 ? `'${words[0]}'` : `one of ${words.join(', ')}`;
  const shape: Shape<W> = {
    expects,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      const raw = rawOf(node);
      const found = words.find(word => word === String(raw));
      if (found !== undefined) return found;
      const guess = raw === undefined ? undefined : didYouMean(String(raw), words);
      reading.findings.error('value-invalid', `${describeNode(node)} is not ${expects}`, node.place, {
        expected: expects,
        ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
      });
      return undefined;
    },
    jsonSchema: () => orExpression({ enum: words }),
  };
  return shape;
}

const NAME_WORDS: Readonly<Record<NameKind, string>> = {
  ue: 'the name of a phone under given.ues',
  sim: 'the name of a SIM under given.sims',
  bts: 'the name of a base station under given.bts',
  node: 'a node of the core',
  message: 'a NAS or S1AP message',
  capability: 'a capability of a lab',
  verb: 'a verb',
};

/** A name that must exist. */
export function name(kind: NameKind): Shape<string> {
  const expects = NAME_WORDS[kind];
  const shape: Shape<string> = {
    expects,
    read(node, reading) {
      if (reading.isDeferred(node)) return undefined;
      const raw = rawOf(node);
      if (raw === undefined) return wrong(node, shape, reading);
      return checkName(kind, String(raw), node, reading);
    },
    jsonSchema: () => orExpression({ type: 'string' }),
  };
  return shape;
}

/** Reports a name that does not exist, with the nearest that does. */
export function checkName(kind: NameKind, given: string, node: SourceNode, reading: Reading): string | undefined {
  const known = reading.names(kind);
  if (known === undefined) return given;
  const names = [...known];
  if (names.includes(given)) return given;
  const guess = didYouMean(given, names);
  const list = names.length > 0 && names.length <= 12 ? `: ${names.join(', ')}` : '';
  reading.findings.error('name-unknown', `'${given}' is not ${NAME_WORDS[kind]}`, node.place, {
    expected: names.length === 0 ? `${NAME_WORDS[kind]}, of which there is none` : `${NAME_WORDS[kind]}${list}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
  return undefined;
}
