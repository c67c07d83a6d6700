import test from 'ava';
import { DecodeError, toHex } from '../../bytes/index.ts';
import {
  decodeContainer,
  decodeS1ap,
  describeS1ap,
  encodeContainer,
  encodeS1ap,
  peekS1ap,
  S1apSyntaxError,
  SourceEnbToTargetEnbTransparentContainer,
  TargetEnbToSourceEnbTransparentContainer,
} from './index.ts';
import { PROCEDURES } from './procedures.ts';
import { independentMessages, recordedMessages } from './testing/fixtures.ts';

const RECORDED = recordedMessages();

/** Faults that Open5GS's test programs send on purpose (its "crash" tests): frame in attach.pcap → what is wrong. */
const FAULTY: ReadonlyMap<number, RegExp> = new Map([
  [2515, /^defaultPagingDrx \(id 137\) is missing/],
  [2537, /^mmeUeS1apId \(id 0\) is missing, enbStatusTransferTransparentContainer \(id 90\) is missing/],
  [2557, /^needs 128 more bits, has 72 at octet 11/],
]);

const isFaulty = ({ capture, frame }: { capture: string; frame: number }) => capture === 'attach' && FAULTY.has(frame);

test('the recordings hold what they should', t => {
  const names = new Set(RECORDED.filter(each => !isFaulty(each)).map(each => decodeS1ap(each.bytes).message));
  t.is(RECORDED.length, 693);
  t.is(names.size, 38);
});

test('every recorded message decodes, and encodes to the same octets', t => {
  for (const recorded of RECORDED) {
    if (isFaulty(recorded)) continue;
    const { capture, frame, bytes } = recorded;
    const pdu = decodeS1ap(bytes);
    t.is(toHex(encodeS1ap(pdu)), toHex(bytes), `${capture} ${frame} ${describeS1ap(pdu)}`);
    t.is(peekS1ap(bytes), pdu.message);
  }
});

test('every recorded message has only IEs that we know, in their order', t => {
  for (const recorded of RECORDED) {
    if (isFaulty(recorded)) continue;
    const pdu = decodeS1ap(recorded.bytes);
    t.false('unknownIes' in pdu || 'ieOrder' in pdu || 'unknownAdditions' in pdu, `frame ${recorded.frame}`);
  }
});

test('the faulty ones are refused for what is wrong with them', t => {
  for (const [frame, message] of FAULTY) {
    const recorded = RECORDED.find(each => each.capture === 'attach' && each.frame === frame);
    t.throws(() => decodeS1ap(recorded!.bytes), { instanceOf: DecodeError, message });
  }
});

test('the first attach of the recording, value by value', t => {
  const first = (name: string) => decodeS1ap(RECORDED.find(({ bytes }) => peekS1ap(bytes) === name)!.bytes);
  t.like(first('S1SetupRequest'), {
    globalEnbId: { plmn: { mcc: '999', mnc: '70' }, enbId: { type: 'macroEnbId', value: 0x54f64 } },
    supportedTas: [{ tac: 1, broadcastPlmns: [{ mcc: '999', mnc: '70' }] }],
    defaultPagingDrx: 'v64',
  });
  t.like(first('S1SetupResponse'), {
    servedGummeis: [{ servedPlmns: [{ mcc: '999', mnc: '70' }], servedGroupIds: [2], servedMmecs: [1] }],
    relativeMmeCapacity: 255,
  });
  t.like(first('InitialUEMessage'), {
    enbUeS1apId: 1,
    tai: { plmn: { mcc: '999', mnc: '70' }, tac: 1 },
    eutranCgi: { plmn: { mcc: '999', mnc: '70' }, cellId: 0x1079baf },
    rrcEstablishmentCause: 'mo-Signalling',
  });
  t.like(first('InitialContextSetupRequest'), {
    mmeUeS1apId: 1,
    enbUeS1apId: 1,
    ueAggregateMaximumBitRate: { downlinkBps: 1_000_000_000, uplinkBps: 1_000_000_000 },
    eRabToBeSetupList: [
      {
        eRabId: 5,
        qos: {
          qci: 9,
          arp: {
            priorityLevel: 8,
            preEmptionCapability: 'shall-not-trigger-pre-emption',
            preEmptionVulnerability: 'not-pre-emptable',
          },
        },
        gtpTeid: 57889,
      },
    ],
    ueSecurityCapabilities: { encryptionAlgorithms: 0xe000, integrityProtectionAlgorithms: 0xe000 },
  });
});

