/** MULx of TS 35.216 §3.1.1: an octet times x in GF(2^8); `polynomial` is the reduction octet (0x1b in Rijndael). */
export function multiplyByX(octet: number, polynomial: number): number {
  return octet & 0x80 ? ((octet << 1) ^ polynomial) & 0xff : octet << 1;
}
