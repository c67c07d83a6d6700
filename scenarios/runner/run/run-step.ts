import type { Verdict } from '../../../emulator/vocabulary/index.ts';
import type { Observation } from '../match/index.ts';
import type { BenchOutcome } from '../port/index.ts';
import type { ExpectationResult, Problem, StepPhase, StepResult } from '../results/index.ts';
import { type MapNode, nodeOf, type SourceNode } from '../source/source-node.ts';
import { type Expectation, readExpect, readSubject, type Step } from '../steps/index.ts';
import { explainFailure, gatherEvidence } from '../why/index.ts';
import { alarm } from './clock.ts';
import { type EvaluationContext, evaluate, readNow } from './evaluate.ts';
import { Look } from './look.ts';
import { type Patience, pollUntil } from './poll.ts';
import { printOutcome, printOutcomes, thrown, unmet, worst } from './problems.ts';
import { redacted } from './redacted.ts';
import { resolveNow } from './resolve-now.ts';
import { resolveStep } from './resolve-step.ts';
import type { StepRun } from './step-run.ts';

/** After the outcome, what a step without `within` expects may take this long, ms of the lab's time. */
const EXPECT_WITHIN_MS = 5000;

/** Runs one step: does it, looks at its outcome, and at all that it expects until its deadline. Never throws. */
export async function runStep(node: SourceNode, number: string, phase: StepPhase, run: StepRun): Promise<StepResult> {
  const { state } = run;
  const startMs = state.session.nowMs();
  const done = (parts: Partial<StepResult> & Pick<StepResult, 'verdict'>): StepResult => ({
    number,
    phase,
    verb: '',
    text: 'a step that cannot be read',
    place: node.place,
    startMs,
    endMs: state.session.nowMs(),
    expectations: [],
    children: [],
    ...parts,
  });
  let step: Step;
  try {
    const resolved = await resolveStep(node, state);
    step = resolved.step;
    const head = headOf(step);
    if (resolved.skip) return finish(run, done({ ...head, verdict: 'skipped', reason: 'skip_if is true' }));
    const unable = step.requires.filter(capability => !run.capabilities.has(capability));
    if (unable.length > 0) {
      return finish(run, done({ ...head, verdict: 'skipped', reason: `this lab lacks ${unable.join(', ')}` }));
    }
    const lacking = step.verb.requires.filter(capability => !run.capabilities.has(capability));
    if (lacking.length > 0) {
      const reason = `this lab lacks ${lacking.join(', ')}`;
      run.problem({
        verdict: 'inconclusive',
        code: 'requirement',
        message: `${head.text}: ${reason}`,
        place: step.place,
        step: number,
      });
      return finish(run, done({ ...head, verdict: 'inconclusive', reason }));
    }
    run.reporter.stepBegins?.(run.caseId, redacted({ number, phase, ...head }, state.session));
    state.session.tell({ type: 'step', step: number, text: head.text });
    return finish(run, done({ ...head, ...(await perform(step, number, startMs, run)) }));
  } catch (error) {
    if (run.signal.aborted)
      return finish(run, done({ verdict: 'inconclusive', reason: 'the case ended before the step did' }));
    run.problem(thrown(error, node.place, number));
    return finish(run, done({ verdict: 'error' }));
  }
}

function finish(run: StepRun, result: StepResult): StepResult {
  const clean = redacted(result, run.state.session);
  run.reporter.stepEnds?.(run.caseId, clean);
  return clean;
}

function headOf(step: Step): Pick<StepResult, 'verb' | 'text' | 'place'> & { readonly note?: string } {
  const text = step.name ?? step.verb.sentence(step.args);
  return { verb: step.verb.name, text, place: step.place, ...(step.note === undefined ? {} : { note: step.note }) };
}

type Performed = Pick<StepResult, 'verdict' | 'expectations' | 'children'> & Partial<Pick<StepResult, 'outcome'>>;

