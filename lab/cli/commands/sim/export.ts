import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { Caller, CardQuery, CardToWrite, Inventory } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { readTransportKeys } from './batch-options.ts';
import { type CardFilterOptions, cardQuery, withCardFilter } from './inventory.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { writeText } from './write-file.ts';

interface ExportOptions extends InventoryCliOptions, CardFilterOptions {
  readonly format: string;
  readonly transportKey?: string;
  readonly revealKeys?: string;
  readonly name?: string;
  readonly out: string;
}

/** `mvnolab sim export` */
export function simExportCommand(cli: Cli): Command {
  const command = new Command('export')
    .summary('write cards of the inventory as a batch file')
    .description(
      'Writes cards as lab-batch v1 or as pySim reads them. Their keys are encrypted with a transport key, or in the open with --reveal-keys; both are audited. For lists without keys: mvnolab sim inventory --csv.',
    )
    .option('--format <name>', 'output (lab-batch v1 with keys), input (lab-batch v1, no keys), pysim', 'output')
    .option(
      '--transport-key <index=file>',
      'encrypt everything secret with this key; index=env:NAME takes it from the environment',
    )
    .option('--reveal-keys <reason>', 'write the keys in the open, and the reason into the audit')
    .option('--name <batch>', 'name of the batch in the file (default: export)')
    .option('--out <file>', 'the file, - for standard output', '-')
    .action((options: ExportOptions) => exportCards(cli, options));
  return withInventoryOptions(withCardFilter(command)).addHelpText(
    'after',
    examples(
      [
        'mvnolab sim export --batch B-1 --transport-key 5=keys/transport-5.hex --out B-1.out',
        'A batch for another system',
      ],
      [
        'mvnolab sim export --state available --format pysim --reveal-keys "cards to write" --out cards.csv',
        'For pySim',
      ],
    ),
  );
}

async function exportCards(cli: Cli, options: ExportOptions): Promise<void> {
  const { writeLabBatch, writePysimCsv } = await import('../../../../provisioner/inventory/index.ts');
  const { format, transportKey, revealKeys, name = 'export', out } = options;
  if (!['output', 'input', 'pysim'].includes(format))
    throw new UserError('format-unknown', `there is no format '${format}'`, {
      place: '--format',
      expected: 'output, input or pysim',
    });
  const [key] = (await readTransportKeys(cli, transportKey === undefined ? [] : [transportKey])).values();
  if (format !== 'input' && revealKeys === undefined && (key === undefined || format === 'pysim'))
    throw new UserError('export-in-the-open', 'this would write the keys of the cards in the open', {
      place: format === 'pysim' ? '--format pysim' : '--transport-key',
      expected:
        format === 'pysim'
          ? '--reveal-keys <reason> with it'
          : '--transport-key <index=file>, or --reveal-keys <reason>',
    });
  const query = await cardQuery(options);
  const inventory = await openInventoryOf(cli, options);
  const quantity = Math.min(await inventory.sims.count(query), query.limit ?? Number.POSITIVE_INFINITY);
  const cards = await cardsOf(
    inventory,
    query,
    format === 'input' ? undefined : (revealKeys ?? `export with transport key ${key!.index}`),
    callerOf(cli),
  );
  const lab = {
    kind: format === 'input' ? ('input' as const) : ('output' as const),
    batch: name,
    quantity,
    transportKey: key,
  };
  await writeText(cli, out, format === 'pysim' ? writePysimCsv(cards) : writeLabBatch(cards, lab));
  if (out !== '-') await cli.stderr.write(`${quantity} cards in ${out}\n`);
}

async function cardsOf(
  { sims }: Inventory,
  query: CardQuery,
  why: string | undefined,
  caller: Caller,
): Promise<AsyncIterable<CardToWrite>> {
  if (why === undefined) {
    return (async function* () {
      for await (const card of sims.list(query)) yield { card };
    })();
  }
  return sims.revealMany(query, caller, why);
}
