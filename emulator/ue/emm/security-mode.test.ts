import test from 'ava';
import { ueSecurityCapabilityOf } from '../../codec/nas-eps/index.ts';
import { deriveHashMme, type EeaId, type EiaId } from '../../crypto/index.ts';
import type { UeConfig } from '../port.ts';
import { CONFIG, TestNetwork } from '../testing/network.ts';

function authenticated(config: Partial<UeConfig> = {}): TestNetwork {
  const net = new TestNetwork(config);
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  return net;
}

for (const eia of [1, 2, 3] as const) {
  for (const eea of [0, 1, 2, 3] as const) {
    test(`EIA${eia} with EEA${eea}`, t => {
      const net = authenticated();
      net.securityMode({ eea, eia });
      const complete = net.expectNas('SecurityModeComplete');
      t.is(complete.securityHeaderType, 4);
      // A ciphered message does not show its plain octets.
      const shown = Buffer.from(complete.octets).includes(Buffer.from(complete.plain));
      t.is(shown, eea === 0);
      net.askForEsmInformation();
    });
  }
}

/** The cause of the Security Mode Reject that follows; the phone must still be without security. */
function rejectCause(net: TestNetwork): number {
  net.context = undefined;
  const reject = net.expectNas('SecurityModeReject');
  if (reject.securityHeaderType !== 0)
    throw new Error('the reject is protected by a context that was never taken into use');
  return reject.message.emmCause;
}

test('a wrong MAC is refused with 24 and no context is taken into use', t => {
  const net = authenticated();
  net.securityMode({
    change: octets => {
      octets[1]! ^= 0x80;
    },
  });
  t.is(rejectCause(net), 24);
  // The right command then still works.
  net.securityMode();
  net.expectNas('SecurityModeComplete');
});

test('replayed capabilities that differ are refused with 23: a bidding-down attack', t => {
  const net = authenticated();
  net.securityMode({ capability: ueSecurityCapabilityOf({ ...CONFIG, eea: [0], eia: [1, 2] }, undefined) });
  t.is(rejectCause(net), 23);
});

test('replayed capabilities may be left unchecked by a tampered phone', t => {
  const net = authenticated({ tampering: { ignoreReplayedCapabilities: true } });
  net.securityMode({ capability: ueSecurityCapabilityOf({ ...CONFIG, eea: [0], eia: [1, 2] }, undefined) });
  t.is(net.expectNas('SecurityModeComplete').securityHeaderType, 4);
});

test('algorithms that were not offered are refused with 23', t => {
  for (const [config, algorithms] of [
    [{ eia: [0, 2] }, { eia: 1 }],
    [{ eea: [0, 2] }, { eea: 3 }],
  ] as [Partial<UeConfig>, { eea?: EeaId; eia?: EiaId }][]) {
    const net = authenticated(config);
    const capability = ueSecurityCapabilityOf({ ...CONFIG, ...config }, undefined);
    net.securityMode({ ...algorithms, capability });
    t.is(rejectCause(net), 23, JSON.stringify(algorithms));
  }
});

test('EIA0 is refused although it is offered, unless the phone is told to tolerate it', t => {
  const net = authenticated();
  net.securityMode({ eia: 0, eea: 0 });
  t.is(rejectCause(net), 23);
  const tolerant = authenticated({ tampering: { acceptNullIntegrity: true } });
  tolerant.securityMode({ eia: 0, eea: 0 });
  tolerant.expectNas('SecurityModeComplete');
});

test('a key set identifier that nobody gave is refused with 24', t => {
  const net = authenticated();
  net.securityMode({ ksi: 5 });
  t.is(rejectCause(net), 24);
});

test('without AKA before it, a command is refused', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.release();
  net.advance(10_000);
  net.expectNas('AttachRequest');
  net.securityMode();
  t.is(rejectCause(net), 24, 'the keys of the old connection are gone');
});

test('a command without its security header is ignored', t => {
  const net = authenticated();
  net.send(
    {
      message: 'SecurityModeCommand',
      selectedNasSecurityAlgorithms: { eea: 0, eia: 0 },
      nasKeySetIdentifier: { ksi: 0, tsc: 'native' },
      replayedUeSecurityCapabilities: ueSecurityCapabilityOf(CONFIG, undefined),
    },
    'plain',
  );
  t.deepEqual(net.air, []);
});

