import test from 'ava';
import type { Reading } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import { parseSource } from '../source/index.ts';
import { entryOf, type SourceNode } from '../source/source-node.ts';
import { describeMatcher, describeSeen, type MatchContext } from './matcher.ts';
import type { Observation } from './observation.ts';
import type { Kind } from './quantity.ts';
import { readMatcher } from './read-matcher.ts';

const CONTEXT: MatchContext = {
  causes: text => ({ 'unknown-subscriber': [8, 11], '20': [20], 'mac-failure': [20] })[text],
  formatCause: cause => `${cause} (${cause === 20 ? 'MAC failure' : 'other'})`,
};

function nodeOf(yaml: string): SourceNode {
  const { documents, findings } = parseSource(`at: ${yaml}\n`, 'm.yaml');
  if (findings.hasErrors) throw new Error(findings.all[0]!.message);
  return entryOf(documents[0]!, 'at')!;
}

function read(yaml: string, kind: Kind = 'any') {
  const findings = new Findings();
  const reading: Reading = { findings, names: () => undefined, isDeferred: () => false };
  return { matcher: readMatcher(nodeOf(yaml), kind, reading), findings };
}

const seen = (value: Observation['value'], bson?: string): Observation => ({
  found: true,
  value,
  ...(bson === undefined ? {} : { bson }),
});
const NOTHING: Observation = { found: false, value: undefined };

const HOLDS: readonly [yaml: string, kind: Kind, observation: Observation, holds: boolean][] = [
  ['registered', 'text', seen('registered'), true],
  ['registered', 'text', seen('deregistered'), false],
  ['registered', 'text', NOTHING, false],
  ['3', 'number', seen(3), true],
  ['3', 'number', seen(4), false],
  ['0x10', 'number', seen(16), true],
  ['true', 'boolean', seen(true), true],
  ['false', 'boolean', seen(true), false],
  ['5MB', 'octets', seen(5_000_000), true],
  ['5MiB', 'octets', seen(5_242_880), true],
  ['5MB', 'octets', seen(5_000_001), false],
  ['10Mbps', 'bit-rate', seen(10_000_000), true],
  ['2s', 'milliseconds', seen(2000), true],
  ['"00 AB:cd"', 'any', seen('00abcd'), true],
  ['00abce', 'any', seen('00abcd'), false],
  ['0110', 'any', seen('0110'), true],
  ['"000000000040"', 'sqn', seen(64), true],
  ['64', 'sqn', seen(64), true],
  ['"000000000064"', 'sqn', seen(64), false],
  ['absent', 'any', NOTHING, true],
  ['absent', 'any', seen('x'), false],
  ['"absent"', 'any', NOTHING, false],
  ['present', 'any', seen(''), true],
  ['present', 'any', NOTHING, false],
  ['[1, 2]', 'any', seen([1, 2]), true],
  ['[1, 2]', 'any', seen([2, 1]), false],
  ['{ eq: 5 }', 'number', seen(5), true],
  ['{ ne: 5 }', 'number', seen(5), false],
  ['{ ne: 5 }', 'number', seen(6), true],
  ['{ ne: 5 }', 'number', NOTHING, false],
  ['{ gt: 5 }', 'number', seen(5), false],
  ['{ gt: 5 }', 'number', seen(5.1), true],
  ['{ gte: 5 }', 'number', seen(5), true],
  ['{ gte: 5 }', 'number', NOTHING, false],
  ['{ lt: 5 }', 'number', seen(4), true],
  ['{ lt: 5 }', 'number', seen(5), false],
  ['{ lte: 5 }', 'number', seen(5), true],
  ['{ lte: 5 }', 'number', seen(6), false],
  ['{ gte: 1MB, lt: 2MB }', 'octets', seen(1_500_000), true],
  ['{ gte: 1MB, lt: 2MB }', 'octets', seen(2_000_000), false],
  ['{ between: [1, 3] }', 'number', seen(3), true],
  ['{ between: [1, 3] }', 'number', seen(3.5), false],
  ['{ approx: 100 }', 'number', seen(104), true],
  ['{ approx: 100 }', 'number', seen(106), false],
  ['{ approx: 100, tol: 10 }', 'number', seen(110), true],
  ['{ approx: 100, tol: 10% }', 'number', seen(111), false],
  ['{ oneOf: [a, b] }', 'text', seen('b'), true],
  ['{ oneOf: [a, b] }', 'text', seen('c'), false],
  ['{ matches: "^10\\\\." }', 'text', seen('10.45.0.2'), true],
  ['{ matches: "^11\\\\." }', 'text', seen('10.45.0.2'), false],
  ['{ cidr: 10.45.0.0/16 }', 'text', seen('10.45.255.1'), true],
  ['{ cidr: 10.45.0.0/16 }', 'text', seen('10.46.0.1'), false],
  ['{ cidr: 2001:db8::/32 }', 'text', seen('2001:db8:1::1'), true],
  ['{ cidr: 2001:db8::/32 }', 'text', seen('10.45.0.1'), false],
  ['{ has: bc }', 'text', seen('abcd'), true],
  ['{ has: x }', 'text', seen('abcd'), false],
  ['{ has: 2 }', 'any', seen([1, 2]), true],
  ['{ none: 2 }', 'any', seen([1, 3]), true],
  ['{ none: 2 }', 'any', seen([1, 2]), false],
  ['{ every: { gte: 1 } }', 'any', seen([1, 2]), true],
  ['{ every: { gte: 2 } }', 'any', seen([1, 2]), false],
  ['{ absent: true }', 'any', NOTHING, true],
  ['{ present: false }', 'any', NOTHING, true],
  ['{ present: true }', 'any', NOTHING, false],
  ['{ bson: int64 }', 'sqn', seen(64, 'int64'), true],
  ['{ bson: int64 }', 'sqn', seen(64, 'int32'), false],
  ['{ bson: int64, value: 64 }', 'sqn', seen(65, 'int64'), false],
  ['{ length: 4 }', 'text', seen('abcd'), true],
  ['{ length: { gt: 4 } }', 'text', seen('abcd'), false],
  ['{ not: registered }', 'text', seen('deregistered'), true],
  ['{ not: registered }', 'text', NOTHING, true],
  ['{ not: registered }', 'text', seen('registered'), false],
  ['unknown-subscriber', 'emm-cause', seen(11), true],
  ['unknown-subscriber', 'emm-cause', seen(20), false],
  ['mac-failure', 'emm-cause', seen(20), true],
  ['no-such-name', 'emm-cause', seen(20), false],
];

