import { Command, Option } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';
import { printJson } from '../print-table.ts';

interface DownOptions {
  readonly name: string;
  readonly all?: true;
  readonly keepData?: true;
  readonly format: 'text' | 'json';
}

/** `mvnolab down` */
export function downCommand(cli: Cli): Command {
  const command = new Command('down')
    .summary('remove a lab in containers, whatever is left of it')
    .description(
      'Removes the containers, networks and volumes of a lab, found by their label: a lab that is whole, and what a crash or a kill left of one. What has no label of the lab is never touched. Images stay.',
    )
    .option('--all', 'every lab of this engine, not only the one named')
    .option('--keep-data', 'leave the volumes: the next lab of this name has the same subscribers')
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'));
  return withLabOption(command)
    .action((options: DownOptions) => down(cli, options))
    .addHelpText(
      'after',
      examples(['mvnolab down', 'The lab'], ['mvnolab down --all', 'Everything that any lab left on this engine']),
    );
}

async function down(cli: Cli, options: DownOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { takeDown } = await import('../../docker/index.ts');
  const removed = await takeDown(engine, {
    lab: options.all === true ? undefined : lab,
    keepVolumes: options.keepData === true,
    told: what => void cli.stderr.write(`removed ${what}\n`),
  });
  if (options.format === 'json') return printJson(cli.stdout, removed);
  const { containers, networks, volumes } = removed;
  const count = containers.length + networks.length + volumes.length;
  const whose = options.all === true ? 'any lab' : `the lab '${lab}'`;
  await cli.stdout.write(
    count === 0
      ? `Nothing of ${whose} is there.\n`
      : `Removed ${containers.length} containers, ${networks.length} networks and ${volumes.length} volumes of ${whose}.\n`,
  );
}
