import type { NasEps, NasEpsMessage } from '../../codec/nas-eps/index.ts';
import type { S1apMessage } from '../../codec/s1ap/index.ts';
import type { Imsi } from '../../vocabulary/index.ts';
import { type Bench, CGI, PLMN } from './bench.ts';
import { expectNas, Phone } from './phone.ts';
import { IMSI, subscriberDocument } from './store.ts';

/** One phone on one connection: NAS goes in Uplink NAS Transport, what comes back is deciphered. */
export class Line {
  readonly bench: Bench;
  readonly phone: Phone;
  enbUeS1apId: number;
  readonly enb: number;
  mmeUeS1apId = 0;

  constructor(bench: Bench, phone: Phone = new Phone(IMSI, PLMN), enbUeS1apId = 1, enb = 1) {
    this.bench = bench;
    this.phone = phone;
    this.enbUeS1apId = enbUeS1apId;
    this.enb = enb;
  }

  get ids(): { readonly mmeUeS1apId: number; readonly enbUeS1apId: number } {
    return { mmeUeS1apId: this.mmeUeS1apId, enbUeS1apId: this.enbUeS1apId };
  }

  initial(nasPdu: Uint8Array, withSTmsi = false): void {
    const { guti } = this.phone;
    this.bench.initial(nasPdu, this.enbUeS1apId, {
      enb: this.enb,
      ...(withSTmsi && guti !== undefined ? { sTmsi: guti } : {}),
    });
  }

  uplink(nasPdu: Uint8Array): void {
    this.bench.send(this.enb, {
      message: 'UplinkNASTransport',
      ...this.ids,
      nasPdu,
      eutranCgi: CGI,
      tai: this.bench.tai,
    });
  }

  /** The next message for the phone in Downlink NAS Transport. */
  downlink<Name extends NasEpsMessage['message']>(name: Name): NasEps<Name> {
    const pdu = this.bench.take('DownlinkNASTransport', this.enb);
    this.mmeUeS1apId = pdu.mmeUeS1apId;
    return expectNas(this.phone.receive(pdu.nasPdu), name);
  }

  /** From the challenge to Security Mode Complete. */
  authenticate(): void {
    this.uplink(this.phone.respond(this.downlink('AuthenticationRequest')));
    this.downlink('SecurityModeCommand');
    this.uplink(this.phone.completeSecurityMode());
  }

  /** The base station's part of Initial Context Setup. */
  setUpContext(): S1apMessage<'InitialContextSetupRequest'> {
    const request = this.bench.take('InitialContextSetupRequest', this.enb);
    this.mmeUeS1apId = request.mmeUeS1apId;
    this.bench.send(this.enb, {
      message: 'UECapabilityInfoIndication',
      ...this.ids,
      ueRadioCapability: Uint8Array.of(1, 2, 3),
    });
    this.bench.send(this.enb, {
      message: 'InitialContextSetupResponse',
      ...this.ids,
      eRabSetupList: request.eRabToBeSetupList.map(({ eRabId }) => ({
        eRabId,
        transportLayerAddress: Uint8Array.of(127, 0, 1, this.enb),
        gtpTeid: 0x1000 + eRabId,
      })),
    });
    return request;
  }

  acceptAttach(): NasEps<'AttachAccept'> {
    const request = this.setUpContext();
    const accept = expectNas(this.phone.receive(request.eRabToBeSetupList[0]!.nasPdu!), 'AttachAccept');
    this.uplink(this.phone.completeAttach(accept));
    return accept;
  }

  /** A whole attach by IMSI; ends with EMM Information. */
  attach(): NasEps<'AttachAccept'> {
    this.initial(this.phone.attachRequest());
    this.authenticate();
    const accept = this.acceptAttach();
    this.downlink('EmmInformation');
    return accept;
  }

  /** The base station asks for the end of the connection: the phone is idle. */
  release(): void {
    const cause = { group: 'radioNetwork', value: 'user-inactivity' } as const;
    this.bench.send(this.enb, { message: 'UEContextReleaseRequest', ...this.ids, cause });
    this.completeRelease();
  }

  /** The base station's and the phone's part of E-RAB Release. */
  releaseBearer(): NasEps<'DeactivateEpsBearerContextRequest'> {
    const command = this.bench.take('E-RABReleaseCommand', this.enb);
    const eRabReleaseList = command.eRabToBeReleasedList.map(({ eRabId }) => ({ eRabId }));
    this.bench.send(this.enb, { message: 'E-RABReleaseResponse', ...this.ids, eRabReleaseList });
    const request = expectNas(this.phone.receive(command.nasPdu!), 'DeactivateEpsBearerContextRequest');
    const { epsBearerIdentity } = request;
    this.uplink(
      this.phone.protect({
        message: 'DeactivateEpsBearerContextAccept',
        epsBearerIdentity,
        procedureTransactionIdentity: 0,
      }),
    );
    return request;
  }

  completeRelease(): S1apMessage<'UEContextReleaseCommand'> {
    const command = this.bench.take('UEContextReleaseCommand', this.enb);
    this.bench.send(this.enb, { message: 'UEContextReleaseComplete', ...this.ids });
    return command;
  }
}

/** A core with one subscriber, one base station, and the subscriber's phone on it. */
export function lineOn(bench: Bench, imsi: Imsi = IMSI): Line {
  if (!bench.store.documents.has(imsi)) bench.store.documents.set(imsi, subscriberDocument(imsi));
  bench.up();
  bench.take('S1SetupResponse');
  return new Line(bench, new Phone(imsi, PLMN));
}