for (const [yaml, kind, observation, holds] of HOLDS) {
  test(`${yaml} as ${kind} ${holds ? 'takes' : 'refuses'} ${observation.found ? JSON.stringify(observation.value) : 'nothing'}${observation.bson ?? ''}`, t => {
    const { matcher, findings } = read(yaml, kind);
    t.deepEqual(findings.all, []);
    t.is(matcher?.test(observation, CONTEXT), holds);
  });
}

test('delta compares with the value before the step', t => {
  const { matcher } = read('{ delta: 32 }', 'sqn');
  const before = seen(32);
  t.true(matcher?.usesBefore);
  t.true(matcher!.test(seen(64), { ...CONTEXT, before }));
  t.false(matcher!.test(seen(65), { ...CONTEXT, before }));
  t.false(matcher!.test(seen(64), CONTEXT), 'without a value before nothing is proved');
  t.true(read('{ delta: { gt: 0 } }', 'octets').matcher!.test(seen(64), { ...CONTEXT, before }));
});

const TEXTS: readonly [yaml: string, kind: Kind, text: string][] = [
  ['{ gte: 5MB }', 'octets', '≥ 5 MB'],
  ['5MB', 'octets', '5 MB'],
  ['mac-failure', 'emm-cause', '20 (MAC failure)'],
  ['unknown-subscriber', 'emm-cause', '8 (other) or 11 (other)'],
  ['{ oneOf: [mac-failure, unknown-subscriber] }', 'emm-cause', 'one of 20 (MAC failure), 8 (other) or 11 (other)'],
  ['{ delta: 32 }', 'sqn', 'changed by +32'],
  ['{ approx: 2MB, tol: 10% }', 'octets', '2 MB ± 200 kB'],
  ['{ bson: int64, value: 5 }', 'sqn', 'stored as int64 and 5'],
];

for (const [yaml, kind, text] of TEXTS) {
  test(`${yaml} as ${kind} reads ${text}`, t => t.is(describeMatcher(read(yaml, kind).matcher!, CONTEXT), text));
}

test('what was seen is printed in the words of its kind', t => {
  t.is(describeSeen(seen(20), 'emm-cause', CONTEXT), '20 (MAC failure)');
  t.is(describeSeen(seen(1_500_000), 'octets', CONTEXT), '1.5 MB');
  t.is(describeSeen(seen(64, 'int64'), 'sqn', CONTEXT), '64 (int64)');
  t.is(describeSeen(NOTHING, 'any', CONTEXT), 'absent');
});

const MISTAKES: readonly [yaml: string, kind: Kind, code: string, hint?: string][] = [
  ['{ gtee: 5 }', 'number', 'operator-unknown', "did you mean 'gte'?"],
  ['{ gt: many }', 'number', 'value-invalid'],
  ['{ between: [3, 1] }', 'number', 'value-invalid'],
  ['{ between: 3 }', 'number', 'value-invalid'],
  ['{ matches: "(" }', 'text', 'value-invalid'],
  ['{ cidr: 10.45.0.0 }', 'text', 'value-invalid'],
  ['{ cidr: 10.45.0.0/33 }', 'text', 'value-invalid'],
  ['{ bson: int65 }', 'any', 'value-invalid'],
  ['{ tol: 5 }', 'number', 'operator-unknown'],
  ['{ absent: maybe }', 'any', 'value-invalid'],
  ['{ oneOf: [] }', 'any', 'value-invalid'],
  ['yes', 'boolean', 'value-invalid'],
  ['', 'any', 'matcher-missing'],
];

for (const [yaml, kind, code, hint] of MISTAKES) {
  test(`${yaml === '' ? 'nothing' : yaml} as ${kind} is refused: ${code}`, t => {
    const { matcher, findings } = read(yaml, kind);
    t.is(matcher, undefined);
    t.is(findings.all[0]?.code, code);
    if (hint !== undefined) t.is(findings.all[0]?.hint, hint);
  });
}
