import type { TraceEvent } from '../../../emulator/vocabulary/index.ts';
import { type FlowContext, findForbidden, matchFlow } from '../flow/index.ts';
import { describeMatcher, describeSeen, type MatchContext, type Observation } from '../match/index.ts';
import type { ExpectationResult } from '../results/index.ts';
import { Findings } from '../source/finding.ts';
import { ScenarioError } from '../source/scenario-error.ts';
import type { SourceNode } from '../source/source-node.ts';
import { type Expectation, readExpect } from '../steps/index.ts';
import type { CaseState } from './case-state.ts';
import { Look, type StepFacts } from './look.ts';
import { matchContextOf } from './match-context.ts';
import { resolveNow } from './resolve-now.ts';

/** What an evaluation needs of its step. */
export interface EvaluationContext {
  readonly state: CaseState;
  readonly facts: StepFacts;
  /** Events since the step began. */
  readonly events: readonly TraceEvent[];
  readonly startMs: number;
  /** What the subjects of `delta` were before the step, by their text. */
  readonly before: ReadonlyMap<string, Observation>;
}

/** Reads an `expect` map with what is known now. @throws ScenarioError with the first mistake */
export async function readNow(expect: SourceNode, state: CaseState): Promise<readonly Expectation[]> {
  const findings = new Findings();
  const read = readExpect(await resolveNow(expect, state), state.reading(findings));
  const mistake = findings.all.find(finding => finding.severity === 'error');
  if (read === undefined || mistake !== undefined) {
    throw new ScenarioError(
      mistake ?? { severity: 'error', code: 'expect-invalid', message: 'this cannot be expected', place: expect.place },
    );
  }
  return read;
}

/** Evaluates expectations once, in their order. Each witness is asked once. */
export async function evaluate(
  expectations: readonly Expectation[],
  context: EvaluationContext,
): Promise<ExpectationResult[]> {
  const look = new Look(context.state, context.facts);
  const matching = matchContextOf(context.state.core);
  const results: ExpectationResult[] = [];
  for (const expectation of expectations) results.push(await evaluateOne(expectation, context, look, matching));
  return results;
}

async function evaluateOne(
  expectation: Expectation,
  context: EvaluationContext,
  look: Look,
  matching: MatchContext,
): Promise<ExpectationResult> {
  const { place } = expectation;
  switch (expectation.type) {
    case 'state': {
      const { subject, matcher } = expectation;
      const before = context.before.get(subject.text);
      const own: MatchContext = { ...matching, ...(before === undefined ? {} : { before }) };
      const seen = await look.at(subject);
      const change =
        matcher.usesBefore && before !== undefined
          ? ` (${describeSeen(before, subject.kind, own)} before the step)`
          : '';
      return {
        subject: subject.text,
        expected: describeMatcher(matcher, own),
        actual: `${describeSeen(seen, subject.kind, own)}${change}`,
        ok: matcher.test(seen, own),
        witness: subject.witness,
        place,
      };
    }
    case 'flow':
      return flowResult(expectation, context, matching);
    case 'forbidden': {
      const [first] = expectation.messages.flatMap(message => findForbidden(message, context.events));
      return {
        subject: 'flow.absent',
        expected: `no ${expectation.messages.map(({ message }) => message).join(', no ')}`,
        actual: first === undefined ? 'none of them' : `${first.from} > ${first.to} ${first.message}`,
        ok: first === undefined,
        witness: 'messages',
        place,
      };
    }
    case 'count': {
      const count = findForbidden({ message: expectation.message, place }, context.events).length;
      return {
        subject: `flow.count.${expectation.message}`,
        expected: expectation.matcher.text,
        actual: String(count),
        ok: expectation.matcher.test({ found: true, value: count }, matching),
        witness: 'messages',
        place,
      };
    }
  }
}

function flowResult(
  { steps, place }: Extract<Expectation, { type: 'flow' }>,
  context: EvaluationContext,
  matching: MatchContext,
): ExpectationResult {
  const flowContext: FlowContext = { ...matching, reading: context.state.reading(), startMs: context.startMs };
  const flow = matchFlow(steps, context.events, flowContext);
  const missing = flow.firstMissing === undefined ? undefined : flow.rows[flow.firstMissing]!;
  const divergence = flow.divergence === undefined ? undefined : flow.observed[flow.divergence]!;
  const seen =
    divergence === undefined ? 'nothing more' : `${divergence.from} > ${divergence.to} ${divergence.message}`;
  return {
    subject: 'flow',
    expected: missing?.text ?? `${flow.rows.length} messages in this order`,
    actual: missing === undefined ? 'all of them' : (missing.mismatch ?? seen),
    ok: missing === undefined,
    witness: 'messages',
    place: missing?.place ?? place,
    flow,
  };
}

/** What may still change until the deadline; a forbidden message, once seen, stays seen. */
export function isFinal(result: ExpectationResult): boolean {
  return result.subject === 'flow.absent' && !result.ok;
}
