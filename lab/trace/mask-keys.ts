import { crc32c } from '../../emulator/codec/sctp/index.ts';

/**
 * Where S1AP carries keys in the clear, as the octets before them: IE id, criticality and length. SecurityKey (KeNB) is IE 73 with
 * 32 octets; SecurityContext is IE 40 with the next hop chaining count in a first octet and NH behind it. TS 36.413 §9.2.1.26, §9.2.1.41
 */
const KEYS = [
  { before: Uint8Array.of(0x00, 0x49, 0x00, 0x20), skip: 0 },
  { before: Uint8Array.of(0x00, 0x28, 0x00, 0x21), skip: 1 },
] as const;
const KEY_OCTETS = 32;
const DATA_CHUNK = 0;
const S1AP_PPID = 18;
const COMMON_HEADER = 12;
const CHUNK_HEADER = 16;

/**
 * An SCTP packet with every KeNB and NH of its S1AP messages overwritten by zeros and its checksum made right again; the packet itself
 * when it carries none. What is cut across packets by fragmentation is masked as far as it is here.
 */
export function maskKeys(packet: Uint8Array): Uint8Array {
  let masked: Uint8Array | undefined;
  for (const { start, end } of s1apChunks(packet)) {
    for (const { before, skip } of KEYS) {
      for (let at = find(packet, before, start, end); at >= 0; at = find(packet, before, at + 1, end)) {
        masked ??= packet.slice();
        const key = at + before.length + skip;
        masked.fill(0, key, Math.min(key + KEY_OCTETS, end));
      }
    }
  }
  if (masked === undefined) return packet;
  masked.fill(0, 8, COMMON_HEADER);
  const checksum = crc32c(masked);
  // The checksum's octets travel in reverse order. RFC 9260 §A
  for (let i = 0; i < 4; i++) masked[8 + i] = checksum >>> (8 * i);
  return masked;
}

/** The user data of each DATA chunk with the PPID of S1AP. */
function s1apChunks(packet: Uint8Array): { readonly start: number; readonly end: number }[] {
  const chunks: { start: number; end: number }[] = [];
  for (let at = COMMON_HEADER; at + CHUNK_HEADER <= packet.length; ) {
    const length = (packet[at + 2]! << 8) | packet[at + 3]!;
    if (length < 4) break;
    const ppid = packet[at + 15]! | (packet[at + 14]! << 8);
    if (packet[at] === DATA_CHUNK && ppid === S1AP_PPID) {
      chunks.push({ start: at + CHUNK_HEADER, end: Math.min(at + length, packet.length) });
    }
    at += (length + 3) & ~3;
  }
  return chunks;
}

function find(packet: Uint8Array, wanted: Uint8Array, start: number, end: number): number {
  return Buffer.from(packet.buffer, packet.byteOffset, end).indexOf(wanted, start);
}
