import type { ByteReader, ByteWriter } from '../../bytes/index.ts';
import { formatIpv4, formatIpv6, tryParseIpv4, tryParseIpv6 } from '../ip/index.ts';

/** Addresses in elements are text, such as `10.45.0.2` and `2001:db8:cafe::2`. */

export function readIpv4Text(reader: ByteReader): string {
  return formatIpv4(reader.u32());
}

/** @throws RangeError when the text is no IPv4 address */
export function writeIpv4Text(text: string, writer: ByteWriter): void {
  const address = tryParseIpv4(text);
  if (address === undefined) throw new RangeError(`'${text}' is no IPv4 address`);
  writer.u32(address);
}

export function readIpv6Text(reader: ByteReader): string {
  return formatIpv6(reader.take(16));
}

/** @throws RangeError when the text is no IPv6 address */
export function writeIpv6Text(text: string, writer: ByteWriter): void {
  const address = tryParseIpv6(text);
  if (address === undefined) throw new RangeError(`'${text}' is no IPv6 address`);
  writer.put(address);
}