async function perform(step: Step, number: string, startMs: number, run: StepRun): Promise<Performed> {
  const { state } = run;
  const { session } = state;
  const firstEvent = session.events().length;
  const before = await lookBefore(step, state, run);
  const children: StepResult[] = [];
  const withinMs = step.withinMs ?? step.verb.withinMs;
  const outcome = await act(step, number, withinMs, children, run);
  if (outcome === undefined) return { verdict: 'error', expectations: [], children };
  const context = (): EvaluationContext => ({
    state,
    facts: { ue: step.verb.ueOf(step.args), outcome, tookMs: session.nowMs() - startMs },
    events: session.events().slice(firstEvent),
    startMs,
    before,
  });
  if (step.verb.name === 'arm' && outcome.type === 'accepted') {
    state.tally.armed.push({ name: (step.args as { readonly name: string }).name, place: step.place });
  }
  if (step.id !== undefined) state.remember('step', step.id, { outcome: outcome.type, ...outcome.values });
  const outcomeResult = outcomeExpectation(step, outcome);
  state.tally.evaluated += step.verb.isControl ? 0 : 1;
  const inner = worst(children.map(child => child.verdict));
  const head = {
    outcome: { type: outcome.type, ...(outcome.detail === undefined ? {} : { detail: outcome.detail }) },
    children,
  };
  if (inner !== 'passed' && inner !== 'skipped') return { ...head, verdict: inner, expectations: [] };
  const deadlineMs = startMs + (step.withinMs ?? Math.min(withinMs, session.nowMs() - startMs + EXPECT_WITHIN_MS));
  const patience: Patience = {
    deadlineMs: outcomeResult.ok ? deadlineMs : Number.NEGATIVE_INFINITY,
    holdMs: step.verb.holdMs(step.args),
  };
  const expectations = await lookAfter(step, number, outcome, patience, context, run);
  const all = [outcomeResult, ...expectations];
  state.tally.evaluated += expectations.length;
  const verdict = await conclude(all, step, number, { startMs, outcome }, run);
  if (verdict === 'passed') await save(step, context(), run);
  return { ...head, verdict, expectations: all.map(each => (step.soft ? { ...each, soft: true } : each)) };
}

/** Does what the verb does, until the deadline. undefined = the lab broke; the problem is noted. */
async function act(
  step: Step,
  number: string,
  withinMs: number,
  children: StepResult[],
  run: StepRun,
): Promise<BenchOutcome | undefined> {
  const { session } = run.state;
  const deadline = new AbortController();
  const signal = AbortSignal.any([deadline.signal, run.signal]);
  const endMs = session.nowMs() + withinMs;
  const stop = Number.isFinite(withinMs) ? alarm(session, endMs, () => deadline.abort()) : undefined;
  try {
    const outcome = await Promise.race([
      step.verb.run(step.args, run.contextOf(number, signal, children)),
      disobedience(signal, run.obeyMs),
    ]);
    if (outcome === undefined) {
      // it may still be at work while later steps run: nothing that is seen from here on can be trusted
      const message = `${step.verb.sentence(step.args)}: the lab does not end it, not even when told to`;
      run.problem({ verdict: 'error', code: 'command-stuck', message, place: step.place, step: number });
      return undefined;
    }
    if (!signal.aborted) return outcome;
    if (run.signal.aborted) return { type: 'timeout', detail: 'the case ended before the step did' };
    return step.verb.outcomes.includes(outcome.type) && outcome.type !== 'accepted'
      ? outcome
      : { type: 'timeout', detail: `it did not end within ${withinMs} ms` };
  } catch (error) {
    if (deadline.signal.aborted && !run.signal.aborted)
      return { type: 'timeout', detail: `it did not end within ${withinMs} ms` };
    if (run.signal.aborted) return { type: 'timeout', detail: 'the case ended before the step did' };
    run.problem(thrown(error, step.place, number));
    return undefined;
  } finally {
    stop?.();
    deadline.abort();
  }
}

