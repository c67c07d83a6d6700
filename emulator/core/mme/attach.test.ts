import test from 'ava';
import { decodeNasEps, type NasEps, PCO_ID } from '../../codec/nas-eps/index.ts';
import { deriveHashMme, deriveKenb } from '../../crypto/index.ts';
import { Bench, TAI } from '../testing/bench.ts';
import { Line, lineOn } from '../testing/line.ts';
import { activationIn } from '../testing/phone.ts';
import { IMSI, subscriberDocument } from '../testing/store.ts';

test('attach by IMSI and detach, message by message', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  const request = phone.attachRequest();
  line.initial(request);
  const challenge = line.downlink('AuthenticationRequest');
  t.deepEqual(challenge.nasKeySetIdentifier, { ksi: 0, tsc: 'native' });
  line.uplink(phone.respond(challenge));
  const command = line.downlink('SecurityModeCommand');
  t.like(command, {
    selectedNasSecurityAlgorithms: { eea: 0, eia: 2 },
    imeisvRequest: 'imeisvRequested',
    replayedUeSecurityCapabilities: { eea: [0, 1, 2, 3], eia: [0, 1, 2, 3] },
  });
  t.deepEqual(command.hashMme, deriveHashMme(request));
  line.uplink(phone.completeSecurityMode());
  const setup = line.setUpContext();
  t.like(setup, {
    ueAggregateMaximumBitRate: { downlinkBps: 1e9, uplinkBps: 1e9 },
    ueSecurityCapabilities: { encryptionAlgorithms: 0xe000, integrityProtectionAlgorithms: 0xe000 },
  });
  t.deepEqual([...setup.maskedImeisv!], [0x86, 0x65, 0x07, 0x04, 0x00, 0xff, 0xff, 0x01]);
  t.deepEqual(setup.securityKey, deriveKenb(phone.security!.kasme.reveal(), 0));
  t.is(setup.ueRadioCapability, undefined);
  const accept = phone.receive(setup.eRabToBeSetupList[0]!.nasPdu!) as NasEps<'AttachAccept'>;
  t.like(accept, {
    message: 'AttachAccept',
    epsAttachResult: 'epsOnly',
    t3412Value: { value: 9, unit: '1 min' },
    taiList: [{ type: 'differentPlmns', tais: [TAI] }],
    guti: { type: 'guti', guti: { mmegi: 2, mmec: 1 } },
    epsNetworkFeatureSupport: { imsVoPs: true, ePco: true, emcBs: false },
    emmCause: undefined,
  });
  t.like(activationIn(accept), {
    epsBearerIdentity: 5,
    procedureTransactionIdentity: 1,
    accessPointName: 'internet',
    epsQos: { qci: 9 },
    pdnAddress: { type: 'ipv4v6', ipv4: '10.45.0.2' },
    apnAmbr: { downlinkKbps: 1e6, uplinkKbps: 1e6 },
  });
  line.uplink(phone.completeAttach(accept));
  t.like(line.downlink('EmmInformation'), {
    fullNameForNetwork: { text: 'Open5GS', codingScheme: 'ucs2' },
    shortNameForNetwork: undefined,
    localTimeZone: 0,
    universalTimeAndLocalTimeZone: { year: 26, month: 11, day: 22, hour: 3, minute: 10, second: 13 },
    networkDaylightSavingTime: 0,
  });
  t.deepEqual(bench.rest(), []);

  line.uplink(phone.protect(phone.detachRequest(false)));
  line.downlink('DetachAccept');
  t.deepEqual(line.completeRelease(), {
    message: 'UEContextReleaseCommand',
    ueS1apIds: { type: 'ueS1apIdPair', value: line.ids },
    cause: { group: 'nas', value: 'detach' },
  });
  t.is(bench.core.gateway.sessionCount, 0);
  t.deepEqual(bench.rest(), []);
});

test('what was sent in the clear is told by the trace: every NAS message with its state changes', t => {
  const bench = new Bench();
  lineOn(bench).attach();
  const nas = bench.outputs.flatMap(output =>
    output.type === 'nas' ? [`${output.direction} ${decodeNasEps(output.plain, output.direction).message}`] : [],
  );
  t.deepEqual(nas, [
    'uplink AttachRequest',
    'downlink AuthenticationRequest',
    'uplink AuthenticationResponse',
    'downlink SecurityModeCommand',
    'uplink SecurityModeComplete',
    'downlink AttachAccept',
    'uplink AttachComplete',
    'downlink EmmInformation',
  ]);
  const states = bench.outputs.flatMap(output => (output.type === 'state' ? [`${output.from} > ${output.to}`] : []));
  t.deepEqual(states, [
    'EMM-DEREGISTERED > EMM-COMMON-PROCEDURE-INITIATED',
    'EMM-COMMON-PROCEDURE-INITIATED > EMM-REGISTERED',
  ]);
});

