import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { LabError, UserError } from '../../../emulator/vocabulary/index.ts';
import type { RecordedRun } from '../../runs/find-run.ts';
import type { RecordedPart } from '../../runs/load-run.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { type RunsOptions, withRunsOption } from '../run-options.ts';

interface ExportOptions extends RunsOptions {
  readonly pcap?: true;
  readonly mermaid?: true;
  readonly ladder?: true;
  readonly html?: true;
  readonly case?: string;
  readonly output?: string;
}

const FORMATS = ['pcap', 'mermaid', 'ladder', 'html'] as const;

/** `mvnolab export` */
export function exportCommand(cli: Cli): Command {
  const command = new Command('export')
    .summary('take the capture, a diagram or the page out of a run')
    .description(
      'Makes a file of a run for somebody else: the capture for Wireshark, the signalling as a Mermaid diagram or as a ladder in text, or the report as one page.',
    )
    .argument('<run>', 'which run: its id, the beginning of it, the path of its folder, or last')
    .option('--pcap', 'the capture (pcapng); a file in the current folder unless --output names one')
    .option('--mermaid', 'a Mermaid sequence diagram, as GitHub and wikis draw it')
    .option('--ladder', 'the ladder as text')
    .option('--html', 'the report of a run of scenarios as one page')
    .option(
      '--case <id>',
      'which case; a part of its id is enough. Needed where a run has several and the format has one',
    )
    .option('-o, --output <file>', 'where it goes (default: standard output, of --pcap a file of its own)')
    .action((id: string, options: ExportOptions) => exportRun(cli, id, options));
  return withRunsOption(command).addHelpText(
    'after',
    examples(
      ['mvnolab export last --mermaid', 'The newest run as a diagram'],
      ['mvnolab export 8f2c --pcap --case wrong-ki -o wrong-ki.pcapng', 'The capture of one case'],
      ['mvnolab export 8f2c --html -o report.html', 'The page of a run'],
    ),
  );
}

async function exportRun(cli: Cli, id: string, options: ExportOptions): Promise<void> {
  const wanted = FORMATS.filter(format => options[format] === true);
  const [format, another] = wanted;
  if (format === undefined || another !== undefined)
    throw new UserError(
      'export-format',
      format === undefined ? 'what shall be exported?' : `--${format} and --${another} exclude each other`,
      {
        expected: `one of ${FORMATS.map(each => `--${each}`).join(', ')}`,
        hint: 'see mvnolab export --help',
      },
    );
  const { findRun } = await import('../../runs/find-run.ts');
  const run = findRun(resolve(cli.cwd, options.artefacts), id);
  if (format === 'html') return write(cli, options, await htmlOf(cli, run, options));
  const part = await onePart(run, options.case);
  if (format === 'pcap') return exportCapture(cli, run, part, options);
  if (part.events.length === 0)
    throw new UserError('events-missing', `run ${run.id} left no event log`, { place: part.folder });
  const { PLAIN_TERMINAL, renderLadder, renderMermaid } = await import('../../trace/index.ts');
  const text =
    format === 'mermaid' ? renderMermaid(part.events) : renderLadder(part.events, { terminal: PLAIN_TERMINAL });
  await write(cli, options, text);
}

/** The only part of a run, or that of a case: its last attempt. @throws UserError `case-missing` */
async function onePart(run: RecordedRun, caseId: string | undefined): Promise<RecordedPart> {
  const { loadParts } = await import('../../runs/load-run.ts');
  const parts = await loadParts(run, caseId);
  const ids = [...new Set(parts.map(({ result }) => result?.id))];
  if (ids.length > 1)
    throw new UserError('case-missing', `run ${run.id} has ${ids.length} cases`, {
      place: '--case',
      expected: `one of ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ' …' : ''}`,
    });
  const last = parts.at(-1);
  if (last === undefined)
    throw new UserError('case-empty', 'that case was skipped: nothing was recorded', { place: run.folder });
  return last;
}

async function exportCapture(
  cli: Cli,
  run: RecordedRun,
  { folder, result }: RecordedPart,
  options: ExportOptions,
): Promise<void> {
  const source = join(folder, 'run.pcapng');
  if (!existsSync(source))
    throw new UserError('capture-missing', `run ${run.id} left no capture`, {
      place: source,
      expected: 'a run with artefacts',
    });
  const name = result === undefined ? run.id : `${run.id}-${basename(folder)}`;
  const target = resolve(cli.cwd, options.output ?? `${name}.pcapng`);
  try {
    copyFileSync(source, target);
  } catch (error) {
    throw notWritable(target, error as Error);
  }
  await cli.stdout.write(`${relative(cli.cwd, target) || target}\n`);
}

async function htmlOf(cli: Cli, run: RecordedRun, options: ExportOptions): Promise<string> {
  const [{ findCase, loadResults }, { renderReport }, { reportContext }] = await Promise.all([
    import('../../runs/load-run.ts'),
    import('../../../scenarios/runner/index.ts'),
    import('../report-context.ts'),
  ]);
  const results = await loadResults(run);
  const cases = options.case === undefined ? results.cases : [findCase(results, options.case)];
  const target = resolve(cli.cwd, options.output ?? 'report.html');
  return renderReport('html', { ...results, cases }, reportContext(cli), target, run.folder);
}

async function write(cli: Cli, { output }: ExportOptions, text: string): Promise<void> {
  if (output === undefined || output === '-') return cli.stdout.write(text);
  const target = resolve(cli.cwd, output);
  try {
    writeFileSync(target, text);
  } catch (error) {
    throw notWritable(target, error as Error);
  }
}

function notWritable(path: string, error: Error): LabError {
  return new LabError('export-not-writable', `${path} cannot be written: ${error.message}`, { place: '--output' });
}
