import { isIP } from 'node:net';
import { Int32, Long } from 'bson';
import { toHex } from '../emulator/bytes/index.ts';
import { type Imsi, Secret } from '../emulator/vocabulary/index.ts';
import { fromValueAndUnit, toValueAndUnit } from './bit-rate.ts';
import { type Codec, describe, dotted, leaf, type Report } from './bson-codec.ts';
import { bsonTypeOf, isDocument, numberOf } from './bson-values.ts';
import { SQN_MAX } from './sim-record.ts';

/** How Open5GS stores single values. Read in lib/dbi of v2.8.0: every read asks for exactly one BSON type. */

/** int32; `allowed` says in words what `fits` accepts. */
export function int32(fits: (value: number) => boolean = () => true, allowed = ''): Codec<number> {
  return leaf({
    bson: 'int32',
    encode: value => new Int32(value),
    decode: stored => Number(numberOf(stored)),
    check(stored, path, report) {
      const value = Number(numberOf(stored));
      if (!fits(value)) report(path, `is ${value}: ${allowed}`, 'error');
    },
  });
}

/** An int32 that stands for one of a few words; a word without a number is stored as 0. */
export function int32Of<Word>(words: ReadonlyMap<number, Word>, unknown: string): Codec<Word> {
  return leaf({
    bson: 'int32',
    encode: value => new Int32([...words].find(([, word]) => word === value)?.[0] ?? 0),
    decode: stored => words.get(Number(numberOf(stored))),
    check(stored, path, report) {
      const value = Number(numberOf(stored));
      if (!words.has(value)) report(path, `is ${value}: ${unknown}`);
    },
  });
}

/** The sequence number: int64, of which Open5GS uses the low 48 bits. */
export const sqn48: Codec<number> = leaf({
  bson: 'int64',
  encode: value => Long.fromNumber(value),
  decode: stored => Number(BigInt.asUintN(48, BigInt(numberOf(stored)!))),
  check(stored, path, report) {
    const value = numberOf(stored)!;
    if (value < 0 || value > SQN_MAX)
      report(path, `is ${value}: Open5GS uses only its low 48 bits, ${sqn48.decode(stored)}`);
  },
});

/** int64 that is exact as a number up to 2^53. */
export const int64: Codec<number> = leaf({
  bson: 'int64',
  encode: value => Long.fromNumber(value),
  decode: stored => Number(numberOf(stored)),
});

export const bool: Codec<boolean> = leaf({
  bson: 'bool',
  encode: value => value,
  decode: stored => stored as boolean,
});

export function text<T extends string = string>(
  check: (value: string, path: string, report: Report) => void = () => {},
): Codec<T> {
  return leaf({
    bson: 'string',
    encode: value => value,
    decode: stored => stored as T,
    check: (stored, path, report) => check(stored as string, path, report),
  });
}

export const imsiText: Codec<Imsi> = text((value, path, report) => {
  if (!/^\d{14,15}$/.test(value)) report(path, `is '${value.slice(0, 20)}': not 15 (or 14) digits, no phone has it`);
});

export const msisdnText: Codec<string> = text((value, path, report) => {
  if (!/^\d{1,15}$/.test(value)) report(path, `is '${value.slice(0, 20)}': not 1 … 15 digits, it is sent garbled`);
});

/** APN or DNN. */
export const nameText: Codec<string> = text((value, path, report) => {
  if (value === '') report(path, 'is empty: no APN that a phone asks for');
});

/** Slice differentiator. */
export const sdText: Codec<string> = text((value, path, report) => {
  if (!/^[0-9a-f]{6}$/i.test(value)) report(path, `is '${value.slice(0, 20)}': not 6 hex digits, the slice is another`);
});

/** IPFilterRule of a PCC rule. */
export const flowText: Codec<string> = text((value, path, report) => {
  if (!/^permit\s+out\s/.test(value)) report(path, "does not begin with 'permit out': Open5GS cannot use the filter");
});

