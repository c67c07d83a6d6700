import { Command } from 'commander';
import type { Drift, DriftQuery, Reconciled } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import type { Column } from '../../print-table.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { type FormatOptions, printRows, withFormatOptions } from './print-rows.ts';

interface DriftOptions extends InventoryCliOptions, FormatOptions {
  readonly known?: true;
  readonly apply?: true;
}

const COLUMNS: readonly Column<Drift>[] = [
  { title: 'IMSI', value: ({ imsi }) => imsi },
  { title: 'ICCID', value: ({ iccid }) => iccid ?? '-' },
  { title: 'STATE', value: ({ state }) => state ?? '-' },
  { title: 'DRIFT', value: ({ kinds }) => kinds.join(' ') },
  { title: 'PATHS', flexible: true, value: ({ paths }) => paths.join(' ') || '-' },
  { title: 'WHAT', flexible: true, value: ({ text }) => text },
];

const PREFIX: readonly [string, string] = [
  '[imsi]',
  'only IMSIs that begin with these digits; a whole IMSI is one card',
];

/** `mvnolab sim diff` */
export function simDiffCommand(cli: Cli): Command {
  const command = new Command('diff')
    .summary('compare the inventory with what the HSS stores')
    .description(
      'Compares every card with its subscriber in the HSS: keys, SQN type, number, profile of the plan, suspension. Names paths, never values. Exit code 1 when something differs.',
    )
    .argument(...PREFIX)
    .option('--known', 'leave out subscribers that the inventory does not know')
    .action((imsi: string | undefined, options: DriftOptions) => diff(cli, imsi, options));
  return withInventoryOptions(withFormatOptions(command)).addHelpText(
    'after',
    examples(['mvnolab sim diff', 'Everything'], ['mvnolab sim diff 001010000000001 --json', 'One card']),
  );
}

async function diff(cli: Cli, imsi: string | undefined, options: DriftOptions): Promise<void> {
  const inventory = await openInventoryOf(cli, options);
  const count = await printRows(cli, options, COLUMNS, inventory.drift(queryOf(imsi, options)), drift => drift);
  if (count === 0) await cli.stderr.write('the HSS is as the inventory says\n');
  else cli.exitCode = EXIT.expectationFailed;
}

const RECONCILED: readonly Column<Reconciled>[] = [
  ...COLUMNS.slice(0, 4).map(({ title, value }) => ({ title, value: ({ drift }: Reconciled) => value(drift) })),
  { title: 'RESULT', value: ({ result }) => result },
  { title: 'WHY', flexible: true, value: ({ why }) => why ?? '-' },
];

/** `mvnolab sim reconcile` */
export function simReconcileCommand(cli: Cli): Command {
  const command = new Command('reconcile')
    .summary('make the HSS as the inventory says (first without --apply)')
    .description(
      'Mends what mvnolab sim diff shows: writes what is missing, puts keys aside or back, sets paths that differ, removes what must not be there. SQN and what the HSS wrote stay. Without --apply it only says what it would do. Subscribers that the inventory does not know are left alone.',
    )
    .argument(...PREFIX)
    .option('--apply', 'do it')
    .option('--known', 'leave out subscribers that the inventory does not know')
    .action((imsi: string | undefined, options: DriftOptions) => reconcile(cli, imsi, options));
  return withInventoryOptions(withFormatOptions(command)).addHelpText(
    'after',
    examples(['mvnolab sim reconcile', 'What would be done'], ['mvnolab sim reconcile --apply', 'Do it']),
  );
}

async function reconcile(cli: Cli, imsi: string | undefined, options: DriftOptions): Promise<void> {
  if (options.apply !== true) {
    await diff(cli, imsi, options);
    if (cli.exitCode !== EXIT.ok) await cli.stderr.write('nothing was changed; add --apply to mend it\n');
    return;
  }
  const inventory = await openInventoryOf(cli, options);
  let left = 0;
  const results = inventory.reconcile(queryOf(imsi, options), callerOf(cli));
  const counted = async function* () {
    for await (const result of results) {
      if (result.result !== 'mended') left++;
      yield result;
    }
  };
  const asJson = ({ drift, ...rest }: Reconciled) => ({ ...drift, ...rest });
  if ((await printRows(cli, options, RECONCILED, counted(), asJson)) === 0)
    await cli.stderr.write('the HSS is as the inventory says\n');
  if (left > 0) cli.exitCode = EXIT.expectationFailed;
}

function queryOf(imsi: string | undefined, { known }: DriftOptions): DriftQuery {
  return {
    ...(imsi !== undefined && { imsiPrefix: imsi.replace(/\D/g, '') }),
    ...(known === true && { knownOnly: true }),
  };
}
