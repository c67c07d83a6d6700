import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { StoredSubscriber, SubscriberQuery } from '../../../../provisioner/index.ts';
import type { Cli } from '../../context.ts';
import { examples } from '../../examples.ts';
import { openExistingStore, type StoreOptions, withStoreOptions } from '../../open-store.ts';
import { type Column, printJsonArray, printTable } from '../../print-table.ts';
import { rate, simAsJson } from './describe-sim.ts';

interface ListOptions extends StoreOptions {
  readonly plmn?: string;
  readonly after?: string;
  readonly limit?: string;
  readonly count?: true;
  readonly json?: true;
}

const COLUMNS: readonly Column<StoredSubscriber>[] = [
  { title: 'IMSI', value: ({ sim }) => sim.imsi },
  { title: 'MSISDN', value: ({ sim }) => sim.msisdn.join(' ') || '-' },
  { title: 'APN', flexible: true, value: ({ sim }) => sim.slices[0]?.sessions.map(({ apn }) => apn).join(' ') || '-' },
  { title: 'DOWN', align: 'right', value: ({ sim }) => rate(sim.ambr.downlinkBps) },
  { title: 'UP', align: 'right', value: ({ sim }) => rate(sim.ambr.uplinkBps) },
  { title: 'SQN', align: 'right', value: ({ sim }) => `${sim.sqn ?? 0}` },
  {
    title: 'STATUS',
    value: ({ sim }) => (!sim.hasSecurity ? 'no keys' : sim.subscriberStatus === 0 ? 'granted' : 'barred'),
  },
  {
    title: 'MME',
    flexible: true,
    value: ({ sim: { serving } }) => `${serving.mmeHost ?? '-'}${serving.purged === true ? ' (purged)' : ''}`,
  },
];

/** `mvnolab sim list` */
export function simListCommand(cli: Cli): Command {
  const command = new Command('list')
    .summary('list SIMs')
    .description('Lists SIMs by IMSI, one a line, as they come from the database: a long list needs no memory.')
    .option('--plmn <mcc-mnc>', 'only SIMs of this network, such as 001-01')
    .option('--limit <number>', 'this many at most (default: all)')
    .option('--after <imsi>', 'only IMSIs after this one: the last of the page before')
    .option('--count', 'print only how many there are')
    .option('--json', 'print a JSON array, one SIM a line, keys hidden')
    .action((options: ListOptions) => list(cli, options));
  return withStoreOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab sim list', 'All SIMs'],
      ['mvnolab sim list --plmn 001-01 --limit 20', 'The first twenty of network 001-01'],
      ['mvnolab sim list --json | jq -r ".[].imsi"', 'The IMSIs, for a script'],
    ),
  );
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const query = await queryOf(options);
  const store = await openExistingStore(cli, options);
  if (options.count === true) return cli.stdout.write(`${(await store?.count(query)) ?? 0}\n`);
  const rows = untilStopped(store?.list(query) ?? [], cli.signal);
  if (options.json === true) return void (await printJsonArray(cli.stdout, asJson(rows)));
  if ((await printTable(cli.stdout, COLUMNS, rows)) === 0)
    await cli.stderr.write('no SIMs; mvnolab sim add adds one\n');
}

async function queryOf({ plmn, after, limit }: ListOptions): Promise<SubscriberQuery> {
  const { parsePlmn } = await import('../../../../emulator/vocabulary/index.ts');
  const { mcc, mnc } = plmn === undefined ? { mcc: '', mnc: '' } : parsePlmn(plmn);
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit))
    throw new UserError('limit-invalid', `'${limit}' is not a number of SIMs`, {
      place: '--limit',
      expected: 'a whole number, 1 or more',
      hint: 'leave it out to list all',
    });
  return {
    ...(plmn !== undefined && { imsiPrefix: mcc + mnc }),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}

async function* asJson(rows: AsyncIterable<StoredSubscriber>): AsyncGenerator<unknown> {
  for await (const row of rows) yield await simAsJson(row, false);
}

async function* untilStopped<T>(rows: Iterable<T> | AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const row of rows) {
    if (signal.aborted) return;
    yield row;
  }
}
