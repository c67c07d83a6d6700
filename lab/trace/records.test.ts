import test from 'ava';
import { fromHex, toHex } from '../../emulator/bytes/index.ts';
import { decodeS1ap } from '../../emulator/codec/s1ap/index.ts';
import type { Imsi, MessageTraceEvent, TraceRecord } from '../../emulator/vocabulary/index.ts';
import { s6aRecord, sessionRecord } from './core-record.ts';
import { Redactor } from './index.ts';
import { fieldsOf } from './message-fields.ts';
import { nasRecord } from './nas-record.ts';
import { s1apRecord } from './s1ap-record.ts';
import { OPEN5GS_ATTACH } from './testing/open5gs-attach.fixture.ts';

type Message = Omit<MessageTraceEvent, 'v' | 'seq' | 't'>;
const message = (record: TraceRecord) => record as Message;
const IMSI = '999707364000060' as Imsi;

test('every S1AP message of an attach: its name, its fields, its octets', t => {
  const records = OPEN5GS_ATTACH.map(({ from, s1ap }) =>
    message(s1apRecord(fromHex(s1ap), from, from === 'bts' ? 'mme' : 'bts', new Redactor())),
  );
  t.deepEqual(
    records.map(record => record.message),
    OPEN5GS_ATTACH.map(({ s1ap }) => decodeS1ap(fromHex(s1ap)).message),
  );
  t.like(records[0], { kind: 'message', protocol: 's1ap', from: 'bts', to: 'mme', message: 'S1SetupRequest' });
  t.like(records[2]!.fields, { enbUeS1apId: 1, 'tai.tac': 1 });
  t.regex(records[9]!.summary!, /^MME-UE 1, eNB-UE 1, set up E-RAB 5 QCI 9/);
  t.is(records[2]!.hex, OPEN5GS_ATTACH[2]!.s1ap);
  for (const { fields } of records)
    for (const value of Object.values(fields!)) t.true(['string', 'number', 'boolean'].includes(typeof value));
});

test('KeNB is told to the redactor before its message is, and stands in no field', t => {
  const redactor = new Redactor();
  const bytes = fromHex(OPEN5GS_ATTACH[9]!.s1ap);
  const pdu = decodeS1ap(bytes);
  const record = s1apRecord(bytes, 'mme', 'bts', redactor);
  const kenb = 'securityKey' in pdu ? toHex(pdu.securityKey!) : '';
  t.is(kenb.length, 64);
  const told = JSON.stringify(redactor.redactValue(record));
  t.false(told.includes(kenb.slice(0, 16)));
  t.true(told.includes('[redacted]'), 'in the octets of the message');
  t.false(JSON.stringify(message(record).fields).includes(kenb));
});

test('octets that are no S1AP are told as what they are', t => {
  const record = message(s1apRecord(fromHex('ffff'), 'bts', 'mme', new Redactor()));
  t.is(record.message, 'S1AP');
  t.regex(record.summary!, /^not decodable: /);
  t.is(record.hex, 'ffff');
});

test('every NAS message of an attach: names, facts, the ESM message inside', t => {
  const records = OPEN5GS_ATTACH.filter(each => each.plain !== undefined).map(({ from, plain, nas }) =>
    message(
      nasRecord(
        {
          direction: from === 'bts' ? 'uplink' : 'downlink',
          plain: fromHex(plain!),
          securityHeaderType: Number.parseInt(nas![0]!, 16),
        },
        'phone',
        'mme',
        IMSI,
      ),
    ),
  );
  t.deepEqual(
    records.map(record => [record.from, record.message, record.ciphered]),
    [
      ['phone', 'AttachRequest', false],
      ['mme', 'AuthenticationRequest', false],
      ['phone', 'AuthenticationResponse', false],
      ['mme', 'SecurityModeCommand', false],
      ['phone', 'SecurityModeComplete', true],
      ['mme', 'EsmInformationRequest', true],
      ['phone', 'EsmInformationResponse', true],
      ['mme', 'AttachAccept', true],
      ['phone', 'AttachComplete', true],
      ['mme', 'EmmInformation', true],
      ['phone', 'DetachRequestUeOriginating', false],
    ],
  );
  t.like(records[7]!.fields, { 'esm.message': 'ActivateDefaultEpsBearerContextRequest', 'esm.epsBearerIdentity': 5 });
  t.regex(records[7]!.summary!, /10\.45\.0\.2/);
  t.regex(records[0]!.summary!, /999707364000060/);
  t.notRegex(records[0]!.summary!, /^Attach request/, 'the name is not repeated');
  for (const record of records) t.is(record.ue, IMSI);
});

