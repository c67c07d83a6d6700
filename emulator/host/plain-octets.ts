/**
 * The octets of a Buffer as a plain Uint8Array, without a copy. Buffers stay in the shells: their `slice` is a view where everybody
 * else's is a copy, so code that changes its copy would change the message.
 */
export function plainOctets(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
