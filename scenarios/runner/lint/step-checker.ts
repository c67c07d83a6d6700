import type { JsonSchema, Reading } from '../shape/index.ts';
import type { MapNode, Place, SourceNode } from '../source/source-node.ts';

/**
 * What the checker, `mvnolab plan` and the JSON Schema must know of steps. Implemented where the verbs are; the checker knows no verb.
 */
export interface StepChecker {
  /** By the verb's key. */
  readonly verbs: Readonly<Record<string, VerbFacts>>;
  /**
   * Reads a step without running it; reports what is wrong with it and with the steps inside it. undefined when it could not be read so
   * far. Expressions that are still in it were checked by the caller: the shapes pass over them (`isDeferred`).
   */
  check(step: SourceNode, reading: StepReading): CheckedStep | undefined;
  /** The JSON Schema of a step, all keywords and all verbs. `steps` is the schema of a list of steps, to be used for steps inside. */
  jsonSchema(steps: JsonSchema): JsonSchema;
}

export interface VerbFacts {
  /** A line of documentation. */
  readonly about: string;
  /** Capabilities that a lab must have for it. */
  readonly requires: readonly string[];
}

/** What a step is read with. */
export interface StepReading extends Reading {
  /** The steps behind `use:` with their parameters put in; undefined when a finding says why there are none. */
  used(step: MapNode): UsedSteps | undefined;
}

/** A fragment with its parameters put in, as far as they are known. */
export interface UsedSteps {
  readonly name: string;
  readonly vars: MapNode;
  readonly steps: readonly SourceNode[];
}

/** What the checker wants to know of a step. */
export interface CheckedStep {
  readonly verb: string;
  /** A sentence: `attach phone`, or the step's own name. */
  readonly text: string;
  readonly note?: string;
  readonly place: Place;
  readonly verbPlace: Place;
  /** `id:`, by which later steps read its values. */
  readonly id?: string;
  readonly within?: { readonly ms: number; readonly place: Place };
  /** How it should end, where the step says so. */
  readonly outcomes?: readonly string[];
  /** Time that passes whatever happens: `wait`, `hold`. */
  readonly leastMs: number;
  /** Of the verb, of the expectations, of the step's own `requires`. */
  readonly requires: readonly string[];
  /** The step's own `requires` or `skip_if`: it is skipped, not failed, where something lacks. */
  readonly guards: readonly string[];
  /** Fixtures that it or its expectations name. */
  readonly mentions: readonly { readonly kind: 'ue' | 'sim' | 'bts'; readonly name: string }[];
  /** It can fail for a reason that the scenario gives: an outcome or an expectation. */
  readonly asserts: boolean;
  /** `rejected` is among its outcomes, and whether something says for what reason. */
  readonly rejection?: { readonly namesCause: boolean; readonly place: Place };
  /** Names under which it keeps values for later steps. */
  readonly saves: readonly string[];
  /** What the step expects, in short, for `plan`: `phone.emm = registered`. */
  readonly expectations: readonly string[];
  /** Steps inside: parallel, repeat, use, hold. */
  readonly children: readonly CheckedStep[];
}
