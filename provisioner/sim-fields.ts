import { isIPv4, isIPv6 } from 'node:net';
import { UserError } from '../emulator/vocabulary/index.ts';
import { type PdnType, SQN_MAX } from './sim-record.ts';

/** Texts of the SIM record's fields; each parser throws a UserError that says what was expected. */

const PDN_TYPES: Readonly<Record<string, PdnType>> = {
  ipv4: 'ipv4',
  v4: 'ipv4',
  ip: 'ipv4',
  ipv6: 'ipv6',
  v6: 'ipv6',
  ipv4v6: 'ipv4v6',
  v4v6: 'ipv4v6',
};

/** 1 … 15 digits; a leading + and separators are dropped. E.164 */
export function parseMsisdn(text: string): string {
  const digits = text.replace(/^\s*\+/, '').replace(/[\s()./-]/g, '');
  if (/^\d{1,15}$/.test(digits)) return digits;
  throw new UserError('msisdn-invalid', `'${text}' is not an MSISDN`, {
    expected: '1 … 15 digits with country code (E.164), such as 447700900001',
  });
}

/** An APN network identifier: labels of letters, digits and hyphens, 62 characters at most. TS 23.003 §9.1.1 */
export function parseApn(text: string): string {
  const apn = text.trim();
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
  const wellFormed = apn.length <= 62 && new RegExp(`^${label}(?:\\.${label})*$`).test(apn);
  const reserved = /^(rac|lac|sgsn|rnc)|\.gprs$/i.exec(apn);
  if (wellFormed && reserved === null) return apn;
  const why = reserved === null || !wellFormed ? '' : `: '${reserved[0]}' is reserved there`;
  throw new UserError('apn-invalid', `'${text}' is not an APN${why}`, {
    expected:
      'labels of letters, digits and hyphens with dots between, 62 characters at most, such as internet or mvno.example',
  });
}

export function parsePdnType(text: string): PdnType {
  const type = PDN_TYPES[text.trim().toLowerCase()];
  if (type !== undefined) return type;
  throw new UserError('pdn-type-invalid', `'${text}' is not a PDN type`, { expected: 'ipv4, ipv6 or ipv4v6' });
}

export function parseIpv4(text: string): string {
  if (isIPv4(text.trim())) return text.trim();
  throw new UserError('address-invalid', `'${text}' is not an IPv4 address`, { expected: 'such as 10.45.0.9' });
}

export function parseIpv6(text: string): string {
  if (isIPv6(text.trim())) return text.trim();
  throw new UserError('address-invalid', `'${text}' is not an IPv6 address`, { expected: 'such as 2001:db8:cafe::9' });
}

/** A slice differentiator, 24 bit. TS 23.003 §28.4.2 */
export function parseSd(text: string): string {
  const digits = text.trim().replace(/^0x/i, '');
  if (/^[0-9a-f]{6}$/i.test(digits)) return digits.toLowerCase();
  throw new UserError('sd-invalid', `'${text}' is not a slice differentiator`, {
    expected: '6 hex digits, such as 000001',
  });
}

/**
 * A sequence number, 48 bit: decimal, hex with 0x, or the 12 hex digits of the specifications. Twelve decimal digits
 * without a leading 0 could be either and are refused.
 */
export function parseSqn(text: string): number {
  const word = text.trim();
  const expected = `decimal 0 … ${SQN_MAX}, or hex as 0x20 or 000000000020 (48 bit)`;
  if (/^[1-9]\d{11}$/.test(word))
    throw new UserError('sqn-ambiguous', `SQN '${word}' can be read as decimal and as 12 hex digits`, {
      expected,
      hint: `write 0x${word}, or 0x${Number(word).toString(16)} when it is decimal`,
    });
  const hex = /^0x([0-9a-f]{1,12})$/i.exec(word)?.[1] ?? /^[0-9a-f]{12}$/i.exec(word)?.[0];
  const value = hex !== undefined ? Number.parseInt(hex, 16) : /^\d{1,15}$/.test(word) ? Number(word) : Number.NaN;
  if (value <= SQN_MAX) return value;
  throw new UserError('sqn-invalid', `'${text}' is not a sequence number`, { expected });
}

/** A fixed RAND, 128 bit. */
export function parseRand(text: string): Uint8Array {
  const digits = text.trim().replace(/^0x/i, '').replace(/[\s:]/g, '');
  if (/^[0-9a-f]{32}$/i.test(digits))
    return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
  throw new UserError('rand-invalid', `'${text}' is not a RAND`, { expected: '32 hex digits (128 bit)' });
}

/** `32 (000000000020)`: decimal and the 12 hex digits. */
export function formatSqn(sqn: number): string {
  return `${sqn} (${sqn.toString(16).padStart(12, '0')})`;
}
