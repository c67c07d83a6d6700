import { Command } from 'commander';
import type { CommandEntry } from '../commands/index.ts';
import type { Cli } from '../context.ts';
import { main } from '../main.ts';

/** A `mvnolab` whose commands end only from outside: signals, crashes, a reader that leaves. */

const forever = () => new Promise<never>(() => setInterval(() => {}, 1000));

const actions: Readonly<Record<string, (cli: Cli) => Promise<void> | void>> = {
  waits: forever,
  /** A clean-up that never ends. */
  hangs(cli) {
    cli.cleanUps.add('a hole', forever);
    return forever();
  },
  crashes() {
    setImmediate(() => {
      throw new TypeError('nobody catches this');
    });
    return forever();
  },
  rejects() {
    void Promise.reject(new Error('nobody awaits this'));
    return forever();
  },
  async floods(cli) {
    while (true) await cli.stdout.write('line\n'.repeat(1000));
  },
  /** Fails because it is stopped, as a broken connection does. */
  failsWhenStopped: cli =>
    new Promise((_, reject) => {
      setInterval(() => {}, 1000);
      cli.signal.addEventListener('abort', () => reject(new Error('connection closed')));
    }),
};

const commands: readonly CommandEntry[] = Object.entries(actions).map(([name, action]) => ({
  name,
  summary: name,
  load: async () => cli =>
    new Command(name).action(() => {
      for (const thing of ['first', 'second', 'third'])
        cli.cleanUps.add(thing, () => cli.stderr.write(`closed ${thing}\n`));
      void cli.stdout.write('ready\n');
      return action(cli);
    }),
}));

process.exitCode = await main(process.argv.slice(2), commands);
