import { didYouMean } from '../../../emulator/vocabulary/index.ts';
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
import { isEmpty, type MapNode, type SourceNode } from '../source/source-node.ts';
import type { CheckedCase, LintOptions } from './checked-case.ts';
import { lintSteps } from './lint-steps.ts';
import { armedIn, idsIn, savedIn, triggersIn } from './names-in-steps.ts';
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
  checkTriggers(allSteps(scenario), findings);
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
const BTS_FACTS = namesAmong(['plmn', 'tacs']);
const UE_FACTS = namesAmong(['sim', 'bts', 'imsi']);
const LAB_NAMES: KnownNames = { bench: 'any', product: 'any', version: 'any', can: 'any' };

/** Those of a case and of the fragments that it uses. */
function allSteps({
  steps,
  teardown,
  fragments,
}: Pick<ScenarioCase, 'steps' | 'teardown' | 'fragments'>): SourceNode[] {
  return [...steps, ...teardown, ...[...fragments.values()].flatMap(fragment => fragment.steps)];
}

/** The namespaces of expressions in a case. */
function namesOf({ vars, matrix = {}, given, ...rest }: ScenarioCase, options: LintOptions): Namespaces {
  const { sim, bts, ue } = fixtureNames(given);
  const ids = idsIn(allSteps(rest));
  return {
    vars: namesAmong([
      ...(options.vars ?? []),
      ...vars.entries.map(({ key }) => key),
      ...savedIn([...rest.steps, ...rest.teardown]),
    ]),
    matrix: namesAmong(Object.keys(matrix)),
    secret: 'any',
    env: 'any',
    given: {
      sims: namesAmong(sim),
      bts: Object.fromEntries(bts.map(name => [name, BTS_FACTS])),
      ues: Object.fromEntries(ue.map(name => [name, UE_FACTS])),
    },
    step: ids === undefined ? 'any' : namesAmong(ids),
    aka: Object.fromEntries(sim.map(name => [name, namesAmong(AKA_FACTS)])),
    lab: LAB_NAMES,
  };
}

/** `arm.NAME.fired` of a trigger that nothing arms would wait in vain. */
function checkTriggers(steps: readonly SourceNode[], findings: Findings): void {
  const armed = armedIn(steps);
  if (armed === undefined) return;
  for (const { name, place } of triggersIn(steps)) {
    if (armed.includes(name)) continue;
    const guess = didYouMean(name, armed);
    findings.error('name-unknown', `no step arms '${name}'`, place, {
      expected: armed.length === 0 ? 'a trigger that a step arms; there is none' : armed.join(' or '),
      ...(guess === undefined ? {} : { hint: `did you mean '${guess}'?` }),
    });
  }
}

function namesAmong(names: readonly string[]): KnownNames {
  return Object.fromEntries(names.map(name => [name, 'any'] as const));
}
