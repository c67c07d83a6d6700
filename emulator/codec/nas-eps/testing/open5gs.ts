import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromHex } from '../../../bytes/index.ts';
import type { Direction } from '../message.ts';

/** A NAS PDU as it crossed S1. */
export interface RecordedPdu {
  readonly direction: Direction;
  readonly octets: Uint8Array;
}

/** Every PDU of open5gs.txt, which lies beside this file's source. */
export function recordedPdus(): RecordedPdu[] {
  const here = dirname(fileURLToPath(import.meta.url)).replace(`${sep}dist${sep}`, sep);
  return readFileSync(join(here, 'open5gs.txt'), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => {
      const [direction, hex] = line.split(' ');
      return { direction: direction as Direction, octets: fromHex(hex!) };
    });
}
