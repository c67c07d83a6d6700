import { isIPv4, isIPv6 } from 'node:net';
import type { UeConfig } from '../../../../emulator/ue/index.ts';
import {
  type Imsi,
  type Ki,
  type Op,
  type Opc,
  type Plmn,
  parseAmfField,
  parseImsi,
  parsePlmn,
  parseSecret,
  UserError,
} from '../../../../emulator/vocabulary/index.ts';
import type { AttachOptions } from './options.ts';

/** What `mvnolab attach` was asked for, checked. */
export interface AttachPlan {
  readonly imsi: Imsi;
  readonly keys: { readonly ki: Ki; readonly opc?: Opc; readonly op?: Op } | undefined;
  /** 4 hex digits. */
  readonly amf: string;
  readonly plmn: Plmn;
  readonly tac: number;
  readonly apn: string | undefined;
  readonly pdnType: UeConfig['pdnType'];
  readonly mme: { readonly address: string; readonly udpPort?: number } | undefined;
  readonly local: string | undefined;
  readonly eia: readonly number[] | undefined;
  readonly eea: readonly number[] | undefined;
  readonly count: number;
  readonly ping: string | undefined;
  readonly pings: number;
}

const DEFAULT_IMSI_TAIL = '0000000001';
const PDN_TYPES = ['ipv4', 'ipv6', 'ipv4v6'] as const;

/** @throws UserError that names the option of the first mistake */
export function parseAttachOptions(options: AttachOptions): AttachPlan {
  const plmn = at('--plmn', () => parsePlmn(options.plmn ?? '001-01'));
  const count = wholeNumber('--count', options.count ?? '1', 1, 100_000);
  const imsi = at('--imsi', () => parseImsi(options.imsi ?? defaultImsi(plmn), plmn));
  return {
    imsi,
    keys: parseKeys(options),
    amf: parseAmf(options.amf),
    plmn,
    tac: wholeNumber('--tac', options.tac ?? '1', 1, 65_533),
    apn: options.apn === undefined ? undefined : parseApn(options.apn),
    pdnType: parsePdnType(options.pdnType ?? 'ipv4'),
    mme: options.mme === undefined ? undefined : parseMme(options.mme),
    local: options.local === undefined ? undefined : parseAddress('--local', options.local),
    eia: parseAlgorithms('--eia', options.eia),
    eea: parseAlgorithms('--eea', options.eea),
    count,
    ping: options.ping === undefined ? undefined : parseAddress('--ping', options.ping),
    pings: wholeNumber('--pings', options.pings ?? '3', 0, 100_000),
  };
}

function defaultImsi(plmn: Plmn): string {
  const prefix = plmn.mcc + plmn.mnc;
  return prefix + DEFAULT_IMSI_TAIL.slice(prefix.length - 5);
}

function parseKeys(options: AttachOptions): AttachPlan['keys'] {
  const { ki, opc, op } = options;
  if (opc !== undefined && op !== undefined) {
    throw new UserError('opc-twice', 'both --opc and --op are given', { place: '--op', expected: 'one of them' });
  }
  if (ki === undefined) {
    if (opc === undefined && op === undefined) return undefined;
    const place = opc === undefined ? '--op' : '--opc';
    throw new UserError('ki-missing', `${place} is given without --ki`, { place, hint: 'give --ki as well' });
  }
  if (opc === undefined && op === undefined) {
    throw new UserError('opc-missing', '--ki is given without --opc or --op', {
      place: '--ki',
      hint: 'give --opc as well',
    });
  }
  return {
    ki: at('--ki', () => parseSecret('Ki', ki)),
    ...(opc === undefined ? {} : { opc: at('--opc', () => parseSecret('OPc', opc)) }),
    ...(op === undefined ? {} : { op: at('--op', () => parseSecret('OP', op)) }),
  };
}

function parseAmf(text = '8000'): string {
  at('--amf', () => parseAmfField(text));
  return text;
}

/** TS 23.003 §9.1: labels of letters, digits and hyphens, 62 octets in all. */
function parseApn(text: string): string {
  if (/^(?=.{1,62}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)) return text;
  throw new UserError('apn-invalid', `'${text}' is not an APN`, {
    place: '--apn',
    expected: 'letters, digits, hyphens and dots, such as internet',
  });
}

function parsePdnType(text: string): UeConfig['pdnType'] {
  const type = PDN_TYPES.find(known => known === text.toLowerCase());
  if (type !== undefined) return type;
  throw new UserError('pdn-type-invalid', `'${text}' is not a PDN type`, {
    place: '--pdn-type',
    expected: PDN_TYPES.join(', '),
  });
}

function parseMme(text: string): { address: string; udpPort?: number } {
  const match = /^\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?$/.exec(isIPv6(text) ? `[${text}]` : text);
  const address = match?.[1] ?? '';
  if (match === null || (!isIPv4(address) && !isIPv6(address))) {
    throw new UserError('mme-invalid', `'${text}' is not an address`, {
      place: '--mme',
      expected: 'an IP address, with the UDP port of its SCTP behind a colon when it is not 9899, such as 127.0.0.2',
    });
  }
  if (match[2] === undefined) return { address };
  return { address, udpPort: wholeNumber('--mme', match[2], 1, 65_535) };
}

function parseAddress(place: string, text: string): string {
  if (isIPv4(text) || isIPv6(text)) return text;
  throw new UserError('address-invalid', `'${text}' is not an IP address`, { place, expected: 'such as 127.0.0.1' });
}

function parseAlgorithms(place: string, text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const numbers = text.split(',').map(part => part.trim().replace(/^(128-)?E[EI]A/i, ''));
  if (numbers.every(part => /^[0-3]$/.test(part))) return numbers.map(Number);
  throw new UserError('algorithm-invalid', `'${text}' names an algorithm that does not exist`, {
    place,
    expected: 'numbers 0 … 3 with commas: 1 = SNOW 3G, 2 = AES, 3 = ZUC, 0 = none',
  });
}

function wholeNumber(place: string, text: string, low: number, high: number): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new UserError('number-invalid', `${place} is '${text}'`, {
    place,
    expected: `a whole number, ${low} … ${high}`,
  });
}

/** Names the option where a parser of the vocabulary knows none. */
function at<T>(place: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, { ...error.help, place });
  }
}
