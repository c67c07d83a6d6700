import type { Fragment } from '../cases/index.ts';
import type { BenchCommand } from '../port/index.ts';
import type { StepPhase, StepResult } from '../results/index.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import type { SourceNode } from '../source/source-node.ts';
import type { StepContext } from '../steps/index.ts';
import type { CaseState } from './case-state.ts';
import { sleep } from './clock.ts';
import { evaluate, readNow } from './evaluate.ts';
import { resolveNow } from './resolve-now.ts';
import { resolveStep } from './resolve-step.ts';
import { runStep } from './run-step.ts';
import type { StepRun } from './step-run.ts';
import { useFragment } from './use-fragment.ts';

/** What steps need from outside the runner, and from the file that they stand in. */
export interface StepsHelp {
  /** What `use` leads to. */
  readonly fragments: ReadonlyMap<string, Fragment>;
  /** Waits for a person; see `checkpoint`. */
  pause(text: string, signal: AbortSignal): Promise<void>;
}

/** Runs steps one after the other, until one does not pass; softly failed ones count as passed here. Numbers go on from `first`. */
export async function runSteps(
  nodes: readonly SourceNode[],
  prefix: string,
  phase: StepPhase,
  run: StepRun,
  results: StepResult[],
  first = 1,
): Promise<boolean> {
  for (const [index, node] of nodes.entries()) {
    if (run.signal.aborted) return false;
    const result = await runStep(node, `${prefix}${first + index}`, phase, run);
    results.push(result);
    const goesOn = result.verdict === 'passed' || result.verdict === 'skipped' || isSoft(result);
    if (!goesOn) return false;
  }
  return true;
}

function isSoft(result: StepResult): boolean {
  return (
    result.verdict === 'failed' &&
    result.expectations.length > 0 &&
    result.expectations.every(each => each.soft === true)
  );
}

/** What a verb gets while its step runs. */
export function stepContext(
  number: string,
  signal: AbortSignal,
  children: StepResult[],
  phase: StepPhase,
  run: StepRun,
  help: StepsHelp,
): StepContext {
  const { state } = run;
  const { session } = state;
  const inside: StepRun = { ...run, signal };
  return {
    session,
    signal,
    children,
    perform: command => session.perform(command, signal),
    runSteps: (steps, label) =>
      runSteps(steps, label === undefined ? `${number}.` : `${number}.${label}.`, phase, inside, children),
    async runParallel(branches) {
      const areSingle = branches.every(branch => branch.length === 1);
      const all = await Promise.all(
        branches.map(async (steps, index) => {
          const own: StepResult[] = [];
          const ok = areSingle
            ? await runSteps(steps, `${number}.`, phase, inside, own, index + 1)
            : await runSteps(steps, `${number}.${index + 1}.`, phase, inside, own);
          return { ok, own };
        }),
      );
      children.push(...all.flatMap(({ own }) => own));
      return all.every(({ ok }) => ok);
    },
    commandOf: node => commandOf(node, run),
    resolve: node => resolveNow(node, state),
    async holds(expect) {
      const expectations = await readNow(expect, state);
      const facts = { ue: undefined, outcome: undefined, tookMs: 0 };
      const context = { state, facts, events: session.events(), startMs: 0, before: new Map() };
      return (await evaluate(expectations, context)).every(result => result.ok);
    },
    sleep: ms => sleep(ms, session, signal),
    pause: text => help.pause(text, signal),
    async runFile(file, parameters) {
      const { steps, vars } = await useFragment(help.fragments, file, parameters, state);
      return runSteps(steps, `${number}.`, phase, withState(inside, state.withVars(vars), phase, help), children);
    },
  };
}

/** Steps that run with another state: those of a fragment. */
export function withState(
  run: Omit<StepRun, 'contextOf' | 'state'>,
  state: CaseState,
  phase: StepPhase,
  help: StepsHelp,
): StepRun {
  const made: StepRun = {
    ...run,
    state,
    contextOf: (number, signal, children) => stepContext(number, signal, children, phase, made, help),
  };
  return made;
}

async function commandOf(node: SourceNode, run: StepRun): Promise<BenchCommand> {
  const { step } = await resolveStep(node, run.state);
  const command = step.verb.command(step.args);
  if (command !== undefined) return command;
  throw new ScenarioError({
    severity: 'error',
    code: 'step-invalid',
    message: `'${step.verb.name}' cannot be armed`,
    place: step.place,
    expected: 'a verb that is one command, such as fault.kill',
  });
}
