import { Argument, Command } from 'commander';
import type { FunctionFault } from '../../docker/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';

interface FaultOptions {
  readonly name: string;
}

const FAULTS = ['kill', 'stop', 'pause', 'partition'] as const satisfies readonly FunctionFault[];

/** `mvnolab fault` */
export function faultCommand(cli: Cli): Command {
  const command = new Command('fault')
    .summary('kill, stop, pause or cut off a function of a lab')
    .description(
      'Makes a function of a lab in containers fail until it is healed: kill (at once), stop (in order), pause (it answers nothing), partition (taken off the lab’s network). Scenarios do the same by fault.kill and so on.',
    )
    .addArgument(new Argument('<kind>', 'what happens to it').choices(FAULTS))
    .argument('<function>', 'such as hss or mme');
  return withLabOption(command)
    .action((kind: FunctionFault, name: string, options: FaultOptions) => fault(cli, kind, name, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab fault pause hss', 'An HSS that does not answer'],
        ['mvnolab heal', 'And everything is well again'],
      ),
    );
}

async function fault(cli: Cli, kind: FunctionFault, name: string, options: FaultOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { failFunction, networkFunction } = await import('../../docker/index.ts');
  const known = networkFunction(name);
  await failFunction(engine, lab, known.name, kind);
  await cli.stdout.write(`${known.title}: ${DONE[kind]}; mvnolab heal ${known.name} mends it\n`);
}

const DONE: Readonly<Record<FunctionFault, string>> = {
  kill: 'killed',
  stop: 'stopped',
  pause: 'paused',
  partition: 'cut off from the lab’s network',
};
