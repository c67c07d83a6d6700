import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { isMatcherNode, readMatcher } from '../match/index.ts';
import { boolean, describeNode, duration, type JsonSchema, number, type Reading } from '../shape/index.ts';
import type { MapNode, Place, SourceNode } from '../source/source-node.ts';

/** A message as an ordered expectation names it. */
export interface FlowStep {
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly has: readonly FieldCondition[];
  /** From the start of the step, ms. */
  readonly withinMs?: number;
  /** So many of them in a row of gaps; 1 by default. */
  readonly times: number;
  readonly ciphered?: boolean;
  readonly place: Place;
}

/** A field that the message must have; read as a matcher when its kind is known. */
export interface FieldCondition {
  readonly field: string;
  readonly node: SourceNode;
}

/** A message that must not come: by its name, and perhaps its way. */
export interface ForbiddenMessage {
  readonly from?: string;
  readonly to?: string;
  readonly message: string;
  readonly place: Place;
}

const ROUTE = /^\s*([^\s>]+)\s*>\s*([^\s>]+)\s*$/;
/** Nodes of every lab, beside the scenario's own phones and base stations. */
export const CORE_NODES = ['mme', 'hss', 'gateway'] as const;

/** Reads `flow:`, a list of messages in the order in which they must come. */
export function readFlow(node: SourceNode, reading: Reading): readonly FlowStep[] | undefined {
  if (reading.isDeferred(node)) return undefined;
  if (node.type !== 'list' || node.items.length === 0) {
    reading.findings.error('flow-invalid', `${describeNode(node)} is not a list of messages`, node.place, {
      expected: FLOW_EXPECTS,
    });
    return undefined;
  }
  const steps = node.items.map(item => readFlowStep(item, reading));
  return steps.includes(undefined) ? undefined : (steps as FlowStep[]);
}

const FLOW_EXPECTS = 'a list of messages, such as - phone > mme: AttachRequest';

function readFlowStep(item: SourceNode, reading: Reading): FlowStep | undefined {
  const routed = readRoute(item, reading);
  if (routed === undefined) return undefined;
  const { from, to, value, place } = routed;
  if (value.type !== 'map') {
    const message = readMessageName(value, reading);
    return message === undefined ? undefined : { from, to, message, has: [], times: 1, place };
  }
  return readDetails(value, { from, to, place }, reading);
}

const DETAILS = ['msg', 'has', 'within', 'times', 'ciphered'] as const;

function readDetails(
  map: MapNode,
  route: Pick<FlowStep, 'from' | 'to' | 'place'>,
  reading: Reading,
): FlowStep | undefined {
  let message: string | undefined;
  let has: readonly FieldCondition[] = [];
  let withinMs: number | undefined;
  let times: number | undefined;
  let ciphered: boolean | undefined;
  let isWhole = true;
  for (const { key, keyPlace, value } of map.entries) {
    switch (key) {
      case 'msg':
        message = readMessageName(value, reading);
        break;
      case 'has': {
        const conditions = readConditions(value, reading);
        if (conditions === undefined) isWhole = false;
        else has = conditions;
        break;
      }
      case 'within':
        withinMs = duration().read(value, reading);
        break;
      case 'times':
        times = number(1, 1000).read(value, reading);
        break;
      case 'ciphered':
        ciphered = boolean().read(value, reading);
        break;
      default: {
        const guess = didYouMean(key, DETAILS);
        reading.findings.error('key-unknown', `a message of a flow has no '${key}'`, keyPlace, {
          expected: `one of ${DETAILS.join(', ')}`,
          ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
        });
        isWhole = false;
      }
    }
  }
  if (!map.entries.some(entry => entry.key === 'msg')) {
    reading.findings.error('key-missing', "a message of a flow needs 'msg': its name", map.place, {
      expected: 'msg: AttachRequest',
    });
  }
  if (!isWhole || message === undefined) return undefined;
  return {
    ...route,
    message,
    has,
    times: times ?? 1,
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(ciphered === undefined ? {} : { ciphered }),
  };
}

function readConditions(node: SourceNode, reading: Reading): readonly FieldCondition[] | undefined {
  if (node.type !== 'map') {
    reading.findings.error('flow-invalid', `${describeNode(node)} is not a map of fields`, node.place, {
      expected: 'fields of the message, such as has: { cause: mac-failure }',
    });
    return undefined;
  }
  const conditions = node.entries.flatMap(({ key, value }) => flatten(key, value));
  // read once for its mistakes; in a run it is read again when the field's kind is known
  for (const condition of conditions) readMatcher(condition.node, 'any', reading);
  return conditions;
}

