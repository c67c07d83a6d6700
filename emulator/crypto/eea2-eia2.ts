import { AesKey } from './aes.ts';
import { aesCmacPrefixed } from './aes-cmac.ts';
import { aesCtr } from './aes-ctr.ts';

/** The key of the call under way. */
const aes = new AesKey(new Uint8Array(16));

/** 128-EEA2: AES-CTR from the counter block COUNT ‖ BEARER ‖ DIRECTION ‖ 0²⁶ ‖ 0⁶⁴. TS 33.401 §B.1.3 */
export function applyEea2(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  data: Uint8Array,
): Uint8Array {
  aes.rekey(key);
  return aesCtr(aes, [count, (bearer << 27) | (direction << 26), 0, 0], data);
}

/** 128-EIA2: the first 32 bits of AES-CMAC over COUNT ‖ BEARER ‖ DIRECTION ‖ 0²⁶ ‖ message. TS 33.401 §B.2.3 */
export function computeEia2(
  key: Uint8Array,
  count: number,
  bearer: number,
  direction: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  aes.rekey(key);
  return aesCmacPrefixed(aes, count, (bearer << 27) | (direction << 26), message, lengthBits);
}
