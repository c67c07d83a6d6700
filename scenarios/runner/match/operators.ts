import { didYouMean } from '../../../emulator/vocabulary/index.ts';
import { describeNode, type JsonSchema, type Reading } from '../shape/index.ts';
import { type Place, plainOf, type SourceNode, type Value } from '../source/source-node.ts';
import { inNetwork } from './cidr.ts';
import { describeMatcher, equals, type MatchContext, type Matcher } from './matcher.ts';
import type { Observation } from './observation.ts';
import { type Kind, printValue, quantity, sameValue } from './quantity.ts';

/** How an operator reads matchers inside its own. */
export interface OperatorContext {
  readonly kind: Kind;
  readonly reading: Reading;
  /** What stands under `tol` beside it. */
  readonly tolerance: SourceNode | undefined;
  readonly matcher: (node: SourceNode, kind: Kind, reading: Reading) => Matcher | undefined;
}

interface Operand extends OperatorContext {
  readonly node: SourceNode;
}

interface Operator {
  readonly about: string;
  readonly schema: JsonSchema;
  read(operand: Operand): Matcher | undefined;
}

/** What a matcher's map may hold, and what it does; several in one map must all hold. */
export const OPERATORS = {
  eq: { about: 'equal to', schema: {}, read: ({ node, kind }) => equals(plainOf(node), kind) },
  ne: { about: 'anything there but', schema: {}, read: ({ node, kind }) => unequal(equals(plainOf(node), kind)) },
  gt: { about: 'greater than', schema: {}, read: operand => compared(operand, '>', (seen, limit) => seen > limit) },
  gte: { about: 'at least', schema: {}, read: operand => compared(operand, '≥', (seen, limit) => seen >= limit) },
  lt: { about: 'less than', schema: {}, read: operand => compared(operand, '<', (seen, limit) => seen < limit) },
  lte: { about: 'at most', schema: {}, read: operand => compared(operand, '≤', (seen, limit) => seen <= limit) },
  between: {
    about: 'within two limits, both included',
    schema: { type: 'array', minItems: 2, maxItems: 2 },
    read: between,
  },
  approx: { about: 'near a value: tol (or 5 %) more or less', schema: {}, read: approximately },
  tol: { about: 'how far approx may be away', schema: {}, read: () => undefined },
  oneOf: { about: 'one of a list', schema: { type: 'array' }, read: oneOf },
  matches: { about: 'a regular expression', schema: { type: 'string' }, read: matches },
  cidr: { about: 'an IP address in a network', schema: { type: 'string' }, read: cidr },
  has: { about: 'a text or list that holds this', schema: {}, read: has },
  none: { about: 'a list without an element that matches', schema: {}, read: operand => elements(operand, 'none') },
  every: { about: 'a list whose elements all match', schema: {}, read: operand => elements(operand, 'every') },
  absent: { about: 'true: nothing is there', schema: { type: 'boolean' }, read: operand => presence(operand, false) },
  present: { about: 'true: something is there', schema: { type: 'boolean' }, read: operand => presence(operand, true) },
  delta: { about: 'changed by this much since the step began', schema: {}, read: delta },
  bson: { about: 'the BSON type in the database', schema: { type: 'string' }, read: bson },
  value: { about: 'equal to, beside bson', schema: {}, read: ({ node, kind }) => equals(plainOf(node), kind) },
  length: { about: 'how many characters or elements', schema: {}, read: lengthOf },
  not: { about: 'the contrary of another matcher', schema: {}, read: not },
} as const satisfies Readonly<Record<string, Operator>>;

export function isOperator(key: string): boolean {
  return Object.hasOwn(OPERATORS, key);
}

