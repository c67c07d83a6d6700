import { type ByteReader, type ByteWriter, DecodeError, toHex } from '../../../bytes/index.ts';
import { checked, exactly } from '../../nas-common/coding.ts';
import { digit, readDigits, writeDigits } from '../../nas-common/digits.ts';
import { element } from '../../nas-common/element.ts';
import { readIpv4Text, readIpv6Text, writeIpv4Text, writeIpv6Text } from '../../nas-common/ip-address.ts';
import { checkParity, identityOctet } from '../../nas-common/mobile-identity.ts';

const DIGIT_TYPES = { 2: 'imsi', 3: 'msisdn', 4: 'imei', 5: 'imeisv' } as const;
const ENCRYPTED_IMSI = 1;

/** Who a UE behind a relay is; an encrypted IMSI has 16 octets. */
export type RemoteUserIdentity =
  | { readonly type: 'encryptedImsi'; readonly octets: Uint8Array }
  | { readonly type: 'imsi' | 'msisdn' | 'imei' | 'imeisv'; readonly digits: string };

/** A UE behind a relay; the IPv6 prefix has 8 octets. */
export interface RemoteUeContext {
  readonly identities: readonly RemoteUserIdentity[];
  readonly address?:
    | { readonly type: 'ipv4'; readonly ipv4: string; readonly port: number }
    | { readonly type: 'ipv6'; readonly prefix: Uint8Array };
}

const NO_IP = 0;
const IPV4 = 1;
const IPV6 = 2;

export const remoteUeContextList = element<readonly RemoteUeContext[]>(
  'Remote UE context list',
  'TS 24.301 §9.9.4.20',
  {
    decode: reader => Array.from({ length: reader.u8() }, () => readContext(reader.sub(reader.u8()))),
    encode: (contexts, writer) => {
      writer.u8(checked('number of remote UE contexts', contexts.length, 0xff));
      for (const context of contexts) {
        const start = writer.length;
        writer.u8(0);
        writeContext(context, writer);
        writer.patchU8(start, checked('length of remote UE context', writer.length - start - 1, 0xff));
      }
    },
    show: contexts =>
      contexts
        .map(({ identities }) =>
          identities.map(id => `${id.type} ${'digits' in id ? id.digits : toHex(id.octets)}`).join(' '),
        )
        .join(', '),
  },
);

function readContext(reader: ByteReader): RemoteUeContext {
  const identities = Array.from({ length: reader.u8() }, () => readIdentity(reader.sub(reader.u8())));
  const type = reader.u8() & 7;
  switch (type) {
    case NO_IP:
      return { identities };
    case IPV4:
      return { identities, address: { type: 'ipv4', ipv4: readIpv4Text(reader), port: reader.u16() } };
    case IPV6:
      return { identities, address: { type: 'ipv6', prefix: reader.take(8) } };
    default:
      throw new DecodeError(`address type ${type} is reserved`, reader.position - 1);
  }
}

function readIdentity(reader: ByteReader): RemoteUserIdentity {
  const start = reader.position;
  const first = reader.u8();
  if ((first & 7) === ENCRYPTED_IMSI) return { type: 'encryptedImsi', octets: reader.take(16) };
  const type = DIGIT_TYPES[(first & 7) as keyof typeof DIGIT_TYPES];
  if (type === undefined) throw new DecodeError(`type of user identity ${first & 7} is reserved`, start);
  const digits = readDigits(reader, digit(first >> 4, reader));
  return { type, digits: checkParity(digits, (first & 8) !== 0, start) };
}

function writeContext({ identities, address }: RemoteUeContext, writer: ByteWriter): void {
  writer.u8(checked('number of user identities', identities.length, 0xff));
  for (const identity of identities) {
    if (identity.type === 'encryptedImsi') {
      writer
        .u8(17)
        .u8(ENCRYPTED_IMSI)
        .put(exactly('encrypted IMSI', identity.octets, 16));
    } else {
      const { type, digits } = identity;
      const bits = Object.values(DIGIT_TYPES).indexOf(type) + 2;
      writer.u8(1 + Math.ceil((digits.length - 1) / 2)).u8(identityOctet(bits, digits));
      writeDigits(digits, 1, writer);
    }
  }
  if (address === undefined) writer.u8(NO_IP);
  else if (address.type === 'ipv6') writer.u8(IPV6).put(exactly('IPv6 prefix', address.prefix, 8));
  else {
    writer.u8(IPV4);
    writeIpv4Text(address.ipv4, writer);
    writer.u16(checked('port', address.port, 0xffff));
  }
}

/** The address of a ProSe key management function. */
export type PkmfAddress =
  | { readonly type: 'ipv4'; readonly ipv4: string }
  | { readonly type: 'ipv6'; readonly ipv6: string };

export const pkmfAddress = element<PkmfAddress>('PKMF address', 'TS 24.301 §9.9.4.21', {
  decode: reader => {
    const type = reader.u8() & 7;
    if (type === IPV4) return { type: 'ipv4', ipv4: readIpv4Text(reader) };
    if (type === IPV6) return { type: 'ipv6', ipv6: readIpv6Text(reader) };
    throw new DecodeError(`address type ${type} is reserved`, reader.position - 1);
  },
  encode: (address, writer) => {
    if (address.type === 'ipv4') {
      writer.u8(IPV4);
      writeIpv4Text(address.ipv4, writer);
    } else {
      writer.u8(IPV6);
      writeIpv6Text(address.ipv6, writer);
    }
  },
  show: address => (address.type === 'ipv4' ? address.ipv4 : address.ipv6),
});
