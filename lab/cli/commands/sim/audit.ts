import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { AuditEntry } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint } from '../../paint.ts';
import type { Column } from '../../print-table.ts';
import { type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { type FormatOptions, printRows, withFormatOptions } from './print-rows.ts';

interface AuditOptions extends InventoryCliOptions, FormatOptions {
  readonly subject?: string;
  readonly limit?: string;
  readonly verify?: true;
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: 'NUMBER', align: 'right', value: ({ number }) => `${number}` },
  { title: 'AT', value: ({ at }) => at.toISOString() },
  { title: 'ACTOR', flexible: true, value: ({ actor }) => actor },
  { title: 'ACTION', value: ({ action }) => action },
  { title: 'SUBJECT', value: ({ subject }) => subject ?? '-' },
  {
    title: 'DETAIL',
    flexible: true,
    value: ({ detail = {} }) =>
      Object.entries(detail)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || '-',
  },
];

/** `mvnolab sim audit` */
export function simAuditCommand(cli: Cli): Command {
  const command = new Command('audit')
    .summary('show who did what, newest first, or check that nobody changed it')
    .description('Every change, import and look at a secret, chained by digests.')
    .option('--subject <id>', 'only entries of this ICCID or batch')
    .option('--limit <number>', 'this many at most (default: 50)')
    .option('--verify', 'check the whole chain; exit 1 when it is broken')
    .action((options: AuditOptions) => audit(cli, options));
  return withInventoryOptions(withFormatOptions(command)).addHelpText(
    'after',
    examples(
      ['mvnolab sim audit --limit 10', 'The last ten'],
      ['mvnolab sim audit --verify', 'Whether the record is whole'],
    ),
  );
}

async function audit(cli: Cli, options: AuditOptions): Promise<void> {
  const { limit = '50', subject } = options;
  if (!/^[1-9]\d{0,8}$/.test(limit))
    throw new UserError('limit-invalid', `'${limit}' is not a number of entries`, {
      place: '--limit',
      expected: 'a whole number, 1 or more',
    });
  const inventory = await openInventoryOf(cli, options);
  if (options.verify === true) {
    const { entries, wrong } = await inventory.audit.verify();
    for (const what of wrong) await cli.stderr.write(`${paint('red', 'error:', cli.stderr.color)} ${what}\n`);
    await cli.stdout.write(
      wrong.length === 0 ? `${entries} entries, the chain is whole\n` : `${entries} entries, the chain is broken\n`,
    );
    if (wrong.length > 0) cli.exitCode = EXIT.expectationFailed;
    return;
  }
  const entries = inventory.audit.list({
    ...(subject !== undefined && { subject }),
    newestFirst: true,
    limit: Number(limit),
  });
  await printRows(cli, options, COLUMNS, entries, entry => entry);
}
