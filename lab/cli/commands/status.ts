import { Command, Option } from 'commander';
import type { LabContainer } from '../../docker/index.ts';
import { type Cli, EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';
import { paint } from '../paint.ts';
import { printJson, printTable } from '../print-table.ts';

interface StatusOptions {
  readonly name: string;
  readonly all?: true;
  readonly format: 'text' | 'json';
}

/** `mvnolab status` */
export function statusCommand(cli: Cli): Command {
  const command = new Command('status')
    .summary('what runs of a lab in containers, and how it is')
    .description(
      'Lists the network functions of a lab: state, health, address on the lab’s network, published ports, image. Exit code 1 when one of them is not well, 3 when there is no lab.',
    )
    .option('--all', 'every lab of this engine')
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'));
  return withLabOption(command)
    .action((options: StatusOptions) => status(cli, options))
    .addHelpText('after', examples(['mvnolab status', 'The lab'], ['mvnolab status --format json', 'For a program']));
}

async function status(cli: Cli, options: StatusOptions): Promise<void> {
  const { engine, lab } = await openLabEngine(cli, options);
  const { labMissing, listContainers, networkFunction } = await import('../../docker/index.ts');
  const containers = await listContainers(engine, options.all === true ? undefined : lab);
  if (containers.length === 0 && options.all !== true) throw labMissing(lab);
  if (!containers.every(isWell)) cli.exitCode = EXIT.expectationFailed;
  if (options.format === 'json') return printJson(cli.stdout, containers);
  if (containers.length === 0) return cli.stdout.write('No lab runs in containers.\n');
  const title = (name: string) => {
    try {
      return networkFunction(name).title;
    } catch {
      return '';
    }
  };
  await printTable(
    cli.stdout,
    [
      ...(options.all === true ? [{ title: 'LAB', value: (row: LabContainer) => row.lab }] : []),
      { title: 'FUNCTION', value: row => row.name },
      { title: 'WHAT', value: row => title(row.name), flexible: true },
      { title: 'STATE', value: row => (row.health === 'none' ? row.state : `${row.state}, ${row.health}`) },
      { title: 'ADDRESS', value: row => row.address ?? '-' },
      {
        title: 'PUBLISHED',
        value: row =>
          Object.entries(row.published)
            .map(([port, place]) => `${place} → ${port}`)
            .join(', ') || '-',
      },
      { title: 'IMAGE', value: row => row.image, flexible: true },
      { title: 'SINCE', value: row => row.status.replace(/ \(.*\)$/, ''), flexible: true },
    ],
    containers,
  );
  const ill = containers.filter(container => !isWell(container));
  if (ill.length > 0) {
    const names = ill.map(({ name }) => name).join(', ');
    await cli.stdout.write(`${paint('red', `Not well: ${names}`, cli.stdout.color)}; mvnolab logs ${ill[0]!.name}\n`);
  }
}

/** Runs, and its healthcheck agrees; without an address it is cut off. */
function isWell({ state, health, name, address }: LabContainer): boolean {
  const isCapture = name.startsWith('capture-');
  return state === 'running' && health !== 'unhealthy' && health !== 'starting' && (isCapture || address !== undefined);
}
