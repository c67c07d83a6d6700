import test from 'ava';
import { Double, Int32, Long } from 'bson';
import { LabError } from '../emulator/vocabulary/index.ts';
import { verifyWritten } from './verify-written.ts';

const IMSI = '001010000000001';
const KEY = '465b5ce8b199b49faa5f0a2ee238a6bc';

function wrongPaths(stored: Record<string, unknown> | undefined, written: Record<string, unknown>, removed?: string[]) {
  try {
    verifyWritten(IMSI, 'here', stored, written, removed);
    return undefined;
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'subscriber-differs') throw error;
    return error.help.place ?? error.message;
  }
}

test('what is there as written passes, whatever stands beside it', t => {
  t.is(wrongPaths({ a: new Int32(1), b: { c: 'x' }, z: 1 }, { a: new Int32(1), 'b.c': 'x' }), undefined);
});

test('another BSON type is a difference even when the value is equal', t => {
  t.is(wrongPaths({ a: new Double(1) }, { a: new Int32(1) }), 'here: a is double instead of int32');
  t.is(wrongPaths({ a: Long.fromNumber(1) }, { a: new Int32(1) }), 'here: a is int64 instead of int32');
  t.is(
    wrongPaths({ security: { sqn: new Double(32) } }, { 'security.sqn': Long.fromNumber(32) }),
    'here: security.sqn is double instead of int64',
  ); // prettier-ignore
});

test('another value is named by its path, never shown', t => {
  const place = wrongPaths(
    { security: { k: KEY, amf: '8000' } },
    { security: { k: KEY.replace('4', '5'), amf: '8000' } },
  );
  t.is(place, 'here: security.k has another value');
});

test('missing, surplus and removed', t => {
  t.is(wrongPaths({}, { a: 'x' }), 'here: a is missing instead of string');
  t.is(wrongPaths({ a: { b: 1, c: 2 } }, { a: { b: 1 } }), 'here: a.c is int32 instead of missing');
  t.is(wrongPaths({ a: ['x'] }, { a: ['x', 'y'] }), 'here: a.1 is missing instead of string');
  t.is(wrongPaths({ a: 1 }, {}, ['a']), 'here: a is still there');
  t.is(wrongPaths({ b: 1 }, {}, ['a']), undefined);
  t.regex(wrongPaths(undefined, { a: 1 })!, /here/);
});

test('the HSS may have stepped the SQN meanwhile, within its type', t => {
  t.is(wrongPaths({ security: { sqn: Long.fromNumber(64) } }, { 'security.sqn': Long.fromNumber(32) }), undefined);
  t.is(wrongPaths({ security: { sqn: Long.fromNumber(64) } }, { security: { sqn: Long.fromNumber(32) } }), undefined);
});
