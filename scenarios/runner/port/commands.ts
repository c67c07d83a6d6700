import type { Value } from '../source/source-node.ts';
import type { StoredValue } from './states.ts';

/** How a step ended. */
export type OutcomeType = 'accepted' | 'rejected' | 'ue-aborted' | 'timeout' | 'refused';

export const OUTCOMES: Readonly<Record<OutcomeType, string>> = {
  accepted: 'it was done',
  rejected: 'the network refused it',
  'ue-aborted': 'the phone gave up by itself',
  timeout: 'nobody answered in time',
  refused: 'the lab refused it: the inventory, the database',
};

export interface BenchOutcome {
  readonly type: OutcomeType;
  /** A sentence for people. */
  readonly detail?: string;
  /** What expectations read as `step.…`: causes by number (`cause`, `esm_cause`), `received`, `ip`; of a refusal `code`. */
  readonly values?: Readonly<Record<string, Value>>;
}

/** Everything that a step can ask of a lab. */
export type BenchCommand =
  | { readonly do: 'attach'; readonly ue: string; readonly identity?: 'imsi' | 'guti'; readonly apn?: string }
  | { readonly do: 'detach'; readonly ue: string; readonly switchOff?: boolean; readonly abrupt?: boolean }
  | { readonly do: 'power-cycle'; readonly ue: string }
  | { readonly do: 'move'; readonly ue: string; readonly bts: string }
  | { readonly do: 'service-request'; readonly ue: string }
  | { readonly do: 'tracking-area-update'; readonly ue: string; readonly periodic?: boolean }
  | { readonly do: 'connect-pdn'; readonly ue: string; readonly apn: string; readonly pdnType?: PdnTypeName }
  | { readonly do: 'disconnect-pdn'; readonly ue: string; readonly apn: string }
  /** Waits until the phone's connection is released (RRC_IDLE); `bts` asks the core for it. */
  | { readonly do: 'release'; readonly ue: string }
  | {
      readonly do: 'ping';
      readonly ue: string;
      /** `gateway` or an IP address. */
      readonly to: string;
      readonly count: number;
      readonly intervalMs: number;
      readonly sizeOctets?: number;
      readonly apn?: string;
    }
  | {
      readonly do: 'data';
      readonly ue: string;
      readonly downOctets: number;
      readonly upOctets: number;
      readonly rateBps?: number;
      readonly apn?: string;
    }
  | { readonly do: 'tamper'; readonly ue: string; readonly tampering: Tampering }
  | { readonly do: 'bts-up'; readonly bts: string }
  | { readonly do: 'bts-down'; readonly bts: string }
  /** `$set` of these paths of the subscriber's document, and nothing else. `hss.set` with no value = `$unset`. */
  | {
      readonly do: 'hss-set';
      readonly sim: string;
      readonly set: Readonly<Record<string, StoredValue | undefined>>;
      /** Paths that Open5GS does not know, too. */
      readonly force?: boolean;
    }
  | { readonly do: 'hss-remove'; readonly sim: string }
  | { readonly do: 'sim'; readonly transition: SimTransition; readonly sim: string; readonly options: SimOptions }
  | { readonly do: 'fault'; readonly fault: FaultKind; readonly node: string }
  | {
      readonly do: 'core-fault';
      readonly name: string;
      readonly parameters: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly do: 'link'; readonly bts: string; readonly impairments: LinkImpairments }
  | { readonly do: 'arm'; readonly name: string; readonly trigger: Trigger; readonly command: BenchCommand }
  /** Heals a node, a named core fault, a link or a phone; all of them without a name. */
  | { readonly do: 'heal'; readonly target?: string };

export type PdnTypeName = 'ipv4' | 'ipv6' | 'ipv4v6';

export type FaultKind = 'kill' | 'stop' | 'pause' | 'partition';

/** Fires once, when the message passes between phone and core or base station and core. `before`: it has not arrived yet. */
export interface Trigger {
  readonly when: 'before' | 'after';
  readonly message: string;
  /** Only of this phone. */
  readonly ue?: string;
}

export type SimTransition = 'assign' | 'activate' | 'suspend' | 'resume' | 'deactivate' | 'swap';

export interface SimOptions {
  readonly customer?: string;
  readonly plan?: string;
  /** Digits, or `auto`. */
  readonly msisdn?: string;
  readonly reason?: string;
  /** The SIM that takes over, for a swap. */
  readonly to?: string;
}

/** What is wrong with the link between a base station and the core; percentages of packets, each way. */
export interface LinkImpairments {
  readonly lossPercent?: number;
  readonly duplicatePercent?: number;
  readonly reorderPercent?: number;
  readonly delayMs?: number;
}

/**
 * How a phone misbehaves. Bits count from the most significant bit of the first octet. Members that are given replace those of an
 * earlier tampering of this phone; `messages` are added.
 */
export interface Tampering {
  /** The card's side only. */
  readonly kiFlipBits?: readonly number[];
  readonly opcFlipBits?: readonly number[];
  /** The card believes to have accepted this SQN. */
  readonly sqnMs?: number;
  readonly autsMacFlipBits?: readonly number[];
  readonly resFlipBits?: readonly number[];
  /** This answer whatever the challenge, hex. */
  readonly res?: string;
  /** Algorithms that the phone offers. */
  readonly eea?: readonly number[];
  readonly eia?: readonly number[];
  readonly ignoreAutn?: boolean;
  readonly acceptNullIntegrity?: boolean;
  readonly acceptUnprotected?: boolean;
  readonly ignoreReplayedCapabilities?: boolean;
  readonly messages?: readonly MessageTampering[];
}

/** What happens to a NAS message between the phone's NAS and its radio. */
export interface MessageTampering {
  readonly message: string;
  readonly action: 'drop' | 'duplicate' | 'delay' | 'replay' | 'corrupt-mac' | 'strip' | 'replace';
  /** Let this many pass first. */
  readonly skip?: number;
  /** Act on this many; on every one by default. */
  readonly times?: number;
  readonly delayMs?: number;
  readonly copies?: number;
  /** Octets in its place, hex. */
  readonly octets?: string;
}
