import { Command } from 'commander';
import type { Cli } from '../context.ts';
import { examples } from '../examples.ts';
import type { ServeCommandOptions } from './serve/serve.ts';

/** `mvnolab serve` */
export function serveCommand(cli: Cli): Command {
  return new Command('serve')
    .summary('run a lab as a service that others drive over WebSocket')
    .description(
      'Opens a lab and listens until Ctrl-C. Clients open sessions with phones, base stations and SIMs of their own: mvnolab run --lab URL runs scenarios there, and programs use connectLab of the package. Sessions never meet; one whose client vanishes is closed after --grace. Keys leave the lab only with --reveal-keys.',
    )
    .option('--host <address>', 'address to listen on; any but loopback needs a token', '127.0.0.1')
    .option('--port <number>', 'TCP port; 0 for any that is free', '7010')
    .option(
      '--token <token>',
      'what clients must know, 16 characters or more; also MVNOLAB_LAB_TOKEN in the environment',
    )
    .option('--origin <url...>', 'pages that browsers may connect from (default: none)')
    .option('--max-sessions <number>', 'sessions at the same time', '64')
    .option('--grace <seconds>', 'how long a session waits for a client that has vanished', '15')
    .option('--reveal-keys', 'clients may ask for keys in logs and captures (only for published test keys)')
    .option('--core <core>', 'embedded, external, or a file that describes a core (default: embedded)')
    .option('--mme <address[:port]>', 'MME of an external core; the UDP port of its SCTP (default port: 9899)')
    .option('--mongodb <uri>', 'the MongoDB of the core')
    .option('--plmn <mcc-mnc>', 'PLMN that an external core serves')
    .option('--local <address>', 'our own address towards an external core')
    .option('--gateway <address>', 'address behind an external core that answers pings')
    .option('--metrics <urls>', 'metrics servers of an external core, with commas between')
    .option('--core-version <release>', 'release of the core; of the embedded one: which it imitates')
    .action(async (options: ServeCommandOptions) => (await import('./serve/serve.ts')).serve(cli, options))
    .addHelpText(
      'after',
      examples(
        ['mvnolab serve', 'The embedded core, for programs on this machine: ws://127.0.0.1:7010'],
        ['mvnolab run --lab ws://127.0.0.1:7010', 'The whole catalogue there, from another terminal'],
        [
          'MVNOLAB_LAB_TOKEN=$(openssl rand -hex 16) mvnolab serve --host 0.0.0.0',
          'For the network; clients need the same token',
        ],
        ['mvnolab serve --mme 127.0.0.2 --mongodb mongodb://127.0.0.1/open5gs', 'In front of a running Open5GS'],
      ),
    );
}
