import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type { Caller, SimService, StepOptions, StepResult } from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint, visibleControls } from '../../paint.ts';
import { printJson } from '../../print-table.ts';
import { describeStep, stepAsJson } from './describe-card.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';

interface LifecycleOptions extends InventoryCliOptions {
  readonly customer?: string;
  readonly order?: string;
  readonly plan?: string;
  readonly msisdn?: string;
  readonly reason?: string;
  /** Of the card: refuse when it has another one. */
  readonly ifVersion?: string;
  /** false with --no-wait. */
  readonly wait: boolean;
  readonly json?: true;
}

interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly options?: (command: Command) => Command;
  /** A second argument. */
  readonly second?: readonly [name: string, description: string];
  readonly examples: readonly (readonly [string, string])[];
  readonly run: (
    sims: SimService,
    ref: string,
    options: LifecycleOptions,
    caller: Caller,
    step: StepOptions,
    second: string,
  ) => Promise<StepResult | StepResult[]>;
}

const customerOptions = (command: Command): Command =>
  command.option('--customer <id>', 'the customer who gets it').option('--order <id>', 'the order that it belongs to');
const planOption = (command: Command): Command =>
  command.option('--plan <name>', 'the plan: what the network gives it');

const VERBS: readonly Verb[] = [
  {
    name: 'assign',
    summary: 'bind a card to a customer or an order',
    description: 'Binds a card in stock to a customer or an order. The network does not know it yet.',
    options: command => planOption(customerOptions(command)),
    examples: [['mvnolab sim assign 001010000000001 --customer cust-42 --plan postpaid-s', 'A card for a customer']],
    run: (sims, ref, options, caller, step) => sims.assign(ref, options, caller, step),
  },
  {
    name: 'release',
    summary: 'take an assigned card back into stock',
    description: 'Takes a card that is assigned, and was never active, back into stock.',
    examples: [['mvnolab sim release 001010000000001', 'The order was cancelled']],
    run: (sims, ref, _, caller, step) => sims.release(ref, caller, step),
  },
  {
    name: 'activate',
    summary: 'give a card a number and a plan, and write it to the HSS',
    description:
      'Gives an assigned card a number and a plan and writes the subscriber to the HSS: its phone can attach from then on. With --customer a card in stock is assigned in the same step. Many at once: mvnolab sim activate-many.',
    options: command =>
      planOption(customerOptions(command)).option(
        '--msisdn <number>',
        'its number; auto: the lowest free one of the pools; none (default: auto)',
      ),
    examples: [
      [
        'mvnolab sim activate 001010000000001 --msisdn 447700900001 --plan postpaid-s',
        'With a number of its own choice',
      ],
      [
        'mvnolab sim activate 8988211000000000012 --customer cust-42',
        'From stock to active in one step, with the next free number',
      ],
    ],
    run: (sims, ref, options, caller, step) => sims.activate(ref, options, caller, step),
  },
  {
    name: 'suspend',
    summary: 'detach a card’s phone and let it attach no more',
    description:
      'Takes the keys out of the HSS and has the phone detached (Cancel-Location), in one update: Open5GS enforces no barring, so this is what keeps a phone out. Keys, SQN and profile are kept.',
    examples: [['mvnolab sim suspend +447700900001 --reason lost', 'A phone that was lost']],
    run: (sims, ref, _, caller, step) => sims.suspend(ref, caller, step),
  },
  {
    name: 'resume',
    summary: 'let a suspended card attach again',
    description: 'Puts the keys back. The phone attaches after it was switched off and on.',
    examples: [['mvnolab sim resume +447700900001 --reason found', 'The phone was found']],
    run: (sims, ref, _, caller, step) => sims.resume(ref, caller, step),
  },
  {
    name: 'plan',
    summary: 'move a card to another plan',
    description: 'Writes the profile of another plan to the HSS. A phone that is attached gets it at its next attach.',
    second: ['plan', 'name of the plan'],
    examples: [['mvnolab sim plan +447700900001 throttled', 'The volume is used up']],
    run: (sims, ref, _, caller, step, plan) => sims.changePlan(ref, plan, caller, step),
  },
  {
    name: 'deactivate',
    summary: 'remove a card from the HSS for good',
    description:
      'Has the phone detached, waits until that has reached the HSS, and removes the subscriber. Final: the ICCID is never used again, and the number rests for 90 days.',
    examples: [['mvnolab sim deactivate +447700900001 --reason port-out', 'The customer has left']],
    run: (sims, ref, _, caller, step) => sims.deactivate(ref, caller, step),
  },
  {
    name: 'swap',
    summary: 'move number, customer and plan to another card',
    description:
      'Suspends the old card and activates the new one with the same number. The new card is in stock, or assigned to the same customer.',
    second: ['new-sim', 'the card that takes over: ICCID or IMSI'],
    examples: [['mvnolab sim swap +447700900001 8988211000000000020 --reason broken', 'A new card for an old number']],
    run: async (sims, ref, _, caller, step, fresh) => {
      const { old, ...result } = await sims.swap(ref, fresh, caller, step);
      return [old, result];
    },
  },
];

