import test from 'ava';
import type { Imsi } from '../vocabulary/index.ts';
import { CONFIG, PLMN } from './testing/bench.ts';
import { IMSI, subscriberDocument } from './testing/store.ts';
import { WholeLab } from './testing/whole-lab.ts';

// The real phone, the real base station and the core, joined in virtual time.

function lab(config: ConstructorParameters<typeof WholeLab>[0] = {}) {
  const whole = new WholeLab(config);
  whole.addEnb();
  const phone = whole.addPhone(IMSI);
  return { whole, phone };
}

const of = <Output extends { readonly type: string }, Type extends Output['type']>(
  outputs: readonly Output[],
  type: Type,
) => outputs.filter(output => output.type === type) as Extract<Output, { type: Type }>[];

/** Attaches and returns the address. */
function attach(whole: WholeLab, phone: number): string {
  const attached = of(whole.powerOn(phone), 'attached')[0];
  if (attached === undefined) throw new Error(JSON.stringify(of(whole.heard[phone]!, 'attachFailed')));
  return attached.pdn.ipv4!;
}

test('power on, attach, ping, detach', t => {
  const { whole, phone } = lab();
  const address = attach(whole, phone);
  t.is(address, '10.45.0.2');
  t.true(whole.ping(phone, address));
  t.like(of(whole.heard[phone]!, 'emmInformation'), [{ fullName: 'Open5GS' }]);
  t.like(of(whole.tell(phone, { type: 'detach' }), 'detached'), [{ by: 'ue' }]);
  t.is(whole.core.gateway.sessionCount, 0);
  t.is(whole.enbs[0]!.connectedUes, 0);
  t.is(whole.core.gateway.usageOf(IMSI).uplinkPackets, 0);
});

for (const eea of [0, 1, 2, 3]) {
  for (const eia of [1, 2, 3]) {
    test(`attach under EEA${eea} and EIA${eia}`, t => {
      const { whole, phone } = lab({ eeaOrder: [eea], eiaOrder: [eia] });
      t.true(whole.ping(phone, attach(whole, phone)));
      const ue = whole.core.mme.state.ofImsi(IMSI)!;
      t.deepEqual([ue.security!.eea, ue.security!.eia], [eea, eia]);
    });
  }
}

test('attach again by GUTI after a detach: no vector is drawn', t => {
  const { whole, phone } = lab();
  attach(whole, phone);
  whole.tell(phone, { type: 'detach' });
  whole.store.requests.length = 0;
  t.is(of(whole.tell(phone, { type: 'attach', identity: 'guti' }), 'attached').length, 1);
  t.deepEqual(whole.store.requests, []);
});

test('idle, data from the phone: service request; data for the phone: paging', t => {
  const { whole, phone } = lab();
  const address = attach(whole, phone);
  whole.idle(phone);
  t.is(whole.enbs[0]!.connectedUes, 0);
  t.true(whole.ping(phone, address));
  t.is(whole.enbs[0]!.connectedUes, 1);

  const other = whole.addPhone('999700000000002' as Imsi);
  const there = attach(whole, other);
  whole.idle(other);
  const before = whole.heard[other]!.length;
  whole.tell(phone, { type: 'packet', ebi: 5, packet: whole.echo(address, there) });
  const woken = whole.heard[other]!.slice(before);
  t.is(of(woken, 'serviceAccepted').length, 1);
  t.is(of(woken, 'packet').length, 1);
});

