import { openBench } from '../../../benches/open-bench.ts';
import { checkAccess, serveLab } from '../../../serve/index.ts';
import type { Cli } from '../../context.ts';
import { benchChoice, type CoreOptions } from '../run/bench-choice.ts';
import { wholeNumber } from '../run/options.ts';

/** What commander gives for `mvnolab serve`. */
export interface ServeCommandOptions extends CoreOptions {
  readonly host: string;
  readonly port: string;
  readonly token?: string;
  readonly origin?: readonly string[];
  readonly maxSessions: string;
  readonly grace: string;
  readonly revealKeys?: true;
}

/** Runs `mvnolab serve`: until Ctrl-C. */
export async function serve(cli: Cli, options: ServeCommandOptions): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, 65_535);
  const maxSessions = wholeNumber('--max-sessions', options.maxSessions, 1, 200);
  const graceMs = wholeNumber('--grace', options.grace, 0, 3600) * 1000;
  const token = options.token ?? cli.env.MVNOLAB_LAB_TOKEN;
  const { host, origin = [], revealKeys = false } = options;
  checkAccess(host, token);
  const bench = await openBench(benchChoice(cli, options));
  cli.cleanUps.add('the lab', () => bench.close());
  const server = await serveLab({
    bench,
    host,
    port,
    origins: origin,
    maxSessions,
    graceMs,
    revealKeys,
    ...(token === undefined ? {} : { token }),
  });
  cli.cleanUps.add('the server', () => server.close());
  const { core } = bench;
  const what = `${core.bench} core, ${core.product}${core.version === undefined ? '' : ` ${core.version}`}`;
  await cli.stdout.write(`${server.url}\n`);
  await cli.stderr.write(`${what}; ${token === undefined ? 'no token is needed' : 'with a token'}; Ctrl-C ends it\n`);
  await untilStopped(cli.signal);
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
