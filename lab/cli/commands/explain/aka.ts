import { resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { StepResult } from '../../../../scenarios/runner/index.ts';
import type { RecordedPart } from '../../../runs/load-run.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint } from '../../paint.ts';
import { type RunsOptions, withRunsOption } from '../../run-options.ts';

interface AkaOptions extends RunsOptions {
  readonly run: string;
  readonly case?: string;
  readonly step?: string;
}

/** `mvnolab explain aka` */
export function explainAkaCommand(cli: Cli): Command {
  const command = new Command('aka')
    .summary('walk through the authentications of a run')
    .description(
      'Tells each authentication (EPS-AKA) of a run step by step: what is in AUTN, what the card computed, which number did not fit and what follows from it.',
    )
    .option('--run <id>', 'which run: its id, the beginning of it, the path of its folder, or last', 'last')
    .option('--case <id>', 'which case of a run of scenarios; a part of its id is enough')
    .option('--step <number>', 'only the authentications of this step, such as 1 or 2.1')
    .action((options: AkaOptions) => explainAka(cli, options));
  return withRunsOption(command).addHelpText(
    'after',
    examples(
      ['mvnolab explain aka', 'The authentications of the newest run'],
      ['mvnolab explain aka --run 8f2c --case wrong-ki --step 1', 'Those of one step'],
    ),
  );
}

async function explainAka(cli: Cli, options: AkaOptions): Promise<void> {
  const [{ findRun }, { loadParts }] = await Promise.all([
    import('../../../runs/find-run.ts'),
    import('../../../runs/load-run.ts'),
  ]);
  const run = findRun(resolve(cli.cwd, options.artefacts), options.run);
  const parts = await loadParts(run, options.case);
  let count = 0;
  for (const part of parts) count += await tellPart(cli, part, options.step);
  if (count > 0) return;
  throw new UserError(
    'no-authentication',
    `run ${run.id} holds no authentication${options.step === undefined ? '' : ` in step ${options.step}`}`,
    {
      place: run.folder,
      hint: 'a phone that comes back with its GUTI is not asked; mvnolab explain run shows what happened',
    },
  );
}

async function tellPart(cli: Cli, part: RecordedPart, number: string | undefined): Promise<number> {
  const { challengesIn, tellChallenge } = await import('../../../runs/explain-aka.ts');
  const { color } = cli.stdout;
  const step = number === undefined ? undefined : stepOf(part, number);
  if (number !== undefined && step === undefined) return 0;
  const challenges = challengesIn(part.events, step?.startMs, step?.endMs);
  for (const [i, challenge] of challenges.entries()) {
    const imsi = challenge.imsi === undefined ? '' : ` (IMSI ${challenge.imsi})`;
    const of = challenges.length === 1 ? '' : ` ${i + 1} of ${challenges.length}`;
    const where = part.result === undefined ? '' : `${part.result.id}: `;
    const title = `${where}challenge${of} to ${challenge.phone}${imsi} at ${challenge.t.toFixed(1)} ms`;
    const lines = tellChallenge(challenge).map(line => (/^\S/.test(line) ? paint('bold', line, color) : line));
    await cli.stdout.write(
      `${paint('cyan', title, color)}\n\n${lines.map(line => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`,
    );
  }
  const why = challenges.length === 0 ? [] : whyOf(part, number);
  if (why.length > 0) await cli.stdout.write(`${paint('bold', '  Why', color)}\n    ${why.join('\n    ')}\n\n`);
  return challenges.length;
}

/** Sentences that were computed when the run was on, with the database at hand. */
function whyOf({ attempt }: RecordedPart, step: string | undefined): string[] {
  const problems = (attempt?.problems ?? []).filter(problem => step === undefined || problem.step === step);
  return [...new Set(problems.flatMap(({ why = [] }) => why))];
}

function stepOf({ result, attempt }: RecordedPart, number: string): StepResult | undefined {
  const all = (steps: readonly StepResult[]): StepResult[] => steps.flatMap(step => [step, ...all(step.children)]);
  if (result === undefined)
    throw new UserError('step-unknown', 'this run has no steps', { place: '--step', hint: 'leave --step out' });
  return all(attempt?.steps ?? []).find(step => step.phase === 'steps' && step.number === number);
}
