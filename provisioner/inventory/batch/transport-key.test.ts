import test from 'ava';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import { parseTransportKey } from './transport-key.ts';

test('RFC 5649 §6: both published examples', t => {
  const key = parseTransportKey('1', '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8');
  t.is(
    key.wrap(Buffer.from('c37b7e6492584340bed12207808941155068f738', 'hex')),
    '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
  );
  t.is(key.wrap(Buffer.from('466f7250617369', 'hex')), 'afbeb0f07dfbf5419200f2ccb50bb24f');
  t.is(Buffer.from(key.unwrap('x', 'afbeb0f07dfbf5419200f2ccb50bb24f')).toString(), 'ForPasi');
});

test('FIPS 197 appendix C: the check value is of zeros under the key, and tells keys apart', t => {
  // AES-128 of sixteen zero octets under the zero key begins 66e94bd4.
  t.is(parseTransportKey('1', '0'.repeat(32)).check, '66e94b');
  t.not(parseTransportKey('1', '1'.repeat(32)).check, parseTransportKey('1', '2'.repeat(32)).check);
  t.is(parseTransportKey('1', '0'.repeat(64)).algorithm, 'aes256-kwp');
});

test('a value of another key, cut off or changed does not open, and is not repeated', t => {
  const key = parseTransportKey('7', 'ab'.repeat(32));
  const wrapped = key.wrap(Buffer.alloc(16, 5));
  const bad = [
    parseTransportKey('7', 'cd'.repeat(32)).wrap(Buffer.alloc(16, 5)),
    wrapped.slice(2),
    `${wrapped}00`,
    '',
    'xyz',
    wrapped.replace(/^./, digit => (digit === '0' ? '1' : '0')),
  ];
  for (const text of bad) {
    const error = t.throws(() => key.unwrap('Ki', text), { instanceOf: UserError, code: 'transport-key-wrong' });
    t.true(text === '' || !error!.message.includes(text));
  }
  for (const text of ['', 'ab', 'zz'.repeat(16)])
    t.throws(() => parseTransportKey('1', text), { instanceOf: UserError, code: 'transport-key-invalid' });
});