test('what an independent codec encoded decodes to its values, and encodes to its octets', t => {
  const messages = independentMessages();
  for (const { bytes, pdu } of messages) {
    t.deepEqual(decodeS1ap(bytes), pdu);
    t.is(toHex(encodeS1ap(pdu)), toHex(bytes), pdu.message);
  }
  t.true(messages.length >= 280);
});

test('the independent messages are all that S1AP has, but the private one', t => {
  const covered = new Set<string>(independentMessages().map(({ pdu }) => pdu.message));
  const all = PROCEDURES.flatMap(({ messages }) =>
    messages.flatMap(each => (each === undefined ? [] : [each.message])),
  );
  t.is(new Set(all).size, 98);
  t.deepEqual(
    all.filter(name => !covered.has(name)),
    ['PrivateMessage'],
  );
});

test('a private message keeps its IEs as octets', t => {
  const pdu = {
    message: 'PrivateMessage',
    privateIes: [
      { id: { type: 'local', value: 7 }, criticality: 'ignore', value: Uint8Array.of(1, 2) },
      { id: { type: 'global', value: Uint8Array.of(0x2a, 3) }, criticality: 'reject', value: Uint8Array.of(0) },
    ],
  } as const;
  t.deepEqual(decodeS1ap(encodeS1ap(pdu)), pdu);
});

test('the recorded transparent containers open and close again', t => {
  const opened: string[] = [];
  for (const recorded of RECORDED) {
    if (isFaulty(recorded)) continue;
    const pdu = decodeS1ap(recorded.bytes);
    if (pdu.message === 'HandoverRequired' || pdu.message === 'HandoverRequest') {
      const octets = pdu.sourceToTargetTransparentContainer;
      const value = decodeContainer(SourceEnbToTargetEnbTransparentContainer, octets);
      t.is(toHex(encodeContainer(SourceEnbToTargetEnbTransparentContainer, value)), toHex(octets));
      t.deepEqual(value.targetCellId.plmn, { mcc: '001', mnc: '01' }); // so says the test program, and tshark
      opened.push(pdu.message);
    } else if (pdu.message === 'HandoverRequestAcknowledge' || pdu.message === 'HandoverCommand') {
      const octets = pdu.targetToSourceTransparentContainer;
      const value = decodeContainer(TargetEnbToSourceEnbTransparentContainer, octets);
      t.is(toHex(encodeContainer(TargetEnbToSourceEnbTransparentContainer, value)), toHex(octets));
      opened.push(pdu.message);
    }
  }
  t.is(opened.length, 19);
});

test('every truncation of every message is refused', t => {
  const messages = [...RECORDED.filter(each => !isFaulty(each)), ...independentMessages()];
  for (const { bytes } of messages) {
    for (let length = 0; length < bytes.length; length++) {
      const error = catchError(() => decodeS1ap(bytes.subarray(0, length)));
      if (!(error instanceof DecodeError) || error instanceof S1apSyntaxError || error.offset > length) {
        t.fail(`${toHex(bytes)} cut to ${length} octets: ${error}`);
      }
    }
  }
  t.pass();
});

test('octets after a message are refused', t => {
  for (const recorded of RECORDED.filter(each => !isFaulty(each))) {
    const longer = Uint8Array.of(...recorded.bytes, 0);
    t.throws(() => decodeS1ap(longer), { instanceOf: DecodeError, message: /after the message/ });
  }
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
