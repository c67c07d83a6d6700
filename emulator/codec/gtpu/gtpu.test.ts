import test from 'ava';
import { DecodeError, fromHex, toHex } from '../../bytes/index.ts';
import { formatIp } from '../ip/index.ts';
import type { FieldTree } from '../tree.ts';
import {
  decodeGtpu,
  decodePduSessionContainer,
  describeGtpu,
  encodeGPdu,
  encodeGtpu,
  encodePduSessionContainer,
  explainGtpu,
  type GPdu,
  GTPU_EXTENSION_HEADER,
  type GtpuMessage,
  isComprehensionRequired,
  type PduSessionContainer,
} from './index.ts';
import { OPEN5GS_GTPU } from './open5gs.fixture.ts';
import { SCAPY_GTPU } from './scapy.fixture.ts';

const scapy = (name: string) => fromHex(SCAPY_GTPU.find(([each]) => each === name)![1]);
const PING = scapy('G-PDU').subarray(8);

for (const [name, hex] of SCAPY_GTPU)
  test(`scapy: ${name}: the same octets again, every truncation refused`, t => {
    const bytes = fromHex(hex);
    t.is(toHex(encodeGtpu(decodeGtpu(bytes))), hex);
    for (let length = 0; length < bytes.length; length++)
      t.throws(() => decodeGtpu(bytes.subarray(0, length)), { instanceOf: DecodeError }, `${length} octets`);
  });

test('what scapy said comes out as values', t => {
  t.deepEqual(decodeGtpu(scapy('G-PDU')), { type: 'GPdu', teid: 1, packet: PING });
  t.like(decodeGtpu(scapy('G-PDU with sequence number')), {
    teid: 0xffffffff,
    sequenceNumber: 65535,
    nPduNumber: undefined,
  });
  t.deepEqual(decodeGtpu(scapy('G-PDU with all flags and a PDCP PDU number')), {
    type: 'GPdu',
    teid: 2,
    sequenceNumber: 3,
    nPduNumber: 4,
    extensionHeaders: [{ type: GTPU_EXTENSION_HEADER.pdcpPduNumber, content: fromHex('1267') }],
    packet: PING,
  });
  t.like(decodeGtpu(scapy('Echo Response')), { type: 'EchoResponse', sequenceNumber: 5, recovery: 7 });
  const indication = decodeGtpu(scapy('Error Indication'));
  t.like(indication, { type: 'ErrorIndication', teid: 0, teidDataI: 0xdeadbeef });
  t.is(formatIp((indication as { peerAddress: Uint8Array }).peerAddress), '192.0.2.1');
});

test('the list of extension header types has a length of one octet', t => {
  // as tshark reads it; scapy 2.5.0 writes two octets, which tshark calls malformed
  const bytes = fromHex('321f000800000000000000008d0285c0');
  const notification = decodeGtpu(bytes);
  t.like(notification, { type: 'SupportedExtensionHeadersNotification', extensionHeaderTypes: [0x85, 0xc0] });
  t.is(toHex(encodeGtpu(notification)), toHex(bytes));
  t.is(describeGtpu(notification), 'Supported Extension Headers Notification PDU Session Container, PDCP PDU Number');
});

test('PDU session containers', t => {
  const session = (name: string) =>
    decodePduSessionContainer((decodeGtpu(scapy(name)) as GPdu).extensionHeaders![0]!.content);
  t.like(session('downlink PDU session'), {
    direction: 'downlink',
    qfi: 9,
    reflectiveQosIndicator: true,
    pagingPolicyPresence: false,
  });
  const paged = session('downlink PDU session with paging policy');
  t.like(paged, { direction: 'downlink', qfi: 9, pagingPolicyPresence: true });
  t.is(paged.rest[0]! >> 5, 5, 'paging policy indicator');
  t.like(session('uplink PDU session'), { direction: 'uplink', qfi: 63, upperFlags: 0 });
  for (const name of ['downlink PDU session', 'downlink PDU session with paging policy', 'uplink PDU session']) {
    const header = (decodeGtpu(scapy(name)) as GPdu).extensionHeaders![0]!;
    t.deepEqual(encodePduSessionContainer(decodePduSessionContainer(header.content)), header, name);
  }
  const odd: PduSessionContainer = { direction: 'uplink', flags: 2, upperFlags: 1, qfi: 5, rest: Uint8Array.of(1) };
  t.is(toHex(encodePduSessionContainer(odd).content), '124501000000', 'filled up to 4 n − 2');
  t.throws(() => decodePduSessionContainer(Uint8Array.of(0x20, 0)), { instanceOf: DecodeError });
});

