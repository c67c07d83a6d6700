import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { EXIT } from '../context.ts';
import { examples } from '../examples.ts';
import { paint } from '../paint.ts';

interface DemoOptions {
  readonly artefacts: string | false;
  readonly seed?: string;
  readonly list?: true;
}

/** `mvnolab demo`: what `npm start` runs. */
export function demoCommand(cli: Cli): Command {
  return new Command('demo')
    .summary('take a SIM from nothing to an attached phone, and show what happens')
    .description(
      'The first attach, on this machine alone: a store that speaks MongoDB, an embedded core, a base station and a phone, with real bytes over real sockets. A SIM is written into the subscriber database, the phone authenticates and attaches with it, pings the gateway and detaches; every message is shown as it happens, and what was expected is checked.',
    )
    .option(
      '--seed <text>',
      'draw every random number from this text, so that a run repeats (default: real randomness)',
    )
    .option('--list', 'one line a message instead of the ladder')
    .option('--artefacts <folder>', 'where the event log and the capture of the run go', '.mvnolab/runs')
    .option('--no-artefacts', 'leave no files')
    .action((options: DemoOptions) => demo(cli, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab demo', 'The ladder of a first attach, from S1 Setup to detach'],
        [
          'mvnolab demo --seed 1 --no-artefacts',
          'The same keys, identities and challenges each time, nothing left behind',
        ],
      ),
    );
}

async function demo(cli: Cli, options: DemoOptions): Promise<void> {
  // The store comes up in its own thread while the rest is loaded here.
  const { spawnEmbeddedMongo } = await import('../../../provisioner/embedded-mongo/index.ts');
  const started = spawnEmbeddedMongo();
  started.catch(() => undefined);
  const [{ Lab }, { Run }, { firstAttach }, { randomSim }, { showLive }] = await Promise.all([
    import('../../run/lab.ts'),
    import('../../run/run.ts'),
    import('../../run/first-attach.ts'),
    import('../../run/random-sim.ts'),
    import('../live-view.ts'),
  ]);
  const { parsePlmn } = await import('../../../emulator/vocabulary/index.ts');
  const plmn = parsePlmn('001-01');
  const run = new Run({
    title: 'first attach',
    core: 'embedded',
    ...(options.artefacts === false ? {} : { folder: options.artefacts }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  cli.cleanUps.add('the run', () => run.close());
  const view = showLive(cli, run, { list: options.list ?? false });
  const lab = await Lab.open({ run, plmn, tac: 1, core: { type: 'embedded' }, database: { type: 'memory', started } });
  cli.cleanUps.add('the lab', () => lab.close());
  let sinceStartMs = 0;
  const sim = randomSim(run, plmn);
  await view.say(`mvnolab: SIM ${sim.imsi} goes into the subscriber database, MME at ${lab.core?.mme.address}`);
  const { checks, attachMs, pdn, ping } = await firstAttach(lab, sim, () => {
    sinceStartMs = performance.now() - (Number(cli.env.MVNOLAB_SETUP_MS) || 0);
  });
  run.log.append({ kind: 'verdict', verdict: checks.passed ? 'passed' : 'failed' });
  await view.end();
  for (const { name, ok, detail } of checks.all) {
    const mark = paint(ok ? 'green' : 'red', ok ? '✓' : '✗', cli.stdout.color);
    await cli.stdout.write(`  ${mark} ${name}: ${detail}\n`);
  }
  const verdict = checks.passed ? paint('green', 'PASSED', cli.stdout.color) : paint('red', 'FAILED', cli.stdout.color);
  await cli.stdout.write(`\n${verdict}  first attach`);
  if (attachMs !== undefined) {
    const rtt = ping?.avgMs === undefined ? '' : `, ping ${ping.avgMs.toFixed(2)} ms`;
    await cli.stdout.write(
      `  IP ${pdn?.ipv4}, attached in ${attachMs.toFixed(1)} ms, ${(sinceStartMs / 1000).toFixed(2)} s after the process started${rtt}`,
    );
  }
  await cli.stdout.write('\n');
  for (const { path } of run.artefacts) await cli.stdout.write(`  ${path}\n`);
  cli.exitCode = checks.passed ? EXIT.ok : EXIT.expectationFailed;
}