/** `esm: { cause: 27 }` as `esm.cause: 27`. */
function flatten(field: string, node: SourceNode): FieldCondition[] {
  if (node.type !== 'map' || isMatcherNode(node)) return [{ field, node }];
  return node.entries.flatMap(({ key, value }) => flatten(`${field}.${key}`, value));
}

/** Reads `flow.absent:`, messages that must not come: `[SecurityModeCommand, { mme > phone: AttachAccept }]`. */
export function readForbidden(node: SourceNode, reading: Reading): readonly ForbiddenMessage[] | undefined {
  if (reading.isDeferred(node)) return undefined;
  const items = node.type === 'list' ? node.items : [node];
  const all = items.map((item): ForbiddenMessage | undefined => {
    if (item.type !== 'map') {
      const message = readMessageName(item, reading);
      return message === undefined ? undefined : { message, place: item.place };
    }
    const routed = readRoute(item, reading);
    const message = routed === undefined ? undefined : readMessageName(routed.value, reading);
    return routed === undefined || message === undefined
      ? undefined
      : { from: routed.from, to: routed.to, message, place: routed.place };
  });
  return all.includes(undefined) ? undefined : (all as ForbiddenMessage[]);
}

interface Routed {
  readonly from: string;
  readonly to: string;
  readonly value: SourceNode;
  readonly place: Place;
}

function readRoute(item: SourceNode, reading: Reading): Routed | undefined {
  const entry = item.type === 'map' && item.entries.length === 1 ? item.entries[0] : undefined;
  const [, from, to] = entry === undefined ? [] : (ROUTE.exec(entry.key) ?? []);
  if (entry === undefined || from === undefined || to === undefined) {
    reading.findings.error(
      'flow-invalid',
      `${describeNode(item)} does not say who sends what to whom`,
      entry?.keyPlace ?? item.place,
      {
        expected: FLOW_EXPECTS,
      },
    );
    return undefined;
  }
  for (const end of [from, to]) checkNode(end, entry.keyPlace, reading);
  return { from, to, value: entry.value, place: entry.keyPlace };
}

function checkNode(name: string, place: Place, reading: Reading): void {
  const [ues, btss] = [reading.names('ue'), reading.names('bts')];
  if (ues === undefined || btss === undefined || name.includes('${{')) return;
  const known = [...ues, ...btss, ...CORE_NODES];
  if (known.includes(name)) return;
  const guess = didYouMean(name, known);
  reading.findings.error('name-unknown', `'${name}' neither sends nor receives here`, place, {
    expected: `one of ${known.join(', ')}`,
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
}

/** Names under which a scenario may say what the log spells otherwise. */
export const MESSAGE_ALIASES: Readonly<Record<string, readonly string[]>> = {
  DetachRequest: ['DetachRequestUeOriginating', 'DetachRequestUeTerminated'],
};

function readMessageName(node: SourceNode, reading: Reading): string | undefined {
  if (reading.isDeferred(node)) return undefined;
  const name = node.type === 'text' && node.text !== '' ? node.text : undefined;
  if (name === undefined) {
    reading.findings.error('flow-invalid', `${describeNode(node)} is not the name of a message`, node.place, {
      expected: 'a NAS or S1AP message, such as AttachRequest',
    });
    return undefined;
  }
  const known = reading.names('message');
  if (known === undefined) return name;
  const names = [...known, ...Object.keys(MESSAGE_ALIASES)];
  if (names.includes(name)) return name;
  const guess = didYouMean(name, names);
  reading.findings.error('name-unknown', `'${name}' is no NAS, S1AP or S6a message`, node.place, {
    expected: "the specification's name in one word, such as AuthenticationRequest",
    ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
  });
  return undefined;
}

export function flowSchema(): JsonSchema {
  const details = {
    type: 'object',
    properties: {
      msg: { type: 'string', description: 'name of the message' },
      has: { type: 'object', description: 'fields that it must have' },
      within: { type: 'string', description: 'from the start of the step' },
      times: { type: 'integer', minimum: 1, description: 'so many of them' },
      ciphered: { type: 'boolean', description: 'ciphered on its way' },
    },
    required: ['msg'],
    additionalProperties: false,
  };
  return {
    type: 'array',
    minItems: 1,
    description: 'messages in this order; others may come between them',
    items: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: { anyOf: [{ type: 'string' }, details] },
    },
  };
}
