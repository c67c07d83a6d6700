import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { simAddCommand } from './sim/add.ts';
import { simListCommand } from './sim/list.ts';
import { simRemoveCommand } from './sim/remove.ts';
import { simShowCommand } from './sim/show.ts';

/** `mvnolab sim …` */
export function simCommand(cli: Cli): Command {
  return new Command('sim')
    .summary('add, show, list and remove SIMs in the subscriber database')
    .description(
      "SIMs as the HSS knows them: the `subscribers` collection that Open5GS reads. Without --mongodb they are in the lab's own store, .mvnolab/store of the current folder.",
    )
    .usage('<command> [options]')
    .helpCommand('help [command]', 'explain a command')
    .addCommand(simAddCommand(cli))
    .addCommand(simShowCommand(cli))
    .addCommand(simListCommand(cli))
    .addCommand(simRemoveCommand(cli))
    .addHelpText('after', '\nEach command explains itself: mvnolab sim <command> --help');
}
