import test from 'ava';
import { fromHex, toHex } from '../../bytes/index.ts';
import { UserError } from '../../vocabulary/index.ts';
import {
  cidrContains,
  formatCidr,
  formatIp,
  formatIpv4,
  formatIpv6,
  type Ipv6Cidr,
  ipv4Netmask,
  ipv6LinkLocal,
  ipv6Subnet,
  parseCidr,
  parseIp,
  parseIpv4,
  parseIpv6,
} from './index.ts';

test('IPv4 both ways, up to the highest', t => {
  for (const text of ['0.0.0.0', '10.45.0.2', '127.0.0.1', '128.0.0.1', '255.255.255.255'])
    t.is(formatIpv4(parseIpv4(text)), text);
  t.is(parseIpv4('255.255.255.255'), 0xffffffff);
});

for (const text of [
  '',
  '10.45.0',
  '10.45.0.2.1',
  '10.45.0.256',
  '10.45.0.02',
  '10.45.0.-1',
  ' 10.45.0.2',
  '10.45.0.2/16',
  '0x0a.1.1.1',
])
  test(`'${text}' is no IPv4 address`, t => {
    t.throws(() => parseIpv4(text), { instanceOf: UserError, code: 'ip-address-invalid' });
  });

/** Texts and what RFC 5952 recommends for them (§1, §2, §4, §5). */
const IPV6: readonly (readonly [text: string, canonical: string])[] = [
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:DB8:0:0:1::1', '2001:db8::1:0:0:1'],
  ['2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['::1', '::1'],
  ['fe80::', 'fe80::'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
];

test('IPv6 texts become the form that RFC 5952 recommends', t => {
  for (const [text, canonical] of IPV6) t.is(formatIpv6(parseIpv6(text)), canonical, text);
});

for (const text of [
  '',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4::5:6:7:8',
  '12345::',
  'g::',
  '::1.2.3',
  '1.2.3.4::',
  'fe80::1%eth0',
  '1:2:3:4:5:6:7:',
])
  test(`'${text}' is no IPv6 address`, t => {
    t.throws(() => parseIpv6(text), { instanceOf: UserError });
  });

test('either family by its octets', t => {
  t.is(toHex(parseIp('10.45.0.2')), '0a2d0002');
  t.is(formatIp(fromHex('0a2d0002')), '10.45.0.2');
  t.is(formatIp(parseIp('2001:db8::2')), '2001:db8::2');
  t.throws(() => parseIp('localhost'), { instanceOf: UserError });
});

test('networks', t => {
  const pool = parseCidr('10.45.0.0/16');
  t.is(formatCidr(pool), '10.45.0.0/16');
  t.true(cidrContains(pool, parseIpv4('10.45.255.255')));
  t.false(cidrContains(pool, parseIpv4('10.46.0.0')));
  t.true(cidrContains(pool, parseIp('10.45.0.2')));
  t.false(cidrContains(pool, parseIp('2001:db8::')));
  t.true(cidrContains(parseCidr('0.0.0.0/0'), 0xffffffff));
  t.false(cidrContains(parseCidr('192.0.2.1/32'), parseIpv4('192.0.2.2')));
  t.is(formatIp(ipv4Netmask(22)), '255.255.252.0');
  t.is(formatIp(ipv4Netmask(0)), '0.0.0.0');

  const six = parseCidr('2001:db8:cafe::/47') as Ipv6Cidr;
  t.is(formatCidr(six), '2001:db8:cafe::/47');
  t.true(cidrContains(six, parseIpv6('2001:db8:caff:ffff::1')));
  t.false(cidrContains(six, parseIpv6('2001:db8:cb00::')));
  t.is(formatCidr(ipv6Subnet(six, 64, 0x1_2345)), '2001:db8:caff:2345::/64');
  t.throws(() => ipv6Subnet(six, 64, 2 ** 17), { instanceOf: RangeError });
  t.is(formatIpv6(ipv6LinkLocal(fromHex('0000000000000002'))), 'fe80::2');
});

test('a network with host bits names the network that was meant', t => {
  const error = t.throws(() => parseCidr('10.45.0.1/16'), { instanceOf: UserError });
  t.is(error.help.expected, '10.45.0.0/16');
  t.throws(() => parseCidr('2001:db8::1/64'), { instanceOf: UserError, code: 'cidr-host-bits' });
  for (const text of ['10.45.0.0', '10.45.0.0/33', '2001:db8::/129', '/16', 'x/16', '10.45.0.0/-1'])
    t.throws(() => parseCidr(text), { instanceOf: UserError, code: 'cidr-invalid' }, text);
});
