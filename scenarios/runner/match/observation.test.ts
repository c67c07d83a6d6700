import test from 'ava';
import type { StoredValue } from '../port/index.ts';
import { inNetwork } from './cidr.ts';
import { nearestObservable, observableOf } from './observables.ts';
import { observe, observeStored } from './observation.ts';

test('a path leads into plain data, an APN with dots in it too', t => {
  const root = { emm: 'registered', pdn: { 'ims.mnc001': { ip: '10.45.0.2' } } };
  t.is(observe(root, ['emm']).value, 'registered');
  t.is(observe(root, ['pdn', 'ims', 'mnc001', 'ip']).value, '10.45.0.2');
  t.false(observe(root, ['pdn', 'ims']).found);
  t.false(observe(root, ['emm', 'x']).found);
  t.false(observe(root, ['constructor']).found, 'what every object inherits is not there');
  t.deepEqual(observe(root, []), { found: true, value: root });
});

test('a path leads into a document, with the BSON type of what is there', t => {
  const document: StoredValue = {
    bson: 'document',
    members: {
      security: { bson: 'document', members: { sqn: { bson: 'int64', value: '9007199254740993' } } },
      msisdn: { bson: 'array', items: [{ bson: 'string', value: '491700' }] },
      nothing: { bson: 'null' },
    },
  };
  t.deepEqual(observeStored(document, ['security', 'sqn']), { found: true, value: '9007199254740993', bson: 'int64' });
  t.is(observeStored(document, ['msisdn', '0']).value, '491700');
  t.false(observeStored(document, ['msisdn', '1']).found);
  t.is(observeStored(document, ['nothing']).bson, 'null');
  t.false(observeStored(undefined, []).found);
});

test('what can be looked at is known, and what is meant by what cannot', t => {
  t.is(observableOf('ue', ['pdn', 'internet', 'ip'])?.kind, 'text');
  t.is(observableOf('ue', ['pdn', 'ims', 'mnc001', 'ambr', 'down'])?.kind, 'bit-rate');
  t.is(observableOf('ue', ['reject', 'cause'])?.kind, 'emm-cause');
  t.is(observableOf('ue', ['emn']), undefined);
  t.is(nearestObservable('ue', ['emn']), 'emm');
  t.is(observableOf('hss', ['slice', '0', 'session'])?.kind, 'any');
  t.is(observableOf('hss', ['security', 'sqn'])?.kind, 'sqn');
  t.is(observableOf('hss', [])?.kind, 'any');
});

test('addresses and networks of both families', t => {
  t.true(inNetwork('10.45.0.1', '10.45.0.0/24'));
  t.false(inNetwork('10.45.1.1', '10.45.0.0/24'));
  t.true(inNetwork('0.0.0.0', '0.0.0.0/0'));
  t.true(inNetwork('10.45.0.1', '10.45.0.1/32'));
  t.true(inNetwork('fe80::1', 'fe80::/10'));
  t.true(inNetwork('::ffff:10.45.0.1', '::ffff:0:0/96'));
  t.false(inNetwork('2001:db9::', '2001:db8::/32'));
  t.false(inNetwork('nonsense', '10.0.0.0/8'));
  for (const bad of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/8/1', 'x/8', '::/129', '10.0.0.0/'])
    t.is(inNetwork('10.0.0.1', bad), undefined, bad);
});
