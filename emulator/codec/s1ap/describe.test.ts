import test from 'ava';
import { toHex } from '../../bytes/index.ts';
import type { FieldTree } from '../tree.ts';
import { decodeS1ap, describeS1ap, encodeS1ap, explainS1ap, peekS1ap, type S1apMessageName } from './index.ts';
import { independentMessages, recordedMessages } from './testing/fixtures.ts';

const RECORDED = recordedMessages();

function first(name: S1apMessageName): Uint8Array {
  return RECORDED.find(({ bytes }) => peekS1ap(bytes) === name)!.bytes;
}

const LINES: readonly (readonly [name: S1apMessageName, line: string])[] = [
  ['S1SetupRequest', 'S1SetupRequest (eNB 999-70 macro 0x54f64, TACs 0x0001 of 999-70)'],
  ['S1SetupResponse', 'S1SetupResponse (GUMMEIs of 999-70 MMEC 0x01)'],
  ['InitialUEMessage', 'InitialUEMessage (eNB-UE 1, for mo-Signalling, TAI 999-70-0001, NAS 50 octets)'],
  [
    'InitialContextSetupRequest',
    'InitialContextSetupRequest (MME-UE 1, eNB-UE 1, set up E-RAB 5 QCI 9 at 127.0.0.6 0x0000e221, UE-AMBR 1 Gbit/s down, 1 Gbit/s up)',
  ],
  ['UEContextReleaseCommand', 'UEContextReleaseCommand (MME-UE 1, eNB-UE 1, cause nas: normal-release)'],
  ['UEContextReleaseRequest', 'UEContextReleaseRequest (MME-UE 3, eNB-UE 1, cause radioNetwork: user-inactivity)'],
  ['Paging', 'Paging (UE S-TMSI 0x01-0xc0000391, in 999-70-0001)'],
  ['Reset', 'Reset (cause radioNetwork: release-due-to-eutran-generated-reason, reset 1 connection)'],
  ['ResetAcknowledge', 'ResetAcknowledge (acknowledged 1 connection)'],
  ['S1SetupFailure', 'S1SetupFailure (cause misc: unknown-PLMN, wait 10 s)'],
  [
    'HandoverRequired',
    'HandoverRequired (MME-UE 3, eNB-UE 1, cause radioNetwork: time-critical-handover, type intralte, target 999-70 macro 0x00043)',
  ],
];

for (const [name, line] of LINES) test(`${name} in one line`, t => t.is(describeS1ap(decodeS1ap(first(name))), line));

test('no line shows a key or the contents of NAS', t => {
  for (const { bytes, pdu } of independentMessages()) {
    const line = describeS1ap(pdu);
    t.true(line.startsWith(pdu.message) && !line.includes('\n') && !/undefined|\[object/.test(line), line);
    const secret = 'securityKey' in pdu ? pdu.securityKey : undefined;
    const nas = 'nasPdu' in pdu ? pdu.nasPdu : undefined;
    const tree = JSON.stringify(explainS1ap(bytes));
    if (secret !== undefined) t.false((line + tree).includes(toHex(secret)), pdu.message);
    if (nas !== undefined && nas.length > 4) t.false(line.includes(toHex(nas)), pdu.message);
  }
});

test('the next hop of a handover is not shown either', t => {
  const bytes = first('HandoverRequest');
  const pdu = decodeS1ap(bytes);
  const hop = pdu.message === 'HandoverRequest' ? pdu.securityContext.nextHopParameter : undefined;
  t.is(hop?.length, 32);
  t.false(JSON.stringify(explainS1ap(bytes)).includes(toHex(hop!)));
});

function flat(tree: FieldTree): FieldTree[] {
  return [tree, ...(tree.children ?? []).flatMap(flat)];
}

function find(tree: FieldTree, name: string): FieldTree | undefined {
  return flat(tree).find(each => each.name === name);
}

test('the tree of an InitialContextSetupRequest', t => {
  const bytes = first('InitialContextSetupRequest');
  const tree = explainS1ap(bytes);
  t.like(tree, { name: 'S1AP-PDU', offset: 0, length: bytes.length, value: 'InitialContextSetupRequest' });
  t.deepEqual(find(tree, 'procedureCode'), {
    name: 'procedureCode',
    offset: 1,
    length: 1,
    value: '9 (initialContextSetup)',
  });
  t.deepEqual(find(tree, 'mmeUeS1apId'), {
    name: 'mmeUeS1apId',
    offset: 8,
    length: 6,
    value: '1',
    clause: 'TS 36.413 §9.2.3.3',
    children: [
      { name: 'id', offset: 8, length: 2, value: '0' },
      { name: 'criticality', offset: 10, length: 1, value: 'reject' },
    ],
  });
  t.like(find(tree, 'transportLayerAddress'), { value: '127.0.0.6', clause: 'TS 36.413 §9.2.2.1' });
  t.like(find(tree, 'gtpTeid'), { length: 4, value: '0x0000e221' });
  t.like(find(tree, 'securityKey'), { value: '[redacted]', length: 36 });
  const nas = find(tree, 'nasPdu')!;
  t.is(nas.value?.slice(0, 8), '27b0e129');
  t.true(toHex(bytes.subarray(nas.offset, nas.offset + nas.length)).endsWith(nas.value!));
});

test('in every tree a child lies within its parent and after its elder', t => {
  for (const { bytes } of [...RECORDED, ...independentMessages()]) {
    for (const node of flat(explainS1ap(bytes))) {
      let from = node.offset;
      for (const child of node.children ?? []) {
        const end = child.offset + child.length;
        if (child.offset < from || end > node.offset + node.length) {
          // What is behind a fragmented length or in an undecodable message has no exact place.
          if (node.children!.some(each => each.name === 'malformed' || each.name === 'not comprehended')) break;
          t.fail(`${child.name} in ${node.name}: ${toHex(bytes)}`);
        }
        from = child.offset;
      }
    }
  }
  t.pass();
});

test('a broken message is explained up to the break', t => {
  const tree = explainS1ap(first('InitialUEMessage').subarray(0, 30));
  t.is(find(tree, 'malformed')?.offset, 4);
  const whole = first('UEContextReleaseCommand');
  const bent = Uint8Array.from(whole);
  bent[whole.length - 1] = 0xff;
  const names = flat(explainS1ap(bent)).map(each => each.name);
  t.true(names.includes('ueS1apIds') && names.includes('mmeUeS1apId'));
  const lost = explainS1ap(RECORDED.find(each => each.frame === 2515)!.bytes);
  t.is(find(lost, 'not comprehended')?.value, 'defaultPagingDrx (id 137) is missing');
  t.is(find(lost, 'unknown IE 44')?.value, '0a0100');
  t.is(explainS1ap(new Uint8Array(0)).children?.at(-1)?.children?.at(-1)?.name, 'malformed');
});

test('an IE that is not understood is shown undecoded', t => {
  const bytes = encodeS1ap({
    message: 'UEContextReleaseComplete',
    mmeUeS1apId: 1,
    enbUeS1apId: 2,
    unknownIes: [{ id: 4711, criticality: 'ignore', value: Uint8Array.of(1, 2), position: 2 }],
  });
  t.like(find(explainS1ap(bytes), 'unknown IE 4711'), { value: '0102', length: 6 });
});
