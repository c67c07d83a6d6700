import type { MessageTraceEvent, TraceEvent } from '../../../emulator/vocabulary/index.ts';
import { describeMatcher, describeSeen, type MatchContext, readMatcher } from '../match/index.ts';
import type { FlowResult, FlowRow, ObservedRow } from '../results/index.ts';
import type { Reading } from '../shape/index.ts';
import { plainOf } from '../source/source-node.ts';
import { type FlowStep, type ForbiddenMessage, MESSAGE_ALIASES } from './flow-source.ts';
import { fieldOf } from './message-fields.ts';

export interface FlowContext extends MatchContext {
  readonly reading: Reading;
  /** `t` of the event log when the step began. */
  readonly startMs: number;
}

/** True when every row was met. */
export function isMet(result: FlowResult): boolean {
  return result.firstMissing === undefined;
}

/**
 * Holds messages in order against the events of a step. Each expected message is the next that fits after the one before; others may
 * come between. A message that was dropped on its way does not count; one that its receiver discarded does, for it came.
 */
export function matchFlow(steps: readonly FlowStep[], events: readonly TraceEvent[], context: FlowContext): FlowResult {
  const expected = steps.flatMap(step => Array.from({ length: step.times }, () => step));
  const relevant = messagesOf(expected, events);
  const rows: FlowRow[] = [];
  let from = 0;
  let firstMissing: number | undefined;
  for (const step of expected) {
    if (firstMissing !== undefined) {
      rows.push({ text: describeStep(step, context), place: step.place, state: 'not-reached' });
      continue;
    }
    const { met, mismatch } = findNext(step, relevant, from, context);
    if (met === undefined) firstMissing = rows.length;
    else from = met + 1;
    rows.push({
      text: describeStep(step, context),
      place: step.place,
      state: met === undefined ? 'missing' : 'met',
      ...(met === undefined ? {} : { met }),
      ...(met === undefined && mismatch !== undefined ? { mismatch } : {}),
    });
  }
  const observed = relevant.map(event => observedRow(event, context.startMs));
  const divergence = firstMissing === undefined ? undefined : divergenceOf(expected[firstMissing]!, relevant, from);
  return {
    rows,
    observed,
    ...(firstMissing === undefined ? {} : { firstMissing }),
    ...(divergence === undefined ? {} : { divergence }),
  };
}

/** The events that a forbidden message names. */
export function findForbidden(
  forbidden: ForbiddenMessage,
  events: readonly TraceEvent[],
): readonly MessageTraceEvent[] {
  const { from, to, message } = forbidden;
  return events.filter(
    (event): event is MessageTraceEvent =>
      event.kind === 'message' &&
      isNamed(event, message) &&
      (from === undefined || event.from === from) &&
      (to === undefined || event.to === to),
  );
}

export function isNamed(event: MessageTraceEvent, name: string): boolean {
  return (
    event.message === name ||
    MESSAGE_ALIASES[name]?.includes(event.message) === true ||
    event.fields?.['esm.message'] === name
  );
}

/** Messages between the pairs of nodes that the expectation speaks of, in either direction. */
function messagesOf(steps: readonly FlowStep[], events: readonly TraceEvent[]): MessageTraceEvent[] {
  const pairs = new Set(steps.flatMap(({ from, to }) => [`${from}>${to}`, `${to}>${from}`]));
  return events.filter(
    (event): event is MessageTraceEvent =>
      event.kind === 'message' && event.fate !== 'dropped' && pairs.has(`${event.from}>${event.to}`),
  );
}

function findNext(
  step: FlowStep,
  events: readonly MessageTraceEvent[],
  from: number,
  context: FlowContext,
): { readonly met?: number; readonly mismatch?: string } {
  let mismatch: string | undefined;
  for (let at = from; at < events.length; at++) {
    const event = events[at]!;
    if (event.from !== step.from || event.to !== step.to || !isNamed(event, step.message)) continue;
    const why = whyNot(step, event, context);
    if (why === undefined) return { met: at };
    mismatch ??= why;
  }
  return mismatch === undefined ? {} : { mismatch };
}

/** What keeps a message of the right name from being the expected one. */
function whyNot(step: FlowStep, event: MessageTraceEvent, context: FlowContext): string | undefined {
  const atMs = event.t - context.startMs;
  if (step.withinMs !== undefined && atMs > step.withinMs) {
    return `came after ${Math.round(atMs)} ms, expected within ${step.withinMs} ms`;
  }
  if (step.ciphered !== undefined && (event.ciphered ?? false) !== step.ciphered) {
    return step.ciphered ? 'was not ciphered' : 'was ciphered';
  }
  for (const { field, node } of step.has) {
    const { seen, kind } = fieldOf(event, field);
    const matcher = readMatcher(node, kind, context.reading);
    if (matcher === undefined || matcher.test(seen, context)) continue;
    return `has ${field}: ${describeSeen(seen, kind, context)}, expected ${describeMatcher(matcher, context)}`;
  }
  return undefined;
}

function describeStep(step: FlowStep, context: FlowContext): string {
  const conditions = step.has.map(({ field, node }) => {
    const matcher = readMatcher(node, fieldKind(field), context.reading);
    return `${field} ${matcher === undefined ? String(plainOf(node)) : describeMatcher(matcher, context)}`;
  });
  if (step.withinMs !== undefined) conditions.push(`within ${step.withinMs} ms`);
  if (step.ciphered !== undefined) conditions.push(step.ciphered ? 'ciphered' : 'not ciphered');
  const detail = conditions.length === 0 ? '' : ` (${conditions.join(', ')})`;
  return `${step.from} > ${step.to} ${step.message}${detail}`;
}

function fieldKind(field: string): 'emm-cause' | 'esm-cause' | 'any' {
  if (/esm.*cause$/.test(field)) return 'esm-cause';
  return field === 'cause' ? 'emm-cause' : 'any';
}

function observedRow(event: MessageTraceEvent, startMs: number): ObservedRow {
  const { from, to, message, summary, fate } = event;
  return {
    atMs: Math.round((event.t - startMs) * 10) / 10,
    from,
    to,
    message,
    ...(summary === undefined ? {} : { summary }),
    ...(fate === undefined ? {} : { fate }),
  };
}

/** The first message on the same way, or else the first at all, after the last that was met. */
function divergenceOf(missing: FlowStep, events: readonly MessageTraceEvent[], from: number): number | undefined {
  const rest = events.slice(from);
  const at = rest.findIndex(event => event.from === missing.from && event.to === missing.to);
  if (at >= 0) return from + at;
  return rest.length > 0 ? from : undefined;
}
