import { inspect } from 'node:util';
import test from 'ava';
import { toHex } from '../emulator/bytes/index.ts';
import { UserError } from '../emulator/vocabulary/index.ts';
import { parseSimChanges, parseSimRecord } from './sim-input.ts';
import { SESSION_DEFAULTS } from './sim-record.ts';

const KI = '465B5CE8B199B49FAA5F0A2EE238A6BC';
const OPC = 'E8ED289DEBA952E4283B54E88E6183CA';
const SIM = { imsi: '001010000000001', ki: KI, opc: OPC };

test('what is not given is as in an empty form of the WebUI, but for the SQN of a new card', t => {
  const { ki, opc, ...sim } = parseSimRecord(SIM);
  t.is(toHex(ki.reveal()), KI.toLowerCase());
  t.is(toHex(opc!.reveal()), OPC.toLowerCase());
  t.deepEqual(sim as object, {
    imsi: '001010000000001',
    msisdn: [],
    amfField: Uint8Array.of(0x80, 0x00),
    sqn: 32,
    ambr: { downlinkBps: 1e9, uplinkBps: 1e9 },
    slices: [{ sst: 1, defaultIndicator: true, sessions: [SESSION_DEFAULTS] }],
    accessRestrictionData: 32,
    subscriberStatus: 0,
    operatorDeterminedBarring: 0,
    networkAccessMode: 0,
    subscribedRauTauTimerMin: 12,
  });
});

test('everything that can be given', t => {
  const {
    ki: _,
    op,
    ...sim
  } = parseSimRecord({
    plmn: '310-260',
    imsi: 'imsi-310260000000001',
    ki: '465B5CE8 B199B49F AA5F0A2E E238A6BC',
    op: '0xcdc202d5123e20f62b6d676ac72cb318',
    amf: 'B9B9',
    sqn: '0xffffffffffff',
    rand: '23553cbe9637a89d218ae64dae47bf35',
    msisdn: ['+44 7700 900-001', '15555550100'],
    ambr: { downlink: '20M' },
    sst: '2',
    sd: '0x00ABcd',
    sessions: [
      { apn: 'internet', pdnType: 'IPv4', ambr: { uplink: '5 Mbps' }, ueIpv4: '10.45.0.9' },
      {
        apn: 'ims.mvno',
        qci: 5,
        arp: { priorityLevel: '1', preEmptionCapability: true },
        ueIpv6: '2001:db8::1',
        smfIpv4: '127.0.0.4',
      },
    ],
    subscriberStatus: 1,
    operatorDeterminedBarring: 8,
    networkAccessMode: '2',
    subscribedRauTauTimerMin: 54,
    accessRestrictionData: 0,
  });
  t.is(toHex(op!.reveal()), 'cdc202d5123e20f62b6d676ac72cb318');
  t.deepEqual(sim as object, {
    imsi: '310260000000001',
    amfField: Uint8Array.of(0xb9, 0xb9),
    sqn: 281474976710655,
    rand: Uint8Array.from(Buffer.from('23553cbe9637a89d218ae64dae47bf35', 'hex')),
    msisdn: ['447700900001', '15555550100'],
    ambr: { downlinkBps: 20e6, uplinkBps: 1e9 },
    slices: [
      {
        sst: 2,
        sd: '00abcd',
        defaultIndicator: true,
        sessions: [
          {
            ...SESSION_DEFAULTS,
            apn: 'internet',
            pdnType: 'ipv4',
            ambr: { downlinkBps: 1e9, uplinkBps: 5e6 },
            ueIpv4: '10.45.0.9',
          },
          {
            ...SESSION_DEFAULTS,
            apn: 'ims.mvno',
            qci: 5,
            arp: { priorityLevel: 1, preEmptionCapability: true, preEmptionVulnerability: false },
            ueIpv6: '2001:db8::1',
            smfIpv4: '127.0.0.4',
          },
        ],
      },
    ],
    subscriberStatus: 1,
    operatorDeterminedBarring: 8,
    networkAccessMode: 2,
    subscribedRauTauTimerMin: 54,
    accessRestrictionData: 0,
  });
});

