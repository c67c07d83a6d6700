import { PerReader, PerWriter, type Schema } from '../asn1-per/index.ts';

/**
 * The octets of a value that S1AP carries closed in an OCTET STRING, such as a `SourceEnbToTargetEnbTransparentContainer`
 * in a HandoverRequired.
 * @throws EncodeError when the value is not of the type
 */
export function encodeContainer<T>(schema: Schema<T>, value: T): Uint8Array {
  const writer = new PerWriter();
  schema.encode(writer, value);
  return writer.finish();
}

/** The value in such octets. @throws DecodeError also when octets are left over */
export function decodeContainer<T>(schema: Schema<T>, octets: Uint8Array): T {
  const reader = new PerReader(octets);
  const value = schema.decode(reader);
  reader.align();
  if (reader.position < reader.end) reader.fail(`${(reader.end - reader.position) >>> 3} octets after the value`);
  return value;
}
