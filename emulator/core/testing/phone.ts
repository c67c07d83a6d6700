import {
  decodeNasEps,
  decodeNasHeader,
  encodeNasEps,
  type NasEps,
  type NasEpsMessage,
  type NasEpsMessageName,
  type ProtectedHeaderType,
} from '../../codec/nas-eps/index.ts';
import { checkAutn, deriveKasme, type EeaId, type EiaId, generateAuts, Milenage } from '../../crypto/index.ts';
import { NasSecurityContext } from '../../nas-security/index.ts';
import { encodePlmn, type Guti, type Imsi, type Plmn, parseSecret, Secret } from '../../vocabulary/index.ts';
import { K, OPC } from './store.ts';

/** NAS of a phone, step by step: the test decides what it says. */
export class Phone {
  readonly imsi: Imsi;
  readonly plmn: Plmn;
  milenage: Milenage;
  guti: Guti | undefined;
  security: NasSecurityContext | undefined;
  private kasme: Secret<'KASME'> | undefined;
  eea: readonly number[] = [0, 1, 2, 3];
  eia: readonly number[] = [0, 1, 2, 3];

  constructor(imsi: Imsi, plmn: Plmn, k: string = K) {
    this.imsi = imsi;
    this.plmn = plmn;
    this.milenage = new Milenage(parseSecret('Ki', k), parseSecret('OPc', OPC));
  }

  attachRequest(
    more: Partial<NasEps<'AttachRequest'>> & { pdn?: Partial<NasEps<'PdnConnectivityRequest'>> } = {},
  ): Uint8Array {
    const { pdn, ...fields } = more;
    const { ksi, tsc } = this.security?.keySetIdentifier ?? { ksi: 7, tsc: 'native' };
    return encodeNasEps({
      message: 'AttachRequest',
      epsAttachType: 'epsAttach',
      nasKeySetIdentifier: { ksi, tsc },
      epsMobileIdentity:
        this.guti === undefined ? { type: 'imsi', imsi: this.imsi } : { type: 'guti', guti: this.guti },
      ueNetworkCapability: { eea: this.eea, eia: this.eia },
      esmMessageContainer: connectivityRequest(pdn),
      ...fields,
    });
  }

  /** Protects under the current context. */
  protect(message: NasEpsMessage | Uint8Array, type: ProtectedHeaderType = 2): Uint8Array {
    const plain = message instanceof Uint8Array ? message : encodeNasEps(message);
    const result = this.security!.protect(plain, type, 'uplink');
    if (!result.ok) throw new Error(result.failure);
    return result.message;
  }

  /** What the network sent, deciphered and checked. */
  receive(bytes: Uint8Array): NasEpsMessage {
    const header = decodeNasHeader(bytes);
    if (header.type !== 'protected') return decodeNasEps(bytes, 'downlink');
    if (header.securityHeaderType === 3) this.takeContext(header.nasMessage);
    const result = this.security!.unprotect(bytes, 'downlink');
    if (!result.ok) throw new Error(`the network's MAC is wrong: ${result.failure}`);
    return decodeNasEps(result.message, 'downlink');
  }

  decodeUplink(plain: Uint8Array): NasEpsMessage {
    return decodeNasEps(plain, 'uplink');
  }

  /** The USIM's answer to a challenge. */
  respond(challenge: NasEps<'AuthenticationRequest'>): Uint8Array {
    const { authenticationParameterRand: rand, authenticationParameterAutn: autn } = challenge;
    const check = checkAutn(this.milenage, rand, autn);
    if (check.type === 'mac-failure') return encodeNasEps({ message: 'AuthenticationFailure', emmCause: 20 });
    const kasme = deriveKasme(check.ck, check.ik, encodePlmn(this.plmn), autn.slice(0, 6));
    this.kasme = new Secret('KASME', kasme);
    return encodeNasEps({ message: 'AuthenticationResponse', authenticationResponseParameter: check.res });
  }

  synchFailure(challenge: NasEps<'AuthenticationRequest'>, sqnMs: number): Uint8Array {
    const auts = generateAuts(this.milenage, challenge.authenticationParameterRand, sqnMs);
    return encodeNasEps({ message: 'AuthenticationFailure', emmCause: 21, authenticationFailureParameter: auts });
  }

