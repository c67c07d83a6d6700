import test, { type ExecutionContext } from 'ava';
import { toHex } from '../../bytes/index.ts';
import type { UeOutput } from '../../ue/index.ts';
import { UserError } from '../../vocabulary/index.ts';
import { Bench } from '../testing/bench.ts';
import { lineOn } from '../testing/line.ts';
import { IMSI, subscriberDocument } from '../testing/store.ts';
import { WholeLab } from '../testing/whole-lab.ts';
import { checkFault } from './check-fault.ts';
import { FAULTS, type FaultName } from './fault-table.ts';

type Type<T> = Extract<UeOutput, { type: T }>;

/** A lab with one phone on one base station; the fault comes before power on. */
function labWith(name: FaultName, parameters: Parameters<WholeLab['fault']>[1] = {}) {
  // so that a phone believes what it is told after security mode
  const lab = new WholeLab({ protectsRejects: true });
  lab.addEnb();
  const phone = lab.addPhone(IMSI);
  lab.fault(name, parameters);
  return { lab, phone, heard: <T extends UeOutput['type']>(type: T) => heardBy(lab, phone, type) };
}

/** The same with the phone attached before the fault comes. */
function attachedWith(name: FaultName, parameters: Parameters<WholeLab['fault']>[1] = {}) {
  // so that a phone believes what it is told after security mode
  const lab = new WholeLab({ protectsRejects: true });
  lab.addEnb();
  const phone = lab.addPhone(IMSI);
  lab.powerOn(phone);
  const before = lab.heard[phone]!.length;
  lab.fault(name, parameters);
  return {
    lab,
    phone,
    heard: <T extends UeOutput['type']>(type: T) => heardBy(lab, phone, type, before),
  };
}

function heardBy<T extends UeOutput['type']>(lab: WholeLab, phone: number, type: T, from = 0): Type<T>[] {
  return lab.heard[phone]!.slice(from).filter(output => output.type === type) as Type<T>[];
}

const events = (lab: { readonly outputs: WholeLab['outputs'] }) =>
  lab.outputs.flatMap(output => (output.type === 'fault' ? [`${output.name} ${output.event} ${output.acted}`] : []));

const emmCauses = (failed: Type<'attachFailed'>[]) =>
  failed.map(({ reason }) => (reason.type === 'rejected' ? reason.emmCause : reason.type));

