import {
  bindFragment,
  type Fragment,
  fixtureNames,
  fragmentOf,
  LAB,
  readGiven,
  readingOf,
  type ScenarioCase,
  useOf,
  usesIn,
} from '../cases/index.ts';
import { checkExpressions, hasExpression, type KnownNames, type Namespaces } from '../expression/index.ts';
import type { AkaFacts } from '../port/index.ts';
import type { Findings } from '../source/finding.ts';
import { entryOf, isEmpty, type MapNode, type SourceNode } from '../source/source-node.ts';
import type { CheckedCase, LintOptions } from './checked-case.ts';
import { lintSteps } from './lint-steps.ts';
import type { StepReading, UsedSteps } from './step-checker.ts';

/** Checks one case: its fixtures, its expressions, its steps. */
export function lintCase(scenario: ScenarioCase, options: LintOptions, findings: Findings): CheckedCase {
  const { given, lab, skips } = scenario;
  const reading = readingFor(scenario, options, findings);
  readGiven(given, reading);
  if (lab !== undefined) LAB.read(lab, reading);
  for (const skip of skips) if (skip.if !== undefined) checkCondition(skip.if, findings);
  const steps = scenario.steps.map(step => options.checker.check(step, reading));
  const teardown = scenario.teardown.map(step => options.checker.check(step, reading));
  checkCaseExpressions(scenario, options, findings);
  lintSteps(scenario, { steps, teardown }, findings);
  return { case: scenario, steps, teardown };
}

/** How a case's steps are read: its fixtures are the names that exist. */
export function readingFor(scenario: ScenarioCase, options: LintOptions, findings: Findings): StepReading {
  const verb = Object.keys(options.checker.verbs);
  const reading = readingOf(findings, { verb, ...options.names, ...fixtureNames(scenario.given) });
  const { fragments } = scenario;
  const used = (step: MapNode): UsedSteps | undefined => {
    const use = useOf(step);
    const fragment = use === undefined ? undefined : fragmentOf(fragments, use.file);
    // That a fragment uses itself was told when the file was loaded; its steps have no end.
    if (use === undefined || fragment === undefined || usesItself(fragment, fragments)) return undefined;
    return bindFragment(fragment, use, findings);
  };
  return { ...reading, used };
}

function usesItself(fragment: Fragment, fragments: ReadonlyMap<string, Fragment>): boolean {
  const reached = new Set<Fragment>();
  const waiting = [fragment];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const use of usesIn(next.steps)) {
      const target = fragmentOf(fragments, use.file);
      if (target === fragment) return true;
      if (target === undefined || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return false;
}

/** `skip: { if }` is an expression, or true or false. */
function checkCondition(node: SourceNode, findings: Findings): void {
  if (hasExpression(node)) return;
  const isTruth =
    (node.type === 'text' && /^(true|false)$/.test(node.text)) ||
    (node.type === 'value' && typeof node.value === 'boolean');
  if (isTruth) return;
  findings.error('condition-invalid', 'this is neither an expression nor true or false', node.place, {
    expected: 'if: "${{ env.CI == \'true\' }}"',
    ...(isEmpty(node) ? { hint: 'leave it away to skip always' } : {}),
  });
}

function checkCaseExpressions(scenario: ScenarioCase, options: LintOptions, findings: Findings): void {
  const { given, lab, skips, steps, teardown, vars, fragments } = scenario;
  const known = namesOf(scenario, options);
  const fixtures = [given.sims, given.bts, given.ues].flatMap(group => [...group.values()].map(({ node }) => node));
  for (const node of [vars, ...fixtures, ...steps, ...teardown]) checkExpressions(node, known, findings);
  const { matrix = 'any', secret = 'any', env = 'any' } = known;
  const early: Namespaces = { vars: namesAmong(options.vars ?? []), matrix, secret, env };
  if (lab !== undefined) checkExpressions(lab, early, findings);
  for (const skip of skips)
    if (skip.if !== undefined) checkExpressions(skip.if, { ...early, lab: LAB_NAMES }, findings);
  for (const fragment of fragments.values()) checkFragmentExpressions(fragment, known, findings);
}

/** In a fragment `vars` has its parameters, its own variables and what its steps save. */
export function checkFragmentExpressions(fragment: Fragment, known: Namespaces, findings: Findings): void {
  const { parameters, vars, steps } = fragment;
  const names = [...parameters.map(({ name }) => name), ...vars.entries.map(({ key }) => key), ...savedIn(steps)];
  for (const node of [vars, ...steps]) checkExpressions(node, { ...known, vars: namesAmong(names) }, findings);
}

const AKA_FACTS: readonly (keyof AkaFacts)[] = ['rand', 'autn', 'mac', 'xres', 'sqn', 'amf'];
const LAB_NAMES: KnownNames = { bench: 'any', product: 'any', version: 'any', can: 'any' };

/** The namespaces of expressions in a case. */
function namesOf({ vars, matrix = {}, given, steps, teardown }: ScenarioCase, options: LintOptions): Namespaces {
  const { sim, bts, ue } = fixtureNames(given);
  return {
    vars: namesAmong([
      ...(options.vars ?? []),
      ...vars.entries.map(({ key }) => key),
      ...savedIn([...steps, ...teardown]),
    ]),
    matrix: namesAmong(Object.keys(matrix)),
    secret: 'any',
    env: 'any',
    given: { sims: namesAmong(sim), bts: namesAmong(bts), ues: namesAmong(ue) },
    step: 'any',
    aka: Object.fromEntries(sim.map(name => [name, namesAmong(AKA_FACTS)])),
    lab: LAB_NAMES,
  };
}

/** Names under `save:`, of steps inside others too. */
function savedIn(nodes: readonly SourceNode[]): string[] {
  return nodes.flatMap(node => {
    if (node.type === 'list') return savedIn(node.items);
    if (node.type !== 'map') return [];
    const save = entryOf(node, 'save');
    const own = save?.type === 'map' ? save.entries.map(({ key }) => key) : [];
    return [...own, ...savedIn(node.entries.map(({ value }) => value))];
  });
}

function namesAmong(names: readonly string[]): KnownNames {
  return Object.fromEntries(names.map(name => [name, 'any'] as const));
}
