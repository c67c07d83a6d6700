/**
 * The trace events of a run, version 1: the lines of `events.ndjson`. Whatever happens in the lab is told once, as one
 * of these, and everything that shows it (ladder, report, live view, capture comments, expectations) reads them.
 *
 * Compatibility: within a version, kinds, protocols and optional members may be added; readers skip what they do not know.
 */
export type TraceEvent =
  | RunTraceEvent
  | MessageTraceEvent
  | StateTraceEvent
  | UserPlaneTraceEvent
  | NoteTraceEvent
  | ErrorTraceEvent
  | VerdictTraceEvent
  | ArtefactTraceEvent;

export const TRACE_EVENT_VERSION = 1;

/** What every event carries; the event log fills it in. */
export interface TraceStamp {
  readonly v: 1;
  /** Position in the run: 0 for the header, then without gaps. */
  readonly seq: number;
  /** Milliseconds since the start of the run, with a fraction. */
  readonly t: number;
}

/** What the lab hands to the event log: an event without its stamp. */
export type TraceRecord = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, keyof TraceStamp>
    : never
  : never;

/** Takes trace records in order. `undefined` in its place means that nobody listens, and costs nothing. */
export type TraceSink = (record: TraceRecord) => void;

export type TraceRole = 'ue' | 'bts' | 'mme' | 'hss' | 'gateway' | 'other';

/** A node of the lab. `name` is what messages say in `from` and `to`: phone, bts, mme, hss, gateway, or a user's own name. */
export interface TraceNode {
  readonly name: string;
  readonly role: TraceRole;
  /** Its transport addresses, for the name resolution of captures. */
  readonly addresses?: readonly string[];
}

/** The header, first of every run. */
export interface RunTraceEvent extends TraceStamp {
  readonly kind: 'run';
  readonly run: string;
  /** Version of mvnolab. */
  readonly version: string;
  readonly seed?: string | number;
  /** embedded, open5gs 2.8.0, external … */
  readonly core: string;
  /** When `t` was 0, ISO 8601: the only absolute time of the log. */
  readonly at: string;
  readonly title?: string;
  readonly nodes?: readonly TraceNode[];
}

export type TraceProtocol = 's1ap' | 'nas-eps' | 'gtpu' | 'sctp' | 'air' | 's6a' | 'gtpv2' | 'ip' | (string & {});

/** Decoded facts of a message by name, flat, for matching: `{imsi: '001010000000001', cause: 20}`. */
export type TraceFields = Readonly<Record<string, string | number | boolean>>;

/** A message was sent or seen. Told once, by the node that the lab can look into, when the octets are known. */
export interface MessageTraceEvent extends TraceStamp {
  readonly kind: 'message';
  readonly protocol: TraceProtocol;
  readonly from: string;
  readonly to: string;
  /** The specification's name in one word: AttachRequest, S1SetupRequest. */
  readonly message: string;
  /** The facts that matter, on one line, without the message's name. */
  readonly summary?: string;
  readonly fields?: TraceFields;
  /** The octets, lower-case hex: of NAS the plain message after deciphering. */
  readonly hex?: string;
  /** IMSI, or the UE's name while no IMSI is known. */
  readonly ue?: string;
  /** True for NAS that was ciphered on the wire. */
  readonly ciphered?: boolean;
  /** The message that brought this one (InitialUEMessage for an AttachRequest). */
  readonly carrier?: string;
  /** What became of it on its way, when it did not just arrive. */
  readonly fate?: 'dropped' | 'delayed' | 'duplicated' | 'discarded';
}

/** A state machine changed state, under its 3GPP names. */
export interface StateTraceEvent extends TraceStamp {
  readonly kind: 'state';
  readonly node: string;
  readonly ue?: string;
  /** EMM, ESM, ECM, SCTP … */
  readonly machine: string;
  readonly from: string;
  readonly to: string;
}

/** Counters of a bearer or endpoint, as totals since its start. */
export interface UserPlaneTraceEvent extends TraceStamp {
  readonly kind: 'user-plane';
  readonly node: string;
  readonly ue?: string;
  readonly apn?: string;
  readonly ip?: string;
  readonly uplinkOctets: number;
  readonly downlinkOctets: number;
  readonly uplinkPackets: number;
  readonly downlinkPackets: number;
  readonly droppedPackets?: number;
}

/** Something a reader of the run should know. */
export interface NoteTraceEvent extends TraceStamp {
  readonly kind: 'note';
  readonly text: string;
  /** The step of a scenario that begins here. */
  readonly step?: string;
  readonly node?: string;
  readonly ue?: string;
  /** What the text says, for programs: `{topic: 'aka', verdict: 'mac-failure', …}`. */
  readonly fields?: TraceFields;
}

/** The lab, or what it stands on, failed. `code` is stable and kebab-case. */
export interface ErrorTraceEvent extends TraceStamp {
  readonly kind: 'error';
  readonly code: string;
  readonly text: string;
  readonly hint?: string;
  readonly node?: string;
  readonly ue?: string;
}

export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'error' | 'skipped' | 'flaky';

/** How the run, or the scenario or step named by `of`, ended. */
export interface VerdictTraceEvent extends TraceStamp {
  readonly kind: 'verdict';
  readonly verdict: Verdict;
  readonly of?: string;
  readonly reason?: string;
}

/** A file that the run left behind. */
export interface ArtefactTraceEvent extends TraceStamp {
  readonly kind: 'artefact';
  readonly name: string;
  readonly path: string;
  readonly octets?: number;
}
