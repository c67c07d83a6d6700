import { type AirDownlink, type AirUplink, AS_SECURITY_PROOF, type CellInfo } from '../../air/index.ts';
import {
  decodeNasEps,
  decodeNasHeader,
  encodeNasEps,
  gprsTimer,
  type NasEps,
  type NasEpsMessage,
  type NasEpsMessageName,
  type ProtectedHeaderType,
  taiList,
  type UeSecurityCapability,
  ueSecurityCapabilityOf,
} from '../../codec/nas-eps/index.ts';
import {
  computeEia,
  DOWNLINK,
  deriveKrrcInt,
  type EeaId,
  type EiaId,
  generateEpsVector,
  Milenage,
  verifyAuts,
} from '../../crypto/index.ts';
import type { Millis } from '../../machine/index.ts';
import { NasSecurityContext } from '../../nas-security/index.ts';
import { encodePlmn, type Guti, type Imsi, type Plmn, parseSecret, Secret } from '../../vocabulary/index.ts';
import { Ue, type UeConfig, type UeInput, type UeOutput, type UsimMemory } from '../index.ts';

export const PLMN: Plmn = { mcc: '001', mnc: '01' };
export const IMSI = '001010000000001' as Imsi;
const KI = parseSecret('Ki', '465b5ce8b199b49faa5f0a2ee238a6bc');
const OPC = parseSecret('OPc', 'e8ed289deba952e4283b54e88e6183ca');

export const CELL: CellInfo = { plmns: [PLMN], tac: 1, cellId: 0x19b01, barred: false };
export const GUTI: Guti = { plmn: PLMN, mmegi: 2, mmec: 1, mTmsi: 0xc0000001 };

export const CONFIG: UeConfig = {
  usim: { imsi: IMSI, ki: KI, opc: OPC, homePlmn: PLMN },
  imei: '353490069873319',
  imeiSoftwareVersion: '01',
  apn: 'internet',
  pdnType: 'ipv4',
  eea: [0, 1, 2, 3],
  eia: [0, 1, 2, 3],
  esmInformationTransfer: true,
  attachType: 'eps',
  traceNas: true,
};

/** An uplink NAS message as the network read it. */
export interface UplinkNas {
  readonly message: NasEpsMessage;
  readonly plain: Uint8Array;
  /** 0 when it came plain. */
  readonly securityHeaderType: number;
  /** NAS COUNT, when it was protected. */
  readonly count: number | undefined;
  /** The octets on the air. */
  readonly octets: Uint8Array;
  /** The air message that carried it. */
  readonly air: Extract<AirUplink, { readonly nas: Uint8Array }>;
}

/**
 * The other end of a phone in tests: base station and MME driven by hand, in virtual time. Nothing answers by itself; a test
 * takes what the phone sent and sends what it likes.
 */
export class TestNetwork {
  readonly ue: Ue;
  now: Millis = 0;
  /** Everything that came out of the phone, in order. */
  readonly outputs: UeOutput[] = [];
  /** What the phone sent over the air and no test has taken yet. */
  readonly air: AirUplink[] = [];
  context: NasSecurityContext | undefined;
  kasme: Secret<'KASME'> | undefined;
  sqn = 32;
  amfField = Uint8Array.of(0x80, 0);
  xres: Uint8Array = new Uint8Array(0);
  /** Uplink NAS COUNT from which the network derives KeNB. */
  kenbCount = 0;
  readonly milenage = new Milenage(KI, OPC);
  private rand = 0;
  private taken = 0;

  constructor(config: Partial<UeConfig> = {}, memory?: UsimMemory) {
    const merged = { ...CONFIG, ...config };
    let seed = 1;
    this.ue = new Ue(memory === undefined ? merged : { ...merged, usim: { ...merged.usim, memory } }, length =>
      Uint8Array.from({ length }, () => (seed = (seed * 75 + 74) % 65537) & 0xff),
    );
  }

  /** Gives the phone an input and keeps what comes out. */
  input(input: UeInput): UeOutput[] {
    const outputs = this.ue.handle(input, this.now);
    for (const output of outputs) {
      this.outputs.push(output);
      if (output.type === 'air') this.air.push(output.message);
    }
    return outputs;
  }

  downlink(message: AirDownlink): UeOutput[] {
    return this.input({ type: 'air', message });
  }

  /** Lets time pass, with every timeout on the way. */
  advance(ms: Millis): UeOutput[] {
    const end = this.now + ms;
    const outputs: UeOutput[] = [];
    for (let at = this.ue.nextTimeout(); at !== undefined && at <= end; at = this.ue.nextTimeout()) {
      this.now = Math.max(this.now, at);
      outputs.push(...this.input({ type: 'timeout' }));
    }
    this.now = end;
    return outputs;
  }

  /** The outputs of one kind since the last call of this method with any kind. */
  since(): UeOutput[] {
    const fresh = this.outputs.slice(this.taken);
    this.taken = this.outputs.length;
    return fresh;
  }

