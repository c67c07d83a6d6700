import type { TraceEvent, Verdict } from '../../../emulator/vocabulary/index.ts';
import type { Artefact, CoreIdentity } from '../port/bench.ts';
import type { OutcomeType } from '../port/commands.ts';
import type { Finding } from '../source/finding.ts';
import type { Place, Value } from '../source/source-node.ts';

/** How a run of scenarios went. What reporters, the API and `mvnolab compare` read; plain data, written as `results.json`. */
export interface RunResult {
  readonly v: 1;
  readonly id: string;
  readonly version: string;
  readonly core: CoreIdentity;
  readonly seed: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly workers: number;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly cases: readonly CaseResult[];
  /** Why the run ended early: interrupted, --max-failures. */
  readonly endedEarly?: string;
  /** Cases that were selected but did not begin. */
  readonly notRun: readonly string[];
  readonly warnings: readonly Finding[];
}

export interface CaseResult {
  /** `attach-happy-aka`, `auth-negative/wrong-ki`, `sim-lifecycle[plan=prepaid-100mb]` */
  readonly id: string;
  readonly title: string;
  readonly notes?: string;
  readonly place: Place;
  readonly tags: readonly string[];
  readonly matrix?: Readonly<Record<string, string>>;
  /** `properties:` of the scenario, for JUnit. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  /** In a sentence: why it was skipped, what failed first. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly attempts: readonly AttemptResult[];
}

/** One go at a case, with fixtures of its own. */
export interface AttemptResult {
  /** 1 … */
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** What went wrong, in the order in which it did; the first decided the verdict. */
  readonly problems: readonly Problem[];
  readonly artefacts: readonly Artefact[];
  /** Its part of the event log, for ladders. Not written to results.json: `events.ndjson` has it. */
  readonly events: readonly TraceEvent[];
  /** Nodes in the order of the ladder: phones, base stations, mme, hss, gateway. */
  readonly nodes: readonly string[];
}

export type StepPhase = 'given' | 'steps' | 'teardown';

export interface StepResult {
  /** `1`, `2.1` inside parallel or repeat; as messages call it. */
  readonly number: string;
  readonly phase: StepPhase;
  readonly verb: string;
  /** `attach phone`, or the step's own name. */
  readonly text: string;
  readonly note?: string;
  readonly place: Place;
  readonly verdict: Verdict;
  /** On the clock of the event log. */
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome?: { readonly type: OutcomeType; readonly detail?: string };
  readonly expectations: readonly ExpectationResult[];
  readonly children: readonly StepResult[];
  /** Why it was skipped. */
  readonly reason?: string;
}

/** Who vouches for it. */
export type Witness = 'outcome' | 'messages' | 'ue' | 'bts' | 'database' | 'inventory' | 'core' | 'lab';

export interface ExpectationResult {
  /** `phone.emm`, `flow`, `outcome` */
  readonly subject: string;
  /** `registered`, `≥ 5 MB`, `20 (MAC failure)` */
  readonly expected: string;
  /** What was seen last. */
  readonly actual: string;
  readonly ok: boolean;
  readonly witness: Witness;
  readonly place: Place;
  readonly flow?: FlowResult;
  /** A `soft` expectation does not end the case. */
  readonly soft?: boolean;
}

/** An ordered expectation held against the log. */
export interface FlowResult {
  readonly rows: readonly FlowRow[];
  /** The signalling of the step as it was, for the other column. */
  readonly observed: readonly ObservedRow[];
  /** Index into `rows` of the first that was not met. */
  readonly firstMissing?: number;
  /** Index into `observed` of the message that stands where another was expected. */
  readonly divergence?: number;
}

export interface FlowRow {
  /** `mme > phone AuthenticationRequest` with its conditions in short. */
  readonly text: string;
  readonly place: Place;
  readonly state: 'met' | 'missing' | 'not-reached';
  /** Index into `observed` of the message that met it. */
  readonly met?: number;
  /** Why a message of the right name did not do: `has cause: 20 (MAC failure), expected 21 (Synch failure)`. */
  readonly mismatch?: string;
}

export interface ObservedRow {
  /** Milliseconds since the step began. */
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly summary?: string;
  readonly fate?: string;
}

/** Why a case did not pass. */
export interface Problem {
  readonly verdict: Exclude<Verdict, 'passed' | 'skipped' | 'flaky'>;
  /** `expectation`, `outcome`, `deadline`, `teardown`, `lab`, `nothing-expected`, `interrupted`, or a code of the lab's. */
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
  /** The step's `number`. */
  readonly step?: string;
  readonly hint?: string;
  readonly expectation?: ExpectationResult;
  /** Sentences computed from the evidence. */
  readonly why?: readonly string[];
}

/** Values a case leaves for reports (`save`). */
export type SavedValues = Readonly<Record<string, Value>>;
