import { decodePlmn, formatPlmn, type Imsi as ImsiDigits, type Plmn } from '../../../vocabulary/index.ts';
import {
  bitOctets,
  bitString,
  defineSchema,
  EncodeError,
  mapped,
  NotComprehendedError,
  octetNumber,
  octetStringBetween,
  type Schema,
} from '../../asn1-per/index.ts';
import { clause } from '../clause.ts';

// Types whose TypeScript form is not that of their ASN.1 type.

const PLMN_CACHE_LIMIT = 4096;
const plmns = new Map<number, Plmn>();

/** PLMNidentity ::= OCTET STRING (SIZE (3)), as a Plmn. TS 36.413 §9.2.3.8 */
export const PlmnIdentity: Schema<Plmn> = defineSchema({
  encode(writer, plmn) {
    writer.uint(plmnNumber(plmn), 3);
  },
  decode(reader) {
    const number = reader.uint(3);
    const plmn = plmns.get(number) ?? rememberPlmn(number);
    if (plmn === undefined) throw new NotComprehendedError('a PLMN with a digit above 9', reader.offset - 3);
    return plmn;
  },
  text: formatPlmn,
  clause: 'TS 36.413 §9.2.3.8',
});

/** TAC ::= OCTET STRING (SIZE (2)). TS 36.413 §9.2.3.7 */
export const Tac = clause('9.2.3.7', octetNumber(2));

/** TransportLayerAddress: 4 octets IPv4, 16 IPv6, 20 both, IPv4 first. TS 36.413 §9.2.2.1, TS 36.414 §5.3 */
export const TransportLayerAddress: Schema<Uint8Array> = clause(
  '9.2.2.1',
  mapped(
    bitString(1, 160, '...'),
    ({ bytes, lengthBits }) => (lengthBits === bytes.length * 8 ? bytes : undefined),
    bytes => ({ bytes, lengthBits: bytes.length * 8 }),
    formatAddress,
  ),
);

/** SecurityKey ::= BIT STRING (SIZE (256)): 32 octets, never shown. TS 36.413 §9.2.1.41 */
export const SecurityKey: Schema<Uint8Array> = {
  ...clause('9.2.1.41', bitOctets(32)),
  text: () => '[redacted]',
};

/** IMSI ::= OCTET STRING (SIZE (3..8)) of TBCD digits, low half first, 1111 a filler. TS 36.413 §9.2.3.11 */
export const Imsi: Schema<ImsiDigits> = clause('9.2.3.11', mapped(octetStringBetween(3, 8), imsiDigits, imsiOctets));

/** `10.0.0.1`, `2001:db8:0:0:0:0:0:1` or both; hex for another length. */
export function formatAddress(address: Uint8Array): string {
  if (address.length === 4) return address.join('.');
  if (address.length === 16) return ipv6(address);
  if (address.length === 20) return `${address.subarray(0, 4).join('.')} and ${ipv6(address.subarray(4))}`;
  return Array.from(address, octet => octet.toString(16).padStart(2, '0')).join('');
}

function ipv6(address: Uint8Array): string {
  const groups = [];
  for (let index = 0; index < 16; index += 2) groups.push(((address[index]! << 8) | address[index + 1]!).toString(16));
  return groups.join(':');
}

/** The octets of TS 24.008 §10.5.1.3 as a number, digit by digit: this runs four times in an InitialUEMessage. */
function plmnNumber({ mcc, mnc }: Plmn): number {
  if (mcc.length !== 3 || mnc.length < 2 || mnc.length > 3) throw new EncodeError(`'${mcc}-${mnc}' is no PLMN`);
  const third = mnc.length === 3 ? digit(mnc, 2) : 0xf;
  const first = (digit(mcc, 1) << 4) | digit(mcc, 0);
  return (first << 16) | (((third << 4) | digit(mcc, 2)) << 8) | (digit(mnc, 1) << 4) | digit(mnc, 0);
}

function digit(text: string, index: number): number {
  const value = text.charCodeAt(index) - 0x30;
  if (value < 0 || value > 9) throw new EncodeError(`'${text}' is not all digits`);
  return value;
}

/** A network has a handful of PLMNs and names them in every message: they are shared, and frozen. */
function rememberPlmn(number: number): Plmn | undefined {
  const plmn = decodePlmn(Uint8Array.of(number >>> 16, number >>> 8, number));
  if (plmn === undefined) return undefined;
  if (plmns.size >= PLMN_CACHE_LIMIT) plmns.clear();
  plmns.set(number, Object.freeze(plmn));
  return plmn;
}

function imsiDigits(octets: Uint8Array): ImsiDigits | undefined {
  let digits = '';
  for (const octet of octets) digits += (octet & 0xf).toString(16) + (octet >>> 4).toString(16);
  return /^\d{6,15}f?$/.test(digits) ? (digits.replace('f', '') as ImsiDigits) : undefined;
}

function imsiOctets(imsi: ImsiDigits): Uint8Array {
  const digits = imsi.length % 2 === 0 ? imsi : `${imsi}f`;
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair[1]! + pair[0]!, 16));
}