test('every combination of flags, in both directions', t => {
  for (let flags = 0; flags < 8; flags++) {
    const message: GtpuMessage = {
      type: 'GPdu',
      teid: 0x01020304,
      ...(flags & 2 ? { sequenceNumber: 0xa1a2 } : {}),
      ...(flags & 1 ? { nPduNumber: 0xb1 } : {}),
      ...(flags & 4 ? { extensionHeaders: [] } : {}),
      packet: PING,
    };
    const bytes = encodeGtpu(message);
    t.is(bytes[0], 0x30 | flags);
    t.is(bytes.length, 8 + (flags === 0 ? 0 : 4) + PING.length);
    t.deepEqual(decodeGtpu(bytes), message);
  }
});

test('a chain of extension headers, unknown ones among them, survives', t => {
  const message: GtpuMessage = {
    type: 'GPdu',
    teid: 7,
    extensionHeaders: [
      { type: 0x85, content: fromHex('1009') },
      { type: 0x77, content: fromHex('010203040506') },
      { type: 0xff, content: new Uint8Array(1018).fill(0xee) },
      { type: 0x85, content: fromHex('100a') },
    ],
    packet: PING,
  };
  t.deepEqual(decodeGtpu(encodeGtpu(message)), message);
  t.is(
    describeGtpu(message),
    'G-PDU TEID 0x00000007 QFI 9 extension header 0x77 extension header 0xff QFI 10 ICMP echo request 10.45.0.2 → 10.45.0.1 id 1 seq 2',
  );
});

test('bits 8 and 7 of an extension header type say who must understand it', t => {
  const required = Object.entries(GTPU_EXTENSION_HEADER).filter(([, type]) => isComprehensionRequired(type));
  t.deepEqual(
    required.map(([name]) => name),
    [
      'ranContainer',
      'longPdcpPduNumberRequired',
      'xwRanContainer',
      'nrRanContainer',
      'pduSessionContainer',
      'pdcpPduNumber',
    ],
  );
});

test('messages with optional, private and unknown elements, and unknown messages, survive', t => {
  const privateExtension = { type: 255, value: fromHex('000a0102') };
  const unknown = { type: 200, value: fromHex('aabb') };
  const messages: GtpuMessage[] = [
    { type: 'EchoRequest', teid: 0, sequenceNumber: 1, otherIes: [privateExtension] },
    { type: 'EchoResponse', teid: 0, sequenceNumber: 1, recovery: 0, otherIes: [unknown, privateExtension] },
    {
      type: 'ErrorIndication',
      teid: 0,
      sequenceNumber: 0,
      extensionHeaders: [{ type: 0x40, content: fromHex('0868') }],
      teidDataI: 0x80000000,
      peerAddress: fromHex('20010db8000000000000000000000001'),
      otherIes: [{ type: 231, value: fromHex('e0000000') }, privateExtension],
    },
    {
      type: 'SupportedExtensionHeadersNotification',
      teid: 0,
      sequenceNumber: 0,
      extensionHeaderTypes: [],
      otherIes: [],
    },
    { type: 'TunnelStatus', teid: 5, sequenceNumber: 2, otherIes: [{ type: 230, value: fromHex('01') }] },
    { type: 'EndMarker', teid: 5, otherIes: [privateExtension] },
    { type: 'Unknown', messageType: 77, teid: 5, nPduNumber: 3, body: fromHex('0102') },
  ];
  for (const message of messages) t.deepEqual(decodeGtpu(encodeGtpu(message)), message, message.type);
});

