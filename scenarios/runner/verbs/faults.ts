import type { BenchCommand, FaultKind } from '../port/index.ts';
import {
  describeNode,
  duration,
  map,
  mapped,
  name,
  optional,
  pattern,
  required,
  type Shape,
  text,
} from '../shape/index.ts';
import { plainOf } from '../source/source-node.ts';
import { verb } from '../steps/index.ts';

const NODE = name('node');

function nodeFault(fault: FaultKind, summary: string, doing: string) {
  return verb(`fault.${fault}`, {
    group: 'faults',
    summary: `${summary}; heals itself at the end of the case`,
    args: map({ node: required(NODE, 'hss, mongodb, mme or gateway') }, { what: `fault.${fault}`, shorthand: 'node' }),
    outcomes: ['accepted', 'refused'],
    requires: ['faults'],
    sentence: ({ node }) => `${doing} ${node}`,
    command: ({ node }): BenchCommand => ({ do: 'fault', fault, node }),
  });
}

export const faultKill = nodeFault('kill', 'a node of the core dies', 'kill');
export const faultStop = nodeFault('stop', 'a node of the core is shut down in order', 'stop');
export const faultPause = nodeFault('pause', 'a node of the core hangs: it is there and does not answer', 'pause');
export const faultPartition = nodeFault('partition', 'a node of the core is cut off from the network', 'cut off');

const PARAMETERS: Shape<Readonly<Record<string, string | number | boolean>>> = {
  expects: "a map with the fault's name and what it can be told",
  read(node, reading) {
    if (reading.isDeferred(node)) return undefined;
    if (node.type !== 'map') {
      reading.findings.error('value-invalid', `${describeNode(node)} is not a map`, node.place, {
        expected: PARAMETERS.expects,
      });
      return undefined;
    }
    const values = node.entries.map(
      ({ key, value }) => [key, scalarOf(plainOf(value), value.type === 'text' && value.quoted)] as const,
    );
    return Object.fromEntries(
      values.filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
    );
  },
  jsonSchema: () => ({ type: 'object', required: ['name'] }),
};

function scalarOf(value: unknown, quoted: boolean): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (quoted) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^(0|[1-9]\d{0,9})$/.test(value) ? Number(value) : value;
}

/** The embedded core's own faults, by name: what no black box can be made to do. */
export const faultCore = verb('fault.core', {
  group: 'faults',
  summary:
    'switches a named fault of the embedded core on (emulator/core/faults has the table); heals itself at the end',
  args: PARAMETERS,
  outcomes: ['accepted', 'refused'],
  requires: ['core-faults'],
  sentence: ({ name: fault, ...rest }) =>
    `core fault ${String(fault)}${
      Object.keys(rest).length === 0
        ? ''
        : ` (${Object.entries(rest)
            .map(([key, value]) => `${key} ${value}`)
            .join(', ')})`
    }`,
  command: ({ name: fault, ...parameters }) => ({ do: 'core-fault', name: String(fault), parameters }),
});

const PERCENT = mapped(pattern('a percentage such as 5%', /^\d+(\.\d+)?\s*%?$/), raw => Number.parseFloat(raw));

export const faultLink = verb('fault.link', {
  group: 'faults',
  summary: 'packets between a base station and the core are lost, doubled, late or out of order',
  args: map(
    {
      bts: required(name('bts'), 'the base station'),
      loss: optional(PERCENT, 'lost, each way'),
      duplicate: optional(PERCENT, 'come twice'),
      reorder: optional(PERCENT, 'overtaken by others'),
      delay: optional(duration(), 'added to each'),
    },
    { what: 'fault.link' },
  ),
  requires: ['radio-link'],
  sentence: ({ bts, ...what }) =>
    `impair the link of ${bts}: ${Object.entries(what)
      .map(([key, value]) => `${key} ${value}${key === 'delay' ? ' ms' : ' %'}`)
      .join(', ')}`,
  command: ({ bts, loss, duplicate, reorder, delay }) => ({
    do: 'link',
    bts,
    impairments: {
      ...(loss === undefined ? {} : { lossPercent: loss }),
      ...(duplicate === undefined ? {} : { duplicatePercent: duplicate }),
      ...(reorder === undefined ? {} : { reorderPercent: reorder }),
      ...(delay === undefined ? {} : { delayMs: delay }),
    },
  }),
});

export const heal = verb('heal', {
  group: 'faults',
  summary:
    'ends a fault: of a node, a core fault by its name, the link of a base station, the tampering of a phone; all without a name',
  args: map(
    { node: optional(text('a node, fault, base station or phone'), 'what to heal') },
    { what: 'heal', shorthand: 'node' },
  ),
  outcomes: ['accepted', 'refused'],
  sentence: ({ node }) => `heal ${node ?? 'everything'}`,
  command: ({ node }) => ({ do: 'heal', ...(node === undefined ? {} : { target: node }) }),
});