/** One key of a matcher's map. */
export function readOperator(
  key: string,
  keyPlace: Place,
  node: SourceNode,
  context: OperatorContext,
): Matcher | undefined {
  const { reading } = context;
  if (!isOperator(key)) {
    const guess = didYouMean(key, Object.keys(OPERATORS));
    reading.findings.error('operator-unknown', `'${key}' is not a matcher`, keyPlace, {
      expected: `one of ${Object.keys(OPERATORS).join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
    return undefined;
  }
  if (reading.isDeferred(node)) return undefined;
  return OPERATORS[key as keyof typeof OPERATORS].read({ ...context, node });
}

function wrongOperand({ node, reading }: Operand, expected: string): undefined {
  reading.findings.error('value-invalid', `${describeNode(node)} is not ${expected}`, node.place, { expected });
  return undefined;
}

function compared(
  operand: Operand,
  sign: string,
  holds: (seen: number, limit: number) => boolean,
): Matcher | undefined {
  const { node, kind } = operand;
  const limit = quantity(plainOf(node), kind);
  if (limit === undefined) return wrongOperand(operand, 'a number, perhaps with a unit');
  return { text: `${sign} ${printValue(limit, kind)}`, kind, test: numeric(kind, seen => holds(seen, limit)) };
}

function numeric(kind: Kind, holds: (seen: number) => boolean): Matcher['test'] {
  return seen => {
    const number = seen.found ? quantity(seen.value, kind) : undefined;
    return number !== undefined && holds(number);
  };
}

function between(operand: Operand): Matcher | undefined {
  const { node, kind } = operand;
  const limits = node.type === 'list' ? node.items.map(item => quantity(plainOf(item), kind)) : [];
  const [least, most] = limits;
  if (limits.length !== 2 || least === undefined || most === undefined || least > most) {
    return wrongOperand(operand, 'a list of two numbers, the smaller first');
  }
  const text = `from ${printValue(least, kind)} to ${printValue(most, kind)}`;
  return { text, kind, test: numeric(kind, seen => seen >= least && seen <= most) };
}

const DEFAULT_TOLERANCE = 0.05;

function approximately(operand: Operand): Matcher | undefined {
  const { node, kind, tolerance } = operand;
  const middle = quantity(plainOf(node), kind);
  if (middle === undefined) return wrongOperand(operand, 'a number, perhaps with a unit');
  const raw = tolerance === undefined ? undefined : plainOf(tolerance);
  const percent = typeof raw === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(raw)?.[1] : undefined;
  const away =
    raw === undefined
      ? Math.abs(middle) * DEFAULT_TOLERANCE
      : percent === undefined
        ? quantity(raw, kind)
        : (Math.abs(middle) * Number(percent)) / 100;
  if (away === undefined) return wrongOperand({ ...operand, node: tolerance! }, 'a number or a percentage');
  const text = `${printValue(middle, kind)} ± ${printValue(away, kind)}`;
  return { text, kind, test: numeric(kind, seen => Math.abs(seen - middle) <= away) };
}

function oneOf(operand: Operand): Matcher | undefined {
  const { node, kind } = operand;
  if (node.type !== 'list' || node.items.length === 0) return wrongOperand(operand, 'a list of values');
  const parts = node.items.map(item => equals(plainOf(item), kind));
  return {
    text: `one of ${parts.map(part => part.text).join(', ')}`,
    kind,
    test: (seen, context) => parts.some(part => part.test(seen, context)),
    describe: context => `one of ${parts.map(part => describeMatcher(part, context)).join(', ')}`,
  };
}

function matches(operand: Operand): Matcher | undefined {
  const source = String(plainOf(operand.node));
  let expression: RegExp;
  try {
    expression = new RegExp(source, 'u');
  } catch (error) {
    return wrongOperand(operand, `a regular expression (${(error as Error).message})`);
  }
  return { text: `/${source}/`, kind: operand.kind, test: seen => seen.found && expression.test(String(seen.value)) };
}

function cidr(operand: Operand): Matcher | undefined {
  const network = String(plainOf(operand.node));
  if (inNetwork('0.0.0.0', network) === undefined) return wrongOperand(operand, 'a network such as 10.45.0.0/16');
  const text = `an address in ${network}`;
  return { text, kind: operand.kind, test: seen => seen.found && inNetwork(String(seen.value), network) === true };
}

function has({ node, kind }: Operand): Matcher {
  const part = plainOf(node);
  return {
    text: `holds ${printValue(part, kind)}`,
    kind,
    test({ value }) {
      if (Array.isArray(value)) return value.some(item => sameValue(part, item as Value, kind));
      return typeof value === 'string' && value.includes(String(part));
    },
  };
}

function elements({ node, kind, reading, matcher }: Operand, how: 'none' | 'every'): Matcher | undefined {
  const part = matcher(node, kind, reading);
  if (part === undefined) return undefined;
  const test = (seen: Observation, context: MatchContext): boolean => {
    if (!seen.found || !Array.isArray(seen.value)) return false;
    const each = seen.value.map(value => part.test({ found: true, value: value as Value }, context));
    return how === 'every' ? each.every(Boolean) : !each.some(Boolean);
  };
  return { text: `${how === 'every' ? 'every element' : 'no element'} ${part.text}`, kind, test };
}

function presence(operand: Operand, wanted: boolean): Matcher | undefined {
  const raw = String(plainOf(operand.node));
  if (raw !== 'true' && raw !== 'false') return wrongOperand(operand, 'true or false');
  const found = (raw === 'true') === wanted;
  return {
    text: found ? 'present' : 'absent',
    kind: 'any',
    ...(found ? {} : { mayBeAbsent: true }),
    test: seen => seen.found === found,
  };
}

function delta(operand: Operand): Matcher | undefined {
  const { node, kind, reading, matcher } = operand;
  const number = quantity(plainOf(node), kind);
  if (number === undefined && node.type !== 'map') return wrongOperand(operand, 'a number, or a matcher of one');
  const change = number === undefined ? matcher(node, kind, reading) : equals(number, kind === 'sqn' ? 'number' : kind);
  if (change === undefined) return undefined;
  const sign = number === undefined ? '' : number < 0 ? '' : '+';
  return {
    text: `changed by ${sign}${change.text}`,
    kind,
    usesBefore: true,
    test(seen, context) {
      const now = seen.found ? quantity(seen.value, kind) : undefined;
      const then = context.before?.found ? quantity(context.before.value, kind) : undefined;
      if (now === undefined || then === undefined) return false;
      return change.test({ found: true, value: now - then }, context);
    },
  };
}

const BSON_TYPES = [
  'int32',
  'int64',
  'double',
  'string',
  'bool',
  'objectId',
  'date',
  'binary',
  'null',
  'array',
  'document',
];

function bson(operand: Operand): Matcher | undefined {
  const type = String(plainOf(operand.node));
  if (!BSON_TYPES.includes(type)) return wrongOperand(operand, `a BSON type: ${BSON_TYPES.join(', ')}`);
  return { text: `stored as ${type}`, kind: operand.kind, test: seen => seen.bson === type };
}

function lengthOf({ node, reading, matcher }: Operand): Matcher | undefined {
  const part = matcher(node, 'number', reading);
  if (part === undefined) return undefined;
  return {
    text: `of length ${part.text}`,
    kind: 'number',
    test({ value }, context) {
      const length = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
      return length !== undefined && part.test({ found: true, value: length }, context);
    },
  };
}

function not({ node, kind, reading, matcher }: Operand): Matcher | undefined {
  const part = matcher(node, kind, reading);
  if (part === undefined) return undefined;
  return {
    text: `not ${part.text}`,
    kind,
    mayBeAbsent: true,
    ...(part.usesBefore ? { usesBefore: true } : {}),
    test: (seen, context) => !part.test(seen, context),
    describe: context => `not ${describeMatcher(part, context)}`,
  };
}

function unequal(part: Matcher): Matcher {
  return {
    text: `≠ ${part.text}`,
    kind: part.kind,
    test: (seen, context) => seen.found && !part.test(seen, context),
    describe: context => `≠ ${describeMatcher(part, context)}`,
  };
}
