import type { Imsi, Tai } from '../vocabulary/index.ts';
import { formatGuti } from '../vocabulary/index.ts';
import type { EnbContext, MmeState } from './mme/mme-state.ts';
import type { Bearer, EmmState, UeContext } from './mme/ue-context.ts';
import type { EnbRef } from './port.ts';
import type { Ambr } from './s6a.ts';
import type { FTeid } from './session.ts';

/** What the core knows of a subscriber's phone: the third witness beside the phone and the database. */
export interface UeView {
  readonly imsi: Imsi;
  readonly imeisv?: string;
  readonly emm: EmmState;
  readonly ecm: 'ECM-IDLE' | 'ECM-CONNECTED';
  /** `001-01-0002-01-c0000001`. */
  readonly guti?: string;
  readonly tai?: Tai;
  /** The base station of a connected phone. */
  readonly enb?: EnbRef;
  readonly mmeUeS1apId?: number;
  readonly enbUeS1apId?: number;
  readonly security?: { readonly eea: number; readonly eia: number; readonly ksi: number };
  readonly ueAmbr?: Ambr;
  readonly bearers: readonly BearerView[];
}

export interface BearerView {
  readonly ebi: number;
  readonly state: Bearer['state'];
  readonly apn?: string;
  readonly qci?: number;
  readonly pdnType?: 'ipv4' | 'ipv6' | 'ipv4v6';
  readonly ipv4?: string;
  /** 8 octets. */
  readonly ipv6InterfaceIdentifier?: Uint8Array;
  /** The gateway's end of the tunnel, and the base station's while the phone is connected. */
  readonly gateway?: FTeid;
  readonly enb?: FTeid;
}

export interface EnbView {
  readonly ref: EnbRef;
  readonly peer: string;
  readonly isSetUp: boolean;
  /** `001-01-19b`: PLMN and eNB id in hex. */
  readonly id: string;
  readonly name?: string;
  readonly tais: readonly Tai[];
  readonly connectedUes: number;
}

export function viewOfUe(ue: UeContext): UeView | undefined {
  const { imsi, imeisv, emm, guti, tai, connection, security, subscription } = ue;
  if (imsi === undefined) return undefined;
  return {
    imsi,
    ...(imeisv === undefined ? {} : { imeisv }),
    emm,
    ecm: connection === undefined ? 'ECM-IDLE' : 'ECM-CONNECTED',
    ...(guti === undefined ? {} : { guti: formatGuti(guti) }),
    ...(tai === undefined ? {} : { tai }),
    ...(connection === undefined
      ? {}
      : { enb: connection.enb, mmeUeS1apId: connection.mmeUeS1apId, enbUeS1apId: connection.enbUeS1apId }),
    ...(security === undefined
      ? {}
      : { security: { eea: security.eea, eia: security.eia, ksi: security.keySetIdentifier.ksi } }),
    ...(subscription === undefined ? {} : { ueAmbr: subscription.ueAmbr }),
    bearers: ue.bearers.map(viewOfBearer),
  };
}

function viewOfBearer({ ebi, state, apn, pdnType, address, gateway, enb }: Bearer): BearerView {
  return {
    ebi,
    state,
    ...(apn === undefined ? {} : { apn: apn.apn, qci: apn.qci }),
    ...(pdnType === undefined ? {} : { pdnType }),
    ...(address ?? {}),
    ...(gateway === undefined ? {} : { gateway }),
    ...(enb === undefined ? {} : { enb }),
  };
}

export function viewOfEnb({ ref, peer, setUp, id, name, supportedTais, connections }: EnbContext): EnbView {
  return {
    ref,
    peer,
    isSetUp: setUp,
    id,
    ...(name === undefined ? {} : { name }),
    tais: supportedTais,
    connectedUes: connections.size,
  };
}

/** What is now, under the names of Open5GS's metrics, and what was counted since the start. */
export function countersOf(mme: MmeState, sessions: number): Readonly<Record<string, number>> {
  let enbs = 0;
  for (const enb of mme.enbs.values()) if (enb.setUp) enbs++;
  return { enb: enbs, enb_ue: mme.connections.size, mme_session: sessions, ...mme.counters.all() };
}