/** One check for each fault of the table: a fault that nobody tries does not exist. */
const TRIALS: Readonly<Record<FaultName, (t: ExecutionContext) => void>> = {
  'hss-silent': t => {
    const { lab, phone, heard } = labWith('hss-silent', { times: 1 });
    lab.powerOn(phone);
    lab.advance(14_000);
    t.deepEqual([...heard('attached'), ...heard('attachFailed')], []);
    // T3410 15 s, T3411 10 s: the second attempt finds the HSS healed.
    lab.advance(30_000);
    t.is(heard('attached').length, 1);
    t.deepEqual(events(lab), ['hss-silent on 0', 'hss-silent acted 1', 'hss-silent off 1']);
  },
  'hss-unreachable': t => {
    const { lab, phone, heard } = labWith('hss-unreachable');
    lab.powerOn(phone);
    t.deepEqual(emmCauses(heard('attachFailed')), [15]);
  },
  'hss-error': t => {
    for (const [code, cause] of [
      [5001, 8],
      [5004, 11],
      [5420, 15],
      [5421, 13],
      [4181, 17],
      [3002, 15],
      [5012, 17],
      [1234, 42],
    ] as const) {
      const { lab, phone, heard } = labWith('hss-error', { code, request: 'AuthenticationInformationRequest' });
      lab.powerOn(phone);
      t.deepEqual(emmCauses(heard('attachFailed')), [cause], String(code));
    }
    // Open5GS's MME drops an Update Location Answer without ULA-Flags
    const { lab, phone, heard } = labWith('hss-error', { code: 5004, request: 'UpdateLocationRequest', times: 1 });
    lab.powerOn(phone);
    lab.advance(14_999);
    t.deepEqual(heard('attachFailed'), []);
    lab.advance(1);
    t.deepEqual(emmCauses(heard('attachFailed')), ['no-answer']);
  },
  'hss-slow': t => {
    const { lab, phone, heard } = labWith('hss-slow', { delayMs: 2000, request: 'UpdateLocationRequest' });
    lab.powerOn(phone);
    lab.advance(1999);
    t.is(heard('attached').length, 0);
    lab.advance(1);
    t.is(heard('attached').length, 1);
  },
  'hss-wrong-vector': t => {
    const outcomes: Record<string, unknown> = {};
    for (const field of ['rand', 'autn-mac', 'autn-sqn', 'separation-bit', 'xres', 'kasme']) {
      const { lab, phone, heard } = labWith('hss-wrong-vector', { field, times: 1 });
      lab.powerOn(phone);
      lab.advance(20_000);
      outcomes[field] = heard('aka')[0]?.outcome.verdict ?? 'none';
      if (field === 'xres') t.deepEqual(emmCauses(heard('attachFailed')), ['authentication-rejected']);
      if (field === 'kasme') t.is(emmCauses(heard('attachFailed'))[0], 'no-answer');
    }
    t.deepEqual(outcomes, {
      rand: 'mac-failure',
      'autn-mac': 'mac-failure',
      'autn-sqn': 'mac-failure',
      'separation-bit': 'mac-failure',
      xres: 'accepted',
      kasme: 'accepted',
    });
  },
  'database-failing': t => {
    const { lab, phone, heard } = labWith('database-failing');
    lab.powerOn(phone);
    t.deepEqual(emmCauses(heard('attachFailed')), [8]);
    t.deepEqual(lab.store.requests, []);
  },
  'database-silent': t => {
    const { lab, phone, heard } = labWith('database-silent');
    lab.powerOn(phone);
    lab.advance(14_000);
    t.deepEqual([...heard('attached'), ...heard('attachFailed')], []);
  },
  'database-slow': t => {
    const { lab, phone, heard } = labWith('database-slow', { delayMs: 500 });
    lab.powerOn(phone);
    // Find and step for the vector, find and store for the location.
    lab.advance(1999);
    t.is(heard('attached').length, 0);
    lab.advance(1);
    t.is(heard('attached').length, 1);
  },
  'gateway-refuses': t => {
    const { lab, phone, heard } = labWith('gateway-refuses');
    lab.powerOn(phone);
    t.like(heard('attachFailed'), [{ reason: { type: 'rejected', emmCause: 17, esmCause: 38 } }]);
  },
  'gateway-silent': t => {
    const { lab, phone, heard } = labWith('gateway-silent');
    lab.powerOn(phone);
    lab.advance(14_000);
    t.deepEqual([...heard('attached'), ...heard('attachFailed')], []);
  },
  'user-plane-drops': t => {
    for (const direction of ['uplink', 'downlink']) {
      const { lab, phone } = attachedWith('user-plane-drops', { direction, times: 1, imsi: IMSI });
      t.false(lab.ping(phone, '10.45.0.2'), direction);
      t.true(lab.ping(phone, '10.45.0.2'), direction);
    }
  },
  'mme-silent': t => {
    const { lab, phone, heard } = labWith('mme-silent', { times: 1 });
    lab.powerOn(phone);
    lab.advance(14_000);
    t.deepEqual([...heard('attached'), ...heard('attachFailed')], []);
    lab.advance(30_000);
    t.is(heard('attached').length, 1);
  },
  'drop-message': t => {
    for (const message of [
      'AuthenticationRequest',
      'AuthenticationResponse',
      'SecurityModeCommand',
      'UplinkNASTransport',
      'DownlinkNASTransport',
    ]) {
      const { lab, phone } = labWith('drop-message', { message, times: 1 });
      lab.powerOn(phone);
      lab.advance(10_000);
      t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
      t.deepEqual(events(lab).at(-1), 'drop-message off 1', message);
    }
    // what the phone must take for a replay heals nothing
    for (const message of ['SecurityModeComplete', 'AttachComplete']) {
      const { lab, phone } = labWith('drop-message', { message, times: 1 });
      lab.powerOn(phone);
      lab.advance(10_000);
      t.not(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
    }
  },
  'duplicate-message': t => {
    for (const message of [
      'AttachRequest',
      'InitialUEMessage',
      'AuthenticationRequest',
      'AuthenticationResponse',
      'SecurityModeCommand',
      'SecurityModeComplete',
      'AttachComplete',
      'InitialContextSetupResponse',
    ]) {
      const { lab, phone } = labWith('duplicate-message', { message, times: 1, copies: 2 });
      lab.powerOn(phone);
      lab.advance(30_000);
      t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
      t.is(lab.core.gateway.sessionCount, 1, message);
    }
  },
  'delay-message': t => {
    for (const message of ['AuthenticationRequest', 'AuthenticationResponse', 'AttachAccept', 'AttachComplete']) {
      const { lab, phone } = labWith('delay-message', { message, times: 1, delayMs: 2500 });
      lab.powerOn(phone);
      lab.advance(2499);
      t.not(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
      lab.advance(1);
      t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
    }
  },
  'replay-message': t => {
    for (const message of ['AttachComplete', 'SecurityModeComplete', 'AttachAccept', 'EmmInformation']) {
      const { lab, phone, heard } = labWith('replay-message', { message, delayMs: 1000, times: 1 });
      lab.powerOn(phone);
      t.is(heard('attached').length, 1);
      lab.advance(5000);
      t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED', message);
      t.true(lab.ping(phone, '10.45.0.2'), message);
    }
  },
  'corrupt-mac': t => {
    const { lab, phone, heard } = labWith('corrupt-mac', { message: 'SecurityModeCommand' });
    lab.powerOn(phone);
    t.is(lab.core.counters().mme_security_mode_reject_24, 1);
    t.deepEqual(emmCauses(heard('attachFailed')), ['no-answer']);
  },
  'strip-security': t => {
    const { lab, phone, heard } = attachedWith('strip-security', { message: 'DetachAccept', times: 1 });
    lab.tell(phone, { type: 'detach' });
    t.deepEqual(events(lab).at(-1), 'strip-security off 1');
    t.is(heard('detached').length, 1);
    const attach = labWith('strip-security', { message: 'AttachAccept', times: 1 });
    attach.lab.powerOn(attach.phone);
    t.is(attach.heard('attached').length, 0);
    attach.lab.advance(6000);
    t.is(attach.heard('attached').length, 1);
  },
  'corrupt-message': t => {
    // Bit 4 of the message type: another message, under a right MAC.
    const { lab, phone, heard } = labWith('corrupt-message', { message: 'AuthenticationRequest', bit: 12, times: 1 });
    lab.powerOn(phone);
    t.is(heard('aka').length, 0);
    lab.advance(3000);
    t.is(heard('attached').length, 1);
    // The procedure code of S1AP: the base station complains.
    const s1 = labWith('corrupt-message', { message: 'InitialContextSetupRequest', bit: 8, times: 1 });
    s1.lab.powerOn(s1.phone);
    t.is(s1.lab.core.counters().s1ap_rx_error_indication, 1);
  },
  'choose-algorithms': t => {
    const { lab, phone, heard } = labWith('choose-algorithms', { eia: 0 });
    lab.powerOn(phone);
    lab.advance(20_000);
    t.is(heard('attached').length, 0);
  },
  'alter-capabilities': t => {
    const { lab, phone, heard } = labWith('alter-capabilities', { eia: '0 1' });
    lab.powerOn(phone);
    t.is(lab.core.counters().mme_security_mode_reject_23, 1);
    t.is(heard('attached').length, 0);
  },
  'wrong-hash': t => {
    // The phone sends its request again inside Security Mode Complete. TS 24.301 §5.4.3.3
    const { lab, phone } = labWith('wrong-hash');
    lab.powerOn(phone);
    const uplink = lab.outputs.flatMap(output =>
      output.type === 'nas' && output.direction === 'uplink' ? [toHex(output.plain)] : [],
    );
    const complete = uplink.find(hex => hex.startsWith('075e'))!;
    t.true(complete.endsWith(uplink[0]!));
    t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED');
  },
  reject: t => {
    const { lab, phone, heard } = labWith('reject', { message: 'AttachRequest', cause: 15, times: 1 });
    lab.powerOn(phone);
    t.deepEqual(emmCauses(heard('attachFailed')), [15]);
    const idle = attachedWith('reject', { message: 'ServiceRequest', cause: 22, times: 1 });
    idle.lab.idle(idle.phone);
    idle.lab.tell(idle.phone, { type: 'serviceRequest' });
    t.deepEqual(
      idle.heard('serviceRejected').map(({ emmCause }) => emmCause),
      [22],
    );
  },
  overload: t => {
    const bench = new Bench();
    lineOn(bench);
    bench.feed({ type: 'fault', fault: { name: 'overload', on: true } });
    t.like(bench.take('OverloadStart'), { overloadResponse: { value: 'reject-rrc-cr-signalling' } });
    bench.feed({ type: 'fault', fault: { name: 'overload', on: false } });
    bench.take('OverloadStop');
    t.deepEqual(bench.rest(), []);
  },
  'mme-restart': t => {
    const { lab, phone } = attachedWith('mme-restart');
    t.deepEqual(lab.core.ues(), []);
    t.is(lab.core.gateway.sessionCount, 0);
    t.deepEqual(lab.core.enbs(), []);
    t.is(lab.enbs[0]!.connectedUes, 0);
    lab.s1Recover(0);
    // The phone still believes to be registered; its service request is refused with 9, and it attaches again.
    lab.tell(phone, { type: 'serviceRequest' });
    lab.advance(1000);
    t.is(lab.core.ue(IMSI)?.emm, 'EMM-REGISTERED');

    const kept = attachedWith('mme-restart', { keepAssociations: true });
    t.like(kept.lab.core.enbs(), [{ isSetUp: true, connectedUes: 0 }]);
  },
  's1-close': t => {
    const { lab } = attachedWith('s1-close', { enb: 'bts-0' });
    t.deepEqual(lab.core.enbs(), []);
    t.is(lab.enbs[0]!.connectedUes, 0);
    t.is(lab.core.ue(IMSI)?.ecm, 'ECM-IDLE');
  },
  's1-reset': t => {
    const { lab, phone } = attachedWith('s1-reset');
    t.is(lab.enbs[0]!.connectedUes, 0);
    t.is(lab.core.ue(IMSI)?.ecm, 'ECM-IDLE');
    t.true(lab.ping(phone, '10.45.0.2'));
  },
  'detach-subscriber': t => {
    const { heard, lab } = attachedWith('detach-subscriber', { imsi: IMSI });
    t.like(heard('detached'), [{ by: 'network', reattach: false }]);
    t.deepEqual(lab.core.ues(), []);
    const again = attachedWith('detach-subscriber', { imsi: IMSI, reattach: true });
    t.is(again.heard('attached').length, 1);
  },
  'page-subscriber': t => {
    const { lab, phone, heard } = attachedWith('page-subscriber', { imsi: IMSI });
    t.is(heard('serviceAccepted').length, 0);
    lab.idle(phone);
    lab.fault('page-subscriber', { imsi: IMSI });
    t.is(heard('serviceAccepted').length, 1);
  },
  'reallocate-guti': t => {
    const { lab, phone } = attachedWith('reallocate-guti', { imsi: IMSI });
    const ue = lab.core.mme.state.ofImsi(IMSI)!;
    t.is(ue.nextGuti, undefined);
    t.is(ue.procedure, undefined);
    lab.idle(phone);
    t.true(lab.ping(phone, '10.45.0.2'));
  },
  'push-ambr': t => {
    const bench = new Bench();
    const line = lineOn(bench);
    line.attach();
    const rate = { value: { _bsontype: 'Int32', value: 5 }, unit: { _bsontype: 'Int32', value: 2 } };
    const document = subscriberDocument(IMSI, undefined, { ambr: { downlink: rate, uplink: rate } });
    bench.feed({ type: 'change', change: { imsi: IMSI, updatedFields: { ambr: {} }, document } });
    // As Open5GS: stored, not pushed.
    t.deepEqual(bench.rest(), []);
    t.deepEqual(bench.core.ue(IMSI)!.ueAmbr, { downlinkBps: 5e6, uplinkBps: 5e6 });
    bench.feed({ type: 'fault', fault: { name: 'push-ambr', on: true, parameters: { imsi: IMSI } } });
    t.like(bench.take('UEContextModificationRequest'), {
      ueAggregateMaximumBitRate: { downlinkBps: 5e6, uplinkBps: 5e6 },
    });
  },
  'modify-bearer': t => {
    const { lab, heard } = attachedWith('modify-bearer', { imsi: IMSI, qci: 7 });
    t.like(heard('pdnModified'), [{ pdn: { ebi: 5, qci: 7 } }]);
    t.is(lab.core.ue(IMSI)!.bearers[0]!.qci, 7);
  },
  'deactivate-bearer': t => {
    const { lab, heard } = attachedWith('deactivate-bearer', { imsi: IMSI, cause: 36 });
    t.like(heard('pdnDisconnected'), [{ ebi: 5, esmCause: 36 }]);
    t.is(lab.core.gateway.sessionCount, 0);
  },
  'error-indication': t => {
    const { lab } = attachedWith('error-indication', { imsi: IMSI });
    t.is(lab.enbs[0]!.connectedUes, 0);
  },
};

for (const name of Object.keys(FAULTS) as FaultName[]) {
  test(`fault ${name}: ${FAULTS[name].summary}`, t => TRIALS[name](t));
}

test('a fault for one subscriber leaves the others alone', t => {
  const lab = new WholeLab();
  lab.addEnb();
  const other = '999700000000002' as typeof IMSI;
  const [a, b] = [lab.addPhone(IMSI), lab.addPhone(other)];
  lab.fault('hss-error', { code: 5001, imsi: other });
  t.is(lab.powerOn(a).filter(output => output.type === 'attached').length, 1);
  t.is(lab.powerOn(b).filter(output => output.type === 'attachFailed').length, 1);
  lab.fault('hss-error', { imsi: other }, false);
  t.deepEqual(events(lab).at(-1), 'hss-error off 1');
});

test('a fault before a message: the HSS dies when the challenge goes out', t => {
  const { lab, phone, heard } = labWith('hss-unreachable', { before: 'AuthenticationRequest' });
  t.deepEqual(events(lab), ['hss-unreachable armed 0']);
  lab.powerOn(phone);
  t.is(heard('aka').length, 1);
  lab.advance(15_000);
  t.deepEqual(emmCauses(heard('attachFailed')), ['no-answer']);
  t.deepEqual(events(lab), ['hss-unreachable armed 0', 'hss-unreachable on 0', 'hss-unreachable acted 1']);
});

test('a fault after a message: the gateway refuses once the phone has proved itself', t => {
  const { lab, phone, heard } = labWith('gateway-refuses', { after: 'SecurityModeComplete', times: 1 });
  lab.powerOn(phone);
  t.deepEqual(emmCauses(heard('attachFailed')), [17]);
});

test('the MME dies before it accepts: nothing is accepted', t => {
  const { lab, phone, heard } = labWith('mme-restart', { before: 'AttachAccept', keepAssociations: true });
  lab.powerOn(phone);
  t.deepEqual(lab.core.ues(), []);
  t.is(heard('attached').length, 0);
  t.is(lab.core.gateway.sessionCount, 0);
  lab.advance(60_000);
  t.is(heard('attached').length, 1);
});

test('the MME dies after it has accepted: the phone believes to be registered', t => {
  const { lab, phone, heard } = labWith('mme-restart', { after: 'AttachAccept', keepAssociations: true });
  lab.powerOn(phone);
  t.is(heard('attached').length, 1);
  t.deepEqual(lab.core.ues(), []);
  t.deepEqual(events(lab), ['mme-restart armed 0', 'mme-restart on 0', 'mme-restart acted 1', 'mme-restart off 1']);
});

test('all faults are healed at once, also those that still wait', t => {
  const { lab, phone, heard } = labWith('hss-silent');
  lab.fault('drop-message', { message: 'AttachAccept', before: 'AttachRequest' });
  lab.fault('all', {}, false);
  t.deepEqual(events(lab).slice(-2), ['hss-silent off 0', 'drop-message off 0']);
  lab.powerOn(phone);
  t.is(heard('attached').length, 1);
});

const mistake = (t: ExecutionContext, name: string, parameters: Parameters<WholeLab['fault']>[1], on = true) => {
  const error = t.throws(() => checkFault({ name, on, parameters: parameters ?? {} }), { instanceOf: UserError })!;
  return { code: error.code, message: error.message, ...error.help };
};

test('mistakes: what is known, and what was probably meant', t => {
  t.like(mistake(t, 'hss-silence', {}), { code: 'fault-unknown', hint: "did you mean 'hss-silent'?" });
  t.regex(mistake(t, 'xyzzy', {}).expected!, /^one of hss-silent, hss-unreachable/);
  t.like(mistake(t, 'drop-message', { mesage: 'AttachAccept' }), { hint: "did you mean 'message'?" });
  t.like(mistake(t, 'drop-message', { message: 'AtachAccept' }), { hint: "did you mean 'AttachAccept'?" });
  t.like(mistake(t, 'drop-message', {}), {
    code: 'fault-parameter-missing',
    message: "fault drop-message needs 'message': name of a NAS or S1AP message",
  });
  t.like(mistake(t, 'reject', { message: 'AttachRequest', cause: 256 }), { expected: 'a whole number from 0 to 255' });
  t.like(mistake(t, 'hss-error', { code: '5001' }), { code: 'fault-parameter-invalid' });
  t.like(mistake(t, 'detach-subscriber', { imsi: '12' }), { expected: 'an IMSI of 15 digits (14 are allowed)' });
  t.like(mistake(t, 'hss-wrong-vector', { field: 'xress' }), { hint: "did you mean 'xres'?" });
  t.like(mistake(t, 'hss-silent', { before: 'AttachRequest', after: 'AttachAccept' }), {
    code: 'fault-parameter-invalid',
  });
  t.like(mistake(t, 'all', {}), { code: 'fault-unknown' });
  t.notThrows(() => checkFault({ name: 'drop-message', on: false }));
});

test('a command that nobody checked is noted, not thrown', t => {
  const bench = new Bench();
  bench.feed({ type: 'fault', fault: { name: 'nonsense', on: true } });
  bench.feed({ type: 'fault', fault: { name: 'detach-subscriber', on: true } });
  bench.feed({ type: 'fault', fault: { name: 'corrupt-message', on: true } });
  const notes = bench.outputs.flatMap(output => (output.type === 'note' ? [output.text] : []));
  t.deepEqual(notes, ["'nonsense' is no fault", 'fault detach-subscriber: undefined is not at this MME']);
});
