import { hasExpression } from '../expression/index.ts';
import type { CheckedStep, StepReading } from '../lint/step-checker.ts';
import { describeMatcher, isOperator, type MatchContext } from '../match/index.ts';
import { Findings } from '../source/finding.ts';
import type { SourceNode } from '../source/source-node.ts';
import { type Expectation, readExpect, readStep, type Step } from '../steps/index.ts';
import { VERBS } from '../verbs/index.ts';

/** Reads a step without running it, and the steps inside it; see StepChecker. */
export function checkStep(node: SourceNode, reading: StepReading): CheckedStep | undefined {
  const step = readStep(node, VERBS, reading);
  if (step === undefined || node.type !== 'map') return undefined;
  const { verb, args } = step;
  const inner = args === undefined ? [] : stepsInside(step, node, reading);
  const children = inner.flatMap(child => checkStep(child, reading) ?? []);
  const expectations = step.expect === undefined ? [] : expectationsOf(step.expect, reading);
  const rejection = rejectionOf(step, expectations);
  return {
    verb: verb.name,
    text: step.name ?? (args === undefined ? verb.name : verb.sentence(args)),
    ...(step.note === undefined ? {} : { note: step.note }),
    place: node.place,
    verbPlace: step.place,
    ...(step.id === undefined ? {} : { id: step.id }),
    ...(step.withinMs === undefined ? {} : { within: { ms: step.withinMs, place: placeOf(node, 'within') } }),
    ...(node.entries.some(({ key }) => key === 'outcome') ? { outcomes: step.outcomes } : {}),
    leastMs: leastMs(step) + timeInside(verb.name, children),
    requires: [
      ...new Set([
        ...verb.requires,
        ...expectations.flatMap(capabilitiesOf),
        ...children.flatMap(child => child.requires),
      ]),
    ],
    guards: [...step.requires, ...(step.skipIf === undefined ? [] : ['skip_if'])],
    mentions: [...mentionsIn(args, reading), ...expectations.flatMap(mentionsOf)],
    asserts: !verb.isControl || step.expect !== undefined || children.some(child => child.asserts),
    ...(rejection === undefined ? {} : { rejection }),
    saves: step.save.map(({ name }) => name),
    expectations: expectations.map(describe),
    children,
  };
}

function stepsInside(
  step: Step,
  node: SourceNode & { readonly type: 'map' },
  reading: StepReading,
): readonly SourceNode[] {
  if (step.verb.name === 'use') return reading.used(node)?.steps ?? [];
  return step.verb.stepsIn(step.args);
}

function placeOf(node: SourceNode & { readonly type: 'map' }, key: string): SourceNode['place'] {
  return node.entries.find(entry => entry.key === key)?.value.place ?? node.place;
}

/** Branches of `parallel` wait at the same time. */
function timeInside(verb: string, children: readonly CheckedStep[]): number {
  const times = children.map(child => child.leastMs);
  return verb === 'parallel' ? Math.max(0, ...times) : times.reduce((sum, ms) => sum + ms, 0);
}

/** What is expected, what is not known yet as `present`. `readStep` has told what is wrong. */
function expectationsOf(expect: SourceNode, reading: StepReading): readonly Expectation[] {
  return readExpect(withoutExpressions(expect), { ...reading, findings: new Findings() }) ?? [];
}

function withoutExpressions(node: SourceNode): SourceNode {
  if (!hasExpression(node)) return node;
  if (node.type === 'list') return { ...node, items: node.items.map(withoutExpressions) };
  // a matcher has one value only when all of it is known
  if (node.type !== 'map' || node.entries.every(({ key }) => isOperator(key))) {
    return { type: 'text', text: 'present', quoted: false, place: node.place };
  }
  return { ...node, entries: node.entries.map(entry => ({ ...entry, value: withoutExpressions(entry.value) })) };
}

/** Time that passes whatever happens. */
function leastMs({ verb, args }: Step): number {
  if (args === undefined) return 0;
  const held = verb.holdMs(args);
  if (held !== undefined) return held;
  return verb.name === 'wait' ? (args as { readonly for: number }).for : 0;
}

/** Who vouches for an expectation must be there. */
function capabilitiesOf(expectation: Expectation): string[] {
  if (expectation.type !== 'state') return [];
  switch (expectation.subject.owner) {
    case 'hss':
      return ['database'];
    case 'core':
      return expectation.subject.path.includes('usage') ? ['core-view', 'usage-view'] : ['core-view'];
    case 'sim':
      return expectation.subject.path[0] === 'imsi' ? [] : ['inventory'];
    case 'lab':
      return ['faults'];
    default:
      return [];
  }
}

type Mention = CheckedStep['mentions'][number];

/** Names of fixtures among the arguments: those that the verb's shape says are such. */
function mentionsIn(args: unknown, reading: StepReading): Mention[] {
  const texts =
    typeof args === 'object' && args !== null ? Object.values(args).filter(value => typeof value === 'string') : [];
  return texts.flatMap(text =>
    (['ue', 'sim', 'bts'] as const).flatMap(kind =>
      [...(reading.names(kind) ?? [])].includes(text) ? [{ kind, name: text }] : [],
    ),
  );
}

function mentionsOf(expectation: Expectation): Mention[] {
  switch (expectation.type) {
    case 'state': {
      const { owner, name, path } = expectation.subject;
      if (owner === 'ue' || owner === 'bts' || owner === 'sim') return [{ kind: owner, name: name! }];
      if (owner === 'hss') return [{ kind: 'sim', name: name! }];
      return owner === 'core' && path[0] === 'ues' && path[1] !== undefined ? [{ kind: 'ue', name: path[1] }] : [];
    }
    case 'flow':
      return expectation.steps.flatMap(({ from, to }) =>
        [from, to].flatMap(name => [{ kind: 'ue', name } as const, { kind: 'bts', name } as const]),
      );
    default:
      return [];
  }
}

/** `rejected` without a word on why would pass for any reason. */
function rejectionOf(step: Step, expectations: readonly Expectation[]): CheckedStep['rejection'] {
  // where it may end in several ways, a cause could not be expected
  if (!step.outcomes.includes('rejected') || step.outcomes.length > 1) return undefined;
  const namesCause = expectations.some(expectation => {
    if (expectation.type === 'state')
      return /cause$/.test(expectation.subject.path.join('.')) || expectation.subject.path[0] === 'reject';
    // a message that says no, or a field that says why
    return (
      expectation.type === 'flow' &&
      expectation.steps.some(
        ({ message, has }) =>
          message.includes('Reject') || message.includes('Failure') || has.some(({ field }) => /cause/i.test(field)),
      )
    );
  });
  return { namesCause, place: step.outcomePlace };
}

/** Texts of expectations before a run: causes stay as they are written. */
const UNRESOLVED: MatchContext = { causes: () => undefined, formatCause: cause => String(cause) };

function describe(expectation: Expectation): string {
  switch (expectation.type) {
    case 'state': {
      const { subject, matcher } = expectation;
      const text =
        matcher.kind === 'emm-cause' || matcher.kind === 'esm-cause'
          ? matcher.text
          : describeMatcher(matcher, UNRESOLVED);
      return `${subject.text}: ${text}`;
    }
    case 'flow':
      return `flow: ${expectation.steps.map(({ message }) => message).join(', ')}`;
    case 'forbidden':
      return `no ${expectation.messages.map(({ message }) => message).join(', no ')}`;
    case 'count':
      return `${expectation.matcher.text} × ${expectation.message}`;
  }
}
