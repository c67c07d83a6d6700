import { Command } from 'commander';
import type { PlannedCase, PlannedStep } from '../../scenarios/describe-plan.ts';
import { addChoiceOptions, type ChoiceOptions, choiceOf, count, tellChoice, tellMistakes } from '../choice-options.ts';
import type { Cli, Output } from '../context.ts';
import { examples } from '../examples.ts';
import { paint, visibleControls } from '../paint.ts';
import { printJson } from '../print-table.ts';

interface PlanOptions extends ChoiceOptions {
  readonly json?: true;
}

/** `mvnolab plan` */
export function planCommand(cli: Cli): Command {
  return addChoiceOptions(new Command('plan'))
    .summary('say in sentences what scenarios would do, without a lab')
    .description(
      'Reads the chosen cases aloud: what each is given, each step in a sentence with its deadline, how it should end and what it expects. Nothing is run, and no core is needed. Exit code 4 when nothing was selected.',
    )
    .option('--json', 'an array with the plan of each case')
    .action((paths: string[], options: PlanOptions) => plan(cli, paths, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab plan scenarios/attach -t smoke', 'The smoke tests of a folder'],
        ['mvnolab plan scenarios/authentication/wrong-keys.yaml:12', 'The case at that line'],
      ),
    );
}

async function plan(cli: Cli, paths: readonly string[], options: PlanOptions): Promise<void> {
  const { chooseScenarios } = await import('../../scenarios/choose-scenarios.ts');
  const { planOf } = await import('../../scenarios/describe-plan.ts');
  const chosen = chooseScenarios(choiceOf(paths, options));
  await tellMistakes(cli, chosen, paths);
  const plans = chosen.checked.map(planOf);
  if (options.json === true) await printJson(cli.stdout, plans);
  if ((await tellChoice(cli, chosen, paths)) || options.json === true) return;
  for (const each of plans) await cli.stdout.write(`${textOf(each, cli.stdout).join('\n')}\n\n`);
  const steps = plans.reduce((sum, { steps: own }) => sum + stepsIn(own), 0);
  await cli.stdout.write(`${count(plans.length, 'case')}, ${count(steps, 'step')}\n`);
}

function stepsIn(steps: readonly PlannedStep[]): number {
  return steps.reduce((sum, step) => sum + 1 + stepsIn(step.steps), 0);
}

function textOf(test: PlannedCase, { color }: Output): string[] {
  const { id, title, notes, place, requires, skips, given, steps, teardown, isIncomplete } = test;
  const line = (label: string, text: string) =>
    `  ${paint('dim', label.padEnd(LABEL), color)} ${visibleControls(text)}`;
  const head = `${paint('bold', visibleControls(id), color)}${title === id ? '' : `  ${visibleControls(title)}`}`;
  return [
    `${head}  ${paint('dim', `${place}, at most ${duration(test.timeoutMs)}`, color)}`,
    ...(notes ?? '').split('\n').flatMap(text => (text.trim() === '' ? [] : [`  ${visibleControls(text.trim())}`])),
    ...skips.map(reason => line('skipped', reason)),
    ...(requires.length === 0 ? [] : [line('requires', requires.join(', '))]),
    ...given.map((text, at) => line(at === 0 ? 'given' : '', text)),
    ...steps.flatMap(step => stepText(step, color)),
    ...(teardown.length === 0
      ? []
      : [`  ${paint('dim', 'at the end', color)}`, ...teardown.flatMap(step => stepText(step, color))]),
    ...(isIncomplete ? [`  ${paint('red', 'some steps cannot be read', color)}`] : []),
  ];
}

const LABEL = 8;

function stepText(step: PlannedStep, color: boolean): string[] {
  const { number, text, note, withinMs, outcomes, expectations, steps } = step;
  const depth = number.split('.').length - 1;
  const indent = '  '.repeat(depth + 1);
  const inner = `${indent}${' '.repeat(number.length + 2)}`;
  const ends = outcomes === undefined ? '' : `: ${outcomes.join(' or ')}`;
  const within = withinMs === undefined ? '' : paint('dim', `  within ${duration(withinMs)}`, color);
  return [
    `${indent}${paint('cyan', number, color)}  ${visibleControls(`${text}${ends}`)}${within}`,
    ...(note ?? '')
      .split('\n')
      .flatMap(line => (line.trim() === '' ? [] : [`${inner}${paint('dim', visibleControls(line.trim()), color)}`])),
    ...expectations.map(expectation => `${inner}expects ${visibleControls(expectation)}`),
    ...steps.flatMap(child => stepText(child, color)),
  ];
}

function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
