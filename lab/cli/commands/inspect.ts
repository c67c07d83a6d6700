import { Command, Option } from 'commander';
import type { FunctionInspection } from '../../docker/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';
import { printJson, printTable } from '../print-table.ts';

interface InspectOptions {
  readonly name: string;
  readonly format: 'text' | 'json';
}

/** `mvnolab inspect` */
export function inspectCommand(cli: Cli): Command {
  const command = new Command('inspect')
    .summary('everything about a lab in containers: addresses, restarts, memory, traffic')
    .description(
      'Tells what the engine knows of a lab: its network and volumes, and of each function the image’s digest, restarts, health, memory, processor time and traffic.',
    )
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'));
  return withLabOption(command)
    .action((options: InspectOptions) => inspect(cli, options))
    .addHelpText('after', examples(['mvnolab inspect', 'The lab'], ['mvnolab inspect --format json', 'For a program']));
}

async function inspect(cli: Cli, options: InspectOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { inspectLab, labMissing } = await import('../../docker/index.ts');
  const inspection = await inspectLab(engine, lab);
  if (inspection.functions.length === 0) throw labMissing(lab);
  if (options.format === 'json') return printJson(cli.stdout, inspection);
  const { networks, volumes } = inspection;
  for (const { name, subnet } of networks) await cli.stdout.write(`network ${name}  ${subnet ?? ''}\n`);
  await cli.stdout.write(`volumes ${volumes.join(', ')}\n\n`);
  const megabytes = (bytes: number | undefined) => (bytes === undefined ? '-' : (bytes / 1e6).toFixed(1));
  await printTable<FunctionInspection>(
    cli.stdout,
    [
      { title: 'FUNCTION', value: row => row.name },
      { title: 'STATE', value: row => (row.health === 'none' ? row.state : row.health) },
      { title: 'RESTARTS', align: 'right', value: row => String(row.restarts) },
      { title: 'MEMORY MB', align: 'right', value: row => megabytes(row.stats?.memory_bytes) },
      { title: 'CPU S', align: 'right', value: row => row.stats?.cpu_seconds.toFixed(1) ?? '-' },
      { title: 'IN MB', align: 'right', value: row => megabytes(row.stats?.received_bytes) },
      { title: 'OUT MB', align: 'right', value: row => megabytes(row.stats?.sent_bytes) },
      { title: 'IMAGE ID', value: row => row.image_id.replace('sha256:', '').slice(0, 12) },
    ],
    inspection.functions,
  );
}
