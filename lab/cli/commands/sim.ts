import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { simAddCommand } from './sim/add.ts';
import { simAuditCommand } from './sim/audit.ts';
import { simActivateManyCommand, simBatchesCommand, simPoolsCommand } from './sim/batches.ts';
import { simCardCommand, simHistoryCommand } from './sim/card.ts';
import { simDbctlCommand } from './sim/dbctl.ts';
import { simDiffCommand, simReconcileCommand } from './sim/drift.ts';
import { simEventsCommand, simHandlersCommand } from './sim/events.ts';
import { simExportCommand } from './sim/export.ts';
import { simGenerateCommand } from './sim/generate.ts';
import { simImportCommand } from './sim/import.ts';
import { simInventoryCommand } from './sim/inventory.ts';
import { lifecycleCommands, simDetachCommand } from './sim/lifecycle.ts';
import { simListCommand } from './sim/list.ts';
import { simRegisterCommand } from './sim/register.ts';
import { simRemoveCommand } from './sim/remove.ts';
import { simShowCommand } from './sim/show.ts';

/** `mvnolab sim …` */
export function simCommand(cli: Cli): Command {
  const command = new Command('sim')
    .summary('SIM cards and their life, and the subscribers of the HSS')
    .description(
      "SIM cards in the inventory (stock, activation, suspension, swap, batches), and the subscribers that the HSS knows: the `subscribers` collection that Open5GS reads. add, show, list, remove and dbctl act on the subscribers directly; the others on the inventory, which brings every change to the HSS. Without --mongodb both are in the lab's own store, .mvnolab/store of the current folder.",
    )
    .usage('<command> [options]')
    .helpCommand('help [command]', 'explain a command');
  command.commandsGroup('Subscribers of the HSS:');
  for (const child of [simAddCommand, simShowCommand, simListCommand, simRemoveCommand, simDbctlCommand])
    command.addCommand(child(cli));
  command.commandsGroup('Cards of the inventory:');
  for (const child of [simRegisterCommand, simInventoryCommand, simCardCommand]) command.addCommand(child(cli));
  for (const child of [...lifecycleCommands(cli), simDetachCommand(cli)]) command.addCommand(child);
  command.commandsGroup('Batches:');
  for (const child of [
    simGenerateCommand,
    simImportCommand,
    simExportCommand,
    simBatchesCommand,
    simActivateManyCommand,
    simPoolsCommand,
  ])
    command.addCommand(child(cli));
  command.commandsGroup('Records and the way into the network:');
  for (const child of [
    simHistoryCommand,
    simAuditCommand,
    simDiffCommand,
    simReconcileCommand,
    simEventsCommand,
    simHandlersCommand,
  ])
    command.addCommand(child(cli));
  return command.addHelpText('after', '\nEach command explains itself: mvnolab sim <command> --help');
}
