import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { CardToWrite } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { numberOf, readTransportKeys } from './batch-options.ts';
import { writeText } from './write-file.ts';

interface GenerateCliOptions {
  readonly count: string;
  readonly plmn: string;
  readonly firstMsin?: string;
  readonly iccidPrefix?: string;
  readonly seed?: string;
  readonly product?: string;
  readonly batch?: string;
  readonly format: string;
  readonly transportKey?: string;
  readonly out: string;
}

/** `mvnolab sim generate` */
export function simGenerateCommand(cli: Cli): Command {
  return new Command('generate')
    .summary('make a file of new cards for a test network')
    .description(
      'Makes cards with consecutive ICCIDs and IMSIs and keys of their own, as a file that mvnolab sim import takes: the vendor of a lab. Only for test networks (001-01, 999-xx).',
    )
    .requiredOption('--count <number>', 'how many, 1 … 10,000,000')
    .option('--plmn <mcc-mnc>', 'the network', '001-01')
    .option('--first-msin <number>', 'MSIN of the first card (default: 1)')
    .option('--iccid-prefix <digits>', 'begin of the ICCIDs: 89, country and issuer (default: 8988211 and the MNC)')
    .option(
      '--seed <text>',
      'draw the keys from this text, the same each time; for trainings only (default: real randomness)',
    )
    .option('--product <name>', 'what kind of card it is')
    .option('--batch <name>', 'name of the batch (default: one drawn at random)')
    .option(
      '--format <name>',
      'output (lab-batch v1 with keys), input (lab-batch v1 for a vendor, no keys), pysim',
      'output',
    )
    .option(
      '--transport-key <index=file>',
      'encrypt everything secret with this key; index=env:NAME takes it from the environment',
    )
    .option('--out <file>', 'the file, - for standard output', '-')
    .action((options: GenerateCliOptions) => generate(cli, options))
    .addHelpText(
      'after',
      examples(
        [
          'mvnolab sim generate --count 1000 --out cards.out && mvnolab sim import cards.out',
          'A thousand cards in stock',
        ],
        [
          'mvnolab sim generate --count 20 --seed training --format pysim --out cards.csv',
          'The same twenty cards each time, to write with pySim',
        ],
      ),
    );
}

async function generate(cli: Cli, options: GenerateCliOptions): Promise<void> {
  const { generateCards, writeLabBatch, writePysimCsv } = await import('../../../../provisioner/inventory/index.ts');
  const { plmn, iccidPrefix, seed, product, format, transportKey } = options;
  if (!['output', 'input', 'pysim'].includes(format))
    throw new UserError('format-unknown', `there is no format '${format}'`, {
      place: '--format',
      expected: 'output, input or pysim',
    });
  if (format === 'pysim' && transportKey !== undefined)
    throw new UserError('format-unencrypted', "pySim's CSV is written in the open", {
      place: '--transport-key',
      expected: '--format output with it',
    });
  const count = numberOf('--count', options.count, 1, 10_000_000);
  const firstMsin =
    options.firstMsin === undefined ? undefined : numberOf('--first-msin', options.firstMsin, 0, 9_999_999_999);
  const [key] = (await readTransportKeys(cli, transportKey === undefined ? [] : [transportKey])).values();
  const batch = options.batch ?? `gen-${(await import('node:crypto')).randomBytes(4).toString('hex')}`;
  const cards: Iterable<CardToWrite> = generateCards({ count, plmn, firstMsin, iccidPrefix, seed, product });
  const lab = {
    kind: format === 'input' ? ('input' as const) : ('output' as const),
    batch,
    quantity: count,
    product,
    plmn,
    transportKey: key,
  };
  await writeText(cli, options.out, format === 'pysim' ? writePysimCsv(cards) : writeLabBatch(cards, lab));
  if (options.out !== '-')
    await cli.stderr.write(
      `${count} cards in ${options.out}${key === undefined && format !== 'input' ? ', keys in the open' : ''}\n`,
    );
}
