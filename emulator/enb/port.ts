import type { AirDownlink, AirUplink } from '../air/index.ts';
import type { Timeout } from '../machine/index.ts';
import type { Plmn, Tai } from '../vocabulary/index.ts';

/** A base station as the user describes it. */
export interface EnbConfig {
  readonly name: string;
  /** Macro eNB ID, 20 bit. TS 23.003 §19.6 */
  readonly enbId: number;
  readonly globalPlmn: Plmn;
  /** One cell for each: its TAC and the PLMNs that it broadcasts (6 at most). The n-th has the cell identity enbId · 256 + n. */
  readonly supportedTas: readonly { readonly tac: number; readonly plmns: readonly Plmn[] }[];
  readonly defaultPagingDrx: 32 | 64 | 128 | 256;
  /** Where the core's user plane reaches this base station (S1-U). */
  readonly s1uAddress: string;
  /** S1AP streams that the association offers towards the MME; stream 0 carries non-UE signalling. */
  readonly outboundStreams: number;
  /** Algorithms for AS security, most wanted first. */
  readonly eeaPreference: readonly number[];
  readonly eiaPreference: readonly number[];
  /** Limit each phone's downlink and uplink to its UE-AMBR (token bucket), as a radio scheduler does. */
  readonly enforceAmbr: boolean;
}

/** One phone's place on this base station, chosen by the host; used again only after it was released. */
export type AirRef = number;

export type EnbInput =
  | Timeout
  /** The SCTP association to the MME is up; S1 Setup follows. */
  | { readonly type: 's1Up'; readonly outboundStreams: number }
  | { readonly type: 's1Down'; readonly reason: string }
  | { readonly type: 's1ap'; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly type: 'air'; readonly ue: AirRef; readonly message: AirUplink }
  /** A phone camps on a cell of this base station (the n-th of `supportedTas`, the first by default), or leaves. */
  | { readonly type: 'camp'; readonly ue: AirRef; readonly cell?: number }
  | { readonly type: 'leave'; readonly ue: AirRef }
  /** A GTP-U packet (inner IP packet) for one of our TEIDs. */
  | { readonly type: 'gtpu'; readonly teid: number; readonly packet: Uint8Array }
  /** The peer answered a packet with GTP-U Error Indication: its tunnel is gone. */
  | { readonly type: 'gtpuErrorIndication'; readonly teid: number; readonly address: string }
  /** Ends a phone's connection from the radio side, as user inactivity does. */
  | {
      readonly type: 'releaseUe';
      readonly ue: AirRef;
      readonly cause: 'user-inactivity' | 'radio-connection-with-ue-lost';
    }
  /** Resets the whole S1 interface. */
  | { readonly type: 'reset' }
  | { readonly type: 'configurationUpdate'; readonly supportedTas: EnbConfig['supportedTas']; readonly name?: string };

export type EnbOutput =
  /** Ends the association: nothing more can be said on it. */
  | { readonly type: 's1Close' }
  | { readonly type: 's1ap'; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly type: 'air'; readonly ue: AirRef; readonly message: AirDownlink }
  /** To every phone that camps on that cell, on any cell when none is named. */
  | { readonly type: 'broadcast'; readonly cell?: number; readonly message: AirDownlink }
  | { readonly type: 'gtpu'; readonly address: string; readonly teid: number; readonly packet: Uint8Array }
  | { readonly type: 'tunnelEnded'; readonly teid: number }
  | { readonly type: 's1Setup'; readonly outcome: S1SetupOutcome }
  | { readonly type: 'state'; readonly machine: 's1' | `ue-${number}`; readonly from: string; readonly to: string }
  | { readonly type: 'note'; readonly text: string; readonly ue?: AirRef };

export type S1SetupOutcome =
  | {
      readonly type: 'accepted';
      readonly mmeName?: string;
      readonly servedPlmns: readonly Plmn[];
      readonly relativeMmeCapacity: number;
    }
  | { readonly type: 'failed'; readonly cause: string; readonly retryInMs?: number }
  | { readonly type: 'no-answer' };

/** The TAIs of a configuration, for messages. */
export function taisOf(config: EnbConfig): Tai[] {
  return config.supportedTas.flatMap(ta => ta.plmns.map(plmn => ({ plmn, tac: ta.tac })));
}
