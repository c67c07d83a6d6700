import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { BatchRecord, LineResult, MsisdnPool } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import type { Column } from '../../print-table.ts';
import { numberOf } from './batch-options.ts';
import { type CardFilterOptions, cardQuery, withCardFilter } from './inventory.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { type FormatOptions, printRows, withFormatOptions } from './print-rows.ts';

interface RowsOptions extends InventoryCliOptions, FormatOptions {}

const COLUMNS: readonly Column<BatchRecord>[] = [
  { title: 'BATCH', value: ({ batch }) => batch },
  { title: 'STATE', value: ({ state, nextLine }) => (state === 'done' ? 'done' : `importing, at line ${nextLine}`) },
  { title: 'ACCEPTED', align: 'right', value: ({ counts }) => `${counts.accepted}` },
  { title: 'DUPLICATE', align: 'right', value: ({ counts }) => `${counts.duplicate}` },
  { title: 'REJECTED', align: 'right', value: ({ counts }) => `${counts.rejected}` },
  { title: 'FORMAT', value: ({ format }) => format },
  { title: 'BEGUN', value: ({ startedAt }) => startedAt.toISOString() },
];

const LINES: readonly Column<LineResult>[] = [
  { title: 'LINE', align: 'right', value: ({ line }) => `${line}` },
  { title: 'RESULT', value: ({ result }) => result },
  { title: 'ICCID', value: ({ iccid }) => iccid ?? '-' },
  { title: 'IMSI', value: ({ imsi }) => imsi ?? '-' },
  { title: 'CODE', value: ({ code }) => code ?? '-' },
  { title: 'REASON', flexible: true, value: ({ reason }) => reason ?? '-' },
];

/** `mvnolab sim batches` */
export function simBatchesCommand(cli: Cli): Command {
  const command = new Command('batches')
    .summary('list imports, or the lines of one that were not accepted')
    .description(
      'Without a name: every batch that was imported, and how far. With one: its lines that were duplicates or rejected.',
    )
    .argument('[batch]', 'name of the batch')
    .action((batch: string | undefined, options: RowsOptions) => listBatches(cli, batch, options));
  return withInventoryOptions(withFormatOptions(command)).addHelpText(
    'after',
    examples(
      ['mvnolab sim batches', 'All imports'],
      ['mvnolab sim batches B-1 --csv', 'What is to be mended in a file'],
    ),
  );
}

async function listBatches(cli: Cli, batch: string | undefined, options: RowsOptions): Promise<void> {
  const { batches } = await openInventoryOf(cli, options);
  if (batch === undefined) {
    await printRows(cli, options, COLUMNS, await batches.list(), record => record);
    return;
  }
  if ((await batches.find(batch)) === undefined)
    throw new UserError('batch-unknown', `there is no batch '${batch}'`, {
      place: '<batch>',
      expected: 'the name of a batch',
      hint: 'mvnolab sim batches lists them',
    });
  await printRows(cli, options, LINES, batches.refused(batch), line => line);
}

const POOLS: readonly Column<MsisdnPool>[] = [
  { title: 'POOL', value: ({ name }) => name },
  { title: 'FIRST', value: ({ first }) => first },
  { title: 'LAST', value: ({ last }) => last },
];

/** `mvnolab sim pools …` */
export function simPoolsCommand(cli: Cli): Command {
  const list = new Command('list')
    .summary('list the number pools')
    .description(
      'Lists the ranges that numbers are given out of. Without pools of its own, a lab gives out numbers that are reserved for fiction.',
    )
    .action((options: RowsOptions) => listPools(cli, options));
  const add = new Command('add')
    .summary('add a range of numbers')
    .description('Adds a pool. From then on only pools that were added are used.')
    .argument('<name>', 'small letters, digits and hyphens')
    .argument('<first>', 'first number, with country code')
    .argument('<last>', 'last number, of the same length')
    .action((name: string, first: string, last: string, options: RowsOptions) =>
      addPool(cli, name, first, last, options),
    );
  const remove = new Command('remove')
    .summary('remove a pool')
    .description('Removes a pool. Cards that have its numbers keep them.')
    .argument('<name>', 'the pool')
    .action((name: string, options: RowsOptions) => removePool(cli, name, options));
  return new Command('pools')
    .summary('the ranges that numbers are given out of')
    .description(
      'Numbers for activation: --msisdn auto takes the lowest free one. The number of a deactivated card rests first.',
    )
    .usage('<command> [options]')
    .addCommand(
      withInventoryOptions(withFormatOptions(list)).addHelpText(
        'after',
        examples(['mvnolab sim pools list', 'All of them']),
      ),
    )
    .addCommand(
      withInventoryOptions(add).addHelpText(
        'after',
        examples(['mvnolab sim pools add uk 447700900100 447700900199', 'A hundred fictional numbers']),
      ),
    )
    .addCommand(
      withInventoryOptions(remove).addHelpText('after', examples(['mvnolab sim pools remove uk', 'No longer'])),
    );
}

