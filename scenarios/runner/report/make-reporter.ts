import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { didYouMean, UserError } from '../../../emulator/vocabulary/index.ts';
import type { Reporter, RunAnnouncement, RunResult } from '../results/index.ts';
import { renderCtrf } from './files/ctrf.ts';
import { appendStepSummary, renderAnnotations, renderStepSummary } from './files/github.ts';
import { renderJunit } from './files/junit.ts';
import { renderResults } from './files/results-file.ts';
import { writeReport } from './files/write-report.ts';
import { renderHtml } from './html/page.ts';
import { redacting, redactingLines } from './redacting.ts';
import type { ReportContext } from './report-output.ts';
import { plainDisplay, withAsciiSigns } from './text/display.ts';
import type { FailureContext } from './text/failure-text.ts';
import { ListReporter } from './text/list-reporter.ts';
import { DotReporter, LineReporter } from './text/short-reporters.ts';

/** Reporters by name, with what they are; files have a name of their own below the run's folder. */
export const REPORTERS = {
  list: { about: 'a line for each case, failures in full, steps of short runs; live on a terminal' },
  line: { about: 'a line for each case, failures at the end' },
  dot: { about: 'a character for each case, failures at the end' },
  html: { about: 'one page with ladders, failures and filters, which needs nothing else', file: 'report.html' },
  junit: { about: 'JUnit XML', file: 'junit.xml' },
  ctrf: { about: 'Common Test Report Format, JSON', file: 'ctrf.json' },
  json: { about: 'everything but the events, for compare and report', file: 'results.json' },
  github: { about: 'annotations and a step summary for GitHub Actions' },
} as const;

export type ReporterName = keyof typeof REPORTERS;

/** What `--reporter` says: `list`, `junit`, `junit=out.xml`. */
export interface ReporterChoice {
  readonly name: ReporterName;
  readonly file?: string;
}

/** @throws UserError `reporter-unknown`, `reporter-without-file` */
export function parseReporter(text: string): ReporterChoice {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const file = at < 0 ? undefined : text.slice(at + 1).trim();
  const names = Object.keys(REPORTERS);
  if (!names.includes(name)) {
    const guess = didYouMean(name, names);
    throw new UserError('reporter-unknown', `there is no reporter '${name}'`, {
      place: '--reporter',
      expected: `one of ${names.join(', ')}`,
      ...(guess === undefined ? {} : { hint: `did you mean ${guess}?` }),
    });
  }
  const known = name as ReporterName;
  if (file === undefined) return { name: known };
  if (file === '' || !('file' in REPORTERS[known]))
    throw new UserError(
      'reporter-without-file',
      file === '' ? `--reporter ${text} names no file` : `the reporter ${name} writes no file`,
      { place: '--reporter', expected: 'a file for html, junit, ctrf or json, such as junit=out.xml' },
    );
  return { name: known, file };
}

/** The reporters of a run, secrets removed from whatever reaches them. */
export function makeReporter(choice: ReporterChoice, given: ReportContext): Reporter {
  const { redaction } = given;
  const context: ReportContext = {
    ...given,
    display: withAsciiSigns(given.display),
    linesOf: redaction === undefined ? given.linesOf : redactingLines(given.linesOf, redaction),
  };
  const reporter = plainReporter(choice, context);
  return redaction === undefined ? reporter : redacting(reporter, redaction);
}

function plainReporter({ name, file }: ReporterChoice, context: ReportContext): Reporter {
  switch (name) {
    case 'list':
      return new ListReporter(context);
    case 'line':
      return new LineReporter(context);
    case 'dot':
      return new DotReporter(context);
    case 'github':
      return githubReporter(context);
    default:
      return new FileReporter(name, file, context);
  }
}

type FileReporterName = {
  [N in ReporterName]: (typeof REPORTERS)[N] extends { file: string } ? N : never;
}[ReporterName];

/** Writes one file when the run has ended. */
class FileReporter implements Reporter {
  private readonly name: FileReporterName;
  private readonly file: string | undefined;
  private readonly context: ReportContext;
  private run: RunAnnouncement | undefined;

  constructor(name: FileReporterName, file: string | undefined, context: ReportContext) {
    this.name = name;
    this.file = file;
    this.context = context;
  }

  begin(run: RunAnnouncement): void {
    this.run = run;
  }

  end(result: RunResult): void {
    const { cwd } = this.context;
    const path =
      this.file ?? (this.run?.folder === undefined ? undefined : join(this.run.folder, REPORTERS[this.name].file));
    if (path === undefined)
      throw new UserError('reporter-without-file', `the run leaves no files, so ${this.name} has no place to go`, {
        place: '--reporter',
        hint: `name a file: --reporter ${this.name}=${REPORTERS[this.name].file}`,
      });
    const target = resolve(cwd, path);
    writeReport(target, renderReport(this.name, result, this.context, target, this.run?.folder));
  }
}

/** The text of a report file. `target` is where it will be, for its links. */
export function renderReport(
  name: FileReporterName,
  result: RunResult,
  { cwd, linesOf }: Pick<ReportContext, 'cwd' | 'linesOf'>,
  target: string,
  folder?: string,
): string {
  const failures: FailureContext = {
    display: plainDisplay(110),
    linesOf,
    runId: result.id,
    hasManyCases: result.cases.length > 1,
    ...(folder === undefined ? {} : { folder }),
  };
  switch (name) {
    case 'json':
      return renderResults(result);
    case 'junit':
      return renderJunit(result, failures);
    case 'ctrf':
      return renderCtrf(result, failures);
    case 'html':
      return renderHtml(result, { linesOf, linkTo: path => linkBetween(dirname(target), resolve(cwd, path)) });
  }
}

/** A relative link, escaped as a URL; on another drive the file's own URL. */
function linkBetween(from: string, to: string): string {
  const path = relative(from, to);
  if (isAbsolute(path)) return `file:///${path.split(sep).map(encodeURIComponent).join('/')}`;
  return path.split(sep).map(encodeURIComponent).join('/');
}

function githubReporter(context: ReportContext): Reporter {
  let folder: string | undefined;
  return {
    begin(run) {
      folder = run.folder;
    },
    async end(result) {
      await context.out.write(renderAnnotations(result));
      const path = context.env.GITHUB_STEP_SUMMARY;
      if (path === undefined || path === '') return;
      const failures = {
        display: plainDisplay(110),
        linesOf: context.linesOf,
        runId: result.id,
        hasManyCases: result.cases.length > 1,
      };
      appendStepSummary(path, renderStepSummary(result, folder === undefined ? failures : { ...failures, folder }));
    },
  };
}
