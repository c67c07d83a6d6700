import test from 'ava';
import type { Reading } from '../shape/index.ts';
import { Findings } from '../source/finding.ts';
import { parseSource } from '../source/index.ts';
import type { SourceNode } from '../source/source-node.ts';
import { VERBS } from './index.ts';
import { ENDS, GOOD, WRONG } from './verbs.fixture.ts';

const NAMES: Partial<Record<string, readonly string[]>> = {
  ue: ['phone', 'other'],
  sim: ['alice', 'spare'],
  bts: ['home', 'far'],
  node: ['hss', 'mongodb', 'mme', 'gateway'],
  message: ['AttachRequest', 'AttachAccept', 'SecurityModeCommand', 'AuthenticationRequest'],
};

function read(verb: string, yaml: string) {
  const { documents, findings } = parseSource(`args: ${yaml}\n`, 'v.yaml');
  if (findings.hasErrors) throw new Error(JSON.stringify(findings.all));
  const document = documents[0]!;
  const node = document.type === 'map' ? document.entries[0]!.value : (document as SourceNode);
  const all = new Findings();
  const reading: Reading = { findings: all, names: kind => NAMES[kind], isDeferred: () => false };
  const args = VERBS[verb]!.args.read(node, reading);
  return { args, codes: all.all.filter(({ severity }) => severity === 'error').map(({ code }) => code) };
}

for (const { verb: name, args: yaml, sentence, command, normal = [], ue } of GOOD) {
  test(`${name}: ${yaml}`, t => {
    const verb = VERBS[name]!;
    const { args, codes } = read(name, yaml);
    t.deepEqual(codes, []);
    t.is(verb.sentence(args), sentence);
    t.deepEqual(verb.command(args), command);
    t.deepEqual(verb.normal(args), normal);
    t.is(verb.ueOf(args), ue ?? (command !== undefined && 'ue' in command ? command.ue : undefined));
  });
}

for (const { verb: name, args: yaml, codes } of WRONG) {
  test(`${name}: ${yaml} is wrong: ${codes.join(', ')}`, t => t.deepEqual(read(name, yaml).codes, codes));
}

test('every verb stands in all tables, under its own name', t => {
  const names = Object.keys(VERBS);
  t.deepEqual([...new Set(GOOD.map(({ verb }) => verb))], names);
  t.deepEqual([...new Set(WRONG.map(({ verb }) => verb))], names);
  for (const [name, verb] of Object.entries(VERBS)) t.is(verb.name, name);
});

test('how each verb may end, how long it may take, what it needs', t => {
  const table = Object.values(VERBS).map(({ name, outcomes, withinMs, requires }) => {
    const withinS = Number.isFinite(withinMs) ? withinMs / 1000 : 0;
    return [name, outcomes.join(' '), withinS, requires.join(' ')];
  });
  t.deepEqual(table, ENDS as unknown as typeof table);
});

test('steps inside are known, for the checker and the plan', t => {
  const inside = (verb: string, yaml: string) => VERBS[verb]!.stepsIn(read(verb, yaml).args).length;
  t.is(inside('parallel', '[{ attach: phone }, [{ attach: other }, { ping: other }]]'), 3);
  t.is(inside('repeat', '{ times: 2, steps: [{ ping: phone }, { ping: other }] }'), 2);
  t.is(inside('arm', '{ name: cut, before: AttachAccept, do: { fault.kill: hss } }'), 1);
  t.is(inside('attach', 'phone'), 0);
});

test('only hold holds', t => {
  const holding = Object.values(VERBS).filter(({ name }) => {
    const { args } = GOOD.find(({ verb }) => verb === name)!;
    return VERBS[name]!.holdMs(read(name, args).args) !== undefined;
  });
  t.deepEqual(
    holding.map(({ name }) => name),
    ['hold'],
  );
  t.is(VERBS.hold!.holdMs(read('hold', '{ for: 2s }').args), 2000);
});
