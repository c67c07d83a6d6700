import type { BenchCommand, BenchOutcome, BenchSession, Capability, OutcomeType } from '../port/index.ts';
import type { StepResult } from '../results/index.ts';
import type { Read, Shape } from '../shape/index.ts';
import type { SourceNode, Value } from '../source/source-node.ts';

export type VerbGroup = 'UE and radio' | 'SIM' | 'usage' | 'core' | 'faults' | 'control';

/** What a step may begin with: how its arguments are written, how it reads aloud, what it does, and what is normal for it. */
export interface Verb<Args = unknown> {
  readonly name: string;
  readonly group: VerbGroup;
  /** For editors and documentation. */
  readonly summary: string;
  readonly args: Shape<Args>;
  /** Deadline of a step that names none, ms of the lab's time. */
  readonly withinMs: number;
  /** How it can end; without an `outcome` a step expects the first. */
  readonly outcomes: readonly OutcomeType[];
  readonly requires: readonly Capability[];
  /** Arguments stay as they are written; the verb resolves expressions itself (nested steps). */
  readonly rawArgs: boolean;
  /** True for what holds steps or only looks: it needs no expectation of its own. */
  readonly isControl: boolean;
  /** `attach phone` */
  sentence(args: Args): string;
  /** The phone that the step is about, for `aka:` and for the why table. */
  ueOf(args: Args): string | undefined;
  /** Steps inside, for checking and for plans. */
  stepsIn(args: Args): readonly SourceNode[];
  /** What is expected of a bare step that was accepted: subject and value, `['phone.emm', 'registered']`. */
  normal(args: Args): readonly (readonly [subject: string, expected: Value])[];
  /** The one command that it is, for `arm`; undefined for what is more than one. */
  command(args: Args): BenchCommand | undefined;
  /** `hold`: what the step expects must hold that long, ms. */
  holdMs(args: Args): number | undefined;
  run(args: Args, context: StepContext): Promise<BenchOutcome>;
}

/** What a verb may use while it runs. */
export interface StepContext {
  readonly session: BenchSession;
  /** Aborted at the step's deadline and when the run is interrupted. */
  readonly signal: AbortSignal;
  perform(command: BenchCommand): Promise<BenchOutcome>;
  /** Runs steps one after the other; false = one of them did not pass. Their results become children of this one. */
  runSteps(steps: readonly SourceNode[], label?: string): Promise<boolean>;
  /** Runs branches side by side, each in order; false = a step did not pass. */
  runParallel(branches: readonly (readonly SourceNode[])[]): Promise<boolean>;
  /** The command of a step that is armed, with its names checked. */
  commandOf(step: SourceNode): Promise<BenchCommand>;
  /** Expressions of a piece of source, with what is known now. */
  resolve(node: SourceNode): Promise<SourceNode>;
  /** True when everything of an `expect` map holds now. */
  holds(expect: SourceNode): Promise<boolean>;
  /** Waits in the lab's time; ends early when the signal is aborted. */
  sleep(ms: number): Promise<void>;
  /** Waits for a person; resolves at once when nobody watches. */
  pause(text: string): Promise<void>;
  /** Steps of another file, with its parameters; see `use`. */
  runFile(file: SourceNode, parameters: SourceNode | undefined): Promise<boolean>;
  readonly children: StepResult[];
}

type VerbParts<S extends Shape<unknown>> = {
  readonly group: VerbGroup;
  readonly summary: string;
  readonly args: S;
  readonly withinMs?: number;
  readonly outcomes?: readonly OutcomeType[];
  readonly requires?: readonly Capability[];
  readonly rawArgs?: boolean;
  readonly isControl?: boolean;
  sentence(args: Read<S>): string;
  ueOf?(args: Read<S>): string | undefined;
  stepsIn?(args: Read<S>): readonly SourceNode[];
  normal?(args: Read<S>): readonly (readonly [subject: string, expected: Value])[];
  holdMs?(args: Read<S>): number;
} & ({ command(args: Read<S>): BenchCommand } | { run(args: Read<S>, context: StepContext): Promise<BenchOutcome> });

const DEFAULT_WITHIN_MS = 10_000;

/** Makes a verb; what is left out is what most verbs have. */
export function verb<S extends Shape<unknown>>(name: string, parts: VerbParts<S>): Verb {
  const made: Verb<Read<S>> = {
    name,
    group: parts.group,
    summary: parts.summary,
    args: parts.args as Shape<Read<S>>,
    withinMs: parts.withinMs ?? DEFAULT_WITHIN_MS,
    outcomes: parts.outcomes ?? ['accepted'],
    requires: parts.requires ?? [],
    rawArgs: parts.rawArgs ?? false,
    isControl: parts.isControl ?? false,
    sentence: args => parts.sentence(args),
    ueOf: args => parts.ueOf?.(args) ?? ueIn(args),
    stepsIn: args => parts.stepsIn?.(args) ?? [],
    normal: args => parts.normal?.(args) ?? [],
    command: args => ('command' in parts ? parts.command(args) : undefined),
    holdMs: args => parts.holdMs?.(args),
    run: (args, context) => ('command' in parts ? context.perform(parts.command(args)) : parts.run(args, context)),
  };
  return made as Verb;
}

function ueIn(args: unknown): string | undefined {
  const ue = typeof args === 'object' && args !== null && 'ue' in args ? args.ue : undefined;
  return typeof ue === 'string' ? ue : undefined;
}
