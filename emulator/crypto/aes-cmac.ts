import type { AesKey } from './aes.ts';
import { getWord, putWord } from './words.ts';

const tag = new Int32Array(4);
const subkey = new Int32Array(4);
const lastBlock = new Uint8Array(16);

/** AES-CMAC of the first `lengthBits` bits of `message` (all of it by default): 16 octets. RFC 4493 §2.4 */
export function aesCmac(key: AesKey, message: Uint8Array, lengthBits = 8 * message.length): Uint8Array {
  tag.fill(0);
  absorbMessage(key, 0, message, lengthBits);
  const octets = new Uint8Array(16);
  for (let i = 0; i < 4; i++) putWord(octets, 4 * i, tag[i]!);
  return octets;
}

/**
 * The first 32 bits of the AES-CMAC of an 8-octet prefix followed by `lengthBits` bits of `message`: the MAC of
 * 128-EIA2, without building the prefixed message. TS 33.401 §B.2.3
 */
export function aesCmacPrefixed(
  key: AesKey,
  prefix0: number,
  prefix1: number,
  message: Uint8Array,
  lengthBits: number,
): number {
  tag.fill(0);
  tag[0] = prefix0;
  tag[1] = prefix1;
  absorbMessage(key, 8, message, lengthBits);
  return tag[0]!;
}

/** Chains the message into `tag`, whose first `filled` octets hold what came before it in the first block. */
function absorbMessage(key: AesKey, filled: number, message: Uint8Array, lengthBits: number): void {
  let at = -filled; // message offset of the block's first octet
  const lastBlockAt = lastBlockOffset(filled, lengthBits);
  if (at < lastBlockAt) {
    if (filled === 0) addBlock(message, 0);
    else {
      tag[2]! ^= getWord(message, 0);
      tag[3]! ^= getWord(message, 4);
    }
    key.encryptWords(tag);
    at += 16;
    for (; at < lastBlockAt; at += 16) {
      addBlock(message, at);
      key.encryptWords(tag);
    }
  }
  const complete = 8 * (at + 16) === lengthBits;
  padLastBlock(message, at, lengthBits, complete);
  addBlock(lastBlock, 0);
  deriveSubkey(key, complete ? 1 : 2);
  for (let i = 0; i < 4; i++) tag[i]! ^= subkey[i]!;
  key.encryptWords(tag);
}

function lastBlockOffset(filled: number, lengthBits: number): number {
  const blocks = Math.max(1, Math.ceil((8 * filled + lengthBits) / 128));
  return 16 * (blocks - 1) - filled;
}

function addBlock(octets: Uint8Array, at: number): void {
  tag[0]! ^= getWord(octets, at);
  tag[1]! ^= getWord(octets, at + 4);
  tag[2]! ^= getWord(octets, at + 8);
  tag[3]! ^= getWord(octets, at + 12);
}

/** Puts what remains of the message into `lastBlock`, then a 1 bit and zeros when the block is not complete. */
function padLastBlock(message: Uint8Array, blockAt: number, lengthBits: number, complete: boolean): void {
  const end = Math.ceil(lengthBits / 8);
  for (let i = 0; i < 16; i++) {
    const at = blockAt + i;
    lastBlock[i] = at >= 0 && at < end ? message[at]! : 0;
  }
  if (complete) return;
  const at = (lengthBits >>> 3) - blockAt;
  const bit = 0x80 >>> (lengthBits & 7);
  lastBlock[at] = (lastBlock[at]! & -bit) | bit;
}

/** K1 (for a complete last block) or K2: L = AES(0) doubled once or twice in GF(2^128). RFC 4493 §2.3 */
function deriveSubkey(key: AesKey, doublings: 1 | 2): void {
  const l = subkey.fill(0);
  key.encryptWords(l);
  for (let i = 0; i < doublings; i++) {
    const carry = l[0]! >> 31; // all ones when the top bit is set
    l[0] = (l[0]! << 1) | (l[1]! >>> 31);
    l[1] = (l[1]! << 1) | (l[2]! >>> 31);
    l[2] = (l[2]! << 1) | (l[3]! >>> 31);
    l[3] = (l[3]! << 1) ^ (carry & 0x87);
  }
}
