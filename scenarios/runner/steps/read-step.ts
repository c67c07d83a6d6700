import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { CAPABILITIES, type Capability, OUTCOMES, type OutcomeType } from '../port/index.ts';
import { boolean, describeNode, duration, list, oneOf, type Reading, text } from '../shape/index.ts';
import type { MapEntry, MapNode, Place, SourceNode } from '../source/source-node.ts';
import { readExpect } from './read-expect.ts';
import { readSubject } from './subject.ts';
import type { Verb } from './verb.ts';

/** Keys that any step may have beside its verb. */
export const STEP_KEYS = {
  name: 'how the step is called in reports; its own sentence by default',
  id: 'name under which expressions find what it gave: step.ID.…',
  note: 'what a reader should learn from it',
  within: 'deadline for the step and all it expects, from its start',
  outcome: 'how it should end: accepted by default',
  expect: 'what should be seen afterwards, until the deadline',
  soft: 'true: a failed expectation is noted, and the case goes on',
  save: 'values to keep: NAME: a path such as phone.ip; expressions find it as vars.NAME',
  requires: 'capabilities without which the case is inconclusive here',
  skip_if: 'an expression; the step is left out when it is true',
} as const;

export type Verbs = Readonly<Record<string, Verb>>;

/** A step, read. What depends on expressions that are not resolved is undefined. */
export interface Step {
  readonly verb: Verb;
  readonly argsNode: SourceNode;
  readonly args: unknown;
  readonly place: Place;
  readonly name?: string;
  readonly id?: string;
  readonly note?: string;
  readonly withinMs?: number;
  readonly outcomes: readonly OutcomeType[];
  readonly outcomePlace: Place;
  /** Read again at each look, because it may hold expressions. */
  readonly expect?: SourceNode;
  readonly soft: boolean;
  readonly save: readonly { readonly name: string; readonly path: string; readonly place: Place }[];
  readonly requires: readonly Capability[];
  readonly skipIf?: SourceNode;
}

/** Reads one step of a list; undefined when it is wrong. */
export function readStep(node: SourceNode, verbs: Verbs, reading: Reading): Step | undefined {
  if (node.type !== 'map') {
    reading.findings.error('step-invalid', `${describeNode(node)} is not a step`, node.place, {
      expected: 'a verb and what it needs, such as attach: { ue: phone }',
    });
    return undefined;
  }
  const found = findVerb(node, verbs, reading);
  if (found === undefined) return undefined;
  const { entry, verb } = found;
  const before = reading.findings.all.length;
  const args = verb.args.read(entry.value, reading);
  const of = (key: keyof typeof STEP_KEYS): SourceNode | undefined =>
    node.entries.find(each => each.key === key)?.value;
  const expect = of('expect');
  if (expect !== undefined) readExpect(expect, reading);
  const name = readWith(of('name'), text(), reading);
  const id = readWith(of('id'), text(), reading);
  const note = readWith(of('note'), text(), reading);
  const withinMs = readWith(of('within'), duration(), reading);
  const skipIf = of('skip_if');
  const step: Step = {
    verb,
    argsNode: entry.value,
    args,
    place: entry.keyPlace,
    outcomes: readOutcomes(of('outcome'), verb, reading),
    outcomePlace: of('outcome')?.place ?? entry.keyPlace,
    soft: readWith(of('soft'), boolean(), reading) ?? false,
    save: readSave(of('save'), reading),
    requires:
      readWith(
        of('requires'),
        list(oneOf(...(Object.keys(CAPABILITIES) as Capability[])), { single: true }),
        reading,
      ) ?? [],
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    ...(note === undefined ? {} : { note }),
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(expect === undefined ? {} : { expect }),
    ...(skipIf === undefined ? {} : { skipIf }),
  };
  return reading.findings.all.slice(before).some(finding => finding.severity === 'error') ? undefined : step;
}

function readWith<T>(
  node: SourceNode | undefined,
  shape: { read(node: SourceNode, reading: Reading): T | undefined },
  reading: Reading,
): T | undefined {
  return node === undefined ? undefined : shape.read(node, reading);
}

function findVerb(
  node: MapNode,
  verbs: Verbs,
  reading: Reading,
): { readonly entry: MapEntry; readonly verb: Verb } | undefined {
  const candidates = node.entries.filter(({ key }) => !Object.hasOwn(STEP_KEYS, key));
  const known = candidates.filter(({ key }) => Object.hasOwn(verbs, key));
  for (const { key, keyPlace } of candidates) {
    // a verb with an expression in it is known in the run
    if (
      Object.hasOwn(verbs, key) ||
      (key.includes('${{') && reading.isDeferred({ type: 'text', text: key, quoted: false, place: keyPlace }))
    )
      continue;
    const guess = didYouMean(key, [...Object.keys(verbs), ...Object.keys(STEP_KEYS)]);
    reading.findings.error('verb-unknown', `'${key}' is neither a verb nor a key of a step`, keyPlace, {
      expected: `a verb: ${Object.keys(verbs).join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }
  if (known.length > 1) {
    const second = known[1]!;
    reading.findings.error(
      'step-invalid',
      `a step has one verb; this one has ${known.map(({ key }) => key).join(' and ')}`,
      second.keyPlace,
      {
        expected: 'one verb a step',
        hint: `begin a new step with '- ${second.key}:'`,
      },
    );
  }
  if (candidates.length === 0) {
    reading.findings.error('step-invalid', 'this step has no verb', node.place, {
      expected: 'a verb and what it needs, such as attach: { ue: phone }',
    });
  }
  const entry = known[0];
  return entry === undefined ? undefined : { entry, verb: verbs[entry.key]! };
}

function readOutcomes(node: SourceNode | undefined, verb: Verb, reading: Reading): readonly OutcomeType[] {
  const normal = verb.outcomes[0]!;
  if (node === undefined) return [normal];
  if (reading.isDeferred(node)) return [];
  const names = Object.keys(OUTCOMES) as OutcomeType[];
  const choice =
    node.type === 'map' && node.entries.length === 1 && node.entries[0]!.key === 'oneOf'
      ? node.entries[0]!.value
      : node;
  const all = list(oneOf(...names), { single: true }).read(choice, reading) ?? [];
  for (const outcome of all) {
    if (verb.outcomes.includes(outcome)) continue;
    reading.findings.error('outcome-impossible', `'${verb.name}' never ends as ${outcome}`, node.place, {
      expected: `one of ${verb.outcomes.join(', ')}`,
    });
  }
  return all;
}

function readSave(node: SourceNode | undefined, reading: Reading): Step['save'] {
  if (node === undefined) return [];
  if (node.type !== 'map') {
    reading.findings.error('value-invalid', `${describeNode(node)} is not a map of names and paths`, node.place, {
      expected: 'save: { address: phone.ip }',
    });
    return [];
  }
  return node.entries.flatMap(({ key, value }) => {
    const path = text('a path such as phone.ip').read(value, reading);
    if (path === undefined || readSubject(path, value.place, reading) === undefined) return [];
    return [{ name: key, path, place: value.place }];
  });
}
