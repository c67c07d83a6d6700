export { DecodeError } from './decode-error.ts';
export { concatBytes, equalBytes, fromHex, toHex } from './hex.ts';
export { ByteReader } from './reader.ts';
export { ByteWriter } from './writer.ts';
