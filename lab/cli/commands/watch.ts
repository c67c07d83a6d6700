import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { addRunOptions } from './run/add-options.ts';
import type { RunCommandOptions } from './run/options.ts';

/** `mvnolab watch` */
export function watchCommand(cli: Cli): Command {
  const command = new Command('watch')
    .summary('run scenarios again whenever their files change')
    .description(
      'Runs the scenarios, then waits: whoever saves a scenario, a fragment or a CSV file sees at once what comes of it. Only what a change concerns is run. A change during a run ends that run. On a terminal, Enter runs all again, f what failed, q ends; Ctrl-C ends it anywhere. Takes what mvnolab run takes.',
    );
  return addRunOptions(command)
    .action(async (paths: string[], options: RunCommandOptions) =>
      (await import('./watch/watch-scenarios.ts')).watchScenarios(cli, paths, options),
    )
    .addHelpText(
      'after',
      examples(
        ['mvnolab watch scenarios/attach', 'A folder, while you work on it'],
        ['mvnolab watch my-test.yaml:12 --no-artefacts', 'The case at that line, without files'],
      ),
    );
}
