import { LabError, UserError } from '../../emulator/vocabulary/index.ts';
import { EXIT } from './context.ts';
import { paint, visibleControls } from './paint.ts';
import { withSourcePlaces } from './source-places.ts';

export interface RenderOptions {
  readonly color: boolean;
  /** Adds the code, the stack and the causes. */
  readonly debug: boolean;
  /** `mvnolab 0.1.0, node v20.20.2, linux x64`, asked for with a report. */
  readonly version: string;
}

export interface RenderedError {
  readonly text: string;
  readonly exitCode: number;
}

/** An error as the user reads it on standard error, and the exit code that goes with it. Passwords in URIs are hidden. */
export function renderError(error: unknown, options: RenderOptions): RenderedError {
  if (error instanceof UserError || error instanceof LabError) {
    const all = [headline(error.message, options), ...helpLines(error, options)];
    if (options.debug) all.push(`  code     ${error.code}`, ...stackLines(error));
    return { text: finish(all), exitCode: error instanceof UserError ? EXIT.usage : EXIT.lab };
  }
  const all = [
    headline(`internal error: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, options),
    '  this is a bug in mvnolab, not a mistake of yours; please report it with these lines',
    `  ${options.version}`,
    ...stackLines(error),
  ];
  return { text: finish(all), exitCode: EXIT.lab };
}

/** Hides the password of every `scheme://user:password@` in a text; of a mongodb URI also one that is not escaped as it should be. */
export function hidePasswords(text: string): string {
  return text
    .replace(/(mongodb(?:\+srv)?:\/\/[^\s:/@]*):[^\s'"]*@/gi, '$1:[redacted]@')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]*@/gi, '$1:[redacted]@');
}

function headline(message: string, { color }: RenderOptions): string {
  return `${paint('red', 'error:', color)} ${lines(message, 2)}`;
}

function helpLines(error: UserError | LabError, { color }: RenderOptions): string[] {
  const { expected, place, hint } = error.help;
  const line = (label: string, text: string | undefined) =>
    text === undefined || text === '' ? [] : [`  ${paint('dim', label.padEnd(8), color)} ${lines(text, 11)}`];
  return [...line('expected', expected), ...line('place', place), ...line('fix', hint)];
}

/** The lines of a text (a code frame has several), those after the first indented. */
function lines(text: string, indent: number): string {
  return text
    .split('\n')
    .map(visibleControls)
    .join(`\n${' '.repeat(indent)}`);
}

function stackLines(error: unknown): string[] {
  const all: string[] = [];
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 5; depth++) {
    const stack = at instanceof Error ? withSourcePlaces(at.stack ?? at.message) : String(at);
    all.push(...`${depth > 0 ? 'caused by: ' : ''}${stack}`.split('\n').map(line => `  ${line}`));
    at = at instanceof Error ? at.cause : undefined;
  }
  return all;
}

function finish(all: readonly string[]): string {
  return `${hidePasswords(all.join('\n'))}\n`;
}
