import type { ByteReader, ByteWriter } from '../../bytes/index.ts';

/*
 * Options of neighbour discovery, RFC 4861 §4.6: type, length in units of 8 octets, value.
 */

export type NdOption =
  | PrefixInformation
  | { readonly type: 'Mtu'; readonly mtu: number }
  | {
      readonly type: 'RecursiveDnsServer';
      readonly lifetimeSeconds: number;
      /** 16 octets each. */
      readonly servers: readonly Uint8Array[];
    }
  /** Source link-layer address and whatever else: the octets after type and length. */
  | { readonly type: 'Unknown'; readonly optionType: number; readonly value: Uint8Array };

/** RFC 4861 §4.6.2: what a phone makes its address of (SLAAC, RFC 4862 §5.5.3). */
export interface PrefixInformation {
  readonly type: 'PrefixInformation';
  readonly prefixLength: number;
  readonly onLink: boolean;
  readonly autonomous: boolean;
  /** 0xffffffff = infinity. */
  readonly validLifetimeSeconds: number;
  readonly preferredLifetimeSeconds: number;
  /** 16 octets. */
  readonly prefix: Uint8Array;
}

const TYPE = { prefixInformation: 3, mtu: 5, recursiveDnsServer: 25 } as const;

/** @throws DecodeError at a length of 0 (RFC 4861 §4.6: such a packet is discarded) or one that is too long */
export function decodeNdOptions(reader: ByteReader): NdOption[] {
  const options: NdOption[] = [];
  while (reader.remaining > 0) {
    const at = reader.position;
    const optionType = reader.u8();
    const units = reader.u8();
    if (units === 0) {
      reader.position = at + 1;
      reader.fail('option of length 0');
    }
    const value = reader.take(units * 8 - 2);
    options.push(readKnown(optionType, value) ?? { type: 'Unknown', optionType, value });
  }
  return options;
}

export function encodeNdOptions(options: readonly NdOption[], writer: ByteWriter): void {
  for (const option of options) {
    switch (option.type) {
      case 'PrefixInformation':
        writer.u8(TYPE.prefixInformation).u8(4).u8(option.prefixLength);
        writer.u8((option.onLink ? 0x80 : 0) | (option.autonomous ? 0x40 : 0));
        writer.u32(option.validLifetimeSeconds).u32(option.preferredLifetimeSeconds).u32(0).put(option.prefix);
        break;
      case 'Mtu':
        writer.u8(TYPE.mtu).u8(1).u16(0).u32(option.mtu);
        break;
      case 'RecursiveDnsServer':
        writer
          .u8(TYPE.recursiveDnsServer)
          .u8(1 + 2 * option.servers.length)
          .u16(0)
          .u32(option.lifetimeSeconds);
        for (const server of option.servers) writer.put(server);
        break;
      case 'Unknown':
        writer
          .u8(option.optionType)
          .u8((option.value.length + 2) / 8)
          .put(option.value);
        break;
    }
  }
}

/** Reserved fields that are not zero leave the option unknown, so that it is kept as it is. */
function readKnown(optionType: number, value: Uint8Array): NdOption | undefined {
  if (optionType === TYPE.prefixInformation && value.length === 30 && (value[1]! & 0x3f) === 0 && u32(value, 10) === 0)
    return {
      type: 'PrefixInformation',
      prefixLength: value[0]!,
      onLink: (value[1]! & 0x80) !== 0,
      autonomous: (value[1]! & 0x40) !== 0,
      validLifetimeSeconds: u32(value, 2),
      preferredLifetimeSeconds: u32(value, 6),
      prefix: value.subarray(14, 30),
    };
  const reserved = (value[0]! << 8) | value[1]!;
  if (optionType === TYPE.mtu && value.length === 6 && reserved === 0) return { type: 'Mtu', mtu: u32(value, 2) };
  if (optionType === TYPE.recursiveDnsServer && value.length >= 22 && value.length % 16 === 6 && reserved === 0) {
    const servers: Uint8Array[] = [];
    for (let at = 6; at < value.length; at += 16) servers.push(value.subarray(at, at + 16));
    return { type: 'RecursiveDnsServer', lifetimeSeconds: u32(value, 2), servers };
  }
  return undefined;
}

function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
