import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import { decodeS1ap, encodeS1ap } from '../../emulator/codec/s1ap/index.ts';
import { crc32c } from '../../emulator/codec/sctp/index.ts';
import { parsePlmn } from '../../emulator/vocabulary/index.ts';
import { maskKeys } from './mask-keys.ts';
import { OPEN5GS_ATTACH } from './testing/open5gs-attach.fixture.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => 0xa0 + i);
const REQUEST = encodeS1ap({
  message: 'UEContextModificationRequest',
  mmeUeS1apId: 1,
  enbUeS1apId: 2,
  securityKey: KEY,
});
const PATH_SWITCH = encodeS1ap({
  message: 'PathSwitchRequestAcknowledge',
  mmeUeS1apId: 1,
  enbUeS1apId: 2,
  securityContext: { nextHopChainingCount: 3, nextHopParameter: KEY },
});
const PLAIN = encodeS1ap({
  message: 'S1SetupRequest',
  globalEnbId: { plmn: parsePlmn('001-01'), enbId: { type: 'macroEnbId', value: 1 } },
  supportedTas: [{ tac: 1, broadcastPlmns: [parsePlmn('001-01')] }],
  defaultPagingDrx: 'v128',
});

/** An SCTP packet with a SACK and one DATA chunk for each message. */
function packetOf(ppid: number, ...messages: Uint8Array[]): Uint8Array {
  const octets = [0x8e, 0x3c, 0x8e, 0x3c, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 16, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];
  for (const message of messages) {
    const length = 16 + message.length;
    octets.push(0, 3, length >> 8, length & 0xff, 0, 0, 0, 9, 0, 1, 0, 1, 0, 0, 0, ppid, ...message);
    while (octets.length % 4 !== 0) octets.push(0);
  }
  return seal(Uint8Array.from(octets));
}

function seal(packet: Uint8Array): Uint8Array {
  packet.fill(0, 8, 12);
  const sum = crc32c(packet);
  for (let i = 0; i < 4; i++) packet[8 + i] = sum >>> (8 * i);
  return packet;
}

const holds = (packet: Uint8Array, part: Uint8Array) => Buffer.from(packet).includes(Buffer.from(part));

test('KeNB and NH are zeros, everything else and the checksum are right', t => {
  const packet = packetOf(18, REQUEST, PLAIN, PATH_SWITCH);
  const masked = maskKeys(packet);
  t.true(holds(packet, KEY));
  t.false(holds(masked, KEY));
  t.is(masked.length, packet.length);
  t.deepEqual(seal(masked.slice()), masked);
  const first = decodeS1ap(masked.subarray(28 + 16, 28 + 16 + REQUEST.length));
  t.like(first, { message: 'UEContextModificationRequest', enbUeS1apId: 2 });
  if (first.message === 'UEContextModificationRequest') t.deepEqual(first.securityKey, new Uint8Array(32));
  t.true(holds(masked, PLAIN));
  t.regex(Buffer.from(masked).toString('hex'), /0028..21[0-9a-f]{2}0{64}/);
});

test('a packet without keys is left alone, not copied', t => {
  const packet = packetOf(18, PLAIN);
  t.is(maskKeys(packet), packet);
  const other = packetOf(60, REQUEST);
  t.is(maskKeys(other), other);
});

test('a key that is cut off by the end of the packet is masked as far as it is there', t => {
  const whole = packetOf(18, REQUEST);
  const cut = whole.slice(0, whole.length - 12);
  t.false(holds(maskKeys(cut), KEY.subarray(0, 8)));
});

test('random octets never throw', t => {
  let seed = 5;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16;
  for (let i = 0; i < 2000; i++) {
    const packet = packetOf(18, REQUEST).slice(0, random() % 120);
    for (let n = random() % 5; n > 0 && packet.length > 0; n--) packet[random() % packet.length] = random();
    t.notThrows(() => maskKeys(packet));
  }
});

test('the keys that Open5GS sent, where it put them', t => {
  const setup = fromHex(OPEN5GS_ATTACH[9]!.s1ap);
  // PathSwitchRequestAcknowledge of its X2 handover
  const pathSwitch = fromHex(
    '2003003400000300004002000100084002000200280021103461d2b2d17b3fff5d9ae056abb4a303ddc825dde39d79181ed74451da11c221',
  );
  const keys = [setup, pathSwitch].map(octets => {
    const pdu = decodeS1ap(octets);
    if ('securityKey' in pdu) return pdu.securityKey!;
    return 'securityContext' in pdu ? pdu.securityContext!.nextHopParameter : t.fail();
  });
  const packet = packetOf(18, setup, pathSwitch);
  const masked = maskKeys(packet);
  for (const key of keys) {
    t.true(key instanceof Uint8Array && holds(packet, key));
    t.false(holds(masked, (key as Uint8Array).subarray(0, 8)));
  }
  t.deepEqual(seal(masked.slice()), masked);
});
