import { BTS, type GivenNode, type ScenarioCase, SIM, UE } from '../cases/index.ts';
import type { BenchOutcome } from '../port/index.ts';
import type { Problem, StepResult } from '../results/index.ts';
import type { Shape } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import type { Value } from '../source/source-node.ts';
import { explainFailure, gatherEvidence } from '../why/index.ts';
import { printOutcome, thrown } from './problems.ts';
import { resolveNow } from './resolve-now.ts';
import type { StepRun } from './step-run.ts';

/** Makes what a case is given, in the order SIMs, base stations, phones; false = one of them could not be made. */
export async function makeFixtures(test: ScenarioCase, run: StepRun, steps: StepResult[]): Promise<boolean> {
  const { session } = run.state;
  const { given } = test;
  for (const sim of given.sims.values()) {
    const made = await make(sim, `SIM ${sim.name}`, run, steps, async () => {
      const spec = await specOf(sim, SIM, run);
      run.state.fixtures.sims[sim.name] = spec;
      remember(run, 'sims', sim.name, { ...(await session.addSim(sim.name, spec)) });
      return undefined;
    });
    if (!made) return false;
  }
  for (const bts of given.bts.values()) {
    const made = await make(bts, `base station ${bts.name}`, run, steps, async () => {
      const spec = await specOf(bts, BTS, run);
      run.state.fixtures.bts[bts.name] = spec;
      remember(run, 'bts', bts.name, { plmn: spec.plmn, tacs: spec.tacs });
      return session.addBts(bts.name, spec);
    });
    if (!made) return false;
  }
  for (const ue of given.ues.values()) {
    const made = await make(ue, `phone ${ue.name}`, run, steps, async () => {
      const spec = await specOf(ue, UE, run);
      run.state.fixtures.ues[ue.name] = spec;
      await session.addUe(ue.name, spec);
      remember(run, 'ues', ue.name, { sim: spec.sim, bts: spec.bts, imsi: (await session.ue(ue.name)).imsi });
      return undefined;
    });
    if (!made) return false;
  }
  return true;
}

async function make(
  given: GivenNode,
  text: string,
  run: StepRun,
  steps: StepResult[],
  body: () => Promise<BenchOutcome | undefined>,
): Promise<boolean> {
  if (run.signal.aborted) return false;
  const startMs = run.state.session.nowMs();
  const done = (verdict: StepResult['verdict']): boolean => {
    const endMs = run.state.session.nowMs();
    const head = {
      number: `given.${given.name}`,
      phase: 'given',
      verb: 'given',
      text,
      place: given.namePlace,
    } as const;
    steps.push({ ...head, verdict, startMs, endMs, expectations: [], children: [] });
    return verdict === 'passed';
  };
  try {
    const outcome = await body();
    if (outcome === undefined || outcome.type === 'accepted') return done('passed');
    // what a case is given must be there; what the core may refuse is a step: bts.up
    const message = `${text} could not be made: ${printOutcome(outcome)}`;
    const why = await whyGiven(given.name, outcome, startMs, run);
    run.problem({ verdict: 'inconclusive', code: 'given', message, place: given.namePlace, ...why });
    return done('inconclusive');
  } catch (error) {
    // the case was ended, and its lab perhaps taken away: its own problem says so
    if (run.signal.aborted) return done('inconclusive');
    run.problem(thrown(error, given.namePlace));
    return done('error');
  }
}

/** Why a base station was refused, as for a step that connects it. */
async function whyGiven(
  name: string,
  outcome: BenchOutcome,
  startMs: number,
  run: StepRun,
): Promise<Pick<Problem, 'why' | 'hint'>> {
  const { session, core, fixtures } = run.state;
  const { type, detail } = outcome;
  const step = {
    text: `connect base station ${name}`,
    verb: 'bts.up',
    startMs,
    endMs: session.nowMs(),
    outcome: { type, ...(detail === undefined ? {} : { detail }) },
  };
  const found = explainFailure(await gatherEvidence(session, core, step, fixtures, { bts: name }));
  const [next] = found?.next ?? [];
  return { ...(found === undefined ? {} : { why: found.sentences }), ...(next === undefined ? {} : { hint: next }) };
}

async function specOf<T>(given: GivenNode, shape: Shape<T>, run: StepRun): Promise<T> {
  const findings = new Findings();
  const spec = shape.read(await resolveNow(given.node, run.state), run.state.reading(findings));
  const mistake = findings.all.find(finding => finding.severity === 'error');
  if (spec !== undefined && mistake === undefined) return spec;
  throw new ScenarioError(
    mistake ?? {
      severity: 'error',
      code: 'value-invalid',
      message: `${given.name} cannot be read`,
      place: given.namePlace,
    },
  );
}

/** `given.sims.NAME` of expressions. */
function remember(run: StepRun, group: 'sims' | 'bts' | 'ues', name: string, facts: Value): void {
  const given = run.state.scope.given as Readonly<Record<string, Readonly<Record<string, Value>>>>;
  run.state.scope.given = { ...given, [group]: { ...given[group], [name]: facts } };
}
