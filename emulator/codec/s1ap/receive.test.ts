import test from 'ava';
import { fromHex } from '../../bytes/index.ts';
import {
  decodeS1ap,
  diagnosticsOf,
  encodeS1ap,
  errorIndicationOf,
  receiveS1ap,
  type S1apPdu,
  type S1apReport,
  S1apSyntaxError,
} from './index.ts';
import { recordedMessages } from './testing/fixtures.ts';

const PLMN = { mcc: '001', mnc: '01' };

const INITIAL_UE_MESSAGE: S1apPdu = {
  message: 'InitialUEMessage',
  enbUeS1apId: 5,
  nasPdu: fromHex('0741'),
  tai: { plmn: PLMN, tac: 1 },
  eutranCgi: { plmn: PLMN, cellId: 1 },
  rrcEstablishmentCause: 'mo-Signalling',
};

const S1_SETUP_REQUEST: S1apPdu = {
  message: 'S1SetupRequest',
  globalEnbId: { plmn: PLMN, enbId: { type: 'macroEnbId', value: 1 } },
  supportedTas: [{ tac: 1, broadcastPlmns: [PLMN] }],
  defaultPagingDrx: 'v64',
};

const CONTEXT_SETUP_RESPONSE: S1apPdu = {
  message: 'InitialContextSetupResponse',
  mmeUeS1apId: 3,
  enbUeS1apId: 5,
  eRabSetupList: [{ eRabId: 5, transportLayerAddress: fromHex('7f000001'), gtpTeid: 1 }],
};

type Unknown = { readonly id: number; readonly criticality: 'reject' | 'ignore' | 'notify' };

function withUnknown(pdu: S1apPdu, ...ies: Unknown[]): Uint8Array {
  const unknownIes = ies.map(ie => ({ ...ie, value: fromHex('00'), position: 99 }));
  return encodeS1ap({ ...pdu, unknownIes } as S1apPdu);
}

/** The message with one IE cut out of its octets. */
function without(pdu: S1apPdu, id: number): Uint8Array {
  const bytes = encodeS1ap(pdu);
  const at = findIe(bytes, id);
  const length = 4 + bytes[at + 3]!;
  const cut = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + length));
  cut[3]! -= length;
  cut[6]! -= 1;
  return cut;
}

function findIe(bytes: Uint8Array, id: number): number {
  for (let at = 7; at < bytes.length; at += 4 + bytes[at + 3]!) {
    if (((bytes[at]! << 8) | bytes[at + 1]!) === id) return at;
  }
  throw new Error(`no IE ${id}`);
}

function faultOf(bytes: Uint8Array): S1apReport {
  const received = receiveS1ap(bytes);
  if (received.type !== 'fault') throw new Error(`a ${received.pdu.message} was taken`);
  return received.report;
}

test('a good message is just that', t => {
  t.deepEqual(receiveS1ap(encodeS1ap(INITIAL_UE_MESSAGE)), { type: 'message', pdu: INITIAL_UE_MESSAGE });
});

test('§10.3.4.2: unknown IEs by their criticality', t => {
  const ignored = receiveS1ap(withUnknown(INITIAL_UE_MESSAGE, { id: 9999, criticality: 'ignore' }));
  t.is(ignored.type, 'message');
  t.false('report' in ignored);

  const notified = receiveS1ap(withUnknown(INITIAL_UE_MESSAGE, { id: 9999, criticality: 'notify' }));
  t.like(notified, {
    type: 'message',
    report: {
      handling: 'notify',
      answer: 'error-indication',
      cause: { group: 'protocol', value: 'abstract-syntax-error-ignore-and-notify' },
      procedureCode: 12,
      triggeringMessage: 'initiating-message',
      procedureCriticality: 'ignore',
      ies: [{ ieCriticality: 'notify', ieId: 9999, typeOfError: 'not-understood' }],
      enbUeS1apId: 5,
    },
  });

  const rejected = receiveS1ap(
    withUnknown(INITIAL_UE_MESSAGE, { id: 9998, criticality: 'ignore' }, { id: 9999, criticality: 'reject' }),
  );
  t.like(rejected, { type: 'fault', partial: { enbUeS1apId: 5, rrcEstablishmentCause: 'mo-Signalling' } });
  t.like(faultOf(withUnknown(INITIAL_UE_MESSAGE, { id: 9999, criticality: 'reject' })), {
    handling: 'reject',
    answer: 'error-indication',
    cause: { group: 'protocol', value: 'abstract-syntax-error-reject' },
    ies: [{ ieCriticality: 'reject', ieId: 9999, typeOfError: 'not-understood' }],
  });
});

