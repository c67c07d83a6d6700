import { Command } from 'commander';
import type { HistoryEntry, SecretName } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint, visibleControls } from '../../paint.ts';
import { type Column, printJson, printPairs, printTable } from '../../print-table.ts';
import { cardAsJson, cardAsPairs } from './describe-card.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';

interface CardOptions extends InventoryCliOptions {
  readonly json?: true;
  readonly revealKeys?: string;
}

/** `mvnolab sim card` */
export function simCardCommand(cli: Cli): Command {
  const command = new Command('card')
    .summary('show a card of the inventory')
    .description(
      'Shows a card. Its keys, PINs and PUKs are sealed in the database; they are given out only with a reason, and that is audited.',
    )
    .argument('<sim>', 'ICCID, IMSI, or number with +')
    .option('--json', 'print JSON')
    .option('--reveal-keys <reason>', 'print Ki, OPc, PINs and PUKs too, and write the reason into the audit')
    .action((ref: string, options: CardOptions) => show(cli, ref, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab sim card 001010000000001', 'A card'],
      [
        'mvnolab sim card 001010000000001 --reveal-keys "PUK for the customer, ticket 17"',
        'With its secrets; this is audited',
      ],
    ),
  );
}

async function show(cli: Cli, ref: string, options: CardOptions): Promise<void> {
  const { revealSecret, SECRET_NAMES } = await import('../../../../provisioner/inventory/index.ts');
  const { sims } = await openInventoryOf(cli, options);
  const card = await sims.get(ref);
  const secrets: [SecretName, string][] = [];
  if (options.revealKeys !== undefined) {
    const revealed = await sims.reveal(card.iccid, callerOf(cli), options.revealKeys);
    await cli.stderr.write('warning: these are the secrets of the card; whoever has them can clone it\n');
    for (const name of SECRET_NAMES) {
      const secret = revealed[name];
      if (secret !== undefined) secrets.push([name, revealSecret(name, secret)]);
    }
  }
  if (options.json === true) return printJson(cli.stdout, { ...cardAsJson(card), ...Object.fromEntries(secrets) });
  await printPairs(cli.stdout, [
    ...cardAsPairs(card),
    ...secrets.map(([name, value]) => [name.toUpperCase(), value] as const),
  ]);
}

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { title: 'VERSION', align: 'right', value: ({ version }) => `${version}` },
  { title: 'AT', value: ({ at }) => at.toISOString() },
  { title: 'ACTOR', flexible: true, value: ({ actor }) => actor },
  { title: 'ACTION', value: ({ action }) => action },
  { title: 'STATE', value: ({ to }) => to },
  {
    title: 'DETAIL',
    flexible: true,
    value: ({ detail }) =>
      Object.entries(detail)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || '-',
  },
];

/** `mvnolab sim history` */
export function simHistoryCommand(cli: Cli): Command {
  const command = new Command('history')
    .summary('show what became of a card, and whether somebody changed that record')
    .description(
      'Shows every change of a card. Each entry holds the digest of the one before it: an entry that was changed or removed in the database is told, with exit code 1.',
    )
    .argument('<sim>', 'ICCID, IMSI, or number with +')
    .option('--json', 'print JSON')
    .action((ref: string, options: CardOptions) => history(cli, ref, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples(['mvnolab sim history +447700900001', 'The life of a card']),
  );
}

async function history(cli: Cli, ref: string, options: CardOptions): Promise<void> {
  const { sims } = await openInventoryOf(cli, options);
  const { card, wrong } = await sims.history(ref);
  if (options.json === true) await printJson(cli.stdout, { ...cardAsJson(card, true), wrong });
  else await printTable(cli.stdout, COLUMNS, card.history);
  for (const what of wrong)
    await cli.stderr.write(`${paint('red', 'error:', cli.stderr.color)} ${visibleControls(what)}\n`);
  if (wrong.length > 0) cli.exitCode = EXIT.expectationFailed;
}
