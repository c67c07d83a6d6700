import { Command } from 'commander';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { LabContainer, LogWishes } from '../../docker/index.ts';
import type { Cli, Output } from '../context.ts';
import { examples } from '../examples.ts';
import { openLabEngine, withLabOption } from '../lab-options.ts';
import { paint, visibleControls } from '../paint.ts';

interface LogsOptions {
  readonly name: string;
  readonly follow?: true;
  readonly tail: string;
  readonly grep?: string;
  readonly times?: true;
}

/** `mvnolab logs` */
export function logsCommand(cli: Cli): Command {
  const command = new Command('logs')
    .summary('what the functions of a lab in containers say')
    .description(
      'Prints the logs of the functions that are named, or of all, in the order of time, each line with the name of its function. With --follow it goes on until Ctrl-C.',
    )
    .argument('[functions...]', 'such as mme hss (default: all)')
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --tail <lines>', 'last lines of each function, or all', '100')
    .option('-g, --grep <regex>', 'only lines that it fits')
    .option('-t, --times', 'with the time of each line');
  return withLabOption(command)
    .action((functions: string[], options: LogsOptions) => logs(cli, functions, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab logs mme', 'The last 100 lines of the MME'],
        ['mvnolab logs -f mme hss', 'Both, as they write'],
        ["mvnolab logs -n all -g 'ERROR|FATAL'", 'What went wrong anywhere'],
      ),
    );
}

async function logs(cli: Cli, functions: readonly string[], options: LogsOptions): Promise<void> {
  const wishes: LogWishes = options.tail === 'all' ? {} : { tail: lines(options.tail) };
  const pattern = options.grep === undefined ? undefined : regex(options.grep);
  const { engine, lab } = await openLabEngine(cli, options);
  const { findContainer, followLog, labMissing, listContainers, logLines } = await import('../../docker/index.ts');
  const containers =
    functions.length === 0
      ? await listContainers(engine, lab)
      : await Promise.all(functions.map(name => findContainer(engine, name, lab)));
  if (containers.length === 0) throw labMissing(lab);
  const width = Math.max(...containers.map(({ name }) => name.length));
  const print = ({ name }: LabContainer, time: string, text: string): Promise<void> | undefined => {
    if (pattern !== undefined && !pattern.test(text)) return undefined;
    return cli.stdout.write(logText(cli.stdout, name.padEnd(width), options.times === true ? time : undefined, text));
  };
  if (options.follow === true) {
    await Promise.all(
      containers.map(async container => {
        for await (const { time, text } of followLog(engine, container.id, wishes, cli.signal))
          await print(container, time, text);
      }),
    );
    return;
  }
  const all = await Promise.all(
    containers.map(async container =>
      (await logLines(engine, container.id, wishes)).map(line => ({ container, ...line })),
    ),
  );
  for (const { container, time, text } of all.flat().sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))) {
    await print(container, time, text);
  }
}

function logText(output: Output, name: string, time: string | undefined, text: string): string {
  const shown = visibleControls(text);
  const isBad = /\b(?:ERROR|FATAL|WARNING)\b/.test(text);
  const parts = [paint('cyan', name, output.color), ...(time === undefined ? [] : [paint('dim', time, output.color)])];
  return `${parts.join(' ')} ${isBad ? paint('yellow', shown, output.color) : shown}\n`;
}

function lines(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new UserError('tail-invalid', `'${text}' is no number of lines`, {
    place: '--tail',
    expected: 'such as 50, or all',
  });
}

function regex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new UserError('regex-invalid', (error as Error).message, {
      place: '--grep',
      expected: 'a regular expression',
    });
  }
}
