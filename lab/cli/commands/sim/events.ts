import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { HandlerSpec, QueuedEvent } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import type { Column } from '../../print-table.ts';
import { type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { type FormatOptions, printRows, withFormatOptions } from './print-rows.ts';

interface EventsOptions extends InventoryCliOptions, FormatOptions {
  readonly handler?: string;
  readonly dead?: true;
  readonly all?: true;
  readonly days?: string;
}

const COLUMNS: readonly Column<QueuedEvent>[] = [
  { title: 'EVENT', value: ({ id }) => id },
  { title: 'AT', value: ({ at }) => at.toISOString() },
  { title: 'ACTION', value: ({ action }) => action },
  {
    title: 'DELIVERIES',
    flexible: true,
    value: ({ deliveries }) =>
      Object.entries(deliveries)
        .map(
          ([name, { state, attempts, error }]) =>
            `${name} ${state}${state === 'done' ? '' : ` (${attempts} attempts${error === undefined ? '' : `: ${error}`})`}`,
        )
        .join(', '),
  },
];

/** `mvnolab sim events …` */
export function simEventsCommand(cli: Cli): Command {
  const list = new Command('list')
    .summary('list events that have not arrived everywhere')
    .description('Lists events of the inventory and where each stands, oldest first.')
    .argument('[iccid]', 'only of this card')
    .option('--all', 'also those that have arrived')
    .option('--dead', 'only dead letters')
    .action((iccid: string | undefined, options: EventsOptions) => listEvents(cli, iccid, options));
  const run = new Command('run')
    .summary('bring everything that is due to its handlers')
    .description(
      'Goes on with what was interrupted and brings every event that is due to the HSS and to the handlers. Exit code 1 when something waits or is dead.',
    )
    .action((options: EventsOptions) => runEvents(cli, options));
  const retry = new Command('retry')
    .summary('try dead letters, and what waits for its next attempt, at once')
    .description('Tries events again that did not arrive, in the order of each SIM.')
    .argument('[iccid]', 'only of this card')
    .option('--handler <name>', 'only at this handler (default: all)')
    .action((iccid: string | undefined, options: EventsOptions) => retryEvents(cli, iccid, options));
  const drop = new Command('drop')
    .summary('give dead letters up, so that later events of their cards go on')
    .description('Marks dead letters as dropped. They never arrive at that handler.')
    .argument('<iccid>', 'the card')
    .requiredOption('--handler <name>', 'the handler that is not to get them')
    .action((iccid: string, options: EventsOptions) => dropEvents(cli, iccid, options));
  const prune = new Command('prune')
    .summary('remove old events that have arrived everywhere')
    .description('Removes events that every handler has. History and audit keep what happened.')
    .option('--days <number>', 'older than so many days (default: 30)')
    .action((options: EventsOptions) => pruneEvents(cli, options));
  return new Command('events')
    .summary('changes on their way to the HSS and to other systems')
    .description(
      'Every change of a card is an event. It goes to the HSS and to each handler, in the order of its SIM, until it has arrived.',
    )
    .usage('<command> [options]')
    .addCommand(
      withInventoryOptions(withFormatOptions(list)).addHelpText(
        'after',
        examples(['mvnolab sim events list --dead', 'What somebody must look at']),
      ),
    )
    .addCommand(
      withInventoryOptions(run).addHelpText('after', examples(['mvnolab sim events run', 'After the HSS was away'])),
    )
    .addCommand(
      withInventoryOptions(retry).addHelpText(
        'after',
        examples(['mvnolab sim events retry 8988211000000000012', 'After the cause is mended']),
      ),
    )
    .addCommand(
      withInventoryOptions(drop).addHelpText(
        'after',
        examples(['mvnolab sim events drop 8988211000000000012 --handler crm', 'The CRM will never take it']),
      ),
    )
    .addCommand(
      withInventoryOptions(prune).addHelpText('after', examples(['mvnolab sim events prune --days 7', 'Keep a week'])),
    );
}

async function listEvents(cli: Cli, iccid: string | undefined, options: EventsOptions): Promise<void> {
  const { queue } = await openInventoryOf(cli, options);
  const open = async function* () {
    for await (const event of queue.list(iccid === undefined ? {} : { iccid })) {
      const isDead = Object.values(event.deliveries).some(({ state }) => state === 'dead');
      if (options.dead === true ? isDead : options.all === true || event.waiting.length > 0) yield event;
    }
  };
  const count = await printRows(cli, options, COLUMNS, open(), event => event);
  if (count === 0 && options.json !== true && options.csv !== true) await cli.stderr.write('nothing is on its way\n');
}

async function runEvents(cli: Cli, options: EventsOptions): Promise<void> {
  const inventory = await openInventoryOf(cli, options);
  const arrived = await inventory.deliver();
  const names = ['hss', ...(await inventory.handlers.names())];
  const counts = await inventory.queue.counts(names);
  const pending = names.reduce((sum, name) => sum + counts[name]!.pending, 0);
  const dead = names.reduce((sum, name) => sum + counts[name]!.dead, 0);
  await cli.stdout.write(`${arrived} arrived, ${pending} on their way, ${dead} dead\n`);
  if (pending + dead > 0) cli.exitCode = EXIT.expectationFailed;
}

async function retryEvents(cli: Cli, iccid: string | undefined, options: EventsOptions): Promise<void> {
  const inventory = await openInventoryOf(cli, options);
  const handlers = options.handler === undefined ? ['hss', ...(await inventory.handlers.names())] : [options.handler];
  let count = 0;
  for (const handler of handlers)
    count += await inventory.queue.retry({ handler, ...(iccid !== undefined && { iccid }) }, new Date());
  await cli.stderr.write(`${count} to be tried again\n`);
  await runEvents(cli, options);
}

async function dropEvents(cli: Cli, iccid: string, options: EventsOptions): Promise<void> {
  const { queue } = await openInventoryOf(cli, options);
  const count = await queue.drop({ iccid, handler: options.handler ?? '' }, new Date());
  await cli.stdout.write(`${count} dropped\n`);
}

async function pruneEvents(cli: Cli, options: EventsOptions): Promise<void> {
  const { days = '30' } = options;
  if (!/^\d{1,5}$/.test(days))
    throw new UserError('days-invalid', `'${days}' is not a number of days`, {
      place: '--days',
      expected: 'a whole number',
    });
  const inventory = await openInventoryOf(cli, options);
  const count = await inventory.queue.prune(new Date(Date.now() - Number(days) * 86_400_000));
  await cli.stdout.write(`${count} removed\n`);
}

interface HandlerOptions extends InventoryCliOptions, FormatOptions {
  readonly url?: string;
  readonly folder?: string;
  readonly secretEnv?: string;
}

const HANDLER_COLUMNS: readonly Column<HandlerSpec>[] = [
  { title: 'NAME', value: ({ name }) => name },
  { title: 'TYPE', value: ({ type }) => type },
  { title: 'WHERE', flexible: true, value: spec => (spec.type === 'webhook' ? spec.url : spec.folder) },
];

/** `mvnolab sim handlers …` */
export function simHandlersCommand(cli: Cli): Command {
  const list = new Command('list')
    .summary('list who gets events beside the HSS')
    .description('Lists the handlers.')
    .action((options: HandlerOptions) => listHandlers(cli, options));
  const add = new Command('add')
    .summary('have events sent to a webhook, or dropped as text or XML files')
    .description('Adds a handler. It gets the events from then on.')
    .argument('<name>', 'small letters, digits and hyphens')
    .argument('<type>', 'webhook, text or xml')
    .option('--url <url>', 'webhook: where to POST')
    .option('--secret-env <name>', 'webhook: environment variable with the secret that signs (X-Mvnolab-Signature)')
    .option('--folder <folder>', 'text, xml: where to drop the files')
    .action((name: string, type: string, options: HandlerOptions) => addHandler(cli, name, type, options));
  const remove = new Command('remove')
    .summary('send a handler nothing any more')
    .description('Removes a handler. What it has not got yet, it never gets.')
    .argument('<name>', 'the handler')
    .action((name: string, options: HandlerOptions) => removeHandler(cli, name, options));
  return new Command('handlers')
    .summary('who gets events beside the HSS: webhooks and file drops')
    .description('Handlers get every event of the inventory, once each, in the order of its SIM.')
    .usage('<command> [options]')
    .addCommand(
      withInventoryOptions(withFormatOptions(list)).addHelpText(
        'after',
        examples(['mvnolab sim handlers list', 'All of them']),
      ),
    )
    .addCommand(
      withInventoryOptions(add).addHelpText(
        'after',
        examples(
          [
            'mvnolab sim handlers add crm webhook --url http://127.0.0.1:8080/sim --secret-env CRM_SECRET',
            'A CRM with a webhook',
          ],
          ['mvnolab sim handlers add legacy xml --folder /srv/drop', 'A system that reads XML files'],
        ),
      ),
    )
    .addCommand(
      withInventoryOptions(remove).addHelpText(
        'after',
        examples(['mvnolab sim handlers remove crm', 'The CRM is gone']),
      ),
    );
}

async function listHandlers(cli: Cli, options: HandlerOptions): Promise<void> {
  const { handlers } = await openInventoryOf(cli, options);
  const count = await printRows(cli, options, HANDLER_COLUMNS, await handlers.list(), spec => spec);
  if (count === 0 && options.json !== true && options.csv !== true) await cli.stderr.write('only the HSS\n');
}

async function addHandler(
  cli: Cli,
  name: string,
  type: string,
  { url, folder, secretEnv, ...options }: HandlerOptions,
): Promise<void> {
  const missing = (option: string) =>
    new UserError('option-missing', `a handler of type ${type} needs ${option}`, { place: option, expected: option });
  let spec: HandlerSpec;
  if (type === 'webhook') {
    if (url === undefined) throw missing('--url <url>');
    spec = { name, type, url, ...(secretEnv !== undefined && { secretEnv }) };
  } else if (type === 'text' || type === 'xml') {
    if (folder === undefined) throw missing('--folder <folder>');
    const { resolve } = await import('node:path');
    spec = { name, type, folder: resolve(cli.cwd, folder) };
  } else
    throw new UserError('handler-type-unknown', `there is no handler of type '${type}'`, {
      place: '<type>',
      expected: 'webhook, text or xml',
    });
  const { handlers } = await openInventoryOf(cli, options);
  await handlers.add(spec);
  await cli.stdout.write(`${name} added\n`);
}

async function removeHandler(cli: Cli, name: string, options: HandlerOptions): Promise<void> {
  const { handlers } = await openInventoryOf(cli, options);
  if (!(await handlers.remove(name)))
    throw new UserError('handler-unknown', `there is no handler '${name}'`, {
      expected: `one of ${(await handlers.names()).join(', ') || '(none)'}`,
    });
  await cli.stdout.write(`${name} removed\n`);
}
