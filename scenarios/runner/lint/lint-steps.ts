import type { ScenarioCase } from '../cases/index.ts';
import type { Findings } from '../source/finding.ts';
import type { CheckedStep } from './step-checker.ts';

/** Capabilities that a lab for scenarios has; others must be named, so that a case is skipped where they lack. */
const ORDINARY: readonly string[] = ['database', 'inventory', 'user-plane'];

interface Steps {
  readonly steps: readonly (CheckedStep | undefined)[];
  readonly teardown: readonly (CheckedStep | undefined)[];
}

/** What is doubtful about steps that are well written each by itself. */
export function lintSteps(scenario: ScenarioCase, { steps, teardown }: Steps, findings: Findings): void {
  const read = [...steps, ...teardown].flatMap(step => (step === undefined ? [] : withInner(step)));
  for (const step of read) {
    checkDeadline(step, scenario, findings);
    checkRejection(step, findings);
    checkRequires(step, scenario, findings);
    checkHold(step, findings);
  }
  checkLab(scenario, findings);
  checkTime(scenario, steps, findings);
  checkIds(read, findings);
  checkExpects(scenario, steps, findings);
}

function withInner(step: CheckedStep): CheckedStep[] {
  return [step, ...step.children.flatMap(withInner)];
}

function checkDeadline({ within }: CheckedStep, { timeoutMs }: ScenarioCase, findings: Findings): void {
  if (within === undefined || within.ms <= timeoutMs) return;
  findings.warning(
    'deadline-unreachable',
    `the case ends after ${seconds(timeoutMs)}, before this deadline`,
    within.place,
    {
      hint: `timeout: ${seconds(within.ms)} or more for the case, or a shorter deadline`,
    },
  );
}

/** Waiting alone takes longer than the case may. */
function checkTime(scenario: ScenarioCase, steps: Steps['steps'], findings: Findings): void {
  const { timeoutMs } = scenario;
  let total = 0;
  for (const step of steps) {
    total += step?.leastMs ?? 0;
    if (step === undefined || total <= timeoutMs) continue;
    const message = `waiting takes ${seconds(total)} up to here, and the case ends after ${seconds(timeoutMs)}`;
    findings.warning('deadline-unreachable', message, step.verbPlace, { hint: 'give the case a longer timeout' });
    return;
  }
}

/** "It failed somehow" is no expectation. */
function checkRejection({ rejection, verb }: CheckedStep, findings: Findings): void {
  if (rejection === undefined || rejection.namesCause) return;
  const message = `'${verb}' may be rejected for any reason: nothing says with which cause`;
  findings.warning('rejection-unexplained', message, rejection.place, {
    expected: 'expect: { PHONE.reject.cause: … }, or a flow with the message that refuses',
  });
}

function checkHold({ verb, verbPlace, expectations }: CheckedStep, findings: Findings): void {
  if (verb !== 'hold' || expectations.length > 0) return;
  findings.warning('hold-expects-nothing', 'nothing is said that must hold', verbPlace, {
    expected: 'expect: with what must stay so all the time',
  });
}

function checkRequires(step: CheckedStep, scenario: ScenarioCase, findings: Findings): void {
  if (step.guards.length > 0) return;
  // What steps inside need is told there.
  const inner = new Set(step.children.flatMap(child => child.requires));
  const missing = step.requires.filter(
    need => !inner.has(need) && !ORDINARY.includes(need) && !scenario.requires.includes(need),
  );
  for (const need of new Set(missing)) {
    findings.warning('requires-missing', `'${step.verb}' needs '${need}', which not every lab has`, step.verbPlace, {
      hint: `requires: [${[...scenario.requires, need].join(', ')}] skips the test in a lab without it`,
    });
  }
}

/** Settings of the lab itself; the others are its core's. */
const ANY_LAB: readonly string[] = ['speed'];

function checkLab({ lab, requires }: ScenarioCase, findings: Findings): void {
  if (lab === undefined || requires.includes('core-config')) return;
  if (lab.entries.every(({ key }) => ANY_LAB.includes(key))) return;
  findings.warning('requires-missing', "'lab' needs 'core-config', which not every lab has", lab.place, {
    hint: `requires: [${[...requires, 'core-config'].join(', ')}] skips the test in a lab without it`,
  });
}

function checkIds(steps: readonly CheckedStep[], findings: Findings): void {
  const known = new Set<string>();
  for (const { id, verbPlace } of steps) {
    if (id === undefined) continue;
    if (known.has(id)) {
      findings.warning('step-id-duplicate', `another step has the id '${id}' too`, verbPlace, {
        expected: `an id of its own: step.${id} means the later one`,
      });
    }
    known.add(id);
  }
}

/** A test that cannot fail shows nothing; the executor calls it an error. */
function checkExpects(scenario: ScenarioCase, steps: Steps['steps'], findings: Findings): void {
  if (steps.length === 0 || steps.includes(undefined) || findings.hasErrors) return;
  if (steps.some(step => step?.asserts)) return;
  findings.error('case-expects-nothing', 'no step of this test expects anything', scenario.namePlace, {
    expected: 'a step that can fail, such as attach, or one with expect:',
  });
}

function seconds(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
