import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../../../emulator/vocabulary/index.ts';
import type { ApiToken, RequestLine, Scope } from '../../api/index.ts';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import { paint, visibleControls } from '../paint.ts';
import { hidePasswords } from '../render-error.ts';
import { collect, numberOf, readTransportKeys } from './sim/batch-options.ts';
import { type InventoryCliOptions, openInventoryOf, withInventoryOptions } from './sim/open-inventory.ts';

interface ApiCliOptions extends InventoryCliOptions {
  readonly port: string;
  readonly host: string;
  readonly token?: string[];
  readonly corsOrigin?: string[];
  readonly transportKey?: string[];
  readonly log: string;
}

/** Tokens without an option, for containers. */
const TOKEN_VARIABLES = { MVNOLAB_API_TOKEN: 'write', MVNOLAB_API_REVEAL_TOKEN: 'reveal' } as const;
const LOGS = ['text', 'json', 'none'];

/** `mvnolab api` */
export function apiCommand(cli: Cli): Command {
  const command = new Command('api')
    .summary('serve the SIM inventory over HTTP: REST, OpenAPI 3.1, a page to try it')
    .description(
      'Registers, activates, suspends, swaps SIMs for other programs, by the same rules as mvnolab sim. GET /openapi.json describes it, /docs is a page to try it. It also brings changes that wait to the HSS and other systems. Ctrl-C ends requests that are under way first.',
    )
    .option('--port <number>', 'TCP port, 0 for any that is free', '8080')
    .option('--host <address>', 'address to listen at; another than loopback needs a token', '127.0.0.1')
    .option(
      '--token <scope=file>',
      'who has this token may read, write or reveal (secrets of cards); scope=env:NAME takes it from the environment; repeatable (default: MVNOLAB_API_TOKEN for write, MVNOLAB_API_REVEAL_TOKEN)',
      collect,
    )
    .option('--cors-origin <origin>', 'let pages of this origin call the API; repeatable', collect)
    .option(
      '--transport-key <index=file>',
      'key that batches are encrypted with; index=env:NAME takes it from the environment; repeatable',
      collect,
    )
    .option('--log <format>', 'a line for each request on standard error: text, json, none', 'text')
    .action((options: ApiCliOptions) => serve(cli, options));
  return withInventoryOptions(command).addHelpText(
    'after',
    examples(
      ['mvnolab api', "The lab's own store, for programs on this machine; open http://127.0.0.1:8080/docs"],
      [
        'mvnolab api --mongodb mongodb://127.0.0.1/open5gs --host 0.0.0.0 --token write=api.token --token reveal=env:REVEAL',
        'The MongoDB of an Open5GS, for others too',
      ],
    ),
  );
}

async function serve(cli: Cli, options: ApiCliOptions): Promise<void> {
  const port = numberOf('--port', options.port, 0, 65_535);
  if (!LOGS.includes(options.log))
    throw new UserError('log-unknown', `there is no log format '${options.log}'`, {
      place: '--log',
      expected: LOGS.join(', '),
    });
  const origins = (options.corsOrigin ?? []).map(checkOrigin);
  const tokens = await readTokens(cli, options.token ?? []);
  const keys = await readTransportKeys(cli, options.transportKey ?? []);
  const { isLoopback, openApi } = await import('../../api/index.ts');
  const warn = (text: string) =>
    void cli.stderr.write(`${paint('yellow', 'warning:', cli.stderr.color)} ${visibleControls(hidePasswords(text))}\n`);
  if (!isLoopback(options.host) && tokens.some(({ scope }) => scope !== 'reveal'))
    warn('tokens travel in the open over HTTP; put a proxy with TLS in front of the API');
  const inventory = await openInventoryOf(cli, options);
  const api = await openApi(inventory, {
    host: options.host,
    port,
    tokens,
    origins,
    transportKey: index => keys.get(index),
    ...(options.log !== 'none' && { log: line => void cli.stderr.write(logLine(options.log, line)) }),
    warn,
    bug: (error, requestId) =>
      void cli.stderr.write(
        `internal error in request ${requestId}; please report it: ${visibleControls(hidePasswords(bugText(error)))}\n`,
      ),
  });
  cli.cleanUps.add('the API', () => api.close());
  await cli.stdout.write(`${api.url}  docs ${api.url}/docs  database ${inventory.cards.place}\n`);
  await aborted(cli.signal);
}

/** Only the kind of error and where it was thrown: its message may quote a body. */
function bugText(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const [, ...frames] = (error.stack ?? '').split('\n    at ');
  return `${error.name} at ${frames.slice(0, 6).join(' < ')}`;
}

function logLine(format: string, line: RequestLine): string {
  if (format === 'json') return `${JSON.stringify(line)}\n`;
  const { at, method, route, status, code, ms, actor = '-', traceId } = line;
  return `${at.toISOString()} ${method} ${route} ${status}${code === undefined ? '' : ` ${code}`} ${ms} ms ${actor} trace=${traceId}\n`;
}

/** A token is never an argument, which others on the machine can read. */
async function readTokens(cli: Cli, texts: readonly string[]): Promise<ApiToken[]> {
  const { checkToken, SCOPES } = await import('../../api/index.ts');
  const fromEnvironment = Object.entries(TOKEN_VARIABLES).flatMap(([name, scope]) => {
    const secret = cli.env[name];
    return secret === undefined || secret === '' ? [] : [{ scope, secret: checkToken(secret) }];
  });
  const tokens: ApiToken[] = [];
  for (const text of texts) {
    const [, scope, where] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    if (where === undefined || !(SCOPES as readonly string[]).includes(scope ?? ''))
      throw new UserError('api-token-option', 'this names no token', {
        place: '--token',
        expected: `<scope>=<file with the token>, or <scope>=env:<variable>; a scope is ${SCOPES.join(', ')}`,
        hint: 'openssl rand -hex 32 > api.token; then --token write=api.token',
      });
    tokens.push({ scope: scope as Scope, secret: checkToken(await tokenText(cli, where)) });
  }
  return [...tokens, ...fromEnvironment];
}

async function tokenText(cli: Cli, where: string): Promise<string> {
  const variable = /^env:(.+)$/.exec(where)?.[1];
  if (variable !== undefined) {
    const text = cli.env[variable];
    if (text !== undefined && text !== '') return text;
    throw new UserError('api-token-missing', `the environment variable ${variable} is not set`, {
      place: '--token',
      expected: 'the token',
    });
  }
  try {
    return (await readFile(resolve(cli.cwd, where), 'utf8')).trim();
  } catch (error) {
    // Not where: somebody may have given the token itself.
    throw new UserError(
      'api-token-missing',
      `the file with the token cannot be read (${(error as NodeJS.ErrnoException).code})`,
      {
        place: '--token',
        expected: 'a file with the token; not the token itself, which others on this machine could read',
        hint: 'openssl rand -hex 32 > api.token; then --token write=api.token',
      },
    );
  }
}

function checkOrigin(text: string): string {
  if (/^https?:\/\/[^/\s?#@]+$/i.test(text) && URL.canParse(text)) return new URL(text).origin;
  throw new UserError('origin-invalid', `'${text}' is not an origin`, {
    place: '--cors-origin',
    expected: 'scheme, host and port, such as http://localhost:5173',
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}