/** Standardised or operator-specific. TS 23.203 table 6.1.7 */
export const qci: Codec<number> = int32(
  value => (value >= 1 && value <= 9) || (value >= 65 && value <= 86) || (value >= 128 && value <= 254),
  'not a QCI',
);

/** An IPv4 or IPv6 address; any other text is as if it were not there. */
export const address: Codec<string> = leaf({
  bson: 'string',
  encode: value => value,
  decode: stored => (isIP(stored as string) > 0 ? (stored as string) : undefined),
  check(stored, path, report) {
    const value = stored as string;
    if (isIP(value) === 0)
      report(
        path,
        `is '${value.slice(0, 45)}': not an address, Open5GS reads another or refuses the whole subscription`,
      );
  },
});

/** Octets as hex text; white space is skipped as Open5GS does. Read as undefined when it is not `octets` long. */
export function hexOctets(octets: number, otherwise: string): Codec<Uint8Array> {
  return leaf({
    bson: 'string',
    encode: value => toHex(value),
    decode: stored => octetsOfHex(stored as string, octets),
    check: (stored, path, report) => checkHex(stored as string, octets, otherwise, path, report),
  });
}

/** Secret octets as hex text. */
export function hexSecret<Kind extends string>(kind: Kind, otherwise: string): Codec<Secret<Kind>> {
  return leaf({
    bson: 'string',
    encode: value => toHex(value.reveal()),
    decode(stored) {
      const octets = octetsOfHex(stored as string, 16);
      return octets === undefined ? undefined : new Secret(kind, octets);
    },
    check: (stored, path, report) => checkHex(stored as string, 16, otherwise, path, report),
  });
}

/** `{value, unit}`, both int32, as bits per second. */
export const bitRate: Codec<number> = leaf({
  bson: 'document',
  encode(bps) {
    const { value, unit } = toValueAndUnit(bps);
    return { value: new Int32(value), unit: new Int32(unit) };
  },
  decode(stored) {
    if (!isDocument(stored) || bsonTypeOf(stored.value) !== 'int32') return undefined;
    const unit = bsonTypeOf(stored.unit) === 'int32' ? Number(numberOf(stored.unit)) : 0;
    if (unit < 0 || unit > 4) return undefined;
    return fromValueAndUnit({ value: Number(numberOf(stored.value)), unit });
  },
  check(stored, path, report) {
    if (!isDocument(stored)) return;
    const at = (field: string) => dotted(path, field);
    if (bsonTypeOf(stored.value) !== 'int32')
      report(at('value'), `is ${describe(stored.value)}: Open5GS ignores it and takes 0 bps`);
    if (bsonTypeOf(stored.unit) !== 'int32')
      report(at('unit'), `is ${describe(stored.unit)}: Open5GS ignores it and takes bps`);
    else if (![0, 1, 2, 3, 4].includes(Number(numberOf(stored.unit))))
      report(at('unit'), `is ${numberOf(stored.unit)}: only 0 … 4 (bps, kbps, Mbps, Gbps, Tbps) have a meaning`);
    const bps = bitRate.decode(stored);
    if (bps !== undefined && bps > 0xffffffff)
      report(path, `is ${bps} bps: S6a carries 32 bits, the MME gets 4294967295`, 'warning');
    if (bps !== undefined && bps < 0) report(path, `is ${bps} bps: a rate below 0`);
  },
});

function octetsOfHex(text: string, octets: number): Uint8Array | undefined {
  const digits = text.replace(/\s/g, '');
  if (digits.length !== octets * 2 || /[^0-9a-fA-F]/.test(digits)) return undefined;
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
}

/** Never shows the digits: they may be a key. */
function checkHex(text: string, octets: number, otherwise: string, path: string, report: Report): void {
  const digits = text.replace(/\s/g, '');
  const bad = digits.search(/[^0-9a-fA-F]/);
  if (bad >= 0) report(path, `has a character that is not a hex digit, at digit ${bad + 1}: ${otherwise}`);
  else if (digits.length !== octets * 2)
    report(path, `has ${digits.length} hex digits instead of ${octets * 2}: ${otherwise}`);
}
