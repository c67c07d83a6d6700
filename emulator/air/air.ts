import type { Plmn, STmsi } from '../vocabulary/index.ts';

/**
 * The air between phones and a base station: what RRC and the radio bearers carry, as messages, without a radio.
 * The base station passes NAS octets on and never looks inside them; a phone never sees S1AP.
 */

/** What a cell broadcasts (TS 36.331 §6.2.2, SIB1), as far as a phone needs it to camp. */
export interface CellInfo {
  readonly plmns: readonly Plmn[];
  /** 16 bit. */
  readonly tac: number;
  /** E-UTRAN cell identity, 28 bit. */
  readonly cellId: number;
  readonly barred: boolean;
}

/** TS 36.331 §6.2.2 RRCConnectionRequest, spelled as S1AP's RRC-Establishment-Cause. */
export type EstablishmentCause =
  | 'emergency'
  | 'highPriorityAccess'
  | 'mt-Access'
  | 'mo-Signalling'
  | 'mo-Data'
  | 'delay-TolerantAccess';

/** The MME that a phone says it is registered with (TS 36.331 RegisteredMME). */
export interface RegisteredMme {
  readonly plmn?: Plmn;
  /** MME group id, 16 bit. */
  readonly mmegi: number;
  /** MME code, 8 bit. */
  readonly mmec: number;
}

/** From a phone to its base station. */
export type AirUplink =
  /** RRC connection establishment in one step: request, setup and setup complete with the first NAS message. */
  | {
      readonly type: 'rrcConnectionSetup';
      readonly establishmentCause: EstablishmentCause;
      readonly selectedPlmn: Plmn;
      readonly sTmsi?: STmsi;
      readonly registeredMme?: RegisteredMme;
      readonly nas: Uint8Array;
    }
  | { readonly type: 'ulInformationTransfer'; readonly nas: Uint8Array }
  | { readonly type: 'securityModeComplete' }
  /** The phone found the MAC-I of the AS security mode command wrong: it holds another KeNB. */
  | { readonly type: 'securityModeFailure' }
  | { readonly type: 'ueCapabilityInformation'; readonly radioCapability: Uint8Array }
  | { readonly type: 'rrcConnectionReconfigurationComplete' }
  | { readonly type: 'packet'; readonly eRabId: number; readonly packet: Uint8Array }
  /** The phone lost the cell, or lost power without a word. */
  | { readonly type: 'radioLinkFailure' };

/** A data radio bearer that the base station sets up for an E-RAB. */
export interface RadioBearer {
  /** 5 … 15; equals the EPS bearer identity. */
  readonly eRabId: number;
  readonly qci: number;
}

/** From a base station to one phone. */
export type AirDownlink =
  | { readonly type: 'systemInformation'; readonly cell: CellInfo }
  /** The cell is gone: no service. */
  | { readonly type: 'cellLost' }
  | { readonly type: 'dlInformationTransfer'; readonly nas: Uint8Array }
  /**
   * AS security (TS 36.331 §5.3.4): the MAC-I is computed with KRRCint of `eia` over `AS_SECURITY_PROOF`, so that a phone whose
   * KeNB differs finds out, as on a real radio.
   */
  | {
      readonly type: 'securityModeCommand';
      readonly eea: number;
      readonly eia: number;
      /** 4 octets. */
      readonly macI: Uint8Array;
    }
  | { readonly type: 'ueCapabilityEnquiry' }
  | {
      readonly type: 'rrcConnectionReconfiguration';
      readonly addedBearers: readonly RadioBearer[];
      readonly releasedERabIds: readonly number[];
      readonly nas: readonly Uint8Array[];
    }
  | { readonly type: 'rrcConnectionReject'; readonly waitTimeMs: number }
  | { readonly type: 'rrcConnectionRelease'; readonly cause: 'other' | 'loadBalancingTAUrequired' }
  /** Sent to every phone that camps on the cell; a phone answers when it finds itself. */
  | { readonly type: 'paging'; readonly identity: PagingIdentity }
  | { readonly type: 'packet'; readonly eRabId: number; readonly packet: Uint8Array };

/** TS 36.331 PagingUE-Identity. */
export type PagingIdentity =
  | { readonly type: 's-TMSI'; readonly sTmsi: STmsi }
  | { readonly type: 'imsi'; readonly imsi: string };

/**
 * The octets that stand for the RRC SecurityModeCommand under its MAC-I; COUNT 0, bearer 0 (SRB1), downlink.
 * Deviation: on a radio this is the PDCP PDU of the message itself (TS 36.331 §5.3.4.3).
 */
export const AS_SECURITY_PROOF: Uint8Array = Uint8Array.of(0x30, 0x00, 0x10);