test('attach by GUTI with the kept context needs no HSS', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  line.uplink(phone.protect(phone.detachRequest(true)));
  line.completeRelease();
  bench.store.requests.length = 0;
  const again = new Line(bench, phone, 2);
  again.initial(phone.protect(phone.attachRequest(), 1));
  const { uplinkNasCount } = phone.security!;
  const accept = again.acceptAttach();
  // No new GUTI, as Open5GS has it; KeNB of the COUNT of the Attach Request.
  t.is(accept.guti, undefined);
  again.downlink('EmmInformation');
  t.deepEqual(bench.store.requests, []);
  t.is(bench.core.gateway.sessionCount, 1);
  t.is(uplinkNasCount, 4);
});

test('KeNB of a GUTI attach follows from the NAS COUNT of its Attach Request', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  line.uplink(phone.protect(phone.detachRequest(true)));
  line.completeRelease();
  const again = new Line(bench, phone, 2);
  const count = phone.security!.uplinkNasCount;
  again.initial(phone.protect(phone.attachRequest(), 1));
  t.deepEqual(again.setUpContext().securityKey, deriveKenb(phone.security!.kasme.reveal(), count));
});

test('a phone that was not switched off is asked for its radio capability once, and it is replayed', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  line.attach();
  line.release();
  const again = new Line(bench, line.phone, 2);
  again.initial(line.phone.serviceRequest(), true);
  t.deepEqual(again.setUpContext().ueRadioCapability, Uint8Array.of(1, 2, 3));
});

test('attach by an unknown GUTI: Identity Request, then as by IMSI', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  phone.guti = { plmn: phone.plmn, mmegi: 2, mmec: 1, mTmsi: 0xc0000001 };
  line.initial(phone.attachRequest());
  t.is(line.downlink('IdentityRequest').identityType, 'imsi');
  line.uplink(phone.identityResponse());
  line.authenticate();
  const accept = line.acceptAttach();
  t.is(accept.guti?.type, 'guti');
  line.downlink('EmmInformation');
  t.is(bench.core.mme.state.ueCount, 1);
});

test('an unknown GUTI of a subscriber that is registered: the old connection ends once the phone has proved itself', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.attach();
  const again = new Line(bench, phone, 2);
  phone.forget();
  phone.guti = { plmn: phone.plmn, mmegi: 2, mmec: 9, mTmsi: 0xc0000001 };
  again.initial(phone.attachRequest());
  again.downlink('IdentityRequest');
  again.uplink(phone.identityResponse());
  t.deepEqual(bench.names(), ['DownlinkNASTransport']);
  again.authenticate();
  t.like(line.completeRelease(), { cause: { group: 'nas', value: 'normal-release' } });
  again.acceptAttach();
  again.downlink('EmmInformation');
  t.is(bench.core.gateway.sessionCount, 1);
  t.is(bench.core.mme.state.ueCount, 1);
});

test('an Attach Request that comes twice on one connection is at work once', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const request = line.phone.attachRequest();
  line.initial(request);
  const challenge = line.downlink('AuthenticationRequest');
  line.uplink(request);
  t.deepEqual(bench.rest(), []);
  line.uplink(line.phone.respond(challenge));
  line.downlink('SecurityModeCommand');
});

test('another Attach Request during attach starts it again; the answer to the first challenge is wrong then', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.initial(phone.attachRequest());
  const first = line.downlink('AuthenticationRequest');
  const again = new Line(bench, phone, 2);
  again.initial(phone.attachRequest({ epsAttachType: 'combinedEpsImsiAttach' }));
  const second = again.downlink('AuthenticationRequest');
  t.notDeepEqual(second.authenticationParameterRand, first.authenticationParameterRand);
  t.is(second.nasKeySetIdentifier.ksi, 1);
  again.uplink(phone.respond(first));
  again.downlink('AuthenticationReject');
});

test('an Attach Request again before Attach Complete: the sessions of the first are deleted', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.initial(phone.attachRequest());
  line.authenticate();
  line.setUpContext();
  t.is(bench.core.gateway.sessionCount, 1);
  const again = new Line(bench, phone, 2);
  phone.forget();
  again.initial(phone.attachRequest());
  again.authenticate();
  line.completeRelease();
  again.acceptAttach();
  again.downlink('EmmInformation');
  t.is(bench.core.gateway.sessionCount, 1);
});

test('combined attach: granted as asked, or for EPS alone with cause 18 when the subscription is for packets only', t => {
  for (const [mode, result, cause] of [
    [0, 'combinedEpsImsiAttach', undefined],
    [2, 'epsOnly', 18],
  ] as const) {
    const bench = new Bench();
    const value = { _bsontype: 'Int32', value: mode };
    bench.store.documents.set(IMSI, subscriberDocument(IMSI, undefined, { network_access_mode: value }));
    const line = lineOn(bench);
    line.initial(line.phone.attachRequest({ epsAttachType: 'combinedEpsImsiAttach' }));
    line.authenticate();
    t.like(line.acceptAttach(), { epsAttachResult: result, emmCause: cause });
  }
});