async function listPools(cli: Cli, options: RowsOptions): Promise<void> {
  const { pools } = await openInventoryOf(cli, options);
  await printRows(cli, options, POOLS, await pools.list(), pool => pool);
}

async function addPool(cli: Cli, name: string, first: string, last: string, options: RowsOptions): Promise<void> {
  const { pools } = await openInventoryOf(cli, options);
  const pool = await pools.add(name, first, last);
  await cli.stdout.write(`${pool.name} added: ${pool.first} … ${pool.last}\n`);
}

async function removePool(cli: Cli, name: string, options: RowsOptions): Promise<void> {
  const { pools } = await openInventoryOf(cli, options);
  if (!(await pools.remove(name)))
    throw new UserError('pool-unknown', `there is no pool '${name}'`, {
      place: '<name>',
      expected: 'a pool that was added',
      hint: 'mvnolab sim pools list',
    });
  await cli.stdout.write(`${name} removed\n`);
}

interface ManyOptions extends InventoryCliOptions, CardFilterOptions {
  readonly forCustomer?: string;
  readonly forOrder?: string;
  readonly plan?: string;
  readonly msisdn: string;
}

/** `mvnolab sim activate-many` */
export function simActivateManyCommand(cli: Cli): Command {
  const command = new Command('activate-many')
    .summary('activate many cards')
    .description(
      'Activates the assigned cards that the options choose; with --for-customer also cards in stock, which are assigned in the same step. As mvnolab sim activate one by one, but many in a command.',
    )
    .option('--for-customer <id>', 'bind cards in stock to this customer')
    .option('--for-order <id>', 'bind cards in stock to this order')
    .option('--plan <name>', 'the plan (default: the one that a card was assigned with, else default)')
    .option('--msisdn <how>', 'auto (lowest free numbers of the pools) or none', 'auto')
    .action((options: ManyOptions) => activateMany(cli, options));
  return withInventoryOptions(withCardFilter(command)).addHelpText(
    'after',
    examples([
      'mvnolab sim activate-many --batch B-1 --for-customer fleet-7 --plan iot --msisdn none',
      'A whole batch',
    ]),
  );
}

async function activateMany(cli: Cli, options: ManyOptions): Promise<void> {
  const { forCustomer: customer, forOrder: order, plan, msisdn } = options;
  if (msisdn !== 'auto' && msisdn !== 'none')
    throw new UserError('msisdn-how', `--msisdn is '${msisdn}'`, { place: '--msisdn', expected: 'auto or none' });
  if (options.limit !== undefined) numberOf('--limit', options.limit, 1, 999_999_999);
  const { states: _, ...query } = await cardQuery(options);
  const inventory = await openInventoryOf(cli, options);
  const { activated, skipped, undelivered, stopped } = await inventory.activateMany(
    query,
    { customer, order, plan, msisdn, signal: cli.signal },
    callerOf(cli),
  );
  await cli.stdout.write(
    `${activated} activated, ${skipped} skipped${undelivered === 0 ? '' : `, ${undelivered} of them not in the HSS yet: mvnolab sim events list`}\n`,
  );
  if (stopped) await cli.stderr.write('stopped; the same command goes on\n');
  if (undelivered > 0) cli.exitCode = EXIT.lab;
}