test('periodic TAU for two hours keeps a phone registered and idle', t => {
  const { whole, phone } = lab();
  attach(whole, phone);
  whole.idle(phone);
  whole.advance(2 * 3600_000);
  const updates = of(whole.heard[phone]!, 'trackingAreaUpdated');
  t.is(updates.length, 13);
  t.is(whole.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED');
  t.is(whole.enbs[0]!.connectedUes, 0);
});

test('the battery falls out: implicit detach, and the next attach is whole', t => {
  const { whole, phone } = lab();
  attach(whole, phone);
  whole.tell(phone, { type: 'powerOff', abrupt: true });
  whole.advance(3600_000);
  t.is(whole.core.mme.state.ueCount, 0);
  t.is(whole.core.gateway.sessionCount, 0);
  t.true(whole.ping(phone, attach(whole, phone)));
});

test('a second PDN connection and its end', t => {
  const whole = new WholeLab();
  whole.addEnb();
  whole.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet' }, { name: 'ims' }]));
  const phone = whole.addPhone(IMSI);
  attach(whole, phone);
  const connected = of(whole.tell(phone, { type: 'connectPdn', apn: 'ims' }), 'pdnConnected');
  t.like(connected, [{ pdn: { ebi: 6, apn: 'ims', ipv4: '10.45.0.3' } }]);
  t.like(of(whole.tell(phone, { type: 'connectPdn', apn: 'ims' }), 'pdnFailed'), [{ esmCause: 55 }]);
  t.like(of(whole.tell(phone, { type: 'disconnectPdn', ebi: 6 }), 'pdnDisconnected'), [{ ebi: 6, esmCause: 36 }]);
  t.is(whole.core.gateway.sessionCount, 1);
});

test('Cancel-Location: connected, and idle', t => {
  const { whole, phone } = lab();
  for (const isIdle of [false, true]) {
    attach(whole, phone);
    if (isIdle) whole.idle(phone);
    const document = whole.store.documents.get(IMSI)!;
    const before = whole.heard[phone]!.length;
    // Suspended: the HSS does not know the IMSI any more, so the phone's new attempt is refused.
    whole.store.documents.delete(IMSI);
    whole.toCore({
      type: 'change',
      change: { imsi: IMSI, updatedFields: { request_cancel_location: true }, document },
    });
    const outputs = whole.heard[phone]!.slice(before);
    t.like(of(outputs, 'detached'), [{ by: 'network', reattach: true }]);
    t.like(of(outputs, 'attachFailed'), [{ reason: { type: 'rejected', emmCause: 8 } }]);
    t.is(whole.core.mme.state.ueCount, 0);
    whole.store.documents.set(IMSI, document);
    whole.tell(phone, { type: 'powerOff' });
  }
});

test('wrong Ki on the card, and a card that is ahead of the database', t => {
  const { whole, phone } = lab();
  whole.tell(phone, { type: 'tamper', tampering: { card: { kiFlipBits: [0] } } });
  t.like(of(whole.powerOn(phone), 'attachFailed'), [{ reason: { type: 'authentication-rejected' } }]);
  whole.tell(phone, { type: 'powerOff' });
  whole.tell(phone, { type: 'tamper', tampering: { card: { sqnMs: 0x1000 } } });
  t.is(of(whole.powerOn(phone), 'attached').length, 1);
  t.is(of(whole.heard[phone]!, 'aka').at(-2)?.outcome.verdict, 'synch-failure');
});

test('downlink messages that are lost once: the timers mend the attach', t => {
  for (const message of ['AuthenticationRequest', 'SecurityModeCommand', 'EsmInformationRequest', 'AttachAccept']) {
    const { whole, phone } = lab();
    whole.tell(phone, {
      type: 'tamper',
      tampering: { messages: [{ direction: 'downlink', message, times: 1, action: { type: 'drop' } }] },
    });
    whole.powerOn(phone);
    whole.advance(10_000);
    t.is(of(whole.heard[phone]!, 'attached').length, 1, message);
    t.is(whole.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED', message);
  }
});

test('uplink messages that are lost once: the timers mend the attach', t => {
  // Security Mode Complete: the repeated command is a replay to the phone, so its next attempt is needed (T3410 15 s, T3411 10 s)
  for (const [message, withinMs] of [
    ['AuthenticationResponse', 10_000],
    ['EsmInformationResponse', 10_000],
    ['SecurityModeComplete', 30_000],
  ] as const) {
    const { whole, phone } = lab();
    whole.tell(phone, {
      type: 'tamper',
      tampering: { messages: [{ direction: 'uplink', message, times: 1, action: { type: 'drop' } }] },
    });
    whole.powerOn(phone);
    whole.advance(withinMs);
    t.is(whole.core.mme.state.ofImsi(IMSI)!.emm, 'EMM-REGISTERED', message);
  }
});

test('uplink messages that come twice do no harm', t => {
  for (const message of [
    'AttachRequest',
    'AuthenticationResponse',
    'SecurityModeComplete',
    'EsmInformationResponse',
    'AttachComplete',
  ]) {
    const { whole, phone } = lab();
    whole.tell(phone, {
      type: 'tamper',
      tampering: { messages: [{ direction: 'uplink', message, times: 1, action: { type: 'duplicate' } }] },
    });
    whole.powerOn(phone);
    whole.advance(20_000);
    t.is(whole.core.mme.state.ofImsi(IMSI)?.emm, 'EMM-REGISTERED', message);
    t.is(whole.core.gateway.sessionCount, 1, message);
  }
});

test('S1 goes and comes back: the phone is there again', t => {
  const { whole, phone } = lab();
  const address = attach(whole, phone);
  whole.s1Loss(0);
  t.is(whole.core.mme.state.connections.size, 0);
  whole.s1Recover(0);
  t.true(whole.ping(phone, address));
});

test('a phone that moves to another tracking area updates, and is paged there', t => {
  const whole = new WholeLab({ servedTais: [...CONFIG.mme.servedTais, { plmn: PLMN, tac: 2 }] });
  whole.addEnb();
  whole.addEnb({ supportedTas: [{ tac: 2, plmns: [PLMN] }] });
  const phone = whole.addPhone(IMSI);
  const address = attach(whole, phone);
  whole.idle(phone);
  whole.move(phone, 1);
  t.is(of(whole.heard[phone]!, 'trackingAreaUpdated').length, 1);
  t.is(whole.core.mme.state.ofImsi(IMSI)!.tai!.tac, 2);
  whole.idle(phone);
  t.true(whole.ping(phone, address));
});

test('a hundred phones attach at once, and leave nothing behind when they go', t => {
  const whole = new WholeLab({}, false);
  whole.addEnb();
  const phones = Array.from({ length: 100 }, (_, i) =>
    whole.addPhone(`9997000000${String(i).padStart(5, '0')}` as Imsi),
  );
  const addresses = new Set(phones.map(phone => attach(whole, phone)));
  t.is(addresses.size, 100);
  for (const phone of phones) whole.tell(phone, { type: 'powerOff' });
  t.is(whole.core.gateway.sessionCount, 0);
  t.is(whole.core.mme.state.connections.size, 0);
  t.is(whole.enbs[0]!.connectedUes, 0);
  whole.advance(3600_000);
  t.is(whole.core.nextTimeout(), undefined);
});
