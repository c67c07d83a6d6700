import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../../../emulator/vocabulary/index.ts';
import type {
  BatchSource,
  Encoding,
  ImportActivation,
  ImportOptions,
  ImportSummary,
  LineResult,
} from '../../../../provisioner/inventory/index.ts';
import { type Cli, EXIT } from '../../context.ts';
import { examples } from '../../examples.ts';
import { paint, visibleControls } from '../../paint.ts';
import { printJson } from '../../print-table.ts';
import { collect, readTransportKeys } from './batch-options.ts';
import { callerOf, type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './open-inventory.ts';
import { showProgress } from './show-progress.ts';
import { writeText } from './write-file.ts';

interface ImportCliOptions extends InventoryCliOptions {
  readonly dryRun?: true;
  readonly batch?: string;
  readonly plmn?: string;
  readonly encoding?: string;
  readonly transportKey?: string[];
  /** false with --no-check-digit. */
  readonly checkDigit: boolean;
  readonly activate?: true;
  readonly customer?: string;
  readonly order?: string;
  readonly plan?: string;
  readonly msisdn?: string;
  readonly results?: string;
  readonly json?: true;
}

const ENCODINGS = ['auto', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
/** Refused lines that are shown; all are in --results. */
const SHOWN_LINES = 10;

/** `mvnolab sim import` */
export function simImportCommand(cli: Cli): Command {
  const command = new Command('import')
    .summary("take the cards of a vendor's file into stock")
    .description(
      'Reads lab-batch v1 or a CSV as pySim writes it (columns by name: ICCID, IMSI, KI, OPC, PIN1, PUK1, ADM1 …). Each line is accepted, a duplicate, or rejected with a reason; the others are not held up by it. An import that was interrupted goes on when the same command is given again. Exit code 1 when a line was not accepted.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .option('--dry-run', 'look at every line, write nothing')
    .option('--batch <name>', 'name of the batch (default: that in the file, else one made of its digest)')
    .option('--plmn <mcc-mnc>', 'refuse IMSIs of another network (default: what the file says)')
    .option(
      '--transport-key <index=file>',
      'key that the file is encrypted with; index=env:NAME takes it from the environment; repeatable',
      collect,
    )
    .option('--encoding <name>', `${ENCODINGS.join(', ')} (default: auto)`)
    .option('--no-check-digit', 'ICCIDs are written without check digit')
    .option('--activate', 'make the cards active at once, and write them to the HSS')
    .option('--customer <id>', 'with --activate: the customer who gets them')
    .option('--order <id>', 'with --activate: the order that they belong to')
    .option('--plan <name>', 'with --activate: the plan (default: default)')
    .option(
      '--msisdn <how>',
      'with --activate: auto (lowest free numbers of the pools), column (MSISDN of the file), none (default: auto)',
    )
    .option('--results <file>', 'write what became of each line as CSV, - for standard output')
    .option('--json', 'print the sum as JSON')
    .action((file: string, options: ImportCliOptions) => importFile(cli, file, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab sim import vendor.csv --dry-run', 'What would become of each line'],
      [
        'mvnolab sim import B-2026-07.out --transport-key 5=keys/transport-5.hex --results results.csv',
        "A vendor's encrypted file",
      ],
      [
        'mvnolab sim import fleet.csv --activate --customer fleet-7 --plan iot --msisdn none',
        'Data-only cards, in the HSS at once',
      ],
    ),
  );
}

async function importFile(cli: Cli, path: string, options: ImportCliOptions): Promise<void> {
  const { source, octets } = await sourceOf(cli, path);
  const keys = await readTransportKeys(cli, options.transportKey ?? []);
  const wishes = importOptions(options);
  const inventory = await openInventoryOf(cli, options);
  const results: LineResult[] = [];
  const shown: LineResult[] = [];
  const progress = showProgress(cli, octets);
  let summary: ImportSummary;
  try {
    summary = await inventory.import(
      progress.count(source),
      {
        ...wishes,
        transportKey: index => keys.get(index),
        signal: cli.signal,
        onLine(result) {
          if (options.results !== undefined) results.push(result);
          if (result.result !== 'accepted' && shown.length < SHOWN_LINES) shown.push(result);
        },
        onProgress: ({ accepted, duplicate, rejected }) =>
          progress.show(`${accepted} accepted, ${duplicate} duplicate, ${rejected} rejected`),
      },
      callerOf(cli),
    );
  } finally {
    await progress.end();
    // Also when it broke off: what is in the file is true.
    if (options.results !== undefined) await writeText(cli, options.results, resultLines(results));
  }
  await report(cli, summary, shown, options);
}

async function report(
  cli: Cli,
  summary: ImportSummary,
  shown: readonly LineResult[],
  { json, results }: ImportCliOptions,
): Promise<void> {
  const { batch, accepted, duplicate, rejected, dryRun, resumedAt, stopped, warnings } = summary;
  for (const warning of warnings)
    await cli.stderr.write(`${paint('yellow', 'warning:', cli.stderr.color)} ${visibleControls(warning)}\n`);
  for (const { line, result, code, reason } of shown)
    await cli.stderr.write(
      `line ${line}: ${paint('red', result, cli.stderr.color)} ${code}: ${visibleControls(reason ?? '')}\n`,
    );
  const more = duplicate + rejected - shown.length;
  if (more > 0)
    await cli.stderr.write(
      `… ${more} more; ${results === undefined ? '--results <file> writes them all' : `see ${results}`}\n`,
    );
  if (json === true) await printJson(cli.stdout, summary);
  else if (results !== '-') {
    const how = dryRun ? 'would be ' : '';
    const from = resumedAt === undefined ? '' : ` (gone on at line ${resumedAt})`;
    await cli.stdout.write(
      `batch ${batch}: ${accepted} ${how}accepted, ${duplicate} duplicate, ${rejected} rejected${from}\n`,
    );
  }
  if (stopped) await cli.stderr.write('stopped; the same command goes on\n');
  if (duplicate + rejected > 0) cli.exitCode = EXIT.expectationFailed;
}

async function* resultLines(results: readonly LineResult[]): AsyncGenerator<string> {
  const { csvLine } = await import('../../../../provisioner/inventory/index.ts');
  yield csvLine(['line', 'result', 'iccid', 'imsi', 'code', 'reason']);
  for (const { line, result, iccid = '', imsi = '', code = '', reason = '' } of results)
    yield csvLine([`${line}`, result, iccid, imsi, code, reason]);
}

function importOptions(options: ImportCliOptions): ImportOptions {
  const {
    encoding,
    activate,
    customer,
    order,
    plan = 'default',
    msisdn = 'auto',
    batch,
    plmn,
    dryRun,
    checkDigit,
  } = options;
  if (encoding !== undefined && !ENCODINGS.includes(encoding))
    throw new UserError('encoding-unknown', `there is no encoding '${encoding}'`, {
      place: '--encoding',
      expected: ENCODINGS.join(', '),
    });
  if (!['auto', 'column', 'none'].includes(msisdn))
    throw new UserError('msisdn-how', `--msisdn is '${msisdn}'`, {
      place: '--msisdn',
      expected: 'auto, column or none',
    });
  if (activate === true && customer === undefined && order === undefined)
    throw new UserError('customer-missing', 'active cards belong to somebody', {
      place: '--activate',
      expected: '--customer or --order with it',
    });
  return {
    batch,
    plmn,
    dryRun,
    encoding: encoding as Encoding | undefined,
    ...(!checkDigit && { checkDigit: 'absent' as const }),
    ...(activate === true && { activate: { customer, order, plan, msisdn: msisdn as ImportActivation['msisdn'] } }),
  };
}

/** A file is read twice; standard input is kept. */
async function sourceOf(cli: Cli, path: string): Promise<{ source: BatchSource; octets: number }> {
  if (path === '-') {
    const pieces: Buffer[] = [];
    for await (const piece of process.stdin) pieces.push(piece as Buffer);
    const whole = Buffer.concat(pieces);
    return {
      octets: whole.length,
      source: async function* () {
        for (let at = 0; at < whole.length; at += 65_536) yield whole.subarray(at, at + 65_536);
      },
    };
  }
  const file = resolve(cli.cwd, path);
  try {
    const { size } = await stat(file);
    return { octets: size, source: () => createReadStream(file) };
  } catch (error) {
    throw new UserError('file-unreadable', `the file cannot be read: ${(error as Error).message}`, {
      place: path,
      expected: 'a batch file',
    });
  }
}