test('SQN: decimal, hex with 0x, the 12 hex digits of the specifications', t => {
  const sqn = (text: string | number) => parseSimRecord({ ...SIM, sqn: text }).sqn;
  t.is(sqn('32'), 32);
  t.is(sqn(4294967296), 4294967296);
  t.is(sqn('0x20'), 32);
  t.is(sqn('000000000020'), 32);
  t.is(sqn('ff9bb4d0b607'), 0xff9bb4d0b607);
  t.is(sqn('281474976710655'), 0xffffffffffff);
});

const refused: [name: string, input: unknown, code: string, place: string, message: RegExp, expected: RegExp][] = [
  ['no IMSI', { ki: KI, opc: OPC }, 'imsi-missing', 'imsi', /no IMSI/, /15 digits/],
  ['no Ki', { imsi: SIM.imsi, opc: OPC }, 'ki-missing', 'ki', /no Ki/, /32 hex digits/],
  ['no OPc', { imsi: SIM.imsi, ki: KI }, 'opc-missing', 'opc', /no OPc/, /OPc or OP/],
  ['OPc and OP', { ...SIM, op: OPC }, 'operator-key-twice', 'op', /both/, /ignore OP/],
  ['short IMSI', { ...SIM, imsi: '00101' }, 'imsi-invalid', 'imsi', /00101/, /15 digits/],
  ['IMSI as number', { ...SIM, imsi: 1010000000001 }, 'field-invalid', 'imsi', /wrong type/, /string/],
  ['IMSI of another PLMN', { ...SIM, plmn: '999-70' }, 'imsi-plmn-mismatch', 'imsi', /999-70/, /begins with 99970/],
  ['IMSI of a 3-digit MNC', { ...SIM, plmn: '001-001' }, 'imsi-plmn-mismatch', 'imsi', /001-001/, /begins with 001001/],
  ['PLMN', { ...SIM, plmn: '1-1' }, 'plmn-invalid', 'plmn', /1-1/, /MCC-MNC/],
  ['short Ki', { ...SIM, ki: KI.slice(2) }, 'ki-invalid', 'ki', /30 hex digits/, /32 hex digits/],
  ['long OPc', { ...SIM, opc: `${OPC}00` }, 'opc-invalid', 'opc', /34 hex digits/, /32 hex digits/],
  ['non-hex OP', { imsi: SIM.imsi, ki: KI, op: `G${OPC.slice(1)}` }, 'op-invalid', 'op', /digit 1/, /32 hex digits/],
  ['short AMF', { ...SIM, amf: '800' }, 'amf-invalid', 'amf', /3 hex digits/, /4 hex digits/],
  ['non-hex AMF', { ...SIM, amf: '80x0' }, 'amf-invalid', 'amf', /digit 3/, /4 hex digits/],
  ['SQN of 49 bit', { ...SIM, sqn: '281474976710656' }, 'sqn-invalid', 'sqn', /281474976710656/, /48 bit/],
  ['negative SQN', { ...SIM, sqn: -1 }, 'sqn-invalid', 'sqn', /-1/, /48 bit/],
  ['SQN that could be hex', { ...SIM, sqn: '123456789012' }, 'sqn-ambiguous', 'sqn', /decimal and as 12 hex/, /48 bit/],
  ['RAND', { ...SIM, rand: '00' }, 'rand-invalid', 'rand', /00/, /32 hex digits/],
  ['MSISDN', { ...SIM, msisdn: ['0x1'] }, 'msisdn-invalid', 'msisdn[0]', /0x1/, /E\.164/],
  ['3 MSISDNs', { ...SIM, msisdn: ['1', '2', '3'] }, 'too-many', 'msisdn', /3 MSISDNs/, /2 at most/],
  ['AMBR', { ...SIM, ambr: { uplink: '5 parsecs' } }, 'bit-rate-invalid', 'ambr.uplink', /parsecs/, /Mbps/],
  ['APN', { ...SIM, sessions: [{ apn: 'my net' }] }, 'apn-invalid', 'sessions[0].apn', /my net/, /hyphens/],
  [
    'APN of a core node',
    { ...SIM, sessions: [{ apn: 'rnc1' }] },
    'apn-invalid',
    'sessions[0].apn',
    /reserved/,
    /labels/,
  ],
  [
    'APN of 63 characters',
    { ...SIM, sessions: [{ apn: 'a'.repeat(63) }] },
    'apn-invalid',
    'sessions[0].apn',
    /aaa/,
    /62/,
  ],
  ['APN twice', { ...SIM, sessions: [{ apn: 'a' }, { apn: 'A' }] }, 'apn-twice', 'sessions[1].apn', /twice/, /once/],
  [
    'PDN type',
    { ...SIM, sessions: [{ apn: 'a', pdnType: 'ppp' }] },
    'pdn-type-invalid',
    'sessions[0].pdnType',
    /ppp/,
    /ipv4v6/,
  ],
  ['QCI', { ...SIM, sessions: [{ apn: 'a', qci: '300' }] }, 'number-invalid', 'sessions[0].qci', /300/, /1 … 254/],
  [
    'ARP',
    { ...SIM, sessions: [{ apn: 'a', arp: { priorityLevel: 0 } }] },
    'number-invalid',
    'sessions[0].arp.priorityLevel',
    /0/,
    /1 … 15/,
  ],
  [
    '5 sessions',
    { ...SIM, sessions: ['a', 'b', 'c', 'd', 'e'].map(apn => ({ apn })) },
    'too-many',
    'sessions',
    /5 sessions/,
    /4 at most/,
  ],
  [
    'IPv4 address',
    { ...SIM, sessions: [{ apn: 'a', ueIpv4: '10.45.0.256' }] },
    'address-invalid',
    'sessions[0].ueIpv4',
    /256/,
    /10\.45/,
  ],
  [
    'IPv6 address of an IPv4 session',
    { ...SIM, sessions: [{ apn: 'a', pdnType: 'ipv4', ueIpv6: '2001:db8::1' }] },
    'static-address-unusable',
    'sessions[0]',
    /static ipv6/,
    /PDN type with ipv6/,
  ],
  ['status', { ...SIM, subscriberStatus: 2 }, 'number-invalid', 'subscriberStatus', /2/, /0 … 1/],
  ['unknown field', { ...SIM, kii: KI }, 'field-unknown', 'kii', /kii/, /one of .*\bki\b/],
  [
    'unknown field of a session',
    { ...SIM, sessions: [{ apn: 'a', pdntype: 'ipv4' }] },
    'field-unknown',
    'sessions[0].pdntype',
    /pdntype/,
    /pdnType/,
  ],
  ['no object', 'sim', 'field-invalid', '', /not a SIM/, /object/],
];
for (const [name, input, code, place, message, expected] of refused)
  test(`refused: ${name}`, t => {
    const error = t.throws(() => parseSimRecord(input), { instanceOf: UserError })!;
    t.is(error.code, code);
    t.is(error.help.place, place);
    t.regex(error.message, message);
    t.regex(error.help.expected ?? '', expected);
  });

