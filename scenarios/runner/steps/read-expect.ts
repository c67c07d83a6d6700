import { type FlowStep, type ForbiddenMessage, readFlow, readForbidden } from '../flow/index.ts';
import { isMatcherNode, type Matcher, readMatcher } from '../match/index.ts';
import { describeNode, type Reading } from '../shape/index.ts';
import { isEmpty, type MapNode, type Place, type SourceNode } from '../source/source-node.ts';
import { readSubject, type Subject } from './subject.ts';

/** One thing that a step expects. */
export type Expectation =
  | { readonly type: 'state'; readonly subject: Subject; readonly matcher: Matcher; readonly place: Place }
  | { readonly type: 'flow'; readonly steps: readonly FlowStep[]; readonly place: Place }
  | { readonly type: 'forbidden'; readonly messages: readonly ForbiddenMessage[]; readonly place: Place }
  | { readonly type: 'count'; readonly message: string; readonly matcher: Matcher; readonly place: Place };

/** Reads an `expect` map; undefined when something is wrong or not known yet. The findings say what. */
export function readExpect(node: SourceNode, reading: Reading): readonly Expectation[] | undefined {
  if (reading.isDeferred(node)) return undefined;
  if (node.type !== 'map') {
    const what = isEmpty(node) ? 'nothing' : describeNode(node);
    reading.findings.error('expect-invalid', `${what} is not a map of expectations`, node.place, {
      expected: 'what is looked at and what it should be, such as phone.emm: registered',
    });
    return undefined;
  }
  const all: Expectation[] = [];
  let isWhole = true;
  for (const { key, keyPlace, value } of node.entries) {
    const read = readEntry(key, keyPlace, value, reading);
    if (read === undefined) isWhole = false;
    else all.push(...read);
  }
  return isWhole ? all : undefined;
}

function readEntry(key: string, place: Place, value: SourceNode, reading: Reading): readonly Expectation[] | undefined {
  if (key === 'flow') {
    const steps = readFlow(value, reading);
    return steps === undefined ? undefined : [{ type: 'flow', steps, place }];
  }
  if (key === 'flow.absent') {
    const messages = readForbidden(value, reading);
    return messages === undefined ? undefined : [{ type: 'forbidden', messages, place }];
  }
  if (key === 'flow.count') return readCounts(value, place, reading);
  if (value.type === 'map' && !isMatcherNode(value)) return readMembers(key, value, reading);
  const subject = readSubject(key, place, reading);
  if (subject === undefined) return undefined;
  const matcher = readMatcher(value, subject.kind, reading);
  return matcher === undefined ? undefined : [{ type: 'state', subject, matcher, place }];
}

/** `aka: { autn_valid: true }` as `aka.autn_valid: true`. */
function readMembers(key: string, map: MapNode, reading: Reading): readonly Expectation[] | undefined {
  const parts = map.entries.map(entry => readEntry(`${key}.${entry.key}`, entry.keyPlace, entry.value, reading));
  return parts.includes(undefined) ? undefined : (parts as (readonly Expectation[])[]).flat();
}

/** `flow.count: { AuthenticationRequest: 2 }` */
function readCounts(node: SourceNode, place: Place, reading: Reading): readonly Expectation[] | undefined {
  if (node.type !== 'map') {
    reading.findings.error('flow-invalid', `${describeNode(node)} is not a map of messages and how many`, node.place, {
      expected: 'flow.count: { AuthenticationRequest: 2 }',
    });
    return undefined;
  }
  const all: Expectation[] = [];
  let isWhole = true;
  for (const { key, keyPlace, value } of node.entries) {
    const named = readForbidden({ type: 'text', text: key, quoted: false, place: keyPlace }, reading);
    const matcher = readMatcher(value, 'number', reading);
    if (named === undefined || matcher === undefined) isWhole = false;
    else all.push({ type: 'count', message: key, matcher, place });
  }
  return isWhole ? all : undefined;
}
