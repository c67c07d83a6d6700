import { describeNode, duration, map, optional, required, type Shape, source, text } from '../shape/index.ts';
import type { SourceNode } from '../source/source-node.ts';
import { verb } from '../steps/index.ts';

/** Bounded by the case's own deadline only. */
const NO_DEADLINE_MS = Number.POSITIVE_INFINITY;
const STEPS_SCHEMA = { type: 'array', minItems: 1, items: { $ref: '#/definitions/step' } };

/** A list of steps, left as it is written: each is read when its turn comes. */
const STEPS: Shape<readonly SourceNode[]> = {
  expects: 'a list of steps',
  read(node, reading) {
    if (node.type === 'list' && node.items.length > 0) return node.items;
    reading.findings.error('value-invalid', `${describeNode(node)} is not a list of steps`, node.place, {
      expected: 'a list of steps',
    });
    return undefined;
  },
  jsonSchema: () => STEPS_SCHEMA,
};

export const hold = verb('hold', {
  group: 'control',
  summary: 'what the step expects must hold all the time',
  args: map({ for: required(duration(), 'how long') }, { what: 'hold', shorthand: 'for' }),
  withinMs: NO_DEADLINE_MS,
  isControl: false,
  sentence: args => `hold for ${args.for} ms`,
  holdMs: args => args.for,
  run: async () => ({ type: 'accepted' }),
});

export const wait = verb('wait', {
  group: 'control',
  summary: 'waits, for a written reason; a deadline on an expectation is nearly always better',
  args: map(
    { for: required(duration(), 'how long'), because: required(text('a reason'), 'why no expectation will do') },
    { what: 'wait' },
  ),
  withinMs: NO_DEADLINE_MS,
  isControl: true,
  sentence: args => `wait ${args.for} ms: ${args.because}`,
  async run(args, context) {
    await context.sleep(args.for);
    return { type: 'accepted' };
  },
});

export const checkpoint = verb('checkpoint', {
  group: 'control',
  summary: 'waits for a key when somebody watches; does nothing otherwise',
  args: map({ say: required(text(), 'what to say') }, { what: 'checkpoint', shorthand: 'say' }),
  withinMs: NO_DEADLINE_MS,
  isControl: true,
  sentence: ({ say }) => say,
  async run({ say }, context) {
    await context.pause(say);
    return { type: 'accepted' };
  },
});

const BRANCHES: Shape<readonly (readonly SourceNode[])[]> = {
  expects: 'a list of steps, or of lists of steps',
  read(node, reading) {
    if (node.type === 'list' && node.items.length > 0)
      return node.items.map(item => (item.type === 'list' ? item.items : [item]));
    reading.findings.error('value-invalid', `${describeNode(node)} is not a list of branches`, node.place, {
      expected: BRANCHES.expects,
    });
    return undefined;
  },
  jsonSchema: () => ({ type: 'array', minItems: 1, items: { anyOf: [{ $ref: '#/definitions/step' }, STEPS_SCHEMA] } }),
};

/** Branches side by side; each is a step, or a list of steps in order. */
export const parallel = verb('parallel', {
  group: 'control',
  summary: 'steps, or lists of steps, at the same time',
  args: BRANCHES,
  rawArgs: true,
  withinMs: NO_DEADLINE_MS,
  isControl: true,
  sentence: branches => `${branches.length} branches at the same time`,
  stepsIn: branches => branches.flat(),
  async run(branches, context) {
    await context.runParallel(branches);
    return { type: 'accepted' };
  },
});

/** The same steps again: so many times, or until something holds. */
export const repeat = verb('repeat', {
  group: 'control',
  summary: 'the same steps again: times, or until an expectation holds, at most max times',
  args: map(
    {
      times: optional(
        source('how often', { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }] }),
        'how often',
      ),
      until: optional(source('a map of expectations', { type: 'object' }), 'what ends it'),
      max: optional(
        source('how often at most', { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }] }),
        'with until: how often at most, 10 by default',
      ),
      steps: required(STEPS, 'the steps'),
    },
    { what: 'repeat' },
  ),
  rawArgs: true,
  withinMs: NO_DEADLINE_MS,
  outcomes: ['accepted', 'timeout'],
  isControl: true,
  sentence: ({ steps, until }) =>
    `repeat ${steps.length} step${steps.length === 1 ? '' : 's'}${until === undefined ? '' : ' until it holds'}`,
  stepsIn: ({ steps }) => steps,
  async run({ times, until, max, steps }, context) {
    const often = await figure(
      until === undefined ? times : (max ?? times),
      context.resolve,
      until === undefined ? 1 : 10,
    );
    if (typeof often === 'string') return { type: 'timeout', detail: often };
    for (let round = 1; round <= often; round++) {
      if (context.signal.aborted) return { type: 'timeout', detail: `interrupted in round ${round}` };
      if (!(await context.runSteps(steps, `${round}`))) return { type: 'accepted' };
      if (until !== undefined && (await context.holds(until))) return { type: 'accepted', values: { rounds: round } };
    }
    if (until === undefined) return { type: 'accepted', values: { rounds: often } };
    return { type: 'timeout', detail: `it did not hold after ${often} rounds`, values: { rounds: often } };
  },
});

async function figure(
  node: SourceNode | undefined,
  resolve: (node: SourceNode) => Promise<SourceNode>,
  fallback: number,
): Promise<number | string> {
  if (node === undefined) return fallback;
  const resolved = await resolve(node);
  const raw = resolved.type === 'text' ? resolved.text : resolved.type === 'value' ? resolved.value : undefined;
  const value = Number(raw);
  return Number.isInteger(value) && value >= 1 && value <= 100_000
    ? value
    : `${describeNode(resolved)} is no number of rounds`;
}

/** The steps of a fragment in another file. */
export const use = verb('use', {
  group: 'control',
  summary: 'runs the steps of another file, with parameters',
  args: map(
    {
      file: required(source('the path of a fragment', { type: 'string' }), 'path, from this file'),
      with: optional(source('a map of parameters', { type: 'object' }), 'values for its parameters'),
    },
    { what: 'use', shorthand: 'file' },
  ),
  rawArgs: true,
  withinMs: NO_DEADLINE_MS,
  isControl: true,
  sentence: args => `use ${args.file.type === 'text' ? args.file.text : 'a fragment'}`,
  async run(args, context) {
    await context.runFile(args.file, args.with);
    return { type: 'accepted' };
  },
});