test('the algorithms: most wanted first, as far as the phone has them', t => {
  for (const [eiaOrder, eeaOrder, phoneEia, phoneEea, chosen] of [
    [[2, 1, 0], [0, 1, 2], [0, 1, 2], [0, 1, 2], { eea: 0, eia: 2 }],
    [[1, 2, 0], [2, 1, 0], [0, 1, 2], [0, 1, 2], { eea: 2, eia: 1 }],
    [[3, 2], [3, 2, 0], [0, 3], [0, 3], { eea: 3, eia: 3 }],
    [[3, 2], [3, 1], [0, 2], [0, 2], { eea: 0, eia: 2 }],
  ] as const) {
    const bench = new Bench({ eiaOrder, eeaOrder });
    const line = lineOn(bench);
    line.phone.eia = phoneEia;
    line.phone.eea = phoneEea;
    line.initial(line.phone.attachRequest());
    line.uplink(line.phone.respond(line.downlink('AuthenticationRequest')));
    t.deepEqual(line.downlink('SecurityModeCommand').selectedNasSecurityAlgorithms, chosen);
    line.uplink(line.phone.completeSecurityMode());
    line.acceptAttach();
    line.downlink('EmmInformation');
  }
});

test('ESM information is asked for when the phone keeps it back: APN and options come protected', t => {
  const bench = new Bench();
  bench.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet' }, { name: 'ims' }]));
  const line = lineOn(bench);
  const { phone } = line;
  line.initial(phone.attachRequest({ pdn: { esmInformationTransferFlag: true } }));
  line.authenticate();
  t.is(line.downlink('EsmInformationRequest').procedureTransactionIdentity, 1);
  line.uplink(
    phone.protect({
      message: 'EsmInformationResponse',
      epsBearerIdentity: 0,
      procedureTransactionIdentity: 1,
      accessPointName: 'IMS',
      extendedProtocolConfigurationOptions: {
        configurationProtocol: 0,
        options: [{ id: PCO_ID.dnsServerIpv4Address, contents: new Uint8Array(0) }],
      },
    }),
  );
  const activation = activationIn(line.acceptAttach());
  t.is(activation.accessPointName, 'ims');
  t.is(activation.protocolConfigurationOptions, undefined);
  t.deepEqual(activation.extendedProtocolConfigurationOptions?.options, [
    { id: PCO_ID.dnsServerIpv4Address, contents: Uint8Array.of(8, 8, 8, 8) },
    { id: PCO_ID.dnsServerIpv4Address, contents: Uint8Array.of(8, 8, 4, 4) },
  ]);
});

test('options in the short element are answered in the short element', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const options = [{ id: PCO_ID.ipv4LinkMtu, contents: new Uint8Array(0) }];
  line.initial(
    line.phone.attachRequest({ pdn: { protocolConfigurationOptions: { configurationProtocol: 0, options } } }),
  );
  line.authenticate();
  const activation = activationIn(line.acceptAttach());
  t.is(activation.extendedProtocolConfigurationOptions, undefined);
  t.deepEqual(activation.protocolConfigurationOptions?.options, [
    { id: PCO_ID.ipv4LinkMtu, contents: Uint8Array.of(1400 >> 8, 1400 & 0xff) },
  ]);
});

test('a static address of the subscription is the one that the phone gets', t => {
  const bench = new Bench();
  bench.store.documents.set(IMSI, subscriberDocument(IMSI, [{ name: 'internet', ue: { ipv4: '10.45.7.7' } }]));
  const line = lineOn(bench);
  t.like(activationIn(line.attach()), { pdnAddress: { type: 'ipv4v6', ipv4: '10.45.7.7' } });
});

/** Attach up to the point where the PDN connection is decided; the document and the request vary. */

test('network policy: only Open5GS after 2.8.0 tells it', t => {
  t.is(lineOn(new Bench()).attach().networkPolicy, undefined);
  t.true(lineOn(new Bench({ imitates: 'main' })).attach().networkPolicy);
});

test('a GUTI that was given and not confirmed is given again: the phone may have it', t => {
  const bench = new Bench();
  const line = lineOn(bench);
  const { phone } = line;
  line.initial(phone.attachRequest());
  line.authenticate();
  const first = line.setUpContext();
  const given = phone.receive(first.eRabToBeSetupList[0]!.nasPdu!) as NasEps<'AttachAccept'>;
  bench.feed({ type: 's1Down', enb: 1 });
  bench.up();
  bench.rest();
  const again = new Line(bench, phone, 2);
  again.initial(phone.attachRequest());
  again.authenticate();
  t.deepEqual(again.acceptAttach().guti, given.guti);
});
