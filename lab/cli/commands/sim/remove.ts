import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { StoredSubscriber } from '../../../../provisioner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { openExistingStore, type StoreOptions, storeFolder, withStoreOptions } from '../../open-store.ts';
import { paint, visibleControls } from '../../paint.ts';

interface RemoveOptions extends StoreOptions {
  readonly all?: true;
  readonly plmn?: string;
  readonly yes?: true;
}

/** `mvnolab sim remove` */
export function simRemoveCommand(cli: Cli): Command {
  const command = new Command('remove')
    .summary('remove SIMs')
    .description(
      'Removes SIMs from the subscriber database; from then on the network does not know them. A phone that is attached stays attached until it detaches: Open5GS does nothing on a removal.',
    )
    .argument('[imsi...]', 'IMSIs, 14 or 15 digits each')
    .option('--all', 'remove every SIM (with --plmn: of that network); needs --yes')
    .option('--plmn <mcc-mnc>', 'with --all: only SIMs of this network')
    .option('--yes', 'confirm --all')
    .action((imsis: string[], options: RemoveOptions) => remove(cli, imsis, options));
  return withStoreOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab sim remove 001010000000001', 'One SIM'],
      ['mvnolab sim remove --all --plmn 999-70 --yes', 'All of a test network'],
    ),
  );
}

async function remove(cli: Cli, texts: readonly string[], options: RemoveOptions): Promise<void> {
  if (options.all === true) {
    if (texts.length > 0) throw bothGiven();
    return removeAll(cli, options);
  }
  const { parseImsi } = await import('../../../../emulator/vocabulary/index.ts');
  const imsis = [...new Set(texts.map(text => parseImsi(text)))];
  if (imsis.length === 0) throw noneGiven();
  const { unknownImsi } = await import('../../../../provisioner/index.ts');
  const store = await openExistingStore(cli, options);
  const place = store?.place ?? storeFolder(cli, options);
  const unknown: string[] = [];
  for (const imsi of imsis) {
    const stored = await store?.find(imsi);
    if (store === undefined || !(await store.remove(imsi))) {
      unknown.push(imsi);
      continue;
    }
    await cli.stdout.write(`${imsi} removed\n`);
    if (stored !== undefined) await warnAttached(cli, stored);
  }
  if (unknown.length > 0) throw unknownImsi(unknown, place);
}

async function removeAll(cli: Cli, options: RemoveOptions): Promise<void> {
  const { parsePlmn } = await import('../../../../emulator/vocabulary/index.ts');
  const plmn = options.plmn === undefined ? undefined : parsePlmn(options.plmn);
  const query = plmn === undefined ? {} : { imsiPrefix: plmn.mcc + plmn.mnc };
  const store = await openExistingStore(cli, options);
  const count = (await store?.count(query)) ?? 0;
  if (options.yes !== true)
    throw new UserError('confirmation-missing', `--all would remove ${count} SIM${count === 1 ? '' : 's'}`, {
      place: store?.place ?? storeFolder(cli, options),
      expected: '--yes with it',
      hint: 'add --yes if you mean it; mvnolab sim list shows them',
    });
  const removed = (await store?.removeMany(query)) ?? 0;
  await cli.stdout.write(`${removed} removed\n`);
}

async function warnAttached(cli: Cli, { sim }: StoredSubscriber): Promise<void> {
  const { mmeHost, purged } = sim.serving;
  if (mmeHost === undefined || purged === true) return;
  const label = paint('yellow', 'warning:', cli.stderr.color);
  await cli.stderr.write(
    `${label} its phone may still be attached at ${visibleControls(mmeHost)}, and stays so until it detaches\n`,
  );
}

function bothGiven(): UserError {
  return new UserError('remove-what', 'both IMSIs and --all are given', {
    expected: 'one of them',
    hint: 'leave out --all to remove the IMSIs that are named',
  });
}

function noneGiven(): UserError {
  return new UserError('remove-what', 'there is no IMSI to remove', {
    expected: 'mvnolab sim remove <imsi>…, or --all --yes',
    hint: 'mvnolab sim list shows which are there',
  });
}
