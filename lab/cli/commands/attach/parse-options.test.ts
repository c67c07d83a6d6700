import test from 'ava';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { AttachOptions } from './options.ts';
import { parseAttachOptions } from './parse-options.ts';

const base: AttachOptions = { provision: true, artefacts: false };
const KI = '465B5CE8B199B49FAA5F0A2EE238A6BC';
const parse = (options: Partial<AttachOptions>) => parseAttachOptions({ ...base, ...options });

test('defaults: one phone of the test network on the embedded core', t => {
  const plan = parse({});
  t.like(plan, {
    imsi: '001010000000001',
    plmn: { mcc: '001', mnc: '01' },
    tac: 1,
    count: 1,
    pings: 3,
    amf: '8000',
    mme: undefined,
  });
});

test('the default IMSI follows the PLMN, also with three digits of MNC', t => {
  t.is(`${parse({ plmn: '310-260' }).imsi}`, '310260000000001');
  t.is(`${parse({ plmn: '999-70' }).imsi}`, '999700000000001');
});

test('an MME with and without its UDP port, IPv6 too', t => {
  t.deepEqual(parse({ mme: '127.0.0.2' }).mme, { address: '127.0.0.2' });
  t.deepEqual(parse({ mme: '127.0.0.2:19899' }).mme, { address: '127.0.0.2', udpPort: 19_899 });
  t.deepEqual(parse({ mme: '::1' }).mme, { address: '::1' });
  t.deepEqual(parse({ mme: '[::1]:9900' }).mme, { address: '::1', udpPort: 9900 });
});

test('algorithms as numbers or names', t => {
  t.deepEqual(parse({ eia: '2,1', eea: '128-EEA2, EEA0' }).eia, [2, 1]);
  t.deepEqual(parse({ eea: '128-EEA2, EEA0' }).eea, [2, 0]);
});

const mistakes: readonly [string, Partial<AttachOptions>, code: string, place: string][] = [
  ['IMSI of another network', { imsi: '310260000000001' }, 'imsi-plmn-mismatch', '--imsi'],
  ['IMSI too short', { imsi: '00101' }, 'imsi-invalid', '--imsi'],
  ['PLMN', { plmn: '1-1' }, 'plmn-invalid', '--plmn'],
  ['Ki of a wrong length', { ki: KI.slice(1), opc: KI }, 'ki-invalid', '--ki'],
  ['Ki that is not hex', { ki: `${KI.slice(1)}x`, opc: KI }, 'ki-invalid', '--ki'],
  ['OPc of a wrong length', { ki: KI, opc: 'ab' }, 'opc-invalid', '--opc'],
  ['OP that is not hex', { ki: KI, op: 'z'.repeat(32) }, 'op-invalid', '--op'],
  ['Ki alone', { ki: KI }, 'opc-missing', '--ki'],
  ['OPc alone', { opc: KI }, 'ki-missing', '--opc'],
  ['OPc and OP', { ki: KI, opc: KI, op: KI }, 'opc-twice', '--op'],
  ['AMF', { amf: '800' }, 'amf-invalid', '--amf'],
  ['TAC', { tac: '65534' }, 'number-invalid', '--tac'],
  ['count', { count: '0' }, 'number-invalid', '--count'],
  ['count that is no number', { count: 'many' }, 'number-invalid', '--count'],
  ['pings', { pings: '-1' }, 'number-invalid', '--pings'],
  ['APN', { apn: 'inter net' }, 'apn-invalid', '--apn'],
  ['PDN type', { pdnType: 'ipv5' }, 'pdn-type-invalid', '--pdn-type'],
  ['MME by name', { mme: 'localhost' }, 'mme-invalid', '--mme'],
  ['MME port', { mme: '127.0.0.2:70000' }, 'number-invalid', '--mme'],
  ['local address', { local: '127.0.0' }, 'address-invalid', '--local'],
  ['ping target', { ping: 'google.com' }, 'address-invalid', '--ping'],
  ['algorithm', { eia: '4' }, 'algorithm-invalid', '--eia'],
  ['algorithm list', { eea: '1,,2' }, 'algorithm-invalid', '--eea'],
];
for (const [what, options, code, place] of mistakes) {
  test(`mistake: ${what}`, t => {
    const error = t.throws(() => parse(options), { instanceOf: UserError })!;
    t.is(error.code, code);
    t.is(error.help.place, place);
    t.false(error.message.includes(KI.slice(1)), 'no key in a message');
  });
}
