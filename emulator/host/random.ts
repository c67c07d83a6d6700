import { createHash, randomBytes } from 'node:crypto';
import type { RandomBytes } from '../machine/index.ts';

/** The operating system's randomness, drawn in blocks: one call for each few octets would cost more than what they are for. */
export function systemRandom(): RandomBytes {
  let block = new Uint8Array(0);
  let at = 0;
  return length => {
    if (length > block.length - at) {
      block = new Uint8Array(randomBytes(Math.max(4096, length)));
      at = 0;
    }
    at += length;
    return block.slice(at - length, at);
  };
}

/** Octets that follow from a seed and nothing else: SHA-256 of seed and counter. For replays, never for real keys. */
export function seededRandom(seed: string): RandomBytes {
  let block = new Uint8Array(0);
  let at = 0;
  let counter = 0;
  const next = (): number => {
    if (at >= block.length) {
      block = new Uint8Array(createHash('sha256').update(`${seed}/${counter++}`).digest());
      at = 0;
    }
    return block[at++]!;
  };
  return length => Uint8Array.from({ length }, next);
}
