import type { MapNode, Place, SourceNode } from '../source/source-node.ts';

/** One test: a scenario, a case of a suite, or one row of a matrix. What the executor runs; the suite's part is in it already. */
export interface ScenarioCase {
  /** `attach-happy-aka`, `auth-negative/wrong-ki`, `sim-lifecycle[plan=prepaid-100mb]`; unique in a run. */
  readonly id: string;
  readonly title: string;
  readonly notes?: string;
  /** From its first line to its last; carets go to `namePlace`. */
  readonly place: Place;
  readonly namePlace: Place;
  /** Of the document that it stands in: the suite's, for a case of a suite. */
  readonly documentPlace: Place;
  readonly file: string;
  /** Of the suite and its own, each once. */
  readonly tags: readonly string[];
  /** Capabilities without which it is skipped. */
  readonly requires: readonly string[];
  readonly timeoutMs: number;
  /** Resources that no case running at the same time may use. */
  readonly exclusive: readonly string[];
  /** Its row; undefined without a matrix. */
  readonly matrix?: Readonly<Record<string, string>>;
  /** Skipped when one of them applies. */
  readonly skips: readonly Skip[];
  /** What it wishes of its core, to be read with `labSettings`. */
  readonly lab?: MapNode;
  /** Texts that may hold expressions; later ones may name earlier ones. */
  readonly vars: MapNode;
  readonly given: GivenNodes;
  readonly steps: readonly SourceNode[];
  /** Its own, then the suite's. */
  readonly teardown: readonly SourceNode[];
  /** For JUnit. */
  readonly properties: Readonly<Record<string, string>>;
  /** What the `use:` of its steps lead to; found with `fragmentOf`. */
  readonly fragments: ReadonlyMap<string, Fragment>;
}

export interface Skip {
  /** Undefined = always. */
  readonly if?: SourceNode;
  readonly reason: string;
  readonly place: Place;
}

/** A fixture as it was written, its keys and the suite's together. */
export interface GivenNode {
  readonly name: string;
  readonly namePlace: Place;
  readonly node: SourceNode;
}

/** Fixtures by their names, in the order of the file. */
export interface GivenNodes {
  readonly sims: ReadonlyMap<string, GivenNode>;
  readonly bts: ReadonlyMap<string, GivenNode>;
  readonly ues: ReadonlyMap<string, GivenNode>;
}

export type GivenGroup = keyof GivenNodes;

/** Steps that other files use with parameters. In them a parameter is read as `vars.name`. */
export interface Fragment {
  readonly name: string;
  readonly title?: string;
  readonly file: string;
  readonly place: Place;
  readonly parameters: readonly FragmentParameter[];
  readonly vars: MapNode;
  readonly steps: readonly SourceNode[];
}

export interface FragmentParameter {
  readonly name: string;
  readonly about?: string;
  /** Undefined = it must be given. */
  readonly default?: SourceNode;
}
