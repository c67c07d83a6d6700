import { randomBytes } from 'node:crypto';
import { objectIdValue } from './make.ts';
import type { Value } from './value.ts';

let random: Buffer | undefined;
let counter = 0;

/** A fresh ObjectId: 4 octets of seconds since 1970, 5 of this process, 3 of a counter. */
export function newObjectId(): Value {
  if (random === undefined) {
    random = randomBytes(8);
    counter = random.readUIntBE(5, 3);
  }
  counter = (counter + 1) & 0xff_ffff;
  const octets = Buffer.allocUnsafe(12);
  octets.writeUInt32BE(Math.floor(Date.now() / 1000) >>> 0, 0);
  random.copy(octets, 4, 0, 5);
  octets.writeUIntBE(counter, 9, 3);
  return objectIdValue(octets);
}
