import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { CardQuery, SimState } from '../../../../provisioner/inventory/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { CARD_COLUMNS, cardAsJson } from './describe-card.ts';
import { type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { type FormatOptions, printRows, withFormatOptions } from './print-rows.ts';

export interface CardFilterOptions {
  readonly state?: string;
  readonly customer?: string;
  readonly batch?: string;
  readonly product?: string;
  readonly plmn?: string;
  readonly after?: string;
  readonly limit?: string;
}

interface ListOptions extends InventoryCliOptions, FormatOptions, CardFilterOptions {
  readonly count?: true;
}

/** Adds what chooses cards. */
export function withCardFilter(command: Command): Command {
  return command
    .option(
      '--state <states>',
      'only cards in these states, with commas between: available, assigned, active, suspended, deactivated',
    )
    .option('--customer <id>', 'only cards of this customer')
    .option('--batch <name>', 'only cards of this batch')
    .option('--product <name>', 'only cards of this product')
    .option('--plmn <mcc-mnc>', 'only cards of this network')
    .option('--after <iccid>', 'only ICCIDs after this one: the last of the page before')
    .option('--limit <number>', 'this many at most (default: all)');
}

/** `mvnolab sim inventory` */
export function simInventoryCommand(cli: Cli): Command {
  const command = new Command('inventory')
    .summary('list the cards of the inventory')
    .description('Lists cards by ICCID, one a line, as they come from the database.')
    .option('--count', 'print only how many there are')
    .action((options: ListOptions) => list(cli, options));
  return withInventoryOptions(withFormatOptions(withCardFilter(command))).addHelpText(
    'after',
    examples(
      ['mvnolab sim inventory --state available', 'What is in stock'],
      ['mvnolab sim inventory --customer cust-42 --csv', 'The cards of a customer, for a spreadsheet'],
    ),
  );
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const query = await cardQuery(options);
  const { sims } = await openInventoryOf(cli, options);
  if (options.count === true) return cli.stdout.write(`${await sims.count(query)}\n`);
  if (
    (await printRows(cli, options, CARD_COLUMNS, sims.list(query), card => cardAsJson(card))) === 0 &&
    options.json !== true
  )
    await cli.stderr.write('no cards; mvnolab sim import and mvnolab sim register add some\n');
}

/** @throws UserError state-unknown, limit-invalid, plmn-invalid */
export async function cardQuery({
  state,
  customer,
  batch,
  product,
  plmn,
  after,
  limit,
}: CardFilterOptions): Promise<CardQuery> {
  const { SIM_STATES } = await import('../../../../provisioner/inventory/index.ts');
  const { didYouMean, parsePlmn } = await import('../../../../emulator/vocabulary/index.ts');
  const states = state?.split(',').map(word => word.trim());
  const unknown = states?.find(word => !(SIM_STATES as readonly string[]).includes(word));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, [...SIM_STATES]);
    throw new UserError('state-unknown', `there is no state '${unknown}'`, {
      place: '--state',
      expected: `one of ${SIM_STATES.join(', ')}`,
      ...(near !== undefined && { hint: `did you mean ${near}?` }),
    });
  }
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit))
    throw new UserError('limit-invalid', `'${limit}' is not a number of cards`, {
      place: '--limit',
      expected: 'a whole number, 1 or more',
    });
  const home = plmn === undefined ? undefined : parsePlmn(plmn);
  return {
    ...(states !== undefined && { states: states as SimState[] }),
    ...(customer !== undefined && { customer }),
    ...(batch !== undefined && { batch }),
    ...(product !== undefined && { product }),
    ...(home !== undefined && { imsiPrefix: home.mcc + home.mnc }),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}
