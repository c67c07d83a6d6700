import test from 'ava';
import { fromHex } from '../../emulator/bytes/index.ts';
import { ipv4EchoRequest, ipv4Udp, parseIpv4 } from '../../emulator/codec/ip/index.ts';
import type { Actor } from '../../emulator/host/index.ts';
import type { MessageTraceEvent, TraceEvent } from '../../emulator/vocabulary/index.ts';
import { type Capture, EventLog, LoopTracer } from './index.ts';
import { OPEN5GS_ATTACH } from './testing/open5gs-attach.fixture.ts';

const actor = (name: string): Actor => ({ name, post: () => {}, stop: () => {} });
const PHONE = actor('phone');
const BTS = actor('bts');
const CORE = actor('core');
const IMSI = '999707364000060';

function traced(capture?: Capture) {
  const log = new EventLog({ run: { run: 'r', version: '0', core: 'embedded' } });
  const tracer = new LoopTracer(log, capture);
  tracer.name('phone', { role: 'ue', imsi: IMSI });
  tracer.name('bts', { role: 'bts' });
  tracer.name('core', { role: 'core' });
  return { log, tracer };
}

function listening() {
  const { log, tracer } = traced();
  const events: TraceEvent[] = [];
  log.subscribe(event => events.push(event));
  return { tracer, events };
}

test('S1AP is told once, at the base station; NAS at the phone; S6a and sessions at the core', t => {
  const { tracer, events } = listening();
  const s1ap = fromHex(OPEN5GS_ATTACH[0]!.s1ap);
  tracer.output(BTS, { type: 's1ap', stream: 0, bytes: s1ap });
  tracer.output(CORE, { type: 's1ap', enb: 1, stream: 0, bytes: fromHex(OPEN5GS_ATTACH[1]!.s1ap) });
  tracer.input(BTS, { type: 's1ap', stream: 0, bytes: fromHex(OPEN5GS_ATTACH[1]!.s1ap) });
  tracer.output(PHONE, {
    type: 'nas',
    direction: 'uplink',
    plain: fromHex(OPEN5GS_ATTACH[2]!.plain!),
    securityHeaderType: 0,
  });
  tracer.output(CORE, {
    type: 'nas',
    imsi: IMSI,
    direction: 'uplink',
    plain: fromHex(OPEN5GS_ATTACH[2]!.plain!),
    securityHeaderType: 0,
  });
  tracer.output(CORE, { type: 's6a', message: { type: 'PurgeUeRequest', id: 1, imsi: IMSI } });
  tracer.output(CORE, { type: 'session', message: { type: 'DeleteSessionRequest', id: 1, imsi: IMSI, ebi: 5 } });
  t.deepEqual(
    events.map(event => event as MessageTraceEvent).map(({ from, to, message }) => `${from} > ${to} ${message}`),
    [
      'bts > mme S1SetupRequest',
      'mme > bts S1SetupResponse',
      'phone > mme AttachRequest',
      'mme > hss PurgeUeRequest',
      'mme > gateway DeleteSessionRequest',
    ],
  );
});

test('states, notes and what the card said', t => {
  const { tracer, events } = listening();
  tracer.output(PHONE, {
    type: 'state',
    machine: 'emm',
    from: 'EMM-NULL',
    to: 'EMM-DEREGISTERED',
    substate: 'PLMN-SEARCH',
  });
  tracer.output(PHONE, { type: 'note', text: 'T3410 ran out' });
  tracer.output(CORE, { type: 'note', node: 'mme', imsi: IMSI, text: 'unknown GUTI' });
  tracer.output(BTS, { type: 'state', machine: 's1', from: 'idle', to: 'ready' });
  tracer.output(BTS, { type: 'state', machine: 'ue-1', from: 'a', to: 'b' });
  const outcome = { rand: '', autn: '', amfField: '', mac: 'aa', xmac: 'bb', sqn: 33, sqnMs: 64 };
  tracer.output(PHONE, { type: 'aka', outcome: { ...outcome, verdict: 'mac-failure' } });
  tracer.output(PHONE, { type: 'aka', outcome: { ...outcome, verdict: 'synch-failure' } });
  t.like(events[0], { kind: 'state', node: 'phone', ue: IMSI, machine: 'EMM', to: 'EMM-DEREGISTERED.PLMN-SEARCH' });
  t.like(events[1], { kind: 'note', node: 'phone', text: 'T3410 ran out' });
  t.like(events[2], { kind: 'note', node: 'mme', ue: IMSI });
  t.like(events[3], { kind: 'state', node: 'bts', machine: 'S1' });
  t.like(events[4], { text: 'USIM: mac-failure (MAC aa, XMAC bb)' });
  t.like(events[5], { text: 'USIM: synch-failure (SQN 33, highest accepted before 64)' });
  t.is(events.length, 6);
});

test('pings are told, volume is not', t => {
  const { tracer, events } = listening();
  const ping = ipv4EchoRequest(parseIpv4('10.45.0.2'), parseIpv4('10.45.0.1'), 1, 2, new Uint8Array(0));
  tracer.input(PHONE, { type: 'packet', ebi: 5, packet: ping });
  tracer.input(PHONE, { type: 'packet', ebi: 5, packet: ipv4Udp(1, 2, 3, 4, new Uint8Array(9)) });
  tracer.input(PHONE, { type: 'packet', ebi: 5, packet: new Uint8Array(0) });
  t.is(events.length, 1);
  t.like(events[0], { protocol: 'ip', from: 'phone', to: 'gateway', message: 'EchoRequest', ue: IMSI });
});

test('a readable copy of each NAS message goes into the capture', t => {
  const copies: unknown[][] = [];
  const capture = { pdu: (...args: unknown[]) => copies.push(args) } as unknown as Capture;
  const { tracer } = traced(capture);
  const plain = fromHex(OPEN5GS_ATTACH[3]!.plain!);
  tracer.output(PHONE, { type: 'nas', direction: 'downlink', plain, securityHeaderType: 0 });
  t.deepEqual(copies, [['nas-eps_plain', 'mme', 'phone', plain, `UE ${IMSI}, deciphered copy`]]);
});

test('nobody listens: nothing is decoded', t => {
  const { tracer } = traced();
  const untouchable = new Proxy({}, { get: () => t.fail('looked into') });
  for (const each of [PHONE, BTS, CORE, actor('stranger')]) {
    tracer.input(each, untouchable);
    tracer.output(each, untouchable);
  }
  t.pass();
});

test('actors without a name are not traced', t => {
  const { tracer, events } = listening();
  tracer.output(actor('sctp'), { type: 's1ap', stream: 0, bytes: fromHex(OPEN5GS_ATTACH[0]!.s1ap) });
  t.is(events.length, 0);
});