test('§10.3.4.2: who is answered how', t => {
  const reject = { id: 9999, criticality: 'reject' } as const;
  const notify = { id: 9999, criticality: 'notify' } as const;
  const answer = (pdu: S1apPdu, ie: Unknown) => {
    const received = receiveS1ap(withUnknown(pdu, ie));
    return received.report?.answer;
  };
  t.is(answer(S1_SETUP_REQUEST, reject), 'unsuccessful-outcome');
  t.is(answer(S1_SETUP_REQUEST, notify), 'response');
  t.is(answer(INITIAL_UE_MESSAGE, reject), 'error-indication');
  t.is(answer(CONTEXT_SETUP_RESPONSE, reject), 'none');
  t.is(answer(CONTEXT_SETUP_RESPONSE, notify), 'error-indication');
  const reset: S1apPdu = {
    message: 'Reset',
    cause: { group: 'misc', value: 'om-intervention' },
    resetType: { type: 's1Interface', value: 'reset-all' },
  };
  t.is(answer(reset, reject), 'error-indication', 'Reset has no unsuccessful outcome');
  t.is(answer({ message: 'ErrorIndication', mmeUeS1apId: 1 }, reject), 'none', '§10.5');
});

test('§10.3.5: missing IEs by the criticality of the table', t => {
  const nas = faultOf(without(INITIAL_UE_MESSAGE, 26));
  t.like(nas, {
    message: 'InitialUEMessage',
    handling: 'reject',
    answer: 'error-indication',
    cause: { group: 'protocol', value: 'abstract-syntax-error-reject' },
    ies: [{ ieCriticality: 'reject', ieId: 26, typeOfError: 'missing' }],
    enbUeS1apId: 5,
  });
  t.like(faultOf(without(INITIAL_UE_MESSAGE, 134)), { handling: 'ignore', answer: 'none', ies: [] });
  const setup = faultOf(without(S1_SETUP_REQUEST, 64));
  t.like(setup, { handling: 'reject', answer: 'unsuccessful-outcome', procedureCode: 17 });
  t.is(setup.mmeUeS1apId, undefined);

  const received = receiveS1ap(without(CONTEXT_SETUP_RESPONSE, 51));
  t.like(received, {
    type: 'fault',
    partial: { message: 'InitialContextSetupResponse', mmeUeS1apId: 3, enbUeS1apId: 5 },
  });
});

test('§10.3.5: missing and unknown IEs are reported together', t => {
  const faulty = without(
    {
      ...S1_SETUP_REQUEST,
      unknownIes: [{ id: 9999, criticality: 'notify', value: fromHex('00'), position: 99 }],
    } as S1apPdu,
    64,
  );
  t.deepEqual(faultOf(faulty).ies, [
    { ieCriticality: 'reject', ieId: 64, typeOfError: 'missing' },
    { ieCriticality: 'notify', ieId: 9999, typeOfError: 'not-understood' },
  ]);
});

test('§10.3.4.1: an unknown procedure by its own criticality', t => {
  for (const [octet, handling, answer] of [
    ['00', 'reject', 'error-indication'],
    ['40', 'ignore', 'none'],
    ['80', 'notify', 'error-indication'],
  ] as const) {
    t.like(faultOf(fromHex(`00c8${octet}0100`)), {
      handling,
      answer,
      procedureCode: 200,
      triggeringMessage: 'initiating-message',
      procedureCriticality: handling,
      ies: [],
    });
  }
  t.like(faultOf(fromHex('200c400100')), { procedureCode: 12, triggeringMessage: 'successful-outcome' });
});

