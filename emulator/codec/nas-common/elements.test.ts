import test from 'ava';
import { ByteReader, ByteWriter, DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import { accessPointName } from './access-point-name.ts';
import { locationAreaIdentification, plmnList } from './area.ts';
import { kbpsOfOctets, octetsOfKbps } from './bit-rate-octets.ts';
import type { Element } from './element.ts';
import { emergencyNumberList, extendedEmergencyNumberList } from './emergency-numbers.ts';
import {
  gprsTimer,
  gprsTimer3,
  gprsTimer3Element,
  gprsTimerElement,
  gprsTimerSeconds,
  t3412ExtendedTimer,
} from './gprs-timer.ts';
import { isGsm7, packGsm7, unpackGsm7 } from './gsm7.ts';
import { mobileIdentity } from './mobile-identity.ts';
import { msNetworkCapability, supportedCodecList, voiceDomainPreference } from './mobile-station.ts';
import { networkName } from './network-name.ts';
import type { PacketFilterComponent } from './packet-filter.ts';
import {
  dnsServersOf,
  extendedProtocolConfigurationOptionsDownlink,
  ipcpPacket,
  ipv4LinkMtuOf,
  protocolConfigurationOptionsDownlink,
  protocolConfigurationOptionsUplink,
} from './protocol-configuration-options.ts';
import { daylightSavingTime, timeZone, timeZoneAndTime } from './time-zone.ts';
import { trafficFlowTemplate } from './traffic-flow-template.ts';

function decode<Value>(type: Element<Value>, hex: string): Value {
  return type.decode(new ByteReader(fromHex(hex)));
}

function encode<Value>(type: Element<Value>, value: Value): string {
  const writer = new ByteWriter();
  type.encode(value, writer);
  return toHex(writer.finish());
}

/** The octets mean the value, and the value is written as the octets. */
const bothWays = test.macro({
  exec: <Value>(t: import('ava').ExecutionContext, type: Element<Value>, hex: string, value: Value) => {
    const plain = hex.replaceAll(' ', '');
    t.deepEqual(decode(type, plain), value);
    t.is(encode(type, value), plain);
    t.true(type.show(value).length > 0);
  },
  title: (_, type: { readonly title: string }, hex: string) => `${type.title} ${hex}`,
});

const refused = test.macro({
  exec: (t: import('ava').ExecutionContext, type: Element<unknown>, hex: string, reason: RegExp) => {
    t.throws(() => decode(type, hex), { instanceOf: DecodeError, message: reason });
  },
  title: (_, type: { readonly title: string }, hex: string) => `${type.title} ${hex || 'without octets'} is refused`,
});

test(bothWays, locationAreaIdentification, '00f110 fffe', { plmn: { mcc: '001', mnc: '01' }, lac: 0xfffe });
test(bothWays, locationAreaIdentification, '130014 0001', { plmn: { mcc: '310', mnc: '410' }, lac: 1 });
test(refused, locationAreaIdentification, '00fa100001', /no PLMN/);
test(refused, locationAreaIdentification, '00f110ff', /needs 2 more octets/);
test(bothWays, plmnList, '00f110 130014', [
  { mcc: '001', mnc: '01' },
  { mcc: '310', mnc: '410' },
]);

test(bothWays, mobileIdentity, '09 10 10 10 32 54 76 98', { type: 'imsi', imsi: '001010123456789' as Imsi });
test(bothWays, mobileIdentity, '01 10 10 10 32 54 76 f8', { type: 'imsi', imsi: '00101012345678' as Imsi });
test(bothWays, mobileIdentity, '3a 35 94 60 89 37 13 19', {
  type: 'imei',
  imei: '353490698733191',
});
test(bothWays, mobileIdentity, '33 35 94 60 89 37 13 19 f1', { type: 'imeisv', imeisv: '3534906987331911' });
test(bothWays, mobileIdentity, 'f4 c0000123', { type: 'tmsi', tmsi: 0xc0000123 });
test(bothWays, mobileIdentity, '00 0000', { type: 'noIdentity' });
test(refused, mobileIdentity, '0110101032547698', /odd\/even/);
test(refused, mobileIdentity, '09101010325476a8', /no decimal digit/);
test(refused, mobileIdentity, '09f0101032547698', /no decimal digit/);
test(refused, mobileIdentity, '07', /reserved/);
test(refused, mobileIdentity, '', /needs 1 more octet/);

test(bothWays, accessPointName, '08 696e7465726e6574', 'internet');
test(bothWays, accessPointName, '03 696d73 06 6d6e63303031', 'ims.mnc001');
test(refused, accessPointName, '09696e7465726e6574', /past the end/);
test(refused, accessPointName, '00', /label of 0/);
test(refused, accessPointName, '03612e62', /holds a dot/);
test('an APN with a label that cannot be coded is refused', t => {
  for (const apn of ['', 'a..b', `${'a'.repeat(64)}.b`])
    t.throws(() => encode(accessPointName, apn), { instanceOf: RangeError });
});

test(bothWays, gprsTimerElement, '49', { value: 9, unit: '6 min' });
test(bothWays, gprsTimerElement, 'e0', { value: 0, unit: 'deactivated' });
test(bothWays, gprsTimerElement, '65', { value: 5, unit: 3 });
test(bothWays, gprsTimer3Element, 'c1', { value: 1, unit: '320 h' });
test('timers in seconds', t => {
  t.is(gprsTimerSeconds({ value: 9, unit: '6 min' }), 3240);
  t.is(gprsTimerSeconds({ value: 5, unit: 3 }), 300);
  t.is(gprsTimerSeconds({ value: 5, unit: 'deactivated' }), undefined);
  t.deepEqual(gprsTimer(3240), { value: 9, unit: '6 min' });
  t.deepEqual(gprsTimer(540), { value: 9, unit: '1 min' });
  t.deepEqual(gprsTimer(0), { value: 0, unit: '2 s' });
  t.deepEqual(gprsTimer(61), { value: 31, unit: '2 s' });
  t.deepEqual(gprsTimer(63), { value: 2, unit: '1 min' });
  t.deepEqual(gprsTimer(1_000_000), { value: 31, unit: '6 min' });
  t.deepEqual(gprsTimer(undefined), { value: 0, unit: 'deactivated' });
  t.deepEqual(gprsTimer3(90), { value: 3, unit: '30 s' });
  t.deepEqual(gprsTimer3(7 * 24 * 3600), { value: 17, unit: '10 h' });
  t.deepEqual(gprsTimer3(31 * 36_000 + 1), { value: 31, unit: '10 h' });
  t.deepEqual(t3412ExtendedTimer(31 * 36_000 + 1), { value: 1, unit: '320 h' });
  for (let seconds = 0; seconds < 12_000; seconds += 7) {
    const [one, three] = [gprsTimerSeconds(gprsTimer(seconds))!, gprsTimerSeconds(gprsTimer3(seconds))!];
    t.true(one >= Math.min(seconds, 11_160) && three >= seconds, `${seconds}`);
  }
});

// TS 24.301 §9.9.4.3 and §9.9.4.2: the ends of each range of each octet.
test('bit rates at the ends of the ranges that the specification lists', t => {
  const basic = { 1: 1, 63: 63, 64: 64, 127: 568, 128: 576, 254: 8640, 255: 0, 0: 0 };
  for (const [octet, kbps] of Object.entries(basic)) t.is(kbpsOfOctets(Number(octet), 0, 0), kbps);
  const extended = { 1: 8700, 74: 16_000, 75: 17_000, 186: 128_000, 187: 130_000, 250: 256_000, 255: 256_000 };
  for (const [octet, kbps] of Object.entries(extended)) t.is(kbpsOfOctets(0xfe, Number(octet), 0), kbps);
  const extended2 = { 1: 260_000, 61: 500_000, 62: 510_000, 161: 1_500_000, 162: 1_600_000, 246: 10_000_000 };
  for (const [octet, kbps] of Object.entries(extended2)) t.is(kbpsOfOctets(0xfe, 0xfa, Number(octet)), kbps);
});

test('every bit rate that can be coded comes back; others are rounded down to the nearest', t => {
  const rates = new Set<number>();
  for (let octet = 1; octet <= 0xfe; octet++) rates.add(kbpsOfOctets(octet, 0, 0));
  for (let octet = 1; octet <= 0xfa; octet++) rates.add(kbpsOfOctets(0xfe, octet, 0));
  for (let octet = 1; octet <= 0xf6; octet++) rates.add(kbpsOfOctets(0xfe, 0xfa, octet));
  const sorted = [...rates].sort((a, b) => a - b);
  sorted.forEach((kbps, index) => {
    t.is(kbpsOfOctets(...octetsOfKbps(kbps)), kbps);
    const next = sorted[index + 1];
    if (next !== undefined) t.is(kbpsOfOctets(...octetsOfKbps(next - 0.5)), kbps);
  });
  t.deepEqual(octetsOfKbps(0), [0xff, 0, 0]);
  t.throws(() => octetsOfKbps(-1), { instanceOf: RangeError });
});

test('GSM 7 bit: packing of 3GPP TS 23.038', t => {
  t.deepEqual(packGsm7('hellohello'), { octets: fromHex('e8329bfd4697d9ec37'), septets: 10 });
  t.is(unpackGsm7(fromHex('e8329bfd4697d9ec37'), 10), 'hellohello');
  for (const text of ['', '@', 'mvnolab', '[€]{x}~^|\\', 'Ä Ö ñ ü à Δ Ω', '1234567', '12345678']) {
    const { octets, septets } = packGsm7(text);
    t.is(unpackGsm7(octets, septets), text);
    t.true(isGsm7(text));
  }
  t.false(isGsm7('Мобил'));
  t.throws(() => packGsm7('ж'), { instanceOf: RangeError });
});

test(bothWays, networkName, '87 6dbbfbcd0e8b01', {
  text: 'mvnolab',
  codingScheme: 'gsm7',
  addCountryInitials: false,
});
test(bothWays, networkName, '98 004f 0070 0065 006e', {
  text: 'Open',
  codingScheme: 'ucs2',
  addCountryInitials: true,
});
test(refused, networkName, 'a000', /coding scheme 2 is reserved/);

test(bothWays, timeZone, '40', 60);
test(bothWays, timeZone, '0a', -300);
test(bothWays, timeZone, '22', 330);
test(refused, timeZone, 'a0', /no time zone/);
test(bothWays, timeZoneAndTime, '62 11 22 31 50 95 49', {
  year: 26,
  month: 11,
  day: 22,
  hour: 13,
  minute: 5,
  second: 59,
  offsetMinutes: -210,
});
test(refused, timeZoneAndTime, '6211223150a549', /no pair of decimal digits/);
test(bothWays, daylightSavingTime, '01', 1);

test(bothWays, emergencyNumberList, '03 01 11 f0 03 06 11 22', [
  { categories: ['police'], digits: '110' },
  { categories: ['ambulance', 'fireBrigade'], digits: '1122' },
]);
test(refused, emergencyNumberList, '00', /without service category/);
test(refused, emergencyNumberList, '040111f0', /needs 4 more octets/);
test(bothWays, extendedEmergencyNumberList, '01 02 11f7 03 f0371b 02 1122 00', {
  validIn: 'plmn',
  numbers: [
    { digits: '117', subServices: 'pol' },
    { digits: '1122', subServices: '' },
  ],
});

test(bothWays, supportedCodecList, '00 02 1f00 04 02 0004', [
  { systemId: 0, bitmap: 0x1f00 },
  { systemId: 4, bitmap: 4 },
]);
test(bothWays, voiceDomainPreference, '07', {
  usageSetting: 'dataCentric',
  voiceDomainPreference: 'imsPsVoicePreferred',
});
test('octets of MS network capability that say nothing are left to later versions', t => {
  const reader = new ByteReader(fromHex('e5e0340000'));
  const value = msNetworkCapability.decode(reader);
  t.like(value, { gea1: true, ssScreeningIndicator: 1, pfcFeatureMode: true, gea3: true, dcnr: false });
  t.is(toHex(reader.rest()), '0000');
  t.is(encode(msNetworkCapability, value), 'e5e034');
  t.true(Object.isFrozen(value));
  t.is(msNetworkCapability.decode(new ByteReader(fromHex('e5e0340000'))), value);
});

const PCO = '80 8021 10 03000010 810608080808 830608040404 000d 04 08080808 0010 02 0578 0023 0003 aabbcc';
test(bothWays, protocolConfigurationOptionsDownlink, PCO, {
  configurationProtocol: 0,
  options: [
    { id: 0x8021, contents: ipcpPacket('configureNak', 0, [fromHex('08080808'), fromHex('08040404')]) },
    { id: 0x000d, contents: fromHex('08080808') },
    { id: 0x0010, contents: fromHex('0578') },
    { id: 0x0023, contents: fromHex('aabbcc') },
  ],
});
test(refused, protocolConfigurationOptionsDownlink, '80000d0408', /needs 4 more octets/);
// Phones that know 5G set these flags; the network answers with lists under the same numbers.
test(bothWays, protocolConfigurationOptionsUplink, '80 0023 00 0024 00 000d 00', {
  configurationProtocol: 0,
  options: [0x0023, 0x0024, 0x000d].map(id => ({ id, contents: fromHex('') })),
});
test('what a phone reads in its configuration options', t => {
  const pco = decode(extendedProtocolConfigurationOptionsDownlink, PCO);
  t.deepEqual(dnsServersOf(pco), ['8.8.8.8', '8.4.4.4']);
  t.is(ipv4LinkMtuOf(pco), 1400);
  const ipv6 = decode(
    protocolConfigurationOptionsDownlink,
    '8000031020014860486000000000000000008888 000d 04 00000000',
  );
  t.deepEqual(dnsServersOf(ipv6), ['2001:4860:4860::8888']);
  t.is(ipv4LinkMtuOf(ipv6), undefined);
  // IPCP that stops in the middle of an option, an address of three octets: nothing, and no exception.
  t.deepEqual(dnsServersOf(decode(protocolConfigurationOptionsDownlink, '80 8021 06 030000108106 000d 03 080808')), []);
});
test('passwords of PAP and CHAP are not shown', t => {
  const pco = decode(protocolConfigurationOptionsDownlink, '80 c023 0a 0101000a036162630178');
  t.is(protocolConfigurationOptionsDownlink.show(pco), 'pap (10 octets)');
});

const ALL_COMPONENTS: readonly (readonly [hex: string, component: PacketFilterComponent])[] = [
  ['10 0a2d0000 ffff0000', { type: 'ipv4Remote', address: '10.45.0.0', mask: '255.255.0.0' }],
  ['11 0a2d0001 ffffffff', { type: 'ipv4Local', address: '10.45.0.1', mask: '255.255.255.255' }],
  [
    `20 ${'20010db8'.padEnd(32, '0')} ${'ffffffff'.padEnd(32, '0')}`,
    { type: 'ipv6Remote', address: '2001:db8::', mask: 'ffff:ffff::' },
  ],
  [`21 ${'20010db8'.padEnd(32, '0')} 20`, { type: 'ipv6RemotePrefix', address: '2001:db8::', prefixLength: 32 }],
  [`23 ${'20010db8'.padEnd(32, '0')} 40`, { type: 'ipv6LocalPrefix', address: '2001:db8::', prefixLength: 64 }],
  ['30 11', { type: 'protocol', protocol: 17 }],
  ['40 13c4', { type: 'localPort', port: 5060 }],
  ['41 1388 13ec', { type: 'localPortRange', low: 5000, high: 5100 }],
  ['50 0050', { type: 'remotePort', port: 80 }],
  ['51 0001 ffff', { type: 'remotePortRange', low: 1, high: 65535 }],
  ['60 fffffffe', { type: 'securityParameterIndex', spi: 0xfffffffe }],
  ['70 b8 fc', { type: 'typeOfService', value: 0xb8, mask: 0xfc }],
  ['80 0abcde', { type: 'flowLabel', label: 0xabcde }],
  ['81 020304050607', { type: 'destinationMac', address: fromHex('020304050607') }],
  ['82 020304050607', { type: 'sourceMac', address: fromHex('020304050607') }],
  ['83 0fff', { type: 'cTagVid', vid: 4095 }],
  ['84 0001', { type: 'sTagVid', vid: 1 }],
  ['85 0b', { type: 'cTagPcpDei', value: 11 }],
  ['86 01', { type: 'sTagPcpDei', value: 1 }],
  ['87 86dd', { type: 'etherType', etherType: 0x86dd }],
  [
    '88 000000000000 00000000000f',
    { type: 'destinationMacRange', low: fromHex('000000000000'), high: fromHex('00000000000f') },
  ],
  [
    '89 000000000000 00000000000f',
    { type: 'sourceMacRange', low: fromHex('000000000000'), high: fromHex('00000000000f') },
  ],
  ['fe 0102', { type: 'unknown', identifier: 0xfe, octets: fromHex('0102') }],
];
for (const [hex, component] of ALL_COMPONENTS) {
  const contents = hex.replaceAll(' ', '');
  const length = (contents.length / 2).toString(16).padStart(2, '0');
  test(bothWays, trafficFlowTemplate, `21 31 07 ${length} ${contents}`, {
    operation: 'createNewTft',
    filters: [{ identifier: 1, direction: 'bidirectional', precedence: 7, components: [component] }],
  });
}
test(bothWays, trafficFlowTemplate, '40', { operation: 'deleteExistingTft' });
test(bothWays, trafficFlowTemplate, 'c0', { operation: 'noTftOperation' });
test(bothWays, trafficFlowTemplate, 'a2 01 02', { operation: 'deletePacketFilters', identifiers: [1, 2] });
test(bothWays, trafficFlowTemplate, '72 10 01 00 21 02 00 03 02 0102', {
  operation: 'addPacketFilters',
  filters: [
    { identifier: 0, direction: 'downlink', precedence: 1, components: [] },
    { identifier: 1, direction: 'uplink', precedence: 2, components: [] },
  ],
  parameters: [{ id: 3, contents: fromHex('0102') }],
});
test(refused, trafficFlowTemplate, 'e0', /reserved/);
test(refused, trafficFlowTemplate, '21 31 07 03 10 0a2d', /needs 4 more octets/);
