import test from 'ava';
import { plainOctets } from './plain-octets.ts';

test('a slice of what comes from a shell is a copy', t => {
  const buffer = Buffer.from([1, 2, 3, 4]).subarray(1);
  const octets = plainOctets(buffer);
  octets.slice(0, 2)[0] = 99;
  t.deepEqual([...octets], [2, 3, 4]);
  t.is(octets.constructor, Uint8Array);
  octets[0] = 7;
  t.is(buffer[0], 7);
});
