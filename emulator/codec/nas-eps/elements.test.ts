import test from 'ava';
import { ByteReader, ByteWriter, DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import type { Element } from '../nas-common/element.ts';
import { transactionIdentifier } from './elements/bearers.ts';
import {
  apnAggregateMaximumBitRate,
  epsQualityOfService,
  extendedApnAggregateMaximumBitRate,
  extendedQualityOfService,
} from './elements/bit-rates.ts';
import { ueNetworkCapability, ueSecurityCapability } from './elements/capabilities.ts';
import { epsMobileIdentity } from './elements/eps-mobile-identity.ts';
import { pdnAddress } from './elements/pdn.ts';
import { detachTypeUeOriginating, epsAttachType, epsUpdateType } from './elements/procedure-types.ts';
import { nasKeySetIdentifier, nasSecurityAlgorithms } from './elements/security.ts';
import { cli } from './elements/services.ts';
import { trackingAreaIdentityList } from './elements/tai-list.ts';
import { sameUeSecurityCapability, taiList, taisOf, ueSecurityCapabilityOf } from './index.ts';

function decode<Value>(type: Element<Value>, hex: string): Value {
  return type.decode(new ByteReader(fromHex(hex)));
}

function encode<Value>(type: Element<Value>, value: Value): string {
  const writer = new ByteWriter();
  type.encode(value, writer);
  return toHex(writer.finish());
}

const bothWays = test.macro({
  exec: <Value>(t: import('ava').ExecutionContext, type: Element<Value>, hex: string, value: Value) => {
    t.deepEqual(decode(type, hex), value);
    t.is(encode(type, value), hex.replaceAll(' ', ''));
  },
  title: (_, type: { readonly title: string }, hex: string) => `${type.title} ${hex}`,
});

const refused = test.macro({
  exec: (t: import('ava').ExecutionContext, type: Element<unknown>, hex: string, reason: RegExp) => {
    t.throws(() => decode(type, hex), { instanceOf: DecodeError, message: reason });
  },
  title: (_, type: { readonly title: string }, hex: string) => `${type.title} ${hex || 'without octets'} is refused`,
});

const plmn = { mcc: '999', mnc: '70' };
const plmn3 = { mcc: '310', mnc: '410' };

test(bothWays, epsMobileIdentity, 'f6 99f907 0002 01 c00000d5', {
  type: 'guti',
  guti: { plmn, mmegi: 2, mmec: 1, mTmsi: 0xc00000d5 },
});
test(bothWays, epsMobileIdentity, 'f6 130014 ffff ff ffffffff', {
  type: 'guti',
  guti: { plmn: plmn3, mmegi: 0xffff, mmec: 0xff, mTmsi: 0xffffffff },
});
test(bothWays, epsMobileIdentity, '99 99 07 47 63 00 00 06', { type: 'imsi', imsi: '999707436000060' as Imsi });
test(bothWays, epsMobileIdentity, '3b 35 94 60 89 37 13 19', { type: 'imei', imei: '353490698733191' });
test(refused, epsMobileIdentity, 'f69af9070002 01c00000d5', /no PLMN/);
test(refused, epsMobileIdentity, 'f699f907000201c00000', /needs 4 more octets, has 3/);
test(refused, epsMobileIdentity, 'f2', /type of identity 2 is reserved/);
test(refused, epsMobileIdentity, '9199074763000006', /odd\/even/);

test('type 1 elements: words, and numbers where a value is reserved', t => {
  t.deepEqual(
    [1, 2, 6, 7, 0x9].map(bits => epsAttachType.decode(bits)),
    ['epsAttach', 'combinedEpsImsiAttach', 'epsEmergencyAttach', 7, 'epsAttach'],
  );
  t.is(epsAttachType.encode(7), 7);
  t.throws(() => epsAttachType.encode('attach' as never), { instanceOf: RangeError, message: /epsEmergencyAttach/ });
  t.throws(() => epsAttachType.encode(8), { instanceOf: RangeError });
  for (let bits = 0; bits < 16; bits++) {
    for (const type of [detachTypeUeOriginating, epsUpdateType, nasKeySetIdentifier]) {
      t.is(type.encode(type.decode(bits) as never), bits, type.title);
    }
  }
});

test(bothWays, nasSecurityAlgorithms, '21', { eea: 2, eia: 1 });

test(bothWays, ueNetworkCapability, 'f0 70', { eea: [0, 1, 2, 3], eia: [1, 2, 3] });
test(bothWays, ueNetworkCapability, 'e0 e1 c0 40', {
  eea: [0, 1, 2],
  eia: [0, 1, 2],
  epsUpip: true,
  uea: [0, 1],
  uia: [1],
  ucs2: false,
});
test(bothWays, ueNetworkCapability, 'f0 70 c0 c0 09 80 30 01 03', {
  eea: [0, 1, 2, 3],
  eia: [1, 2, 3],
  uea: [0, 1],
  uia: [1],
  ucs2: true,
  features: ['lpp', 'nf', 'ePco', 'n1Mode', 'dcnr', 'racs', 'ptcc', 'pr'],
});
test(bothWays, ueSecurityCapability, 'f0 70', { eea: [0, 1, 2, 3], eia: [1, 2, 3] });
test(bothWays, ueSecurityCapability, 'f0 70 c0 40', { eea: [0, 1, 2, 3], eia: [1, 2, 3], uea: [0, 1], uia: [1] });
test(bothWays, ueSecurityCapability, 'f0 70 00 00 60', {
  eea: [0, 1, 2, 3],
  eia: [1, 2, 3],
  uea: [],
  uia: [],
  gea: [1, 2],
});

test('the capability that an MME replays, and the comparison of a UE', t => {
  const ue = decode(ueNetworkCapability, 'f0f0c04011');
  t.is(encode(ueSecurityCapability, ueSecurityCapabilityOf(ue, undefined)), 'f0f0c040');
  t.is(encode(ueSecurityCapability, ueSecurityCapabilityOf(ue, [1, 3])), 'f0f0c04050');
  t.is(encode(ueSecurityCapability, ueSecurityCapabilityOf({ eea: [0], eia: [2] }, [])), '8020');
  t.is(encode(ueSecurityCapability, ueSecurityCapabilityOf({ eea: [0], eia: [2] }, [1])), '8020000040');
  const replayed = decode(ueSecurityCapability, 'f0f0c040');
  t.true(sameUeSecurityCapability(replayed, { ...replayed, gea: [] }));
  for (const changed of ['70f0c040', 'f070c040', 'f0f08040', 'f0f0c000', 'f0f0c04040', 'f0f1c040']) {
    t.false(sameUeSecurityCapability(replayed, decode(ueSecurityCapability, changed)), changed);
  }
});

test(bothWays, trackingAreaIdentityList, '00 99f907 0001', [{ type: 'nonConsecutiveTacs', plmn, tacs: [1] }]);
test(bothWays, trackingAreaIdentityList, '22 99f907 fffe 41 130014 0001 99f907 0002', [
  { type: 'consecutiveTacs', plmn, firstTac: 0xfffe, count: 3 },
  {
    type: 'differentPlmns',
    tais: [
      { plmn: plmn3, tac: 1 },
      { plmn, tac: 2 },
    ],
  },
]);
test(refused, trackingAreaIdentityList, '0199f9070001', /needs 2 more octets/);
test(refused, trackingAreaIdentityList, '6099f9070001', /type of list 3 is reserved/);
test('TAI lists: what is in them, and which coding a list takes', t => {
  const lists = decode(trackingAreaIdentityList, '2299f907fffe4113001400 0199f9070002');
  t.deepEqual(
    taisOf(lists).map(tai => [tai.plmn.mcc, tai.tac]),
    [
      ['999', 0xfffe],
      ['999', 0xffff],
      ['999', 0],
      ['310', 1],
      ['999', 2],
    ],
  );
  t.is(
    taiList([
      { plmn, tac: 5 },
      { plmn, tac: 9 },
    ])[0]?.type,
    'nonConsecutiveTacs',
  );
  t.is(
    taiList([
      { plmn, tac: 5 },
      { plmn: plmn3, tac: 9 },
    ])[0]?.type,
    'differentPlmns',
  );
  t.throws(() => taiList([]), { instanceOf: RangeError });
  t.throws(() => taiList(Array.from({ length: 17 }, (_, tac) => ({ plmn, tac }))), { instanceOf: RangeError });
  // "All other values are unused and shall be interpreted as 16."
  const long = decode(trackingAreaIdentityList, `3f99f9070001`);
  t.like(long[0], { type: 'consecutiveTacs', count: 16 });
});

test(bothWays, pdnAddress, '01 0a2d0002', { type: 'ipv4', ipv4: '10.45.0.2' });
test(bothWays, pdnAddress, '02 0000000000000003', { type: 'ipv6', interfaceIdentifier: fromHex('0000000000000003') });
test(bothWays, pdnAddress, '03 0000000000000003 0a2d0002', {
  type: 'ipv4v6',
  interfaceIdentifier: fromHex('0000000000000003'),
  ipv4: '10.45.0.2',
});
test(bothWays, pdnAddress, '05 00000000', { type: 'nonIp' });
test(bothWays, pdnAddress, '06 00000000', { type: 'ethernet' });
test(refused, pdnAddress, '0400000000', /reserved/);
test('a PDN address that cannot be coded is refused', t => {
  t.throws(() => encode(pdnAddress, { type: 'ipv4', ipv4: '10.45.0' }), { instanceOf: RangeError });
  t.throws(() => encode(pdnAddress, { type: 'ipv6', interfaceIdentifier: fromHex('01') }), { instanceOf: RangeError });
});

test(bothWays, epsQualityOfService, '09', { qci: 9 });
test(bothWays, epsQualityOfService, '01 48 ff 40 01', {
  qci: 1,
  maximumBitRate: { uplinkKbps: 128, downlinkKbps: 0 },
  guaranteedBitRate: { uplinkKbps: 64, downlinkKbps: 1 },
});
test(bothWays, epsQualityOfService, '01 fefefefe 01 4a 4b fa', {
  qci: 1,
  maximumBitRate: { uplinkKbps: 8700, downlinkKbps: 16_000 },
  guaranteedBitRate: { uplinkKbps: 17_000, downlinkKbps: 256_000 },
});
test(bothWays, epsQualityOfService, '01 fefefefe fafafafa 01 3d 3e f6', {
  qci: 1,
  maximumBitRate: { uplinkKbps: 260_000, downlinkKbps: 500_000 },
  guaranteedBitRate: { uplinkKbps: 510_000, downlinkKbps: 10_000_000 },
});
test('a quality of service with rates of 0 is one without rates; its octets stay', t => {
  const reader = new ByteReader(fromHex('0900000000'));
  t.deepEqual(epsQualityOfService.decode(reader), { qci: 9 });
  t.is(reader.remaining, 4);
});

test(bothWays, apnAggregateMaximumBitRate, '01 fe', { downlinkKbps: 1, uplinkKbps: 8640 });
test(bothWays, apnAggregateMaximumBitRate, 'fe fe fa 01', { downlinkKbps: 256_000, uplinkKbps: 8700 });
test(bothWays, apnAggregateMaximumBitRate, 'fe fe fa ee fe 03', { downlinkKbps: 65_280_000, uplinkKbps: 1_000_000 });
test('an APN-AMBR comes back rounded down to a step, and then stays', t => {
  for (let kbps = 70; kbps < 70_000_000; kbps = Math.ceil(kbps * 1.0173)) {
    const rates = { downlinkKbps: kbps, uplinkKbps: Math.floor(kbps / 3) };
    const back = decode(apnAggregateMaximumBitRate, encode(apnAggregateMaximumBitRate, rates));
    const most = Math.min(kbps, 65_280_000);
    t.true(back.downlinkKbps <= most && back.downlinkKbps > most * 0.88, `${kbps} → ${back.downlinkKbps}`);
    t.is(encode(apnAggregateMaximumBitRate, back), encode(apnAggregateMaximumBitRate, rates));
  }
});
test(bothWays, extendedApnAggregateMaximumBitRate, '03 61a8 04 61a8', {
  downlinkKbps: 100_000_000,
  uplinkKbps: 400_000_000,
});
test(bothWays, extendedQualityOfService, '02 2ee0 4e20 01 0000 d6d8', {
  maximumBitRate: { uplinkKbps: 12_000_000, downlinkKbps: 20_000_000 },
  guaranteedBitRate: { uplinkKbps: 0, downlinkKbps: 11_000_000 },
});

test(bothWays, transactionIdentifier, '10', { flag: false, value: 1, extended: false });
test(bothWays, transactionIdentifier, 'f0 a0', { flag: true, value: 32, extended: true });
test(bothWays, cli, '91 94 03 21 43', { typeOfNumber: 1, numberingPlan: 1, digits: '49301234' });
test(bothWays, cli, '01 83 ba f1', {
  typeOfNumber: 0,
  numberingPlan: 1,
  presentation: { indicator: 0, screening: 3 },
  digits: '*#1',
});
test(refused, cli, '91f143', /end mark inside/);