test('no message and no print of a record repeats a key', t => {
  const secrets = [KI, OPC, KI.slice(2), `${OPC}00`, OPC.slice(1)];
  const texts = refused
    .filter(([name]) => /Ki|OP|AMF/.test(name))
    .map(([, input]) =>
      inspect(
        t.throws(() => parseSimRecord(input), { instanceOf: UserError }),
        { depth: 9 },
      ),
    );
  texts.push(inspect(parseSimRecord(SIM), { depth: 9 }), JSON.stringify(parseSimRecord(SIM)));
  for (const text of texts) for (const secret of secrets) t.false(text.toUpperCase().includes(secret));
});

test('changes: only what is given, with OPc and OP taking each other’s place', t => {
  t.deepEqual(parseSimChanges({ ambr: { downlink: '2M' } }), { ambr: { downlinkBps: 2e6 } });
  t.deepEqual(parseSimChanges({ sessions: [{ apn: 'ims', qci: 5 }], removeApns: ['internet'] }), {
    slice: { sessions: [{ apn: 'ims', qci: 5 }], removeApns: ['internet'] },
  });
  t.deepEqual(parseSimChanges({ imsi: SIM.imsi, plmn: '001-01' }), {});
  t.deepEqual(Object.keys(parseSimChanges({ opc: OPC })), ['opc']);
  t.throws(() => parseSimChanges({ imsi: SIM.imsi, plmn: '001-02' }), { instanceOf: UserError });
});