/** A command that goes on after its signal must not hang the run: undefined then. */
function disobedience(signal: AbortSignal, obeyMs: number): Promise<undefined> {
  return new Promise(resolve => {
    const wait = (): void => void setTimeout(() => resolve(undefined), obeyMs).unref();
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}

function outcomeExpectation(step: Step, outcome: BenchOutcome): ExpectationResult {
  return {
    subject: 'outcome',
    expected: printOutcomes(step.outcomes),
    actual: printOutcome(outcome),
    ok: step.outcomes.includes(outcome.type),
    witness: 'outcome',
    place: step.outcomePlace,
  };
}

/** What `delta` compares with. */
async function lookBefore(
  step: Step,
  state: StepRun['state'],
  run: StepRun,
): Promise<ReadonlyMap<string, Observation>> {
  const before = new Map<string, Observation>();
  if (step.expect?.type !== 'map') return before;
  const entries = step.expect.entries.filter(({ value }) => mentionsDelta(value));
  if (entries.length === 0) return before;
  const resolved = await resolveNow({ ...step.expect, entries }, state);
  const look = new Look(state, { ue: step.verb.ueOf(step.args), outcome: undefined, tookMs: 0 });
  for (const expectation of readExpect(resolved, state.reading()) ?? []) {
    if (expectation.type !== 'state' || !expectation.matcher.usesBefore || run.signal.aborted) continue;
    before.set(expectation.subject.text, await look.at(expectation.subject));
  }
  return before;
}

function mentionsDelta(node: SourceNode): boolean {
  return node.type === 'map' && node.entries.some(({ key, value }) => key === 'delta' || mentionsDelta(value));
}

async function lookAfter(
  step: Step,
  number: string,
  outcome: BenchOutcome,
  patience: Patience,
  context: () => EvaluationContext,
  run: StepRun,
): Promise<readonly ExpectationResult[]> {
  const normal = outcome.type === 'accepted' ? normalExpectations(step, run) : [];
  if (step.expect === undefined && normal.length === 0) return [];
  const look = async (): Promise<ExpectationResult[]> => {
    const own = step.expect === undefined ? [] : await readNow(step.expect, run.state);
    return evaluate([...normal, ...own], context());
  };
  return pollUntil(look, patience, run, {
    step: number,
    text: step.verb.sentence(step.args),
  });
}

/** What the verb itself expects of a normal end, unless the step speaks of the same. */
function normalExpectations(step: Step, run: StepRun): readonly Expectation[] {
  const named = new Set(step.expect?.type === 'map' ? (step.expect as MapNode).entries.map(({ key }) => key) : []);
  const rest = step.verb.normal(step.args).filter(([subject]) => !named.has(subject));
  if (rest.length === 0) return [];
  const place = step.place;
  const entries = rest.map(([key, value]) => ({
    key,
    keyPlace: place,
    value:
      value === 'present' || value === 'absent'
        ? ({ type: 'text', text: value, quoted: false, place } as const)
        : nodeOf(value, place),
  }));
  return readExpect({ type: 'map', entries, place }, run.state.reading()) ?? [];
}

/** The verdict of the expectations, and the problem that says most: what the messages show goes before the outcome. */
async function conclude(
  all: readonly ExpectationResult[],
  step: Step,
  number: string,
  done: { readonly startMs: number; readonly outcome: BenchOutcome },
  run: StepRun,
): Promise<Verdict> {
  const failed = all.filter(result => !result.ok);
  if (failed.length === 0) return 'passed';
  // the case was ended: its own problem says so, and what was not seen yet proves nothing
  if (run.signal.aborted) return 'inconclusive';
  const telling = failed.find(result => result.flow !== undefined) ?? failed[0]!;
  const explanation = await whyFailed(telling, step, done, run);
  for (const result of [telling, ...failed.filter(other => other !== telling)]) {
    const problem: Problem = { ...unmet(result, number), ...(step.soft ? { code: 'soft-expectation' } : {}) };
    run.problem(result === telling ? { ...problem, ...explanation } : problem);
  }
  return 'failed';
}

/** What the evidence says about it, and what to do next. */
async function whyFailed(
  { subject, expected, actual }: ExpectationResult,
  step: Step,
  { startMs, outcome }: { readonly startMs: number; readonly outcome: BenchOutcome },
  run: StepRun,
): Promise<Pick<Problem, 'why' | 'hint'>> {
  const { session, core, fixtures } = run.state;
  const { type, detail } = outcome;
  const ue = step.verb.ueOf(step.args);
  const evidence = await gatherEvidence(
    session,
    core,
    {
      text: step.verb.sentence(step.args),
      verb: step.verb.name,
      startMs,
      endMs: session.nowMs(),
      outcome: { type, ...(detail === undefined ? {} : { detail }) },
      failed: { subject, expected, actual },
    },
    fixtures,
    ue === undefined ? {} : { ue },
  );
  const found = explainFailure(evidence);
  if (found === undefined) return {};
  const [next] = found.next;
  return { why: found.sentences, ...(next === undefined ? {} : { hint: next }) };
}

async function save(step: Step, context: EvaluationContext, run: StepRun): Promise<void> {
  const look = new Look(run.state, context.facts);
  for (const { name, path, place } of step.save) {
    const subject = readSubject(path, place, run.state.reading());
    if (subject !== undefined) run.state.remember('vars', name, (await look.at(subject)).value);
  }
}
