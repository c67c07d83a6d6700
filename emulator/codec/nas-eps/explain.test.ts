import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { encodeNasEps, explainNas } from './index.ts';
import { recordedPdus } from './testing/open5gs.ts';
import { directionOf, optionalRows, sample, TABLES } from './testing/samples.ts';

function flat(tree: FieldTree): FieldTree[] {
  return [tree, ...(tree.children ?? []).flatMap(flat)];
}

/** `name offset+length value` of every node, two spaces deeper for each level. */
function outline(tree: FieldTree, depth = 0): string[] {
  const value = tree.value === undefined ? '' : ` ${tree.value}`;
  const line = `${'  '.repeat(depth)}${tree.name} ${tree.offset}+${tree.length}${value}`;
  return [line, ...(tree.children ?? []).flatMap(child => outline(child, depth + 1))];
}

test('a protected Attach Complete, down to the ESM message', t => {
  t.deepEqual(outline(explainNas(fromHex('27ee7943fb02074300035200c2'), 'uplink')), [
    'Security protected NAS message 0+13',
    '  securityHeaderType 0+1 2 (integrity protected and ciphered)',
    '  messageAuthenticationCode 1+4 ee7943fb',
    '  sequenceNumber 5+1 2',
    '  nasMessage 6+7',
    '    Attach complete 6+7',
    '      protocolDiscriminator 6+1 EPS mobility management',
    '      securityHeaderType 6+1 0 (plain)',
    '      messageType 7+1 0x43 (Attach complete)',
    '      esmMessageContainer 8+5 5200c2',
    '        Activate default EPS bearer context accept 10+3',
    '          protocolDiscriminator 10+1 EPS session management',
    '          epsBearerIdentity 10+1 5',
    '          procedureTransactionIdentity 11+1 0',
    '          messageType 12+1 0xc2 (Activate default EPS bearer context accept)',
  ]);
});

test('half octets, values with units, and where the octets stop making sense', t => {
  const octets = fromHex('0742 01 29 06 0099f9070001 0003 0201dc 5f 19 01aabb');
  t.deepEqual(outline(explainNas(octets, 'downlink')).slice(4), [
    '  spareHalfOctet 2+1 0',
    '  epsAttachResult 2+1 epsOnly',
    '  t3412Value 3+1 540 s (9 × 1 min)',
    '  taiList 4+7 999-70-0001',
    '  esmMessageContainer 11+5 0201dc',
    '    ESM dummy message 13+3',
    '      protocolDiscriminator 13+1 EPS session management',
    '      epsBearerIdentity 13+1 0',
    '      procedureTransactionIdentity 14+1 1',
    '      messageType 15+1 0xdc (ESM dummy message)',
    '  malformed 18+3 needs 25 more octets, has 3',
  ]);
});

test('unknown, wrong and too long elements are shown as what they are', t => {
  const octets = fromHex('0744 08 2201aa 0f01ff 5f0149 5f020102 1c 02 4201 1d 01 00 9a');
  t.deepEqual(outline(explainNas(octets, 'downlink')).slice(4), [
    '  emmCause 2+1 8 (EPS services and non-EPS services not allowed)',
    '  unknown element 0x22 3+3 2201aa',
    '  unknown element 0x0f 6+3 0f01ff, comprehension required',
    '  t3346Value 9+3 3240 s (9 × 6 min)',
    '  t3346Value 12+4 2 s (1 × 2 s) and 1 more octets: 02',
    '  lowerBoundTimerValue 16+4 72000 s (2 × 10 h) and 1 more octets: 01',
    '  forbiddenTaisForRoaming 20+3 00, syntactically incorrect: has 1 octets, the least is 6',
    '  unknown element 0x9a 23+1 9a',
  ]);
});

test('a Service Request and octets that are no NAS', t => {
  t.deepEqual(outline(explainNas(fromHex('c7a31234'), 'uplink')), [
    'Service request 0+4',
    '  securityHeaderType 0+1 service request',
    '  ksi 1+1 5',
    '  sequenceNumber 1+1 3 (5 bits)',
    '  shortMac 2+2 1234',
  ]);
  t.deepEqual(outline(explainNas(fromHex(''), 'uplink')), [
    'NAS message 0+0',
    '  malformed 0+0 needs 1 more octet, has 0',
  ]);
  t.deepEqual(outline(explainNas(fromHex('0799'), 'uplink')), [
    'NAS message 0+2',
    '  malformed 1+1 0x99 is no EMM message type',
  ]);
});

test('ciphered octets are shown as such', t => {
  const tree = explainNas(fromHex('270102030405a1b2c3d4'), 'downlink');
  t.is(tree.children?.at(-1)?.value, 'a1b2c3d4 (ciphered)');
});

test('configuration options are shown one by one', t => {
  const tree = explainNas(fromHex('0201da270d80000d04080808080010020578'), 'uplink');
  t.deepEqual(outline(tree).slice(5), [
    '  protocolConfigurationOptions 3+15 dnsServerIpv4Address 8.8.8.8, ipv4LinkMtu 1400',
    '    configurationProtocol 5+1 PPP for use with IP PDP type',
    '    option 6+7 dnsServerIpv4Address 8.8.8.8',
    '    option 13+5 ipv4LinkMtu 1400',
  ]);
});

test('every message: the fields lie side by side without a gap, and each has a clause', t => {
  for (const table of TABLES) {
    const octets = encodeNasEps(sample(table, optionalRows(table)));
    const tree = explainNas(octets, directionOf(table));
    let end = 0;
    for (const node of tree.children!) {
      t.true(node.offset === end || node.offset === end - 1, `${table.message}.${node.name} at ${node.offset}`);
      t.regex(node.clause ?? '', /^TS 24\.(301|008|501) §\d/, `${table.message}.${node.name}`);
      end = node.offset + node.length;
    }
    t.is(end, octets.length, table.message);
    t.is(tree.clause, table.clause);
  }
});

test('nothing recorded is malformed', t => {
  for (const { octets, direction } of recordedPdus()) {
    const nodes = flat(explainNas(octets, direction));
    t.false(nodes.some(node => node.name === 'malformed' || node.name.startsWith('unknown')));
    t.false(nodes.some(node => node.value?.includes('ciphered)') && node.name === 'nasMessage'));
  }
});
