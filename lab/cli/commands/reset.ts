import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';

interface ResetOptions {
  readonly name: string;
  readonly keepSubscribers?: true;
}

/** `mvnolab reset` */
export function resetCommand(cli: Cli): Command {
  const command = new Command('reset')
    .summary('begin anew with a lab in containers: no subscribers, no phones')
    .description(
      'Empties the databases of the lab’s MongoDB and starts MME, gateways and user plane again, so that no phone and no session is left; then mends whatever ails. The containers stay, so this takes seconds.',
    )
    .option('--keep-subscribers', 'leave the databases: only phones and sessions are forgotten');
  return withLabOption(command)
    .action((options: ResetOptions) => reset(cli, options))
    .addHelpText('after', examples(['mvnolab reset', 'As after mvnolab up, in seconds']));
}

async function reset(cli: Cli, options: ResetOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { healFunction, labMissing, listContainers, NETWORK_FUNCTIONS, restartPhoneFunctions } = await import(
    '../../docker/index.ts'
  );
  const startedAt = performance.now();
  if ((await listContainers(engine, lab)).length === 0) throw labMissing(lab);
  let emptied: readonly string[] = [];
  for (const { name, profile } of NETWORK_FUNCTIONS) {
    if (profile === undefined) await healFunction(engine, lab, name, { signal: cli.signal });
    if (name !== 'mongo' || options.keepSubscribers === true) continue;
    const { emptyDatabases } = await import('./reset/empty-databases.ts');
    const [mongo] = (await listContainers(engine, lab)).filter(container => container.name === 'mongo');
    emptied = await emptyDatabases(mongo!);
  }
  await restartPhoneFunctions(engine, lab, cli.signal);
  const took = ((performance.now() - startedAt) / 1000).toFixed(1);
  const what =
    options.keepSubscribers === true ? 'Subscribers stay' : `Emptied: ${emptied.join(', ') || 'nothing was there'}`;
  await cli.stdout.write(`${what}. The lab '${lab}' has no phone and no session any more (${took} s).\n`);
}
