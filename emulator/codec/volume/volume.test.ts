import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import { decodeVolume, encodeVolume, FlowCounter, RECORD_OCTETS, type VolumeMessage, VolumeSender } from './index.ts';

const MESSAGES: readonly (readonly [VolumeMessage, string])[] = [
  [
    { type: 'SourceRequest', flow: 7, octets: 2 ** 33 + 5, rateBps: 1_000_000, packetSize: 1200 },
    '6d766c01 01 00 04b0 00000007 0000000200000005 00000000000f4240',
  ],
  [
    { type: 'Record', flow: 0xffffffff, sequence: 3, total: 9, sentAtMs: 65536, size: 26 },
    '6d766c01 02 00 0000 ffffffff 00000003 00000009 00010000 0000',
  ],
  [{ type: 'SourceStop', flow: 7 }, '6d766c01 03 00 0000 00000007'],
  [{ type: 'SinkReportRequest', flow: 7 }, '6d766c01 04 00 0000 00000007'],
  [
    { type: 'SinkReport', flow: 7, datagrams: 10, duplicates: 1, upTo: 12, octets: 12000 },
    '6d766c01 05 00 0000 00000007 0000000a 00000001 0000000c 0000000000002ee0',
  ],
];

for (const [message, hex] of MESSAGES) {
  test(`${message.type}: both ways, and every truncation is refused`, t => {
    const bytes = encodeVolume(message);
    t.is(toHex(bytes), hex.replaceAll(' ', ''));
    t.deepEqual(decodeVolume(bytes), message);
    const least = message.type === 'Record' ? RECORD_OCTETS : bytes.length;
    for (let length = 0; length < least; length++)
      t.throws(() => decodeVolume(bytes.subarray(0, length)), { instanceOf: DecodeError }, `${length} octets`);
  });
}

test('what is not lab traffic is refused', t => {
  const refused = (hex: string) => t.throws(() => decodeVolume(fromHex(hex)), { instanceOf: DecodeError })!.offset;
  t.is(refused('6d766c02 01 00 0000 00000007'), 0);
  t.is(refused('6d766c01 09 00 0000 00000007'), 4);
  t.is(refused('6d766c01 01 00 0017 00000007 0000000000000001 0000000000000000'), 6);
  t.is(refused('6d766c01 01 00 0018 00000007 0020000000000000 0000000000000000'), 12);
});

test('a record cannot be smaller than its header', t => {
  t.throws(() => encodeVolume({ type: 'Record', flow: 1, sequence: 0, total: 1, sentAtMs: 0, size: 23 }), {
    instanceOf: RangeError,
  });
});

test('the counter tells new, late and repeated datagrams apart', t => {
  const counter = new FlowCounter();
  for (const [sequence, fresh] of [
    [0, true],
    [1, true],
    [1, false],
    [4, true],
    [2, true],
    [2, false],
    [5000, true],
    [904, false],
    [905, true],
    [4999, true],
    [4, false],
  ] as const)
    t.is(counter.add(sequence, 100), fresh, `sequence ${sequence}`);
  const { datagrams, octets, duplicates, reordered, upTo } = counter;
  t.deepEqual(
    { datagrams, octets, duplicates, reordered, upTo },
    { datagrams: 7, octets: 700, duplicates: 4, reordered: 3, upTo: 5001 },
  );
  t.is(counter.missing(10), 3);
});

test('the counter survives the end of the number range and a jump over its whole window', t => {
  const counter = new FlowCounter();
  t.true(counter.add(0xffffffff, 1));
  t.false(counter.add(0xffffffff, 1));
  t.true(counter.add(0xfffffffe, 1));
  t.is(counter.upTo, 2 ** 32);
});

test('a sender keeps its pace and sends exactly the volume', t => {
  const sender = new VolumeSender({ flow: 1, octets: 10_500, rateBps: 80_000, packetSize: 1000 }, 100);
  t.is(sender.total, 11);
  t.is(sender.next(), 100);
  t.is(sender.take(100).length, 1);
  t.is(sender.next(), 200);
  t.deepEqual(sender.take(199), []);
  t.is(sender.take(240).length, 1, 'a little late is made up for');
  t.is(sender.next(), 300);
  t.is(sender.take(100_000).length, 1, 'what it is late with beyond 50 ms it does not send at once');
  t.is(sender.next(), 100_050);
  const rest = Array.from({ length: 8 }, (_, index) => sender.take(100_050 + 100 * index)).flat();
  t.deepEqual([rest.length, rest.at(-1)?.length, sender.sentOctets], [8, 500, 10_500]);
  t.true(sender.done);
  t.is(sender.next(), undefined);
});

test('without a rate a sender hands out bursts; a remainder smaller than a header is padded', t => {
  const sender = new VolumeSender({ flow: 1, octets: 6401, rateBps: 0, packetSize: 100 }, 0);
  t.deepEqual([sender.take(0).length, sender.take(0).length, sender.sentOctets], [64, 1, 6424]);
  t.is(new VolumeSender({ flow: 1, octets: 0, rateBps: 0, packetSize: 100 }, 0).next(), undefined);
});
