/** A message that tells its stream, its number there and whether it is whole. */
export function message(stream: number, number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, number);
  bytes[4] = stream;
  for (let i = 5; i < length; i++) bytes[i] = (number + i * 7) & 0xff;
  return bytes;
}

export function readMessage(bytes: Uint8Array): { stream: number; number: number; whole: boolean } {
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  let whole = true;
  for (let i = 5; i < bytes.length; i++) whole &&= bytes[i] === ((number + i * 7) & 0xff);
  return { stream: bytes[4]!, number, whole };
}