const REFUSED: readonly (readonly [why: string, hex: string, offset: number, path: string])[] = [
  ['GTPv2', '48010000000000000', 0, 'version'],
  ["GTP'", '2001000000000000', 0, 'protocolType'],
  ['octets behind the length', '30ff000000000001ff', 2, 'length'],
  ['an extension header of length 0', '34ff000800000001000000c000000000', 12, 'extensionHeaders'],
  ['an extension header that is longer than the message', '34ff000800000001000000c002000000', 13, 'extensionHeaders'],
  ['no room for the sequence number', '32ff0002000000010000', 10, ''],
  ['an element of unknown length', '30010001000000000d', 8, ''],
  ['an Echo Response without Recovery', '3202000400000000000100 00'.replace(' ', ''), 12, 'recovery'],
  ['an Error Indication without TEID', '301a000700000000850004c0000201', 15, 'teidDataI'],
  ['an Error Indication without address', '301a0005000000001000000001', 13, 'peerAddress'],
  ['an address of 5 octets', '301a000d000000001000000001850005c000020101', 16, 'peerAddress'],
];

for (const [why, hex, offset, path] of REFUSED)
  test(`refused: ${why}`, t => {
    const bytes = fromHex(hex.length % 2 === 0 ? hex : hex.slice(0, -1));
    const error = t.throws(() => decodeGtpu(bytes), { instanceOf: DecodeError });
    t.is(error.offset, offset);
    t.is(error.path, path);
    t.is(explainGtpu(bytes).children?.at(-1)?.name === 'malformed' || explainGtpu(bytes).value === undefined, true);
  });

test('what does not fit is refused when encoding', t => {
  t.throws(() => encodeGPdu(1, new Uint8Array(65536)), { instanceOf: RangeError });
  t.is(encodeGPdu(1, new Uint8Array(65535)).length, 65543);
  const header = (type: number, octets: number): GtpuMessage => ({
    type: 'GPdu',
    teid: 1,
    extensionHeaders: [{ type, content: new Uint8Array(octets) }],
    packet: PING,
  });
  for (const octets of [0, 1, 3, 4, 1022]) t.throws(() => encodeGtpu(header(0x85, octets)), { instanceOf: RangeError });
  t.throws(() => encodeGtpu(header(0, 2)), { instanceOf: RangeError });
  t.throws(() => encodeGtpu({ type: 'EndMarker', teid: 1, otherIes: [{ type: 255, value: new Uint8Array(65535) }] }), {
    instanceOf: RangeError,
  });
});

test('trees cover every octet of every recorded and made datagram', t => {
  const all = [...SCAPY_GTPU.map(([, hex]) => hex), ...OPEN5GS_GTPU.map(([, , hex]) => hex)];
  for (const hex of all) {
    const bytes = fromHex(hex);
    const tree = explainGtpu(bytes);
    const covered = new Uint8Array(bytes.length);
    const visit = (field: FieldTree): void => {
      t.true(field.offset + field.length <= bytes.length, field.name);
      if (field.children === undefined) covered.fill(1, field.offset, field.offset + field.length);
      for (const child of field.children ?? []) visit(child);
    };
    visit(tree);
    t.is(covered.indexOf(0), -1, hex);
    t.is(tree.value, describeGtpu(decodeGtpu(bytes)));
  }
});

test('seeded random octets let only DecodeError escape', t => {
  let state = 0x9e3779b9;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const seeds = [...SCAPY_GTPU.map(([, hex]) => hex), ...OPEN5GS_GTPU.map(([, , hex]) => hex)].map(fromHex);
  let accepted = 0;
  for (let round = 0; round < 30_000; round++) {
    const bytes = seeds[random() % seeds.length]!.slice();
    for (let change = random() % 4; change >= 0; change--) bytes[random() % Math.min(bytes.length, 24)] = random();
    explainGtpu(bytes);
    try {
      const message = decodeGtpu(bytes);
      accepted++;
      describeGtpu(message);
      t.deepEqual(decodeGtpu(encodeGtpu(message)), sorted(message));
    } catch (error) {
      if (!(error instanceof DecodeError)) return t.fail(`${toHex(bytes)}: ${error}`);
    }
  }
  return t.true(accepted > 1000, String(accepted));
});

/** Elements in order of type, as encodeGtpu writes them. */
function sorted(message: GtpuMessage): GtpuMessage {
  return 'otherIes' in message
    ? { ...message, otherIes: message.otherIes.toSorted((a, b) => a.type - b.type) }
    : message;
}
