import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';

interface HealOptions {
  readonly name: string;
}

/** `mvnolab heal` */
export function healCommand(cli: Cli): Command {
  const command = new Command('heal')
    .summary('mend what is killed, stopped, paused or cut off in a lab')
    .description(
      'Starts, unfreezes and connects again what ails the functions of a lab in containers, whoever did it, and waits until they are healthy and their Diameter connections are open.',
    )
    .argument('[functions...]', 'such as hss or mme (default: all)');
  return withLabOption(command)
    .action((functions: string[], options: HealOptions) => heal(cli, functions, options))
    .addHelpText('after', examples(['mvnolab heal', 'The whole lab'], ['mvnolab heal hss', 'One function']));
}

async function heal(cli: Cli, functions: readonly string[], options: HealOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { healFunction, labMissing, listContainers, networkFunction } = await import('../../docker/index.ts');
  const containers = await listContainers(engine, lab);
  if (containers.length === 0) throw labMissing(lab);
  const wanted =
    functions.length > 0 ? functions.map(name => networkFunction(name).name) : containers.map(({ name }) => name);
  const healed: string[] = [];
  for (const name of wanted) if (await healFunction(engine, lab, name, { signal: cli.signal })) healed.push(name);
  await cli.stdout.write(healed.length === 0 ? 'Nothing was to be mended.\n' : `Mended: ${healed.join(', ')}\n`);
}
