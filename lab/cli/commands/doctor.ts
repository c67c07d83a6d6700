import { Command, Option } from 'commander';
import type { Finding, FindingState } from '../../docker/index.ts';
import { type Cli, EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { withLabOption } from '../lab-options.ts';
import { paint } from '../paint.ts';
import { printJson } from '../print-table.ts';

interface DoctorOptions {
  readonly name: string;
  readonly sctp: 'kernel' | 'own';
  readonly format: 'text' | 'json';
}

const MARKS: Readonly<Record<FindingState, readonly [mark: string, colour: 'green' | 'yellow' | 'red' | 'dim']>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✗', 'red'],
  skipped: ['–', 'dim'],
};

/** `mvnolab doctor` */
export function doctorCommand(cli: Cli): Command {
  const command = new Command('doctor')
    .summary('what a lab in containers needs, what is missing, and the fix')
    .description(
      'Looks at everything that a lab in containers stands on: engine, Compose, SCTP and TUN of the kernel, processor, memory, disk, network, ports, images; and at the lab when it is up: functions, replica set, Diameter. Each finding comes with what mends it. Changes nothing. Exit code 3 when something is in the way. The embedded core needs nothing of all this.',
    )
    .addOption(
      new Option('--sctp <kind>', 'SCTP of the MME, as for mvnolab up').choices(['kernel', 'own']).default('kernel'),
    )
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'));
  return withLabOption(command)
    .action((options: DoctorOptions) => doctor(cli, options))
    .addHelpText(
      'after',
      examples(['mvnolab doctor', 'This machine'], ['mvnolab doctor --format json', 'For a program']),
    );
}

async function doctor(cli: Cli, options: DoctorOptions): Promise<void> {
  const { examine, labName } = await import('../../docker/index.ts');
  const isText = options.format === 'text';
  const findings = await examine({ env: cli.env, lab: labName(options.name), sctp: options.sctp }, finding => {
    if (isText) void cli.stdout.write(findingText(finding, cli.stdout.color));
  });
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (problems > 0) cli.exitCode = EXIT.lab;
  if (!isText) return printJson(cli.stdout, findings);
  const [colour, verdict] =
    problems > 0
      ? (['red', `${problems} in the way, ${warnings} to know; mvnolab up cannot work yet`] as const)
      : warnings > 0
        ? (['yellow', `nothing in the way, ${warnings} to know`] as const)
        : (['green', 'all is well'] as const);
  await cli.stdout.write(`\n${paint(colour, verdict, cli.stdout.color)}\n`);
  if (problems > 0) await cli.stdout.write('Without containers: mvnolab demo, mvnolab run (the embedded core)\n');
}

function findingText({ title, state, text, fix = [] }: Finding, color: boolean): string {
  const [mark, colour] = MARKS[state];
  const lines = [
    `${paint(colour, mark, color)} ${title.padEnd(22)} ${state === 'skipped' ? paint('dim', text, color) : text}`,
  ];
  for (const line of fix) lines.push(`  ${' '.repeat(22)} → ${line}`);
  return `${lines.join('\n')}\n`;
}
