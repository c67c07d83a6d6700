import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import { crc32c } from './crc32c.ts';

// RFC 3720 §B.4, where the CRC stands in the octet order of the wire: least significant octet first.
const VECTORS: readonly (readonly [string, Uint8Array, string])[] = [
  ['32 octets of zeroes', new Uint8Array(32), 'aa36918a'],
  ['32 octets of ones', new Uint8Array(32).fill(0xff), '43aba862'],
  ['32 octets incrementing', Uint8Array.from({ length: 32 }, (_, i) => i), '4e79dd46'],
  ['32 octets decrementing', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), '5cdb3f11'],
  [
    'an iSCSI SCSI Read (10) command PDU',
    fromHex('01c000000000000000000000000000001400000000000400000000140000001828000000000000000200000000000000'),
    '563a96d9',
  ],
];

for (const [what, bytes, wire] of VECTORS) {
  test(`CRC-32C of ${what}`, t => {
    const expected = new DataView(fromHex(wire).buffer).getUint32(0, true);
    t.is(crc32c(bytes), expected);
  });
}

test('eight octets a step and bit by bit agree at every length and start', t => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 167 + 13) & 0xff);
  for (let start = 0; start < 9; start++) {
    for (let end = start; end <= bytes.length; end++)
      t.is(crc32c(bytes, start, end), bitByBit(bytes.subarray(start, end)));
  }
});

function bitByBit(bytes: Uint8Array): number {
  let crc = -1;
  for (const octet of bytes) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
