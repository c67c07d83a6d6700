import test from 'ava';
import { fromHex, toHex } from '../../emulator/bytes/index.ts';
import { encodeSctp } from '../../emulator/codec/sctp/index.ts';
import type { FieldTree } from '../../emulator/codec/tree.ts';
import { EXPLAINED_PROTOCOLS, explain, renderTree } from './index.ts';
import { OPEN5GS_ATTACH } from './testing/open5gs-attach.fixture.ts';

function every(
  tree: FieldTree,
  visit: (field: FieldTree, parent: FieldTree | undefined) => void,
  parent?: FieldTree,
): void {
  visit(tree, parent);
  for (const child of tree.children ?? []) every(child, visit, tree);
}

function find(tree: FieldTree, name: string): FieldTree | undefined {
  let found: FieldTree | undefined;
  every(tree, field => {
    if (field.name === name) found ??= field;
  });
  return found;
}

/** A packet with one DATA chunk, as long as `userData` and so flagged. */
function sctp(userData: Uint8Array, more: { ppid?: number; beginning?: boolean; ending?: boolean } = {}): Uint8Array {
  const chunk = {
    type: 'DATA',
    immediate: false,
    unordered: false,
    beginning: true,
    ending: true,
    tsn: 1,
    stream: 1,
    ssn: 0,
    ppid: 18,
    userData,
    ...more,
  } as const;
  const sack = {
    type: 'SACK',
    cumulativeTsnAck: 5,
    advertisedReceiverWindow: 1,
    gapAckBlocks: [],
    duplicateTsns: [],
  } as const;
  return encodeSctp({ sourcePort: 1, destinationPort: 36412, verificationTag: 2, chunks: [sack, chunk] });
}

const NAMES = [
  'Attach request',
  'Authentication request',
  'Authentication response',
  'Security mode command',
  'Security mode complete',
  'ESM information request',
  'ESM information response',
  'Attach accept',
  'Attach complete',
  'EMM information',
  'Detach request',
];

test('S1AP trees go down into NAS, in the right direction, at the right octets', t => {
  const names: string[] = [];
  for (const { s1ap, plain, nas } of OPEN5GS_ATTACH) {
    const tree = explain('s1ap', fromHex(s1ap));
    every(tree, (field, parent) => {
      if (field.name === 'malformed') t.fail(field.value);
      const inside = field.offset >= (parent?.offset ?? 0) && field.offset + field.length <= s1ap.length / 2;
      if (!inside) t.fail(`${field.name} in ${parent?.name}`);
    });
    const pdu = find(tree, 'nasPdu');
    t.is(pdu === undefined, nas === undefined);
    if (pdu === undefined) continue;
    const inner = pdu.children!.at(-1)!;
    t.is(toHex(fromHex(s1ap).subarray(inner.offset, inner.offset + inner.length)), nas!);
    const header = find(inner, 'nasMessage');
    const message = header?.children?.[0] ?? inner;
    names.push(message.name.replace(/ \(.*/, ''));
    t.is(toHex(fromHex(s1ap).subarray(message.offset, message.offset + message.length)), plain!);
  }
  t.deepEqual(names, NAMES);
});

test('SCTP trees go down into S1AP and NAS', t => {
  const userData = fromHex(OPEN5GS_ATTACH[5]!.s1ap);
  const packet = sctp(userData);
  const tree = explain('sctp', packet);
  const command = find(tree, 'Security mode command')!;
  t.is(toHex(packet.subarray(command.offset, command.offset + command.length)), OPEN5GS_ATTACH[5]!.plain!);
  t.regex(
    renderTree(tree, packet, { width: 120, colour: false, unicode: true }),
    /Checksum: 0x[0-9a-f]{8} \(correct\)/,
  );
});

test('a fragment, and what is not S1AP, stays octets', t => {
  const userData = fromHex(OPEN5GS_ATTACH[5]!.s1ap);
  for (const more of [{ beginning: false }, { ending: false }, { ppid: 60 }])
    t.is(find(explain('sctp', sctp(userData, more)), 'S1AP-PDU'), undefined, JSON.stringify(more));
});

test('NAS alone takes its direction', t => {
  const detach = fromHex('0745090bf699f907000201c00000d5');
  t.is(find(explain('nas-eps', detach, 'uplink'), 'malformed'), undefined);
  t.notDeepEqual(explain('nas-eps', detach, 'uplink'), explain('nas-eps', detach, 'downlink'));
});

test('GTP-U trees go down into IP', t => {
  const ping = '30ff001c000000014500001c000700004001667e0a2d00020a2d00010800f7fc00010002';
  t.is(find(explain('gtpu', fromHex(ping)), 'ICMP')?.offset, 28);
});

test('no octets make it throw', t => {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >> 8;
  };
  for (const { s1ap } of OPEN5GS_ATTACH) {
    const bytes = fromHex(s1ap);
    for (let length = 0; length < bytes.length; length += 3) {
      for (const protocol of EXPLAINED_PROTOCOLS) explain(protocol, bytes.subarray(0, length));
      explain('sctp', sctp(bytes.subarray(0, length)));
    }
    for (let round = 0; round < 100; round++) {
      const broken = bytes.slice();
      for (let i = random() % 4; i >= 0; i--) broken[random() % broken.length] = random();
      const tree = explain('s1ap', broken);
      every(tree, field => {
        if (field.offset < 0 || field.offset > broken.length) t.fail(`${field.name} at ${field.offset}`);
      });
      explain('sctp', sctp(broken));
      renderTree(tree, broken, { width: 80, colour: true, unicode: false });
    }
  }
  t.regex(explain('sctp', new Uint8Array(3)).children![0]!.value!, /octet/);
});

test('keys are not shown, neither as value nor as octets', t => {
  const bytes = fromHex(OPEN5GS_ATTACH[9]!.s1ap);
  const tree = explain('s1ap', bytes);
  const key = find(tree, 'securityKey')!;
  const text = renderTree(tree, bytes, { width: 200, colour: false, unicode: true });
  const octets = toHex(bytes.subarray(key.offset + key.length - 32, key.offset + key.length));
  t.false(text.replace(/\s/g, '').includes(octets.slice(0, 12)));
  t.regex(text, /securityKey: \[redacted\]/);
});
