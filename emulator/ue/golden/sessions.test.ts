import test from 'ava';
import { type AirUplink, AS_SECURITY_PROOF } from '../../air/index.ts';
import { fromHex, toHex } from '../../bytes/index.ts';
import { computeEia, DOWNLINK, deriveHashMme, deriveKrrcInt } from '../../crypto/index.ts';
import { type Imsi, parseSecret } from '../../vocabulary/index.ts';
import { type PdnConnection, Ue, type UeConfig, type UeInput, type UeOutput } from '../index.ts';
import { ATTACH_AND_DETACH, ATTACH_AND_SERVICE, type RecordedSession, SUBSCRIBER } from './sessions.ts';

const CONFIG: UeConfig = {
  usim: {
    imsi: SUBSCRIBER.imsi as Imsi,
    ki: parseSecret('Ki', SUBSCRIBER.ki),
    opc: parseSecret('OPc', SUBSCRIBER.opc),
    homePlmn: SUBSCRIBER.plmn,
  },
  imei: SUBSCRIBER.imei,
  imeiSoftwareVersion: SUBSCRIBER.imeiSoftwareVersion,
  apn: 'internet',
  pdnType: 'ipv4v6',
  eea: [0, 1, 2, 3],
  eia: [0, 1, 2, 3],
  esmInformationTransfer: true,
  attachType: 'eps',
  traceNas: true,
  // The recorded phone also offered UMTS and GPRS algorithms, and the MME replays those.
  tampering: { ignoreReplayedCapabilities: true },
};

/** Our phone in the place of the recorded one. */
class Replay {
  readonly ue = new Ue(CONFIG, length => new Uint8Array(length));
  readonly air: AirUplink[] = [];
  readonly outputs: UeOutput[] = [];

  input(input: UeInput): void {
    for (const output of this.ue.handle(input, 0)) {
      this.outputs.push(output);
      if (output.type === 'air') this.air.push(output.message);
    }
  }

  nas(hex: string): void {
    this.input({ type: 'air', message: { type: 'dlInformationTransfer', nas: fromHex(hex) } });
  }

  sent(): string {
    const message = this.air.shift();
    return message !== undefined && 'nas' in message ? toHex(message.nas) : `${message?.type}`;
  }

  /** A base station that got this KeNB from the MME sets up AS security; the phone checks it against its own. */
  accepts(kenb: string): boolean {
    const krrcInt = deriveKrrcInt(fromHex(kenb), 2);
    const macI = computeEia(2, krrcInt, 0, 0, DOWNLINK, AS_SECURITY_PROOF);
    this.input({ type: 'air', message: { type: 'securityModeCommand', eea: 0, eia: 2, macI } });
    return this.air.shift()?.type === 'securityModeComplete';
  }

  pdn(): PdnConnection | undefined {
    for (const output of this.outputs) if (output.type === 'attached') return output.pdn;
    return undefined;
  }

  attach(session: RecordedSession): void {
    const cell = { plmns: [SUBSCRIBER.plmn], tac: 1, cellId: 1, barred: false };
    this.input({ type: 'air', message: { type: 'systemInformation', cell } });
    this.input({ type: 'powerOn' });
    this.air.shift();
    this.nas(session.authenticationRequest);
  }
}

for (const [name, session] of Object.entries({ ATTACH_AND_DETACH, ATTACH_AND_SERVICE })) {
  test(`${name}: a real MME’s attach`, t => {
    const replay = new Replay();
    replay.attach(session);
    t.is(replay.sent(), session.authenticationResponse, 'RES');
    replay.nas(session.securityModeCommand);
    const complete = replay.outputs.findLast(o => o.type === 'nas' && o.direction === 'uplink');
    // HASHMME is of the recorded phone's Attach Request, so ours is sent again inside the complete; IMEISV is the recorded one.
    const plain = complete?.type === 'nas' ? toHex(complete.plain) : '';
    t.true(plain.startsWith(session.securityModeComplete.slice(12)), plain);
    t.is(replay.sent().slice(0, 2), '47');
    const command = session.securityModeCommand;
    t.is(command.slice(-16), toHex(deriveHashMme(fromHex(session.attachRequest))), 'HASHMME');
    replay.nas(session.esmInformationRequest);
    replay.sent();
    t.true(replay.accepts(session.kenb), 'KeNB');
    const addedBearers = [{ eRabId: 5, qci: 9 }];
    const nas = [fromHex(session.attachAccept)];
    replay.input({
      type: 'air',
      message: { type: 'rrcConnectionReconfiguration', addedBearers, releasedERabIds: [], nas },
    });
    t.is(replay.air.shift()?.type, 'rrcConnectionReconfigurationComplete');
    t.is(replay.sent(), session.attachComplete, 'Attach Complete with its MAC');
    t.like(replay.pdn(), { ebi: 5, apn: 'internet', pdnType: 'ipv4v6', qci: 9, dns: ['8.8.8.8', '8.8.4.4'] });
    replay.nas(session.emmInformation);
    t.like(
      replay.outputs.findLast(o => o.type === 'emmInformation'),
      { fullName: 'Open5GS' },
    );
  });
}

function attached(session: RecordedSession): Replay {
  const replay = new Replay();
  replay.attach(session);
  replay.nas(session.securityModeCommand);
  replay.nas(session.esmInformationRequest);
  replay.nas(session.attachAccept);
  replay.input({ type: 'air', message: { type: 'rrcConnectionRelease', cause: 'other' } });
  replay.air.length = 0;
  return replay;
}

test('the Service Request of an idle phone is octet for octet the recorded one, and KeNB follows from it', t => {
  const replay = attached(ATTACH_AND_SERVICE);
  replay.input({ type: 'serviceRequest' });
  t.is(replay.sent(), ATTACH_AND_SERVICE.serviceRequest);
  t.true(replay.accepts(ATTACH_AND_SERVICE.serviceKenb));
  t.is(replay.pdn()?.mtu, 1400);
  t.is(replay.pdn()?.ipv4, '10.45.0.14');
});

test('the switch-off of an idle phone is octet for octet the recorded one', t => {
  const replay = attached(ATTACH_AND_DETACH);
  replay.input({ type: 'powerOff' });
  t.is(replay.sent(), ATTACH_AND_DETACH.detachRequest);
});
