import test from 'ava';
import { parseNetwork, routesOf, whoHas } from './subnet.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

test('a prefix is taken by a network inside it and by one around it, and by no neighbour', t => {
  const network = (cidr: string) => [parseNetwork(cidr, cidr)!];
  t.is(whoHas('10.201.77', network('10.201.77.128/25'))?.owner, '10.201.77.128/25');
  t.is(whoHas('10.201.77', network('10.0.0.0/8'))?.owner, '10.0.0.0/8');
  t.is(whoHas('10.201.77', network('10.201.78.0/24')), undefined);
  t.is(whoHas('10.201.77', network('10.201.76.0/24')), undefined);
  t.is(whoHas('172.31.190', network('172.16.0.0/12'))?.owner, '172.16.0.0/12');
});

test('an address counts as its network', t => {
  t.deepEqual(parseNetwork('192.168.1.77/24', 'x'), { first: 0xc0a80100, prefixLength: 24, owner: 'x' });
  t.is(parseNetwork('fe80::1/64', 'x'), undefined);
  t.is(parseNetwork('300.0.0.0/24', 'x'), undefined);
});

test('routes of Linux: the default one takes nothing, a VPN’s takes its network', t => {
  const table = `${HEAD}eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\ntun0\t0000C90A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n`;
  const routes = routesOf(table);
  t.deepEqual(routes, [{ first: 0x0ac90000, prefixLength: 16, owner: 'route by tun0' }]);
  t.is(whoHas('10.201.77', routes)?.owner, 'route by tun0');
  t.deepEqual(routesOf(`${HEAD}wg0\t0A00A8C0\t0\t1\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n`), [
    { first: 0xc0a8000a, prefixLength: 32, owner: 'route by wg0' },
  ]);
});