test('§10.3.6: wrong order, and twice the same', t => {
  const bytes = encodeS1ap(INITIAL_UE_MESSAGE);
  const at = findIe(bytes, 8);
  const first = bytes.subarray(at, at + 4 + bytes[at + 3]!);
  const cause = { group: 'protocol', value: 'abstract-syntax-error-falsely-constructed-message' } as const;
  const late = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + first.length), ...first);
  t.like(faultOf(late), { cause, handling: 'reject', answer: 'error-indication', reason: 'IEs in the wrong order' });

  const twice = Uint8Array.of(...bytes, ...first);
  twice[3]! += first.length;
  twice[6]! += 1;
  t.like(faultOf(twice), { cause, handling: 'reject', reason: 'twice: IE 8', enbUeS1apId: 5 });
});

test('an unknown extension deep in an IE counts as well', t => {
  const tai = {
    plmn: PLMN,
    tac: 1,
    unknownExtensions: [{ id: 9999, criticality: 'reject', value: fromHex('00'), position: 0 }],
  } as const;
  t.like(faultOf(encodeS1ap({ ...INITIAL_UE_MESSAGE, tai } as S1apPdu)), {
    handling: 'reject',
    ies: [{ ieCriticality: 'reject', ieId: 9999, typeOfError: 'not-understood' }],
  });
});

test('§10.3.1, case 2: a value out of its logical range goes by the criticality of its IE', t => {
  const bytes = encodeS1ap(INITIAL_UE_MESSAGE);
  const tai = findIe(bytes, 67);
  bytes[tai + 5] = 0xaa; // digits above 9 in the PLMN
  t.like(faultOf(bytes), {
    handling: 'reject',
    ies: [{ ieCriticality: 'reject', ieId: 67, typeOfError: 'not-understood' }],
  });
});

test('§10.2: octets that are no S1AP at all', t => {
  const cause = { group: 'protocol', value: 'transfer-syntax-error' } as const;
  t.like(faultOf(fromHex('ffffffff')), { cause, answer: 'error-indication' });
  const empty = faultOf(new Uint8Array(0));
  t.is(empty.procedureCode, undefined);
  t.deepEqual(errorIndicationOf(empty), { message: 'ErrorIndication', cause });
  const cut = faultOf(encodeS1ap(INITIAL_UE_MESSAGE).subarray(0, 30));
  t.like(cut, { cause, message: 'InitialUEMessage', procedureCode: 12 });
  t.is(faultOf(encodeS1ap({ message: 'ErrorIndication', mmeUeS1apId: 1 }).subarray(0, 6)).answer, 'none');
});

test('an Error Indication says what the report says', t => {
  const report = faultOf(without(INITIAL_UE_MESSAGE, 26));
  const indication = errorIndicationOf(report);
  t.deepEqual(indication, {
    message: 'ErrorIndication',
    enbUeS1apId: 5,
    cause: { group: 'protocol', value: 'abstract-syntax-error-reject' },
    criticalityDiagnostics: {
      procedureCode: 12,
      triggeringMessage: 'initiating-message',
      procedureCriticality: 'ignore',
      ieCriticalityDiagnostics: [{ ieCriticality: 'reject', ieId: 26, typeOfError: 'missing' }],
    },
  });
  t.deepEqual(decodeS1ap(encodeS1ap(indication)), indication);
  const many = { ...report, ies: Array.from({ length: 300 }, () => report.ies[0]!) };
  t.is(diagnosticsOf(many).ieCriticalityDiagnostics?.length, 256);
});

test('decodeS1ap throws the same report', t => {
  const error = t.throws(() => decodeS1ap(without(INITIAL_UE_MESSAGE, 26)), { instanceOf: S1apSyntaxError });
  t.deepEqual(error.report, faultOf(without(INITIAL_UE_MESSAGE, 26)));
  t.is(error.path, 'InitialUEMessage');
});

test('the recorded messages are received without a report, but the faulty ones', t => {
  const faults = recordedMessages().flatMap(({ frame, bytes }) => {
    const received = receiveS1ap(bytes);
    return received.type === 'message' && received.report === undefined ? [] : [frame];
  });
  t.deepEqual(faults, [2515, 2537, 2557]);
});
