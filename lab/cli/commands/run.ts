import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { addRunOptions } from './run/add-options.ts';
import type { RunCommandOptions } from './run/options.ts';

/** `mvnolab run` */
export function runCommand(cli: Cli): Command {
  const command = new Command('run')
    .summary('run scenarios and say what held and what did not')
    .description(
      'Runs scenario files, folders of them, or single cases (file:line). Each case gets a fresh lab, the phones, base stations and SIMs that it names, and a verdict. Without --core the embedded core answers. Exit code 0 when everything passed, 1 when an expectation failed, 2 for a mistake in the call or in a scenario, 3 when the lab broke or a result proves nothing, 4 when nothing was selected, 5 for a flaky case with --fail-on-flaky, 130 when interrupted.',
    );
  return addRunOptions(command)
    .action(async (paths: string[], options: RunCommandOptions) =>
      (await import('./run/run-scenarios.ts')).runScenarios(cli, paths, options),
    )
    .addHelpText(
      'after',
      examples(
        ['mvnolab run', 'The whole catalogue on the embedded core'],
        ['mvnolab run scenarios/attach -t smoke', 'The smoke tests of a folder'],
        ['mvnolab run scenarios/authentication/wrong-keys.yaml:12', 'The case at that line'],
        ['mvnolab run -g sqn --repeat-each 20 --workers 8', 'Whatever is called sqn, twenty times'],
        [
          'mvnolab run --mme 127.0.0.2 --mongodb mongodb://127.0.0.1/open5gs --core-version 2.8.0',
          'The same cases on a running Open5GS',
        ],
      ),
    );
}
