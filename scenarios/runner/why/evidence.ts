import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import type {
  AkaFacts,
  BtsSpec,
  BtsState,
  CoreIdentity,
  KeyComparison,
  OutcomeType,
  SimSpec,
  SimState,
  StoredValue,
  UeSpec,
  UeState,
} from '../port/index.ts';

/** Everything that is known when something did not go as expected. Plain data; what could not be asked is undefined. */
export interface Evidence {
  readonly core: CoreIdentity;
  /** The event log of the attempt, from its start. */
  readonly events: readonly TraceEvent[];
  readonly step: StepEvidence;
  /** The phone that the step is about. */
  readonly phone?: PhoneEvidence;
  /** The base station that the step is about, or the phone's. */
  readonly bts?: BtsEvidence;
  /** The SIM that the step is about, or the phone's. */
  readonly sim?: SimEvidence;
}

export interface StepEvidence {
  /** `attach phone` */
  readonly text: string;
  readonly verb: string;
  /** On the clock of the event log. */
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome?: { readonly type: OutcomeType; readonly detail?: string };
  /** What the expectation that failed wanted and saw: the subject as scenarios write it. */
  readonly failed?: { readonly subject: string; readonly expected: string; readonly actual: string };
  /** Code and message of the error, when the lab or the core broke. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface PhoneEvidence {
  readonly name: string;
  readonly spec: UeSpec;
  readonly state?: UeState;
}

export interface BtsEvidence {
  readonly name: string;
  readonly spec: BtsSpec;
  readonly state?: BtsState;
}

export interface SimEvidence {
  readonly name: string;
  readonly spec: SimSpec;
  readonly state?: SimState;
  /** The subscriber's document; `absent` = the database has none. */
  readonly document?: StoredValue | 'absent';
  /** The network's side of the last challenge. */
  readonly facts?: AkaFacts;
  readonly keys?: KeyComparison;
}

/** What a rule found out. */
export interface Explanation {
  /** The rule that spoke. */
  readonly rule: string;
  /** Plain sentences, the most important first. */
  readonly sentences: readonly string[];
  /** Commands or changes that mend it, or show more. */
  readonly next: readonly string[];
}

/**
 * A rule of the why table: looks at the evidence and, when it knows why, says so. A `remark` adds to what another rule found; of the
 * others the first that speaks is believed.
 */
export interface WhyRule {
  readonly name: string;
  /** What it recognises, in a line, for the documentation. */
  readonly about: string;
  readonly remark?: true;
  /** Looked at also when the step was accepted, and only an expectation was not met: most rules explain refusals. */
  readonly alsoAccepted?: true;
  explain(evidence: Evidence): { readonly sentences: readonly string[]; readonly next?: readonly string[] } | undefined;
}
