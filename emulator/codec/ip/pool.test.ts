import test from 'ava';
import {
  formatCidr,
  formatIpv4,
  type Ipv4Cidr,
  Ipv4Pool,
  type Ipv6Cidr,
  Ipv6PrefixPool,
  parseCidr,
  parseIpv4,
} from './index.ts';

const cidr4 = (text: string) => parseCidr(text) as Ipv4Cidr;

test('addresses ascend from the gateway on; a returned one comes back when all were out', t => {
  const pool = new Ipv4Pool(cidr4('10.45.0.0/29'));
  t.is(formatIpv4(pool.gateway), '10.45.0.1');
  t.is(pool.capacity, 5);
  const first = pool.allocate()!;
  const second = pool.allocate()!;
  t.is(formatIpv4(first), '10.45.0.2');
  pool.release(second);
  pool.release(first);
  const rest = Array.from({ length: 5 }, () => formatIpv4(pool.allocate()!));
  t.deepEqual(rest, ['10.45.0.4', '10.45.0.5', '10.45.0.6', '10.45.0.3', '10.45.0.2']);
  t.is(pool.used, 5);
  t.is(pool.allocate(), undefined);
});

test('static addresses are skipped by counting and rest like the others', t => {
  const pool = new Ipv4Pool(cidr4('10.45.0.0/29'), [parseIpv4('10.45.0.4')]);
  t.is(pool.capacity, 4);
  t.true(pool.claim(parseIpv4('10.45.0.3')));
  t.false(pool.claim(parseIpv4('10.45.0.3')), 'taken');
  t.false(pool.claim(pool.gateway));
  t.false(pool.claim(parseIpv4('10.45.0.4')), 'kept back');
  t.false(pool.claim(parseIpv4('10.45.0.7')), 'broadcast');
  t.true(pool.claim(parseIpv4('192.168.7.7')), 'outside the pool');
  t.is(formatIpv4(pool.allocate()!), '10.45.0.2');
  t.is(formatIpv4(pool.allocate()!), '10.45.0.5');
  pool.release(parseIpv4('192.168.7.7'));
  pool.release(parseIpv4('10.45.0.3'));
  t.is(formatIpv4(pool.allocate()!), '10.45.0.6');
  t.is(formatIpv4(pool.allocate()!), '10.45.0.3');
  t.is(pool.allocate(), undefined, 'the address from outside did not join the pool');
});

test('a claimed address that is returned before counting comes to it is given out once', t => {
  const pool = new Ipv4Pool(cidr4('10.45.0.0/29'));
  pool.claim(parseIpv4('10.45.0.4'));
  pool.release(parseIpv4('10.45.0.4'));
  const all = Array.from({ length: 6 }, () => pool.allocate());
  t.is(new Set(all).size, 6, 'five addresses and undefined');
});

test('returning what was not taken is a bug', t => {
  const pool = new Ipv4Pool(cidr4('10.45.0.0/29'));
  t.throws(() => pool.release(parseIpv4('10.45.0.2')), { instanceOf: RangeError });
  t.throws(() => new Ipv4Pool(cidr4('10.45.0.0/31')), { instanceOf: RangeError });
});

test('a whole /16 goes out without repetition', t => {
  const pool = new Ipv4Pool(cidr4('10.45.0.0/16'));
  const seen = new Set<number>();
  for (let address = pool.allocate(); address !== undefined; address = pool.allocate()) seen.add(address);
  t.is(seen.size, 65533);
  t.is(pool.capacity, 65533);
});

test('IPv6 prefixes: the first is the gateway, a returned one comes back at the end', t => {
  const pool = new Ipv6PrefixPool(parseCidr('2001:db8:cafe::/62') as Ipv6Cidr);
  t.is(formatCidr(pool.gatewayPrefix), '2001:db8:cafe::/64');
  t.is(pool.capacity, 3);
  const one = pool.allocate()!;
  t.is(formatCidr(one.prefix), '2001:db8:cafe:1::/64');
  pool.release(one.index);
  const rest = [pool.allocate(), pool.allocate(), pool.allocate()].map(each => formatCidr(each!.prefix));
  t.deepEqual(rest, ['2001:db8:cafe:2::/64', '2001:db8:cafe:3::/64', '2001:db8:cafe:1::/64']);
  t.is(pool.allocate(), undefined);
  t.throws(() => pool.release(7), { instanceOf: RangeError });
});