  all<Type extends UeOutput['type']>(type: Type): Extract<UeOutput, { readonly type: Type }>[] {
    return this.outputs.filter((output): output is Extract<UeOutput, { readonly type: Type }> => output.type === type);
  }

  last<Type extends UeOutput['type']>(type: Type): Extract<UeOutput, { readonly type: Type }> | undefined {
    return this.all(type).at(-1);
  }

  /** EMM state with its substate: `EMM-REGISTERED.NORMAL-SERVICE`. */
  get emm(): string {
    for (let i = this.outputs.length - 1; i >= 0; i--) {
      const output = this.outputs[i]!;
      if (output.type === 'state' && output.machine === 'emm')
        return output.substate === undefined ? output.to : `${output.to}.${output.substate}`;
    }
    return 'EMM-NULL';
  }

  /** The next air message, which must be of this type. */
  takeAir<Type extends AirUplink['type']>(type: Type): Extract<AirUplink, { readonly type: Type }> {
    const message = this.air.shift();
    if (message?.type !== type) throw new Error(`expected ${type}, the phone sent ${message?.type ?? 'nothing'}`);
    return message as Extract<AirUplink, { readonly type: Type }>;
  }

  /** The next uplink NAS message, read with the network's context. */
  takeNas(): UplinkNas {
    const air = this.air.shift();
    if (air === undefined || !('nas' in air)) throw new Error(`expected NAS, the phone sent ${air?.type ?? 'nothing'}`);
    return this.readNas(air);
  }

  /** The next uplink NAS message, which must have this name. */
  expectNas<Name extends NasEpsMessageName>(name: Name): UplinkNas & { readonly message: NasEps<Name> } {
    const received = this.takeNas();
    if (received.message.message !== name)
      throw new Error(`expected ${name}, the phone sent ${received.message.message}`);
    return received as UplinkNas & { readonly message: NasEps<Name> };
  }

  readNas(air: UplinkNas['air']): UplinkNas {
    const octets = air.nas;
    const header = decodeNasHeader(octets);
    if (header.type === 'plain') {
      const message = decodeNasEps(octets, 'uplink');
      return { message, plain: octets, securityHeaderType: 0, count: undefined, octets, air };
    }
    if (header.type === 'serviceRequest') {
      const verified = this.context?.verifyServiceRequest(header.serviceRequest);
      if (verified?.ok !== true) throw new Error('the short MAC of a Service Request is wrong');
      this.kenbCount = verified.count;
      const message = header.serviceRequest;
      return { message, plain: octets, securityHeaderType: 12, count: verified.count, octets, air };
    }
    const opened = this.context?.unprotect(octets, 'uplink');
    if (opened?.ok !== true)
      throw new Error(`uplink NAS of header type ${header.securityHeaderType}: ${opened?.failure ?? 'no context'}`);
    const message = decodeNasEps(opened.message, 'uplink');
    if (air.type === 'rrcConnectionSetup' || message.message === 'SecurityModeComplete') this.kenbCount = opened.count;
    const { securityHeaderType, count } = opened;
    return { message, plain: opened.message, securityHeaderType, count, octets, air };
  }

  /** Sends a NAS message, protected and ciphered when the network has a context, unless told otherwise. */
  send(message: NasEpsMessage, type?: ProtectedHeaderType | 'plain'): UeOutput[] {
    return this.downlink({ type: 'dlInformationTransfer', nas: this.seal(message, type) });
  }

  seal(message: NasEpsMessage, type?: ProtectedHeaderType | 'plain'): Uint8Array {
    const plain = encodeNasEps(message);
    const headerType = type ?? (this.context === undefined ? 'plain' : 2);
    if (headerType === 'plain') return plain;
    const sealed = this.context!.protect(plain, headerType, 'downlink');
    if (!sealed.ok) throw new Error(sealed.failure);
    return sealed.message;
  }

  /** Switches on in reach of the cell and returns the Attach Request. */
  powerOn(cell: CellInfo = CELL): UplinkNas & { readonly message: NasEps<'AttachRequest'> } {
    this.downlink({ type: 'systemInformation', cell });
    this.input({ type: 'powerOn' });
    return this.expectNas('AttachRequest');
  }

  /** A challenge; KASME and XRES are kept. */
  challenge(
    ksi = 0,
    change: (autn: Uint8Array) => void = () => {},
    type: ProtectedHeaderType | 'plain' = 'plain',
  ): void {
    const rand = new Uint8Array(16).fill(++this.rand);
    const { sqn, amfField } = this;
    const vector = generateEpsVector(this.milenage, { rand, sqn, amfField, snId: encodePlmn(PLMN) });
    this.sqn += 32;
    this.kasme = new Secret('KASME', vector.kasme);
    this.xres = vector.xres;
    const autn = vector.autn.slice();
    change(autn);
    this.send(
      {
        message: 'AuthenticationRequest',
        nasKeySetIdentifier: { ksi, tsc: 'native' },
        authenticationParameterRand: rand,
        authenticationParameterAutn: autn,
      },
      type,
    );
  }

