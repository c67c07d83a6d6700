import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type { Value } from '../source/source-node.ts';
import type { BenchCommand, BenchOutcome } from './commands.ts';
import type { BtsSpec, SimFacts, SimSpec, UeSpec } from './fixtures.ts';
import type { AkaFacts, BtsState, CoreState, KeyComparison, SimState, StoredValue, UeState } from './states.ts';

/**
 * What the runner needs of a lab, whichever core answers: embedded, Open5GS in containers, a user's own, or a lab in another
 * process. Everything that passes is plain data, so that it can go over a wire. The runner knows no protocol and no container.
 */
export interface Bench {
  readonly core: CoreIdentity;
  /** What this lab can do; a scenario that requires more is skipped. */
  readonly capabilities: ReadonlySet<Capability>;
  /** A fresh lab for one attempt at one case. @throws LabError when it does not come up */
  open(options: SessionOptions): Promise<BenchSession>;
  /** Ends what all sessions share. */
  close(): Promise<void>;
}

/** Which core answers, for reports, for the cause oracle and for the baseline. */
export interface CoreIdentity {
  /** How the user chose it. */
  readonly bench: 'embedded' | 'open5gs' | 'external';
  /** Whose behaviour it has: `open5gs`. */
  readonly product: string;
  /** `2.8.0`; undefined = not known. */
  readonly version: string | undefined;
}

/** Capabilities with what a lab without them lacks. */
export const CAPABILITIES = {
  database: 'the lab can read and write the subscriber database',
  'change-streams': 'the core follows changes of the subscriber database',
  inventory: 'the lab has a SIM inventory (sim.* verbs)',
  'core-view': "the lab sees the core's own list of phones and its counters",
  'usage-view': 'the core tells how many octets each phone has moved',
  faults: 'the lab can kill, stop, pause and cut off nodes of the core',
  'core-faults': 'the core has the named faults of the embedded core',
  'core-config': 'the lab can configure the core for a case (lab: …)',
  'radio-link': 'the lab can lose, delay, duplicate and reorder packets between base station and core',
  'user-plane': 'IP packets of phones reach a gateway that answers',
  ipv6: 'the core gives IPv6 prefixes to phones',
} as const;

export type Capability = keyof typeof CAPABILITIES;

export interface SessionOptions {
  /** Of the case, unique in the run: `auth-negative/wrong-ki`. */
  readonly caseId: string;
  readonly title: string;
  /** Where the artefacts of this attempt go; undefined = none are written. */
  readonly folder: string | undefined;
  readonly seed: string;
  /** 0 …: cases of different workers run at the same time and must not meet. */
  readonly worker: number;
  /** What the case says of the lab (`lab:`). */
  readonly lab: LabSettings;
  /** Show Ki, OPc and derived keys in artefacts. */
  readonly revealKeys: boolean;
  /** Texts that no artefact may hold: the secrets that scenarios name. */
  readonly secrets: readonly string[];
}

/** What a case may wish of its core (capability `core-config`). */
export interface LabSettings {
  /** Order in which the core prefers algorithms: 0 … 3. */
  readonly eiaOrder?: readonly number[];
  readonly eeaOrder?: readonly number[];
  /** What the core serves; by default 001-01 and TAC 1. */
  readonly plmn?: string;
  readonly tacs?: readonly number[];
  /** EMM cause with which phones of foreign networks are refused (Open5GS's access_control). */
  readonly accessControlCause?: number;
  /** Imitate this release: 2.7.4, 2.8.0 … */
  readonly imitates?: string;
  /**
   * The lab's clock runs so many times as fast as the wall's while the lab waits, 1 by default: a protocol timer of 15 s ends after
   * 1.5 s at 10. While the lab computes, it runs as the wall's. Events, deadlines and round-trip times are in lab time. Only where every
   * timer is the lab's own (capability `core-config`).
   */
  readonly speed?: number;
}

/** A lab at work for one case. Whatever was added and done is undone by `close`, in reverse order, also after a failure. */
export interface BenchSession {
  /** The event log so far, in order. */
  events(): readonly TraceEvent[];
  /** Calls with every later event; returns what ends it. */
  subscribe(listener: (event: TraceEvent) => void): () => void;
  /** Milliseconds of lab time since the log began: the `t` of an event told now. */
  nowMs(): number;
  /** Lab time for each unit of wall-clock time, at most: `labMs` are over after labMs / speed on the wall, or later when the lab is busy. */
  readonly speed: number;
  /** Calls back when `labMs` of lab time are over; returns what cancels it. */
  after(labMs: number, ring: () => void): () => void;
  /** Lab time passes as the wall's until the hold is given back, for a runner in another process that is at work. */
  hold?(): () => void;
  /** The text without this session's keys, for reports and terminals. */
  redact(text: string): string;
  /** Tells the log something of the runner's: a step begins, a verdict. */
  tell(note: SessionNote): void;

  /** Resolves with what was drawn for it. */
  addSim(name: string, spec: SimSpec): Promise<SimFacts>;
  addBts(name: string, spec: BtsSpec): Promise<BenchOutcome>;
  addUe(name: string, spec: UeSpec): Promise<void>;
  /** Takes away what `addX` made under that name; no error when it is gone already. */
  remove(name: string): Promise<void>;

  /**
   * Does one thing and resolves with how it ended. A procedure that ends otherwise than it should is an outcome, not an error.
   * @throws LabError when the lab itself broke; UserError when the command cannot be taken (with the reason)
   */
  perform(command: BenchCommand, signal: AbortSignal): Promise<BenchOutcome>;

  /** First witness: what the phone says of itself. */
  ue(name: string): Promise<UeState>;
  bts(name: string): Promise<BtsState>;
  /** What the inventory says of a SIM. */
  sim(name: string): Promise<SimState>;
  /** Second witness: the subscriber's document with its BSON types; undefined = the database has none. Needs `database`. */
  subscriber(sim: string): Promise<StoredValue | undefined>;
  /** Third witness: the core's own view. Needs `core-view`. */
  core(): Promise<CoreState>;
  /** `healthy`, `killed`, `paused` …, of a node of the core. */
  health(node: string): Promise<string>;
  /** What the last challenge to this SIM should have been, computed from the database's keys alone; undefined before the first. */
  aka(sim: string): Promise<AkaFacts | undefined>;
  /** The card's keys as it uses them now, held against the database's; undefined where the lab cannot compare. For the `why` of a failure. */
  keys?(ue: string): Promise<KeyComparison | undefined>;
  /** How often an armed trigger has fired. */
  armed(name: string): number;

  /** Addresses for other tools that look into this lab, by what they are of. */
  describe?(): Readonly<Record<string, string>>;

  /** Undoes everything; resolves with what could not be undone. */
  close(): Promise<readonly string[]>;
  /** Files of this attempt, complete after `close`. */
  artefacts(): readonly Artefact[];
}

export interface Artefact {
  readonly name: string;
  readonly path: string;
}

/** Told by the runner, kept in the event log. */
export type SessionNote =
  | { readonly type: 'step'; readonly step: string; readonly text: string }
  | { readonly type: 'verdict'; readonly of?: string; readonly verdict: string; readonly reason?: string }
  | { readonly type: 'note'; readonly text: string };

/** Facts as `step.…` and for messages. */
export type OutcomeValues = Readonly<Record<string, Value>>;