test('a NAS message that was discarded says why, one that is none says so', t => {
  const attach = { direction: 'downlink', plain: fromHex('0761'), securityHeaderType: 2 } as const;
  const discarded = message(nasRecord({ ...attach, failure: 'MAC is wrong' }, 'phone', 'mme', undefined));
  t.like(discarded, { fate: 'discarded', message: 'EmmInformation', summary: 'discarded: MAC is wrong' });
  t.false('ue' in discarded);
  const garbage = message(nasRecord({ ...attach, plain: fromHex('ff') }, 'phone', 'mme', undefined));
  t.like(garbage, { message: 'NAS', hex: 'ff' });
});

test('facts are flat: nested names, octets, lists', t => {
  t.deepEqual(
    fieldsOf(
      {
        a: 1,
        b: { c: 'x', d: { e: true } },
        f: fromHex('0102'),
        g: new Uint8Array(40),
        h: [1, 2],
        i: [{ j: 1 }, undefined, { j: 2 }],
        k: undefined,
        l: null,
        secret: 5,
        m: { secret: 6 },
      },
      new Set(['secret']),
    ),
    { a: 1, 'b.c': 'x', 'b.d.e': true, f: '0102', g: '40 octets', h: '1,2', 'i.0.j': 1, 'i.2.j': 2 },
  );
});

test('S6a: directions, results in words', t => {
  const request = message(
    s6aRecord({ type: 'AuthenticationInformationRequest', id: 1, imsi: IMSI, visitedPlmn: { mcc: '001', mnc: '01' } }),
  );
  t.like(request, { protocol: 's6a', from: 'mme', to: 'hss', ue: IMSI, summary: 'visited PLMN 001-01' });
  const answer = message(
    s6aRecord({ type: 'UpdateLocationAnswer', id: 1, imsi: IMSI, result: { type: 'error', resultCode: 5001 } }),
  );
  t.like(answer, { from: 'hss', to: 'mme', summary: 'result 5001 (user unknown)' });
  const cancel = message(
    s6aRecord({ type: 'CancelLocationRequest', id: 2, imsi: IMSI, cancellationType: 'subscription-withdrawal' }),
  );
  t.like(cancel, { from: 'hss', to: 'mme' });
  const silent = message(s6aRecord({ type: 'PurgeUeAnswer', id: 3, imsi: IMSI, result: { type: 'unreachable' } }));
  t.is(silent.summary, 'unreachable');
});

test('sessions: directions, causes in words, the address', t => {
  const response = message(
    sessionRecord({
      type: 'CreateSessionResponse',
      id: 1,
      imsi: IMSI,
      ebi: 5,
      cause: 16,
      address: { ipv4: '10.45.0.2' },
      gateway: { address: '127.0.0.1', teid: 255 },
    }),
  );
  t.like(response, { protocol: 'gtpv2', from: 'gateway', to: 'mme', summary: 'EBI 5, IP 10.45.0.2, TEID 0xff' });
  const refused = message(sessionRecord({ type: 'CreateSessionResponse', id: 1, imsi: IMSI, ebi: 5, cause: 84 }));
  t.regex(refused.summary!, /cause 84 \(all dynamic addresses are occupied\)/);
  t.like(message(sessionRecord({ type: 'DeleteSessionRequest', id: 1, imsi: IMSI, ebi: 5 })), {
    from: 'mme',
    to: 'gateway',
  });
});
