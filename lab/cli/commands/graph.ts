import { Command, Option } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { withLabOption } from '../lab-options.ts';
import { printJson } from '../print-table.ts';

interface GraphOptions {
  readonly name: string;
  readonly mermaid?: true;
  readonly live?: true;
  readonly format: 'mermaid' | 'json';
}

/** `mvnolab graph` */
export function graphCommand(cli: Cli): Command {
  const command = new Command('graph')
    .summary('the network functions of a lab and their reference points, as a diagram')
    .description(
      'Draws the functions of a lab in containers and the reference points between them, as a Mermaid diagram for documents, or as JSON. With --live each function has its state and address; without, no engine is needed.',
    )
    .option('--live', 'with the state of the lab that is up')
    .option('--mermaid', 'as a Mermaid diagram, which is the default')
    .addOption(new Option('--format <format>', 'mermaid or json').choices(['mermaid', 'json']).default('mermaid'));
  return withLabOption(command)
    .action((options: GraphOptions) => graph(cli, options))
    .addHelpText(
      'after',
      examples(['mvnolab graph --mermaid', 'For a document'], ['mvnolab graph --live', 'With states and addresses']),
    );
}

async function graph(cli: Cli, options: GraphOptions): Promise<void> {
  const { graphOf, labName, listContainers, mermaidOf, openEngine } = await import('../../docker/index.ts');
  const lab = labName(options.name);
  const live = options.live === true ? await listContainers(await openEngine(cli.env), lab) : undefined;
  const drawn = graphOf(live);
  if (options.format === 'json') return printJson(cli.stdout, drawn);
  await cli.stdout.write(mermaidOf(drawn));
}