test('a command that is sent again is answered again, with the next COUNT', t => {
  const net = authenticated();
  net.securityMode();
  t.is(net.expectNas('SecurityModeComplete').count, 0);
  const again = net.seal(
    {
      message: 'SecurityModeCommand',
      selectedNasSecurityAlgorithms: { eea: 2, eia: 2 },
      nasKeySetIdentifier: { ksi: 0, tsc: 'native' },
      replayedUeSecurityCapabilities: ueSecurityCapabilityOf(CONFIG, undefined),
    },
    3,
  );
  net.downlink({ type: 'dlInformationTransfer', nas: again });
  t.is(net.expectNas('SecurityModeComplete').count, 1);
});

test('the very same command once more is a replay, and discarded without a word', t => {
  const net = authenticated();
  let command = new Uint8Array();
  net.securityMode({
    change: octets => {
      command = octets.slice();
    },
  });
  t.is(net.expectNas('SecurityModeComplete').count, 0);
  net.downlink({ type: 'dlInformationTransfer', nas: command });
  t.deepEqual(net.air, []);
  net.askForEsmInformation();
});

test('from the complete on secure exchange is established: the phone ciphers, and a reject in the clear is nobody’s', t => {
  const net = authenticated();
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  net.send({ message: 'AttachReject', emmCause: 8 }, 'plain');
  t.is(net.emm, 'EMM-REGISTERED-INITIATED');
  net.input({ type: 'detach' });
  t.is(net.expectNas('DetachRequestUeOriginating').securityHeaderType, 2);
});

test('HASHMME: an initial message that was altered on the way is sent again inside the complete', t => {
  const net = new TestNetwork();
  const { plain } = net.powerOn();
  net.challenge();
  net.expectNas('AuthenticationResponse');
  net.securityMode({ hashMme: deriveHashMme(plain) });
  t.is(net.expectNas('SecurityModeComplete').message.replayedNasMessageContainer, undefined);

  const attacked = new TestNetwork();
  const request = attacked.powerOn();
  attacked.challenge();
  attacked.expectNas('AuthenticationResponse');
  const altered = request.plain.slice();
  altered[3]! ^= 1;
  attacked.securityMode({ hashMme: deriveHashMme(altered) });
  t.deepEqual(attacked.expectNas('SecurityModeComplete').message.replayedNasMessageContainer, request.plain);
});

test('under secure exchange a wrong MAC, a replay and a plain message have no effect', t => {
  const net = new TestNetwork();
  net.attach();
  const information = net.seal({
    message: 'EmmInformation',
    shortNameForNetwork: { text: 'lab', codingScheme: 'gsm7', addCountryInitials: false },
  });
  const forged = information.slice();
  forged[1]! ^= 1;
  net.downlink({ type: 'dlInformationTransfer', nas: forged });
  t.is(net.all('emmInformation').length, 0);
  t.is(net.last('nas')?.failure, 'its MAC is wrong');
  net.downlink({ type: 'dlInformationTransfer', nas: information });
  t.is(net.all('emmInformation').length, 1);
  net.downlink({ type: 'dlInformationTransfer', nas: information });
  t.is(net.all('emmInformation').length, 1);
  t.regex(net.last('nas')?.failure ?? '', /replay/);
  net.send({ message: 'IdentityRequest', identityType: 'imsi' }, 'plain');
  t.deepEqual(net.air, []);
});

test('before secure exchange an Identity Request in the clear gets the IMSI, but no other identity', t => {
  const net = new TestNetwork();
  net.powerOn();
  net.send({ message: 'IdentityRequest', identityType: 'imeisv' }, 'plain');
  t.deepEqual(net.air, []);
  net.send({ message: 'IdentityRequest', identityType: 'imsi' }, 'plain');
  t.deepEqual(net.expectNas('IdentityResponse').message.mobileIdentity, {
    type: 'imsi',
    imsi: CONFIG.usim.imsi,
  });
});

test('protected, every identity is given; a TMSI the phone does not have', t => {
  const net = authenticated();
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  for (const [identityType, type] of [
    ['imsi', 'imsi'],
    ['imei', 'imei'],
    ['imeisv', 'imeisv'],
    ['tmsi', 'noIdentity'],
  ] as const) {
    net.send({ message: 'IdentityRequest', identityType });
    t.is(net.expectNas('IdentityResponse').message.mobileIdentity.type, type);
  }
});

test('AS security: the right KeNB, a wrong one, algorithms that were not offered', t => {
  const net = authenticated({ eia: [1, 2], tampering: { ignoreReplayedCapabilities: true } });
  net.securityMode();
  net.expectNas('SecurityModeComplete');
  for (const eia of [1, 2] as const) {
    net.asSecurity(eia);
    net.takeAir('securityModeComplete');
  }
  net.asSecurity(3);
  net.takeAir('securityModeFailure');
  net.kenbCount++;
  net.asSecurity();
  net.takeAir('securityModeFailure');
  t.regex(net.last('note')?.text ?? '', /KeNB/);
});
