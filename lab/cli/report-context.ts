import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Redaction, ReportContext, SourceLines } from '../../scenarios/runner/index.ts';
import { displayCharacters } from '../terminal/display-width.ts';
import { visibleControls } from '../terminal/visible-controls.ts';
import { detectTerminal } from '../trace/index.ts';
import type { Cli } from './context.ts';

/** What reporters get of the command line: its standard output, its colours and width, its folder. */
export function reportContext(
  cli: Cli,
  parts: { readonly linesOf?: SourceLines; readonly redaction?: Redaction } = {},
): ReportContext {
  const { isTty, columns, color, write } = cli.stdout;
  const stream = { isTTY: isTty, ...(columns === undefined ? {} : { columns }) };
  const { unicode } = detectTerminal(stream, cli.env, process.platform);
  return {
    out: { isTty, write: text => write(text) },
    display: { color, unicode, columns, characters: displayCharacters, visible: visibleControls },
    linesOf: parts.linesOf ?? linesOfFiles(cli.cwd),
    env: cli.env,
    cwd: cli.cwd,
    ...(parts.redaction === undefined ? {} : { redaction: parts.redaction }),
  };
}

/** Lines of scenario files as they are now, relative paths from `cwd`; undefined for one that is gone. */
export function linesOfFiles(cwd: string): SourceLines {
  const known = new Map<string, readonly string[] | undefined>();
  return file => {
    if (!known.has(file)) known.set(file, read(resolve(cwd, file)));
    return known.get(file);
  };
}

function read(path: string): readonly string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    return undefined;
  }
}