  /** SQN_MS in an AUTS that answers the last challenge. */
  sqnMsOf(auts: Uint8Array): number | undefined {
    return verifyAuts(this.milenage, new Uint8Array(16).fill(this.rand), auts);
  }

  /** Takes KASME into use with a Security Mode Command. */
  securityMode(
    options: {
      readonly eea?: EeaId;
      readonly eia?: EiaId;
      readonly ksi?: number;
      readonly capability?: UeSecurityCapability;
      readonly hashMme?: Uint8Array;
      readonly change?: (octets: Uint8Array) => void;
    } = {},
  ): void {
    const { eea = 2, eia = 2, ksi = 0 } = options;
    const keySetIdentifier = { ksi, tsc: 'native' } as const;
    this.context = new NasSecurityContext({ kasme: this.kasme!, keySetIdentifier, eea, eia });
    const octets = this.seal(
      {
        message: 'SecurityModeCommand',
        selectedNasSecurityAlgorithms: { eea, eia },
        nasKeySetIdentifier: keySetIdentifier,
        replayedUeSecurityCapabilities: options.capability ?? ueSecurityCapabilityOf(CONFIG, undefined),
        imeisvRequest: 'imeisvRequested',
        ...(options.hashMme === undefined ? {} : { hashMme: options.hashMme }),
      },
      3,
    );
    options.change?.(octets);
    this.downlink({ type: 'dlInformationTransfer', nas: octets });
  }

  /** The AS security mode command of a base station that has the right KeNB. */
  asSecurity(eia: EiaId = 2): void {
    const krrcInt = deriveKrrcInt(this.context!.kenb(this.kenbCount).reveal(), eia);
    const macI = computeEia(eia, krrcInt, 0, 0, DOWNLINK, AS_SECURITY_PROOF);
    this.downlink({ type: 'securityModeCommand', eea: 0, eia, macI });
  }

  attachAccept(overrides: Partial<NasEps<'AttachAccept'>> = {}, pti = 1): NasEps<'AttachAccept'> {
    return {
      message: 'AttachAccept',
      epsAttachResult: 'epsOnly',
      t3412Value: gprsTimer(540),
      taiList: taiList([{ plmn: PLMN, tac: 1 }]),
      esmMessageContainer: encodeNasEps(defaultBearer(pti)),
      guti: { type: 'guti', guti: GUTI },
      ...overrides,
    };
  }

  /** Initial context setup: AS security, the default bearer and a NAS message. */
  setupBearers(message: NasEpsMessage | undefined, eRabIds: readonly number[] = [5]): void {
    this.asSecurity();
    this.takeAir('securityModeComplete');
    this.downlink({
      type: 'rrcConnectionReconfiguration',
      addedBearers: eRabIds.map(eRabId => ({ eRabId, qci: 9 })),
      releasedERabIds: [],
      nas: message === undefined ? [] : [this.seal(message)],
    });
    this.takeAir('rrcConnectionReconfigurationComplete');
  }

  /** From power-on to Attach Complete, with authentication. */
  attach(): void {
    this.powerOn();
    this.finishAttach();
  }

  /** From the challenge to Attach Complete. */
  finishAttach(ksi = 0): void {
    this.challenge(ksi);
    this.expectNas('AuthenticationResponse');
    this.securityMode({ ksi });
    this.expectNas('SecurityModeComplete');
    const pti = this.askForEsmInformation();
    this.setupBearers(this.attachAccept({}, pti));
    this.expectNas('AttachComplete');
  }

  /** Answers the information transfer flag; returns the PTI of the attach. */
  askForEsmInformation(pti = this.attachPti): number {
    this.send({ message: 'EsmInformationRequest', epsBearerIdentity: 0, procedureTransactionIdentity: pti });
    this.expectNas('EsmInformationResponse');
    return pti;
  }

  /** PTI of the PDN Connectivity Request in the last Attach Request. */
  get attachPti(): number {
    for (let i = this.outputs.length - 1; i >= 0; i--) {
      const output = this.outputs[i]!;
      if (output.type !== 'nas' || output.direction !== 'uplink' || output.plain[1] !== 0x41) continue;
      const request = decodeNasEps(output.plain, 'uplink') as NasEps<'AttachRequest'>;
      return request.esmMessageContainer[1]!;
    }
    return 1;
  }

  release(): UeOutput[] {
    return this.downlink({ type: 'rrcConnectionRelease', cause: 'other' });
  }
}

/** A default bearer 5 for `internet` with 10.45.0.2. */
export function defaultBearer(
  procedureTransactionIdentity: number,
  overrides: Partial<NasEps<'ActivateDefaultEpsBearerContextRequest'>> = {},
): NasEps<'ActivateDefaultEpsBearerContextRequest'> {
  return {
    message: 'ActivateDefaultEpsBearerContextRequest',
    epsBearerIdentity: 5,
    procedureTransactionIdentity,
    epsQos: { qci: 9 },
    accessPointName: 'internet',
    pdnAddress: { type: 'ipv4', ipv4: '10.45.0.2' },
    ...overrides,
  };
}