  serviceRequest(): Uint8Array {
    const result = this.security!.protectServiceRequest();
    if (!result.ok) throw new Error(result.failure);
    return result.message;
  }

  identityResponse(): Uint8Array {
    return encodeNasEps({ message: 'IdentityResponse', mobileIdentity: { type: 'imsi', imsi: this.imsi } });
  }

  /** As after a new battery: neither GUTI nor keys. */
  forget(): void {
    this.guti = undefined;
    this.security = undefined;
  }

  /** Security Mode Complete with the IMEISV. */
  completeSecurityMode(): Uint8Array {
    const mobile = { type: 'imeisv', imeisv: '8665070400405301' } as const;
    return this.protect({ message: 'SecurityModeComplete', imeisv: mobile }, 4);
  }

  completeAttach(accept: NasEps<'AttachAccept'>): Uint8Array {
    if (accept.guti?.type === 'guti') this.guti = accept.guti.guti;
    const activation = activationIn(accept);
    const { epsBearerIdentity } = activation;
    const esmMessageContainer = encodeNasEps({
      message: 'ActivateDefaultEpsBearerContextAccept',
      epsBearerIdentity,
      procedureTransactionIdentity: 0,
    });
    return this.protect({ message: 'AttachComplete', esmMessageContainer });
  }

  detachRequest(switchOff: boolean): NasEps<'DetachRequestUeOriginating'> {
    return {
      message: 'DetachRequestUeOriginating',
      detachType: { typeOfDetach: 'epsDetach', switchOff },
      nasKeySetIdentifier: this.security!.keySetIdentifier,
      epsMobileIdentity: { type: 'guti', guti: this.guti! },
    };
  }

  trackingAreaUpdateRequest(
    type: 'taUpdating' | 'periodicUpdating' | 'combinedTaLaUpdating' = 'taUpdating',
    active = false,
  ): NasEps<'TrackingAreaUpdateRequest'> {
    return {
      message: 'TrackingAreaUpdateRequest',
      epsUpdateType: { type, active },
      nasKeySetIdentifier: this.security!.keySetIdentifier,
      oldGuti: { type: 'guti', guti: this.guti! },
    };
  }

  pdnDisconnectRequest(ebi: number): NasEps<'PdnDisconnectRequest'> {
    return {
      message: 'PdnDisconnectRequest',
      epsBearerIdentity: 0,
      procedureTransactionIdentity: 9,
      linkedEpsBearerIdentity: ebi,
    };
  }

  private takeContext(plain: Uint8Array): void {
    const command = expectNas(decodeNasEps(plain, 'downlink'), 'SecurityModeCommand');
    const { eea, eia } = command.selectedNasSecurityAlgorithms as { eea: EeaId; eia: EiaId };
    const keySetIdentifier = command.nasKeySetIdentifier;
    if (this.security?.keySetIdentifier.ksi === keySetIdentifier.ksi && this.security.kasme === this.kasme) return;
    this.security = new NasSecurityContext({ kasme: this.kasme!, keySetIdentifier, eea, eia });
  }
}

export function connectivityRequest(more: Partial<NasEps<'PdnConnectivityRequest'>> = {}): Uint8Array {
  return encodeNasEps({
    message: 'PdnConnectivityRequest',
    epsBearerIdentity: 0,
    procedureTransactionIdentity: 1,
    requestType: 'initialRequest',
    pdnType: 'ipv4v6',
    ...more,
  });
}

export function activationIn(accept: NasEps<'AttachAccept'>): NasEps<'ActivateDefaultEpsBearerContextRequest'> {
  return expectNas(decodeNasEps(accept.esmMessageContainer, 'downlink'), 'ActivateDefaultEpsBearerContextRequest');
}

export function expectNas<Name extends NasEpsMessageName>(message: NasEpsMessage, name: Name): NasEps<Name> {
  if (message.message !== name) throw new Error(`${message.message} instead of ${name}`);
  return message as NasEps<Name>;
}
