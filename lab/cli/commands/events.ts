import { Command, Option } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, seconds, withLabOption } from '../lab-options.ts';
import { paint } from '../paint.ts';

interface EventsOptions {
  readonly name: string;
  readonly since?: string;
  readonly follow?: boolean;
  readonly format: 'text' | 'json';
}

/** `mvnolab events` */
export function eventsCommand(cli: Cli): Command {
  const command = new Command('events')
    .summary('what happens to the containers of a lab')
    .description(
      'Follows what the engine does with the containers and networks of a lab: start, die, pause, health, connect and disconnect, until Ctrl-C. With --since it begins in the past; --no-follow ends there.',
    )
    .option('--since <seconds>', 'begin that long ago')
    .option('--no-follow', 'only what has happened')
    .addOption(
      new Option('--format <format>', 'text, or one JSON object a line').choices(['text', 'json']).default('text'),
    );
  return withLabOption(command)
    .action((options: EventsOptions) => events(cli, options))
    .addHelpText(
      'after',
      examples(['mvnolab events', 'As it happens'], ['mvnolab events --since 600 --no-follow', 'The last ten minutes']),
    );
}

async function events(cli: Cli, options: EventsOptions): Promise<void> {
  const ago = options.since === undefined ? undefined : seconds('--since', options.since);
  const { engine, lab } = await openLabEngine(cli, options);
  const { labEvents } = await import('../../docker/index.ts');
  const nowS = Math.floor(Date.now() / 1000);
  const wishes = {
    ...(ago === undefined ? {} : { since: nowS - ago }),
    ...(options.follow === false ? { until: nowS } : {}),
  };
  for await (const event of labEvents(engine, lab, wishes, cli.signal)) {
    if (options.format === 'json') {
      await cli.stdout.write(`${JSON.stringify(event)}\n`);
      continue;
    }
    const time = new Date(event.timeMs).toISOString().slice(11, 23);
    const isBad = /^(?:die|oom|kill)$|unhealthy/.test(event.action);
    const what = `${event.action}${event.exitCode === undefined ? '' : ` (exit code ${event.exitCode})`}`;
    await cli.stdout.write(
      `${paint('dim', time, cli.stdout.color)} ${event.name.padEnd(12)} ${isBad ? paint('red', what, cli.stdout.color) : what}\n`,
    );
  }
}
