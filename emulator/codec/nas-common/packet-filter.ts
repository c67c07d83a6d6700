import { type ByteReader, type ByteWriter, toHex } from '../../bytes/index.ts';
import { checked, exactly } from './coding.ts';
import { readIpv4Text, readIpv6Text, writeIpv4Text, writeIpv6Text } from './ip-address.ts';
import type { Flat } from './table.ts';

/** Identifier and fields of each packet filter component. TS 24.008 table 10.5.162 */
// biome-ignore format: a table
const COMPONENTS = {
  ipv4Remote: { identifier: 0x10, fields: [['address', 'ipv4'], ['mask', 'ipv4']] },
  ipv4Local: { identifier: 0x11, fields: [['address', 'ipv4'], ['mask', 'ipv4']] },
  ipv6Remote: { identifier: 0x20, fields: [['address', 'ipv6'], ['mask', 'ipv6']] },
  ipv6RemotePrefix: { identifier: 0x21, fields: [['address', 'ipv6'], ['prefixLength', 'bits8']] },
  ipv6LocalPrefix: { identifier: 0x23, fields: [['address', 'ipv6'], ['prefixLength', 'bits8']] },
  protocol: { identifier: 0x30, fields: [['protocol', 'bits8']] },
  localPort: { identifier: 0x40, fields: [['port', 'bits16']] },
  localPortRange: { identifier: 0x41, fields: [['low', 'bits16'], ['high', 'bits16']] },
  remotePort: { identifier: 0x50, fields: [['port', 'bits16']] },
  remotePortRange: { identifier: 0x51, fields: [['low', 'bits16'], ['high', 'bits16']] },
  securityParameterIndex: { identifier: 0x60, fields: [['spi', 'bits32']] },
  typeOfService: { identifier: 0x70, fields: [['value', 'bits8'], ['mask', 'bits8']] },
  flowLabel: { identifier: 0x80, fields: [['label', 'bits20']] },
  destinationMac: { identifier: 0x81, fields: [['address', 'mac']] },
  sourceMac: { identifier: 0x82, fields: [['address', 'mac']] },
  cTagVid: { identifier: 0x83, fields: [['vid', 'bits12']] },
  sTagVid: { identifier: 0x84, fields: [['vid', 'bits12']] },
  cTagPcpDei: { identifier: 0x85, fields: [['value', 'bits4']] },
  sTagPcpDei: { identifier: 0x86, fields: [['value', 'bits4']] },
  etherType: { identifier: 0x87, fields: [['etherType', 'bits16']] },
  destinationMacRange: { identifier: 0x88, fields: [['low', 'mac'], ['high', 'mac']] },
  sourceMacRange: { identifier: 0x89, fields: [['low', 'mac'], ['high', 'mac']] },
} as const satisfies Readonly<Record<string, ComponentTable>>;

interface ComponentTable {
  readonly identifier: number;
  readonly fields: readonly (readonly [name: string, kind: keyof KindValues])[];
}

/** Addresses are text, MAC addresses 6 octets. */
interface KindValues {
  readonly ipv4: string;
  readonly ipv6: string;
  readonly mac: Uint8Array;
  readonly bits4: number;
  readonly bits8: number;
  readonly bits12: number;
  readonly bits16: number;
  readonly bits20: number;
  readonly bits32: number;
}

type Components = typeof COMPONENTS;

/** One condition of a packet filter; all must hold. */
export type PacketFilterComponent =
  | {
      [Type in keyof Components]: Flat<
        { readonly type: Type } & {
          readonly [F in Components[Type]['fields'][number] as F[0]]: KindValues[F[1]];
        }
      >;
    }[keyof Components]
  /** An identifier without a known length: it and all octets behind it. */
  | { readonly type: 'unknown'; readonly identifier: number; readonly octets: Uint8Array };

const BY_IDENTIFIER = new Map(
  Object.entries(COMPONENTS).map(([type, { identifier, fields }]) => [
    identifier as number,
    { type, fields: fields as ComponentTable['fields'] },
  ]),
);

/** Reads components to the end of the reader. @throws DecodeError when one runs past it */
export function readComponents(reader: ByteReader): PacketFilterComponent[] {
  const components: PacketFilterComponent[] = [];
  while (reader.remaining > 0) {
    const identifier = reader.u8();
    const known = BY_IDENTIFIER.get(identifier);
    if (known === undefined) components.push({ type: 'unknown', identifier, octets: reader.rest() });
    else {
      const component: Record<string, unknown> = { type: known.type };
      for (const [name, kind] of known.fields) component[name] = readKind(kind, reader);
      components.push(component as unknown as PacketFilterComponent);
    }
  }
  return components;
}

export function writeComponents(components: readonly PacketFilterComponent[], writer: ByteWriter): void {
  for (const component of components) {
    if (component.type === 'unknown') writer.u8(component.identifier).put(component.octets);
    else {
      const { identifier, fields }: ComponentTable = COMPONENTS[component.type];
      writer.u8(identifier);
      const values = component as unknown as Readonly<Record<string, KindValues[keyof KindValues]>>;
      for (const [name, kind] of fields) writeKind(kind, name, values[name]!, writer);
    }
  }
}

/** `remotePort 5060`. */
export function showComponent(component: PacketFilterComponent): string {
  const values = Object.entries(component)
    .filter(([name]) => name !== 'type')
    .map(([, value]) => (value instanceof Uint8Array ? toHex(value) : String(value)));
  return `${component.type} ${values.join('/')}`;
}

const MAC_OCTETS = 6;

function readKind(kind: keyof KindValues, reader: ByteReader): KindValues[keyof KindValues] {
  switch (kind) {
    case 'ipv4':
      return readIpv4Text(reader);
    case 'ipv6':
      return readIpv6Text(reader);
    case 'mac':
      return reader.take(MAC_OCTETS);
    case 'bits4':
      return reader.u8() & 0xf;
    case 'bits8':
      return reader.u8();
    case 'bits12':
      return reader.u16() & 0xfff;
    case 'bits16':
      return reader.u16();
    case 'bits20':
      return reader.u24() & 0xfffff;
    case 'bits32':
      return reader.u32();
  }
}

function writeKind(
  kind: keyof KindValues,
  name: string,
  value: KindValues[keyof KindValues],
  writer: ByteWriter,
): void {
  switch (kind) {
    case 'ipv4':
      return writeIpv4Text(value as string, writer);
    case 'ipv6':
      return writeIpv6Text(value as string, writer);
    case 'mac':
      writer.put(exactly(name, value as Uint8Array, MAC_OCTETS));
      return;
    default: {
      const bits = Number(kind.slice(4));
      const number = checked(name, value as number, 2 ** bits - 1);
      for (let shift = Math.ceil(bits / 8) * 8 - 8; shift >= 0; shift -= 8) writer.u8((number >>> shift) & 0xff);
    }
  }
}
