import test from 'ava';
import { UserError } from '../emulator/vocabulary/index.ts';
import { formatBitRate, fromValueAndUnit, isStorable, parseBitRate, toValueAndUnit } from './bit-rate.ts';

const texts: [string, number][] = [
  ['1Gbps', 1e9],
  ['50 Mbit/s', 50e6],
  ['1.5Gbps', 1_500_000_000],
  ['0.064 Mbps', 64_000],
  ['512k', 512_000],
  ['1000000', 1e6],
  ['2Tbps', 2e12],
  ['0', 0],
  ['1.50M', 1_500_000],
  ['2147483647bps', 2147483647],
];
for (const [text, bps] of texts) test(`${text} is ${bps} bps`, t => t.is(parseBitRate(text), bps));

for (const text of ['', 'fast', '-1M', '1 Mi', '1.5', '0.0001k', '1e6', '10 Mbps!', '2147483649', '1.2345678901Tbps'])
  test(`'${text}' is refused`, t => {
    const error = t.throws(() => parseBitRate(text), { instanceOf: UserError })!;
    t.is(error.code, 'bit-rate-invalid');
    t.regex(error.help.expected ?? '', /Mbps/);
  });

test('value and unit: the largest unit that keeps the value whole', t => {
  t.deepEqual(toValueAndUnit(1e9), { value: 1, unit: 3 });
  t.deepEqual(toValueAndUnit(1_500_000_000), { value: 1500, unit: 2 });
  t.deepEqual(toValueAndUnit(0), { value: 0, unit: 0 });
  t.deepEqual(toValueAndUnit(999), { value: 999, unit: 0 });
  t.deepEqual(toValueAndUnit(5e15), { value: 5000, unit: 4 });
  t.throws(() => toValueAndUnit(4_294_967_295), { instanceOf: RangeError });
  t.throws(() => toValueAndUnit(0.5), { instanceOf: RangeError });
});

test('value and unit multiply back, over all units', t => {
  for (const bps of [0, 1, 999, 1000, 64_000, 123_456_789, 1e9, 1.5e9, 2147483647000, 4e12]) {
    t.true(isStorable(bps));
    t.is(fromValueAndUnit(toValueAndUnit(bps)), bps);
  }
});

test('printed with the unit that is stored', t => {
  t.is(formatBitRate(1e9), '1 Gbps');
  t.is(formatBitRate(1_500_000_000), '1500 Mbps');
  t.is(formatBitRate(1), '1 bps');
});