/** `mvnolab sim detach` */
export function simDetachCommand(cli: Cli): Command {
  const command = new Command('detach')
    .summary('have a card’s phone detached')
    .description(
      'Asks the HSS for a Cancel-Location, and changes nothing else: a phone that may, attaches again at once. So a new plan is effective now, and a phone goes that a suspension did not reach. The HSS must follow changes (use_mongodb_change_stream: true).',
    )
    .argument('<sim>', 'ICCID, IMSI, or number with +')
    .action((ref: string, options: InventoryCliOptions) => detach(cli, ref, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples(['mvnolab sim detach +447700900001', 'A re-attach, with the new plan']),
  );
}

async function detach(cli: Cli, ref: string, options: InventoryCliOptions): Promise<void> {
  const { sims } = await openInventoryOf(cli, options);
  const { card, advice } = await sims.detach(ref, callerOf(cli));
  await cli.stdout.write(`${card.iccid}: cancel location asked for\n`);
  if (advice !== undefined) await warn(cli, advice);
}

/** assign, release, activate, suspend, resume, plan, deactivate, swap. */
export function lifecycleCommands(cli: Cli): Command[] {
  return VERBS.map(verb => {
    const command = new Command(verb.name)
      .summary(verb.summary)
      .description(verb.description)
      .argument('<sim>', 'ICCID, IMSI, or number with +');
    if (verb.second !== undefined) command.argument(`<${verb.second[0]}>`, verb.second[1]);
    verb.options?.(command);
    command
      .option('--reason <text>', 'why, for the history')
      .option('--if-version <number>', 'only when the card has this version: nobody has changed it since you looked')
      .option('--no-wait', 'do not wait until the HSS has it; mvnolab sim events run brings it there')
      .option('--json', 'print JSON')
      .action((...words: unknown[]) => {
        const options = words[verb.second === undefined ? 1 : 2] as LifecycleOptions;
        const second = verb.second === undefined ? '' : (words[1] as string);
        return run(cli, verb, words[0] as string, options, second);
      });
    return withInventoryOptions(command).addHelpText('after', examples(...verb.examples));
  });
}

async function run(cli: Cli, verb: Verb, ref: string, options: LifecycleOptions, second: string): Promise<void> {
  const step = stepOptions(options);
  const { sims } = await openInventoryOf(cli, options);
  const results = [await verb.run(sims, ref, options, callerOf(cli), step, second)].flat();
  if (options.json === true)
    await printJson(cli.stdout, results.length === 1 ? stepAsJson(results[0]!) : results.map(stepAsJson));
  else for (const result of results) await cli.stdout.write(`${visibleControls(describeStep(result))}\n`);
  for (const { card, network, advice } of results) {
    if (advice !== undefined) await warn(cli, advice);
    if (network.state === 'pending' && options.wait)
      await warn(
        cli,
        `${card.iccid} is ${card.state}, but the HSS does not have it yet: ${network.why}; mvnolab sim events run tries again`,
      );
    if (network.state === 'dead')
      await warn(
        cli,
        `${card.iccid} is ${card.state}, but the HSS cannot have it: ${network.why}; then mvnolab sim events retry ${card.iccid}`,
      );
    if (network.state === 'dead' || (network.state === 'pending' && options.wait)) cli.exitCode = EXIT.lab;
  }
}

async function warn(cli: Cli, text: string): Promise<void> {
  await cli.stderr.write(`${paint('yellow', 'warning:', cli.stderr.color)} ${visibleControls(text)}\n`);
}

function stepOptions({ reason, ifVersion, wait }: LifecycleOptions): StepOptions {
  if (ifVersion !== undefined && !/^[1-9]\d{0,8}$/.test(ifVersion))
    throw new UserError('version-invalid', `'${ifVersion}' is not a version`, {
      place: '--if-version',
      expected: 'a whole number, 1 or more',
      hint: 'mvnolab sim card <sim> shows it',
    });
  return { reason, version: ifVersion === undefined ? undefined : Number(ifVersion), settleMs: wait ? 10_000 : 0 };
}
