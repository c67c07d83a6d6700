import type { BenchSession } from '../port/bench.ts';
import type { BtsSpec, CoreIdentity, SimSpec, UeSpec } from '../port/index.ts';
import type { NameKind, Reading } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import type { Place, Value } from '../source/source-node.ts';

/** What exists in a case while it runs. */
export interface CaseNames {
  readonly ues: readonly string[];
  readonly sims: readonly string[];
  readonly bts: readonly string[];
}

/** What is counted over a whole attempt, fragments and branches included. */
export interface CaseTally {
  /** Triggers that were armed. */
  readonly armed: { readonly name: string; readonly place: Place }[];
  /** How many expectations were evaluated. */
  evaluated: number;
}

/** See Fixtures of the why table. */
export interface MutableFixtures {
  readonly sims: Record<string, SimSpec>;
  readonly bts: Record<string, BtsSpec>;
  readonly ues: Record<string, UeSpec>;
}

/** Everything that the steps of one attempt share. */
export class CaseState {
  readonly session: BenchSession;
  readonly core: CoreIdentity;
  readonly names: CaseNames;
  /** vars, matrix, secret, env, given, step, lab: what expressions find. `aka` is asked for when it is named. */
  readonly scope: Record<string, Value>;
  readonly tally: CaseTally;
  /** What was made, for explanations. */
  readonly fixtures: MutableFixtures;

  constructor(
    session: BenchSession,
    core: CoreIdentity,
    names: CaseNames,
    scope: Record<string, Value>,
    tally: CaseTally = { armed: [], evaluated: 0 },
    fixtures: MutableFixtures = { sims: {}, bts: {}, ues: {} },
  ) {
    this.session = session;
    this.core = core;
    this.names = names;
    this.scope = scope;
    this.tally = tally;
    this.fixtures = fixtures;
  }

  /** The same case with other variables, for the steps of a fragment: what they save stays with them. */
  withVars(vars: Value): CaseState {
    return new CaseState(this.session, this.core, this.names, { ...this.scope, vars }, this.tally, this.fixtures);
  }

  /** Sets `vars.NAME` or `step.ID` for later expressions. */
  remember(namespace: 'vars' | 'step', name: string, value: Value): void {
    this.scope[namespace] = {
      ...(this.scope[namespace] as Readonly<Record<string, Value>> | undefined),
      [name]: value,
    };
  }

  /** Reads resolved source: every name is known, nothing is deferred. */
  reading(findings: Findings = new Findings()): Reading {
    return { findings, names: kind => this.namesOf(kind), isDeferred: () => false };
  }

  private namesOf(kind: NameKind): readonly string[] | undefined {
    switch (kind) {
      case 'ue':
        return this.names.ues;
      case 'sim':
        return this.names.sims;
      case 'bts':
        return this.names.bts;
      default:
        return undefined;
    }
  }
}
